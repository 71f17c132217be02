#ifndef HANDLER_PORTAL_PAY_H
#define HANDLER_PORTAL_PAY_H

#include "http/rq.h"

/* A customer pays. */
route_handler portal_pay_options, portal_pay_start, portal_pay_list, portal_pay_get,
    portal_pay_cancel, portal_pay_act;

extern const struct param PORTAL_PAY_PARAMS[];

/* The payment of the session's customer with what belongs to it, as the answer. */
enum err portal_pay_answer(struct rq *rq, int status, uint64_t id);

#endif
