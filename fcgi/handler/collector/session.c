#include "handler/collector/session.h"

#include "base/clock.h"
#include "base/text.h"
#include "handler/common.h"
#include "http/auth.h"
#include "http/http.h"
#include "service/sign_in.h"
#include "store/audit.h"
#include "store/q_session.h"
#include "store/q_staff_role.h"
#include "store/setting.h"

enum { EMAIL__MAX = 254, CODE__MAX = 16 };

static void
json_user(struct json *j, const struct principal *who)
{
    json_open(j, "user", '{');
    json_id(j, "id", who->user_id);
    json_text(j, "name", who->name);
    json_text(j, "email", who->email);
    json_text(j, "role", who->role);
    json_bool(j, "mfa", who->mfa);
    json_rights(j, who->rights);
    json_close(j, '}');
}

static enum err
json_company(struct rq *rq, struct json *j)
{
    const char *name, *currency, *zone, *demo;
    int32_t today;
    enum err e;

    if ((e = setting_read(rq->db, rq->arena, "company.name", "", &name)) ||
        (e = setting_read(rq->db, rq->arena, "company.demo", "0", &demo)) ||
        (e = company_currency(rq, &currency)) || (e = company_zone(rq, &zone)) ||
        (e = company_today(rq, &today)))
        return e;
    json_open(j, "company", '{');
    json_text(j, "name", name);
    json_day(j, "today", today);
    json_text(j, "currency", currency);
    json_text(j, "time_zone", zone);
    json_bool(j, "demo", text_eq(demo, "1") || text_eq(demo, "true"));
    json_close(j, '}');
    return OK;
}

static enum err
reply_session(struct rq *rq, const char *csrf)
{
    struct json *j = rq_reply(rq, 200);
    enum err e;

    json_open(j, NULL, '{');
    json_text(j, "csrf", csrf);
    json_user(j, &rq->who);
    if ((e = json_company(rq, j)))
        return e;
    json_close(j, '}');
    return OK;
}

static enum err
refuse(struct rq *rq, const struct signed_in *got, enum err e)
{
    switch (got->fault) {
    case SIGN_IN_TOO_OFTEN:
        return rq_retry_after(rq, e, 429, "too-many-attempts", got->retry_after_s,
            "Too many attempts: wait before you try again.");
    case SIGN_IN_NEED_CODE:
        return rq_problem(rq, e, 401, "second-factor-required",
            "Enter the code of your second factor.");
    case SIGN_IN_BAD_CODE:
        return rq_problem(
            rq, e, 401, "invalid-code", "The code is wrong, or was used already.");
    default:
        return rq_problem(rq, e, 401, "invalid-credentials",
            "The e-mail address or the password is wrong.");
    }
}

static enum err
become(struct rq *rq, const struct signed_in *got)
{
    struct principal *who = &rq->who;
    struct staff_role_rights own;
    enum err e = staff_role_rights(rq->db, rq->arena, got->role, &own);

    if (e && e != ERR_NOT_FOUND)
        return e;
    who->audience =
        got->mfa && text_eq(got->role, "admin") ? AUDIENCE_ADMIN : AUDIENCE_STAFF;
    who->user_id = got->user_id;
    who->name = got->name;
    who->email = got->email;
    who->role = got->role;
    who->mfa = got->mfa;
    who->rights = auth_role_rights(got->role, got->mfa, e ? U32_NONE : own.rights);
    return OK;
}

/* POST session {email, password, code?} -> 200 session | 401 | 429 */
enum err
session_open(struct rq *rq)
{
    struct sign_in in = { .user_agent = rq->user_agent,
        .master = rq->http->master,
        .csrf_key = rq->http->csrf_key };
    struct signed_in got;
    struct jval *v;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "email", JSONIN_NEED, EMAIL__MAX, &in.email);
    jsonin_text(v, "password", JSONIN_NEED, SECRET_PASSWORD__MAX, &in.password);
    if (jsonin_text(v, "code", JSONIN_MAY, CODE__MAX, &in.code) && !*in.code)
        in.code = NULL;
    if ((e = rq_json_end(rq)))
        return e;
    e = sign_in(rq->db, rq->arena, &rq->actor, &in, &got);
    if (e == ERR_DENIED || e == ERR_LIMIT)
        return refuse(rq, &got, e);
    if (e)
        return e;
    auth_set_cookie(rq, AUTH_STAFF_COOKIE, got.session.token, SESSION_LIFE_S);
    if ((e = become(rq, &got)))
        return e;
    return reply_session(rq, got.session.csrf);
}

/* GET session -> 200 session | 401 */
enum err
session_get(struct rq *rq)
{
    const char *token = auth_cookie(rq, AUTH_STAFF_COOKIE);

    return reply_session(rq, session_csrf(rq->arena, rq->http->csrf_key, token));
}

/* DELETE session -> 204 */
enum err
session_end(struct rq *rq)
{
    const struct audit done = { .by = &rq->actor,
        .action = "session.end",
        .object_kind = "user",
        .object_id = rq->who.user_id };
    enum err e;

    if ((e = session_revoke(rq->db, rq->who.session, clock_real_us(), NULL)) ||
        (e = audit_add(rq->db, &done)))
        return e;
    auth_end_cookie(rq, AUTH_STAFF_COOKIE);
    return rq_no_content(rq);
}
