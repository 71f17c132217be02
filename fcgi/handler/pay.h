#ifndef HANDLER_PAY_H
#define HANDLER_PAY_H

#include "http/rq.h"
#include "service/payment_provider.h"

/* What the portal and staff answer alike of payments. */

/* What providers of payments work with, of this request. */
struct payment_env pay_env(const struct rq *rq);

/* By its code; an unknown one is no trial. */
bool pay_is_trial(const char *code);

/* Whether each of PAYMENT_PROVIDERS, in their order, can be offered; in the arena. */
struct pay_ready {
    bool ready;
    const char *why; /* not; for an admin */
};

const struct pay_ready *pay_ready(struct rq *rq);

/* A payment in that state cannot be given up or acted on any more: 409. */
enum err pay_over(struct rq *rq, enum payment_state state);

#endif
