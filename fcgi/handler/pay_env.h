#ifndef HANDLER_PAY_ENV_H
#define HANDLER_PAY_ENV_H

#include "http/http.h"
#include "service/payment_provider.h"

/* What providers of payments work with, of this request. */
static inline struct payment_env
pay_env(const struct rq *rq)
{
    return (struct payment_env){
        .conf = rq->conf, .master = rq->http->master, .now_at = rq->now_us
    };
}

/* By its code; an unknown one is no trial. */
static inline bool
pay_is_trial(const char *code)
{
    const struct payment_provider *p = payment_provider_find(code);

    return p && p->trial;
}

#endif
