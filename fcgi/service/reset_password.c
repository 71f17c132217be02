#include "service/reset_password.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/sha.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/add_user.h"
#include "service/reset_token.h"
#include "service/send_staff_mail.h"
#include "service/staff_words.h"
#include "store/audit.h"
#include "store/q_password_reset.h"
#include "store/q_session.h"
#include "store/q_user.h"
#include "store/rate.h"

static const struct rate BY_ADDRESS = { .most = 20, .window_s = 3600 };
static const struct rate BY_EMAIL = { .most = 4, .window_s = 3600 };
enum { KEPT_DAYS = 30 };

/* -- asking ---------------------------------------------------------------- */

static enum err
take_try(struct db *db, struct arena *a, const struct actor *by, const char *email,
    int64_t *retry_after_s)
{
    const char *subject = arena_fmt(a, "reset-email:%.254s", text_lower(a, email));
    enum err e = rate_take(
        db, a, arena_fmt(a, "reset-ip:%s", by->ip), BY_ADDRESS, retry_after_s);

    return e ? e : rate_take(db, a, subject, BY_EMAIL, retry_after_s);
}

struct ask {
    struct arena *arena;
    const struct actor *by;
    const uint8_t *key;
    const struct user_for_login *user;
};

static enum err
write_reset(struct db *db, void *arg)
{
    struct ask *w = arg;
    int64_t now = clock_real_us();
    uint8_t hash[SHA_BYTES];
    struct staff_mail mail = { .user_id = w->user->id, .kind = "password_reset" };
    struct user_security about;
    const char *token;
    enum err e;

    if ((e = user_security(db, w->arena, w->user->id, &about)) ||
        (e = db_id(db, &mail.reset_id)))
        return e;
    token = reset_token(w->arena, w->key, mail.reset_id);
    sha_of(token, strlen(token), hash);
    staff_words(about.language, STAFF_RESET, &mail.subject, &mail.text);
    if ((e = password_reset_prune(db, now - KEPT_DAYS * DATE_US_PER_DAY, NULL)) ||
        (e = password_reset_insert(db, mail.reset_id, w->user->id, hash, now,
             now + RESET_LIFE_S * DATE_US_PER_S, w->by->ip, NULL)) ||
        (e = staff_mail_add(db, w->arena, &mail)))
        return e;
    return audit_add(db, &(struct audit){ .by = w->by,
                             .action = "user.ask_reset",
                             .object_kind = "user",
                             .object_id = w->user->id });
}

enum err
ask_password_reset(struct db *db, struct arena *a, const struct actor *by,
    const uint8_t master[static SECRET_KEY_BYTES], const char *email,
    int64_t *retry_after_s)
{
    uint8_t key[SECRET_KEY_BYTES];
    struct user_for_login user;
    struct ask w = { .arena = a, .by = by, .key = key, .user = &user };
    enum err e;

    if ((e = take_try(db, a, by, email, retry_after_s)))
        return e;
    e = user_for_login(db, a, email, &user);
    if (e == ERR_NOT_FOUND || (!e && !text_eq(user.status, "active")))
        return OK;
    reset_key(master, key);
    return e ? e : db_retry(db, write_reset, &w);
}

/* -- using ----------------------------------------------------------------- */

static enum err
find(struct db *db, struct arena *a, const char *token,
    struct password_reset_by_token *out)
{
    uint8_t hash[SHA_BYTES];
    enum err e;

    sha_of(token, strlen(token), hash);
    if ((e = password_reset_by_token(db, a, hash, out)))
        return e;
    return out->used_at == INSTANT_NONE && clock_real_us() < out->expires_at &&
                   text_eq(out->status, "active")
               ? OK
               : ERR_NOT_FOUND;
}

enum err
look_at_reset(struct db *db, struct arena *a, const char *token, const char **email)
{
    struct password_reset_by_token r;
    enum err e = find(db, a, token, &r);

    *email = e ? NULL : r.email;
    return e;
}

struct use {
    struct arena *arena;
    const struct actor *by;
    struct password_reset_by_token reset;
    const char *hash;
};

static enum err
write_password(struct db *db, void *arg)
{
    struct use *w = arg;
    const uint64_t user_id = w->reset.user_id;
    const struct actor self = { .kind = ACTOR_USER,
        .id = arena_fmt(w->arena, "%" PRIu64, user_id),
        .ip = w->by->ip,
        .request_id = w->by->request_id,
        .now_us = w->by->now_us };
    int64_t now = clock_real_us();
    uint64_t changed;
    enum err e;

    if ((e = password_reset_use(db, w->reset.id, now, &changed)))
        return e;
    if (!changed)
        return ERR_NOT_FOUND;
    if ((e = password_reset_end_others(db, user_id, now, NULL)) ||
        (e = user_set_password(db, user_id, w->hash, NULL)) ||
        (e = session_revoke_of_user(db, user_id, now, NULL)) ||
        (e = staff_tell(db, w->arena, user_id, STAFF_PASSWORD_CHANGED)))
        return e;
    return audit_add(db, &(struct audit){ .by = &self,
                             .action = "user.reset_password",
                             .object_kind = "user",
                             .object_id = user_id });
}

enum err
reset_password(struct db *db, struct arena *a, const struct actor *by,
    const char *token, const char *password, struct faults *f)
{
    struct use w = { .arena = a, .by = by };
    char *hash;
    enum err e;

    if ((e = find(db, a, token, &w.reset)))
        return e;
    user_check_password(password, f);
    if ((e = faults_err(f)) || (e = secret_hash_password(a, password, &hash)))
        return e;
    w.hash = hash;
    if ((e = db_retry(db, write_password, &w)))
        return e;
    /* who proved to own the mailbox is not kept waiting for the failures before */
    return rate_clear(
        db, arena_fmt(a, "login-email:%.254s", text_lower(a, w.reset.email)));
}
