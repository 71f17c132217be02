#ifndef HANDLER_COLLECTOR_UPKEEP_H
#define HANDLER_COLLECTOR_UPKEEP_H

#include "http/rq.h"

/* What a customer is, by a person's word. */
enum err customer_status_get(struct rq *rq);
enum err customer_status_set(struct rq *rq);
enum err customer_status_back(struct rq *rq);

/* Documents that a customer is asked for. */
enum err requests_list(struct rq *rq);
enum err requests_add(struct rq *rq);
enum err requests_accept(struct rq *rq);
enum err requests_again(struct rq *rq);
enum err requests_withdraw(struct rq *rq);

/* Money that goes back. */
enum err refunds_list(struct rq *rq);
enum err refunds_add(struct rq *rq);
enum err refunds_decide(struct rq *rq);
enum err refunds_reverse(struct rq *rq);
extern const struct param REFUND_PARAMS[];

#endif
