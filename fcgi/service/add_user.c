#include "service/add_user.h"

#include <string.h>

#include "base/rand.h"
#include "base/text.h"
#include "base/totp.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/second_factor.h"
#include "service/staff_role.h"
#include "store/audit.h"
#include "store/q_user.h"

enum { NAME__MAX = 200, PASSWORD_BYTES = 15 };

void
user_check_password(const char *password, struct faults *f)
{
    size_t n = strlen(password);

    if (n < USER_PASSWORD__MIN || n > SECRET_PASSWORD__MAX)
        faults_add(f, "/password", "must have %d to %d characters", USER_PASSWORD__MIN,
            SECRET_PASSWORD__MAX);
}

static enum err
check(struct db *db, struct arena *a, const struct user_in *in, struct faults *f)
{
    size_t name = in->name ? strlen(in->name) : 0;
    enum err e = check_staff_role(db, a, in->role, f);

    if (e)
        return e;

    if (!in->email || !text_is_email(in->email))
        faults_add(f, "/email", "must be a mail address");
    if (!name || name > NAME__MAX || !text_is_utf8(in->name, name) ||
        text_has_control(in->name, name))
        faults_add(f, "/name", "must be one line of text");
    if (in->password)
        user_check_password(in->password, f);
    return faults_err(f);
}

static enum err
make_secrets(struct arena *a, const struct user_in *in, struct user_insert_in *row,
    struct user_added *out)
{
    char *hash;
    enum err e;

    out->password = in->password ? NULL : rand_token(a, PASSWORD_BYTES);
    e = secret_hash_password(a, in->password ? in->password : out->password, &hash);
    if (e)
        return e;
    row->password_hash = hash;
    if (!in->totp && !text_eq(in->role, "admin"))
        return OK;
    out->totp_secret = totp_new_secret(a);
    out->totp_uri = totp_uri(a, "Dunlin", in->email, out->totp_secret);
    row->totp_sealed = second_factor_seal(a, in->master, out->totp_secret);
    return OK;
}

static enum err
write_divisions(struct db *db, const struct user_in *in, uint64_t id, struct faults *f)
{
    uint64_t changed;
    enum err e;

    for (size_t i = 0; i < in->divisions_n; i++) {
        e = user_add_division(db, id, in->divisions[i], &changed);
        if (e && e != ERR_CONFLICT) /* named twice */
            return e;
        if (!e && !changed)
            faults_add(f, "/divisions", "there is no division '%s'", in->divisions[i]);
    }
    return faults_err(f);
}

static const char *
divisions_of(struct arena *a, const struct user_in *in)
{
    const char *all = NULL;

    for (size_t i = 0; i < in->divisions_n; i++)
        all = all ? arena_fmt(a, "%s,%s", all, in->divisions[i]) : in->divisions[i];
    return all;
}

static enum err
write_user(struct db *db, struct arena *a, const struct actor *by,
    const struct user_in *in, const struct user_insert_in *row, struct faults *f)
{
    const struct audit done = { .by = by,
        .action = "user.add",
        .object_kind = "user",
        .object_id = row->id,
        .after = AUDIT_TEXTS(a, "email", row->email, "name", row->name, "role",
            row->role, "language", row->language, "divisions", divisions_of(a, in)) };
    enum err e;

    if ((e = user_insert(db, row, NULL)) || (e = write_divisions(db, in, row->id, f)))
        return e;
    return audit_add(db, &done);
}

enum err
add_user(struct db *db, struct arena *a, const struct actor *by,
    const struct user_in *in, struct faults *f, struct user_added *out)
{
    struct user_insert_in row = { .email = in->email,
        .name = in->name,
        .role = in->role,
        .language = in->language ? in->language : "en",
        .created_at = by->now_us };
    enum err e;

    *out = (struct user_added){ 0 };
    if ((e = check(db, a, in, f)) || (e = make_secrets(a, in, &row, out)) ||
        (e = db_id(db, &row.id)))
        return e;
    out->id = row.id;
    if ((e = db_begin(db)))
        return e;
    return db_end(db, write_user(db, a, by, in, &row, f));
}
