#ifndef HANDLER_COLLECTOR_PROMISES_H
#define HANDLER_COLLECTOR_PROMISES_H

#include "http/rq.h"

/* A customer's reliability: how the promises ended that were judged in so many days. */
enum { RELIABILITY_DAYS = 365 };

/* The page of promises: all that customers in reach promised, what wants a person
 * first; its figures, and how far customers keep their word. */
enum err promise_rows_list(struct rq *rq);
enum err promise_rows_get(struct rq *rq);
enum err promises_summary(struct rq *rq);
enum err promises_reliability(struct rq *rq);
enum err promises_replace(struct rq *rq);

extern const struct param PROMISES_PARAMS[];
extern const struct param PROMISES_SUM_PARAMS[];

#endif
