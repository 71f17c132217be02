#ifndef HANDLER_COLLECTOR_ADOPTION_H
#define HANDLER_COLLECTOR_ADOPTION_H

#include "http/rq.h"

/* How far customers use the portal, and pay through it. */
enum err adoption_get(struct rq *rq);
enum err adoption_customers_list(struct rq *rq);

extern const struct param ADOPTION_PARAMS[];
extern const struct param ADOPTION_CUSTOMERS_PARAMS[];

#endif
