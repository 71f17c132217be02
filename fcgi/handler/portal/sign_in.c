#include "service/sign_in.h"
#include "db/tx.h"
#include "handler/portal/person.h"
#include "http/auth.h"
#include "http/http.h"
#include "service/mail_code.h"
#include "service/person_session.h"

enum { EMAIL__MAX = 254, CODE__MAX = 16 };

static enum err
too_often(struct rq *rq, enum err e, int64_t retry_after_s)
{
    return rq_retry_after(rq, e, 429, "too-many-attempts", retry_after_s,
        "Too many attempts: wait before you try again.");
}

/* POST sign-in-codes {email} -> 204 whether or not somebody has it | 429 */
enum err
portal_code_ask(struct rq *rq)
{
    int64_t retry_after_s = 0;
    const char *email = NULL;
    struct jval *v;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "email", JSONIN_NEED, EMAIL__MAX, &email);
    if ((e = rq_json_end(rq)))
        return e;
    e = ask_mail_code(rq->db, rq->arena, &rq->actor, email, &retry_after_s);
    if (e == ERR_LIMIT)
        return too_often(rq, e, retry_after_s);
    return e ? e : rq_no_content(rq);
}

static enum err
refuse(struct rq *rq, const struct signed_in *got, const struct sign_in *in, enum err e)
{
    switch (got->fault) {
    case SIGN_IN_TOO_OFTEN:
        return too_often(rq, e, got->retry_after_s);
    case SIGN_IN_NEED_CODE:
        return rq_problem(rq, e, 401, "second-factor-required",
            "Enter the code of your second factor.");
    case SIGN_IN_NEED_PASSKEY:
        return rq_problem(rq, e, 401, "passkey-required", "Sign in with your passkey.");
    case SIGN_IN_BAD_CODE:
        return rq_problem(
            rq, e, 401, "invalid-code", "The code is wrong, or was used already.");
    default:
        return rq_problem(rq, e, 401, "invalid-credentials",
            in->mail_code ? "The code is wrong, was used already or is too old."
                          : "The e-mail address or the password is wrong.");
    }
}

static enum err
read_sign_in(struct rq *rq, struct sign_in *in)
{
    struct jval *v;
    enum err e = rq_json(rq, &v);

    if (e)
        return e;
    jsonin_text(v, "email", JSONIN_NEED, EMAIL__MAX, &in->email);
    jsonin_text(v, "password", JSONIN_MAY, SECRET_PASSWORD__MAX, &in->password);
    jsonin_text(v, "mail_code", JSONIN_MAY, CODE__MAX, &in->mail_code);
    if (jsonin_text(v, "code", JSONIN_MAY, CODE__MAX, &in->code) && !*in->code)
        in->code = NULL;
    if (!in->password == !in->mail_code)
        jsonin_fault(v, "password", "or mail_code is needed, one of the two");
    return rq_json_end(rq);
}

/* POST session {email, password | mail_code, code?} -> 200 {csrf} | 401 | 429 */
enum err
portal_sign_in(struct rq *rq)
{
    struct sign_in in = { .portal = true,
        .user_agent = rq->user_agent,
        .master = rq->http->master,
        .csrf_key = rq->http->csrf_key };
    struct signed_in got;
    struct json *j;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    if ((e = read_sign_in(rq, &in)))
        return e;
    e = sign_in(rq->db, rq->arena, &rq->actor, &in, &got);
    if (e == ERR_DENIED || e == ERR_LIMIT)
        return refuse(rq, &got, &in, e);
    if (e)
        return e;
    auth_set_cookie(rq, AUTH_PORTAL_COOKIE, got.session.token, PORTAL_LIFE_S);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "csrf", got.session.csrf);
    json_close(j, '}');
    return OK;
}

/* POST session/customer {customer_id} -> 204 | 404 none of his */
enum err
portal_switch(struct rq *rq)
{
    uint64_t customer_id = 0;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_id(v, "customer_id", JSONIN_NEED, &customer_id);
    if ((e = rq_json_end(rq)) || (e = db_begin(rq->db)))
        return e;
    e = db_end(rq->db, switch_customer(rq->db, rq->arena, &rq->actor, rq->who.session,
                           rq->who.person_id, customer_id));
    return e ? e : rq_no_content(rq);
}
