#include "service/sign_in.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "db/tx.h"
#include "service/mail_code.h"
#include "service/person_session.h"
#include "service/second_factor.h"
#include "service/way_in.h"
#include "store/audit.h"
#include "store/q_login.h"
#include "store/q_passkey.h"
#include "store/q_person.h"
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
subjects_of(struct arena *a, const struct actor *by, const struct sign_in *in)
{
    const char *where = in->portal ? "portal-" : "";

    return (struct subjects){ arena_fmt(a, "%slogin-ip:%s", where, by->ip),
        arena_fmt(a, "%slogin-email:%.254s", where, text_lower(a, in->email)) };
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

/* What was proved, of whom. */
struct proof {
    struct user_for_login user; /* id 0: nobody fits */
    struct way_in way;
    bool stale;       /* the password's hash has costs of the past */
    uint64_t code_id; /* mail_code to use up; 0: none */
};

/* The password or the code by mail, whoever it was. */
static enum err
check_proof(struct db *db, struct arena *a, const struct sign_in *in, struct proof *p)
{
    enum err e = way_in_find(db, a, in->portal, in->email, &p->user), right;

    if (e && e != ERR_NOT_FOUND)
        return e;
    p->way = (struct way_in){ in->portal, p->user.id };
    if (in->mail_code) {
        right =
            check_mail_code(db, a, in->master, p->user.id, in->mail_code, &p->code_id);
        if (right && right != ERR_DENIED)
            return right;
    } else {
        right = secret_check_password(
            e ? NULL : p->user.password_hash, in->password, &p->stale);
    }
    return !e && !right && text_eq(p->user.status, "active") ? OK : ERR_DENIED;
}

static enum err
write_audit(struct db *db, const struct actor *by, struct way_in w, const char *action)
{
    const struct audit a = {
        .by = by, .action = action, .object_kind = way_in_kind(w), .object_id = w.id
    };

    return audit_add(db, &a);
}

static enum err
open_for_person(struct db *db, struct arena *a, const struct actor *by,
    const struct sign_in *in, const struct proof *p, struct signed_in *out)
{
    const struct person_entry entry = { .person_id = p->user.id,
        .via = p->code_id ? "code" : "password",
        .mfa = out->mfa,
        .user_agent = in->user_agent };
    uint64_t changed = 1;
    enum err e = OK;

    if (p->code_id)
        e = mail_code_use(db, p->code_id, clock_real_us(), &changed);
    if (!e && !changed)
        e = ERR_DENIED; /* another request was quicker */
    return e ? e : open_person_session(db, a, by, &entry, &out->session);
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
renew_hash(struct db *db, struct arena *a, struct way_in w, const char *password)
{
    char *hash;
    enum err e = secret_hash_password(a, password, &hash);

    return e ? e : way_in_set_password(db, w, hash);
}

static enum err
refuse(struct db *db, const struct actor *by, struct way_in w, struct signed_in *out,
    enum sign_in_fault fault)
{
    enum err e = w.id ? write_audit(db, by, w, "session.refuse") : OK;

    out->fault = fault;
    return e ? e : ERR_DENIED;
}

/* A person may have said that a password or a code alone is not enough. */
static enum err
check_passkey_rule(struct db *db, struct arena *a, uint64_t person_id,
    const struct subjects *s, struct signed_in *out)
{
    struct passkey_is_demanded rule;
    enum err e = passkey_is_demanded(db, a, person_id, &rule);

    if (e || !rule.needed)
        return e;
    out->fault = SIGN_IN_NEED_PASSKEY;
    return (e = give_back(db, s)) ? e : ERR_DENIED;
}

/* The second factor, where there is one. */
static enum err
check_factor(struct db *db, struct arena *a, const struct actor *by,
    const struct sign_in *in, const struct proof *p, const struct subjects *s,
    struct signed_in *out)
{
    enum err e;

    if (!p->user.totp_sealed)
        return in->portal ? check_passkey_rule(db, a, p->user.id, s, out) : OK;
    if (!in->code) {
        out->fault = SIGN_IN_NEED_CODE;
        return (e = give_back(db, s)) ? e : ERR_DENIED;
    }
    e = second_factor_check(db, a, in->master, p->way, p->user.totp_sealed, in->code);
    return e == ERR_DENIED ? refuse(db, by, p->way, out, SIGN_IN_BAD_CODE) : e;
}

enum err
sign_in(struct db *db, struct arena *a, const struct actor *by,
    const struct sign_in *in, struct signed_in *out)
{
    struct subjects s = subjects_of(a, by, in);
    struct proof p = { 0 };
    enum err e;

    *out = (struct signed_in){ 0 };
    if ((e = take_try(db, a, &s, out)))
        return e;
    e = check_proof(db, a, in, &p);
    if (e == ERR_DENIED)
        return refuse(db, by, p.way, out, SIGN_IN_WRONG);
    if (e || (e = check_factor(db, a, by, in, &p, &s, out)))
        return e;
    out->user_id = p.user.id;
    out->name = p.user.name;
    out->email = p.user.email;
    out->role = p.user.role;
    out->mfa = p.user.totp_sealed != NULL;
    if ((e = rate_give_back(db, s.address)) || (e = rate_clear(db, s.email)))
        return e;
    if (p.stale && (e = renew_hash(db, a, p.way, in->password)))
        return e;
    if ((e = tidy_up(db)))
        return e;
    session_new(&out->session, a, in->csrf_key);
    if ((e = db_begin(db)))
        return e;
    return db_end(db, in->portal ? open_for_person(db, a, by, in, &p, out)
                                 : open_session(db, a, by, in, out));
}
