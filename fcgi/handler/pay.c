#include "handler/pay.h"

#include "http/http.h"

struct payment_env
pay_env(const struct rq *rq)
{
    return (struct payment_env){
        .conf = rq->conf, .master = rq->http->master, .now_at = rq->now_us
    };
}

bool
pay_is_trial(const char *code)
{
    const struct payment_provider *p = payment_provider_find(code);

    return p && p->trial;
}

const struct pay_ready *
pay_ready(struct rq *rq)
{
    const struct payment_env env = pay_env(rq);
    struct pay_ready *out;
    size_t n = 0;

    while (PAYMENT_PROVIDERS[n])
        n++;
    out = arena_new_n(rq->arena, n, struct pay_ready);
    for (size_t i = 0; i < n; i++)
        out[i].ready =
            PAYMENT_PROVIDERS[i]->ready(rq->db, rq->arena, &env, &out[i].why);
    return out;
}

enum err
pay_over(struct rq *rq, enum payment_state state)
{
    if (state == PAYMENT_PROCESSING)
        return rq_problem(rq, ERR_CONFLICT, 409, "payment-processing",
            "The payment is on its way already and cannot be stopped here.");
    return rq_problem(
        rq, ERR_CONFLICT, 409, "payment-over", "This payment has ended already.");
}
