#include "service/sign_in.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "db/tx.h"
#include "service/second_factor.h"
#include "store/audit.h"
#include "store/q_login.h"
#include "store/q_session.h"
#include "store/q_user.h"
#include "store/rate.h"

static const struct rate BY_ADDRESS = { .most = 30, .window_s = 900 };
static const struct rate BY_EMAIL = { .most = 8, .window_s = 900 };

enum { USER_AGENT__MAX = 180, KEPT_DAYS = 30 };

/* What the counters count by. */
struct subjects {
    char *address, *email;
};

static struct subjects
subjects_of(struct arena *a, const struct actor *by, const char *email)
{
    return (struct subjects){ arena_fmt(a, "login-ip:%s", by->ip),
        arena_fmt(a, "login-email:%.254s", text_lower(a, email)) };
}

static enum err
take_try(
    struct db *db, struct arena *a, const struct subjects *s, struct signed_in *out)
{
    enum err e = rate_take(db, a, s->address, BY_ADDRESS, &out->retry_after_s);

    if (!e)
        e = rate_take(db, a, s->email, BY_EMAIL, &out->retry_after_s);
    if (e == ERR_LIMIT)
        out->fault = SIGN_IN_TOO_OFTEN;
    return e;
}

static enum err
give_back(struct db *db, const struct subjects *s)
{
    enum err e = rate_give_back(db, s->address);

    return e ? e : rate_give_back(db, s->email);
}

/* The password, whoever it was; user->id is 0 when nobody fits. */
static enum err
check_password(struct db *db, struct arena *a, const struct sign_in *in,
    struct user_for_login *user, bool *stale)
{
    enum err e = user_for_login(db, a, in->email, user), right;

    if (e && e != ERR_NOT_FOUND)
        return e;
    right = secret_check_password(e ? NULL : user->password_hash, in->password, stale);
    return !e && !right && text_eq(user->status, "active") ? OK : ERR_DENIED;
}

static enum err
write_audit(struct db *db, const struct actor *by, const struct user_for_login *user,
    const char *action)
{
    const struct audit a = {
        .by = by, .action = action, .object_kind = "user", .object_id = user->id
    };

    return audit_add(db, &a);
}

static enum err
open_session(struct db *db, struct arena *a, const struct actor *by,
    const struct sign_in *in, struct signed_in *out)
{
    const struct actor self = { .kind = ACTOR_USER,
        .id = arena_fmt(a, "%" PRIu64, out->user_id),
        .ip = by->ip,
        .request_id = by->request_id,
        .now_us = by->now_us };
    const struct audit seen = { .by = &self,
        .action = "session.open",
        .object_kind = "user",
        .object_id = out->user_id };
    int64_t now = clock_real_us();
    char agent[USER_AGENT__MAX];
    struct session_insert_in row = { .token_hash = out->session.token_hash,
        .user_id = out->user_id,
        .csrf_hash = out->session.csrf_hash,
        .mfa = out->mfa,
        .created_at = now,
        .expires_at = now + SESSION_LIFE_S * DATE_US_PER_S,
        .ip = by->ip,
        .user_agent = agent };
    enum err e;

    text_copy(agent, sizeof agent, in->user_agent);
    if ((e = session_insert(db, &row, NULL)))
        return e;
    return audit_add(db, &seen);
}

/* What is long over goes when somebody comes. */
static enum err
tidy_up(struct db *db)
{
    int64_t now = clock_real_us();
    enum err e = session_prune(db, now - KEPT_DAYS * DATE_US_PER_DAY, NULL);

    return e ? e : login_attempt_prune(db, now - DATE_US_PER_DAY, NULL);
}

/* With costs that went up, the password is hashed anew while it is at hand. */
static enum err
renew_hash(struct db *db, struct arena *a, uint64_t user_id, const char *password)
{
    char *hash;
    enum err e = secret_hash_password(a, password, &hash);

    return e ? e : user_set_password(db, user_id, hash, NULL);
}

static enum err
refuse(struct db *db, const struct actor *by, const struct user_for_login *user,
    struct signed_in *out, enum sign_in_fault fault)
{
    enum err e = user->id ? write_audit(db, by, user, "session.refuse") : OK;

    out->fault = fault;
    return e ? e : ERR_DENIED;
}

enum err
sign_in(struct db *db, struct arena *a, const struct actor *by,
    const struct sign_in *in, struct signed_in *out)
{
    struct subjects s = subjects_of(a, by, in->email);
    struct user_for_login user = { 0 };
    bool stale = false;
    enum err e;

    *out = (struct signed_in){ 0 };
    if ((e = take_try(db, a, &s, out)))
        return e;
    e = check_password(db, a, in, &user, &stale);
    if (e == ERR_DENIED)
        return refuse(db, by, &user, out, SIGN_IN_WRONG);
    if (e)
        return e;
    if (user.totp_sealed && !in->code) {
        out->fault = SIGN_IN_NEED_CODE;
        return (e = give_back(db, &s)) ? e : ERR_DENIED;
    }
    if (user.totp_sealed && (e = second_factor_check(db, a, in->master, user.id,
                                 user.totp_sealed, in->code)))
        return e == ERR_DENIED ? refuse(db, by, &user, out, SIGN_IN_BAD_CODE) : e;
    out->user_id = user.id;
    out->name = user.name;
    out->email = user.email;
    out->role = user.role;
    out->mfa = user.totp_sealed != NULL;
    if ((e = rate_give_back(db, s.address)) || (e = rate_clear(db, s.email)))
        return e;
    if (stale && (e = renew_hash(db, a, user.id, in->password)))
        return e;
    if ((e = tidy_up(db)))
        return e;
    session_new(&out->session, a, in->csrf_key);
    if ((e = db_begin(db)))
        return e;
    return db_end(db, open_session(db, a, by, in, out));
}
