#ifndef HANDLER_COLLECTOR_ITEMS_H
#define HANDLER_COLLECTOR_ITEMS_H

#include "http/rq.h"

/* Documents of a customer. */
enum err items_list(struct rq *rq);
extern const struct param ITEMS_PARAMS[];

#endif
