#include "handler/account.h"
#include "http/http.h"
#include "service/reset_password.h"

enum { EMAIL__MAX = 254, TOKEN__MAX = 64 };

static enum err
not_good(struct rq *rq)
{
    return rq_problem(rq, ERR_NOT_FOUND, 404, "link-not-good",
        "The link was used, is too old or was never given. Ask for a new one.");
}

/* POST password-resets {email} -> 204 whether or not somebody has it | 429 */
enum err
reset_ask(struct rq *rq)
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
    e = ask_password_reset(
        rq->db, rq->arena, &rq->actor, rq->http->master, email, &retry_after_s);
    if (e == ERR_LIMIT)
        return rq_retry_after(rq, e, 429, "too-many-attempts", retry_after_s,
            "Too many requests: wait before you ask again.");
    return e ? e : rq_no_content(rq);
}

/* POST password-resets/look {token} -> 200 {email}; changes nothing | 404 */
enum err
reset_look(struct rq *rq)
{
    const char *token = NULL, *email;
    struct json *j;
    struct jval *v;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "token", JSONIN_NEED, TOKEN__MAX, &token);
    if ((e = rq_json_end(rq)))
        return e;
    e = look_at_reset(rq->db, rq->arena, token, &email);
    if (e)
        return e == ERR_NOT_FOUND ? not_good(rq) : e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "email", email);
    json_close(j, '}');
    return OK;
}

/* POST password-resets/use {token, password} -> 204 | 404 | 422 */
enum err
reset_use(struct rq *rq)
{
    const char *token = NULL, *password = NULL;
    struct jval *v;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "token", JSONIN_NEED, TOKEN__MAX, &token);
    jsonin_text(v, "password", JSONIN_NEED, SECRET_PASSWORD__MAX, &password);
    if ((e = rq_json_end(rq)))
        return e;
    e = reset_password(rq->db, rq->arena, &rq->actor, token, password, &rq->faults);
    if (e)
        return e == ERR_NOT_FOUND ? not_good(rq) : e;
    return rq_no_content(rq);
}
