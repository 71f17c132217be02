#ifndef HANDLER_COLLECTOR_CUSTOMERS_H
#define HANDLER_COLLECTOR_CUSTOMERS_H

#include "http/rq.h"

/* Customers: the list, and one with all that is known of it. */
enum err customers_list(struct rq *rq);
enum err customers_get(struct rq *rq);
extern const struct param CUSTOMERS_PARAMS[], CUSTOMER_PARAMS[];

#endif
