#include "handler/collector/payments.h"
#include "handler/pay.h"
#include "service/take_payment_report.h"

/* POST /api/payments/v1/{provider}/events -> 200 {outcome} | 400 not signed by it, too
 * old or not to be read | 404 */
enum err
payment_events_take(struct rq *rq)
{
    const struct payment_provider *p = payment_provider_find(rq_part(rq, "provider"));
    const struct payment_env env = pay_env(rq);
    const char *outcome = NULL;
    struct json *j;
    enum err e;

    if (!p || !p->signature_header)
        return ERR_NOT_FOUND;
    if (!rq->db)
        return ERR_DOWN;
    rq->actor.id = p->code;
    e = take_payment_report(rq->db, rq->arena, &rq->actor, &env, p,
        rq->header(rq->io, p->signature_header), rq->body, rq->body_len, &outcome);
    if (e == ERR_DENIED || e == ERR_INVALID)
        return rq_problem(rq, e, 400, "not-this-provider",
            "Not signed by this provider, signed too long ago, or not to be read.");
    if (e)
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "outcome", outcome);
    json_close(j, '}');
    return OK;
}
