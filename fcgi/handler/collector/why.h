#ifndef HANDLER_COLLECTOR_WHY_H
#define HANDLER_COLLECTOR_WHY_H

#include "http/rq.h"

/* Why something happened to a customer, or why nothing did. */
enum err why_get(struct rq *rq);
extern const struct param WHY_PARAMS[];

#endif
