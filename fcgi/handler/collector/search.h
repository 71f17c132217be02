#ifndef HANDLER_COLLECTOR_SEARCH_H
#define HANDLER_COLLECTOR_SEARCH_H

#include "http/rq.h"

/* GET search: customers, documents and messages by what somebody typed. */
enum err search_get(struct rq *rq);
extern const struct param SEARCH_PARAMS[];

#endif
