#include "service/change_user.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/rand.h"
#include "base/text.h"
#include "base/totp.h"
#include "db/tx.h"
#include "service/second_factor.h"
#include "service/staff_role.h"
#include "service/staff_words.h"
#include "store/audit.h"
#include "store/q_session.h"
#include "store/q_user.h"

enum { PASSWORD_BYTES = 15, NAME__MAX = 200 };

static enum err
finish(struct db *db, const struct actor *by, uint64_t id, const char *action)
{
    const struct audit done = {
        .by = by, .action = action, .object_kind = "user", .object_id = id
    };
    enum err e = session_revoke_of_user(db, id, clock_real_us(), NULL);

    return e ? e : audit_add(db, &done);
}

/* What of a user an admin may change, for the audit. */
static const char *
as_json(struct arena *a, const struct user_list *u)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "name", u->name);
    json_text(&j, "role", u->role);
    json_text(&j, "language", u->language);
    json_text(&j, "status", u->status);
    json_text(&j, "divisions", u->divisions);
    json_close(&j, '}');
    return b.text;
}

static enum err
write_divisions(struct db *db, const struct user_change *in, struct faults *f)
{
    uint64_t changed;
    enum err e = user_clear_divisions(db, in->id, NULL);

    for (size_t i = 0; !e && i < in->divisions_n; i++) {
        e = user_add_division(db, in->id, in->divisions[i], &changed);
        if (e == ERR_CONFLICT) /* named twice */
            e = OK;
        else if (!e && !changed)
            faults_add(f, "/divisions", "there is no division '%s'", in->divisions[i]);
    }
    return e ? e : faults_err(f);
}

static enum err
write_change(struct db *db, struct arena *a, const struct actor *by,
    const struct user_change *in, struct faults *f)
{
    struct audit done = {
        .by = by, .action = "user.change", .object_kind = "user", .object_id = in->id
    };
    struct user_list was, is;
    enum err e;

    if ((e = user_by_id(db, a, in->id, &was)))
        return e;
    if (in->version != U32_NONE && in->version != was.version)
        return ERR_CONFLICT;
    if (actor_user_id(by) == in->id && (!in->active || !text_eq(in->role, was.role)))
        return ERR_DENIED;
    if ((e = user_set_role(db, in->id, in->role, in->name, in->language, NULL)) ||
        (e = user_set_status(db, in->id, in->active ? "active" : "disabled", NULL)) ||
        (e = write_divisions(db, in, f)) ||
        (e = session_revoke_of_user(db, in->id, clock_real_us(), NULL)) ||
        (e = user_by_id(db, a, in->id, &is)))
        return e;
    done.before = as_json(a, &was);
    done.after = as_json(a, &is);
    return audit_add(db, &done);
}

enum err
change_user(struct db *db, struct arena *a, const struct actor *by,
    const struct user_change *in, struct faults *f)
{
    enum err e = check_staff_role(db, a, in->role, f);

    if (e)
        return e;
    if (!*in->name || strlen(in->name) > NAME__MAX)
        faults_add(f, "/name", "must be one line of text");
    if ((e = faults_err(f)) || (e = db_begin(db)))
        return e;
    return db_end(db, write_change(db, a, by, in, f));
}

enum err
end_sessions_of_user(struct db *db, const struct actor *by, uint64_t id)
{
    struct user_name_by_id user;
    struct arena *a = arena_new();
    enum err e = user_name_by_id(db, a, id, &user);

    arena_free(a);
    if (e || (e = db_begin(db)))
        return e;
    return db_end(db, finish(db, by, id, "user.end_sessions"));
}

/* The same with a line to the user, whose way in it is. */
static enum err
finish_and_tell(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    const char *action, enum staff_word what)
{
    enum err e = finish(db, by, id, action);

    return e ? e : staff_tell(db, a, id, what);
}

enum err
renew_password(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    const char **password)
{
    uint64_t changed;
    char *hash;
    enum err e;

    *password = rand_token(a, PASSWORD_BYTES);
    if ((e = secret_hash_password(a, *password, &hash)) || (e = db_begin(db)))
        return e;
    e = user_set_password(db, id, hash, &changed);
    if (!e && !changed)
        e = ERR_NOT_FOUND;
    return db_end(db,
        e ? e
          : finish_and_tell(db, a, by, id, "user.password", STAFF_PASSWORD_CHANGED));
}

static enum err
write_factor(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    const char *sealed)
{
    enum err e;

    if ((e = user_clear_totp(db, id, NULL)) ||
        (sealed && (e = user_set_totp(db, id, sealed, NULL))) ||
        (e = recovery_code_drop(db, id, NULL)))
        return e;
    return finish_and_tell(db, a, by, id,
        sealed ? "user.second_factor" : "user.second_factor_removed",
        STAFF_FACTOR_CHANGED);
}

enum err
clear_second_factor(struct db *db, struct arena *a, const struct actor *by, uint64_t id)
{
    struct user_list user;
    enum err e;

    if ((e = user_by_id(db, a, id, &user)))
        return e;
    if (actor_user_id(by) == id)
        return ERR_DENIED;
    return (e = db_begin(db)) ? e : db_end(db, write_factor(db, a, by, id, NULL));
}

enum err
renew_second_factor(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    const uint8_t *master, const char **secret, const char **uri)
{
    struct user_list user;
    enum err e;

    if ((e = user_by_id(db, a, id, &user)))
        return e;
    if (actor_user_id(by) == id)
        return ERR_DENIED;
    *secret = totp_new_secret(a);
    *uri = totp_uri(a, "Dunlin", user.email, *secret);
    if ((e = db_begin(db)))
        return e;
    return db_end(
        db, write_factor(db, a, by, id, second_factor_seal(a, master, *secret)));
}
