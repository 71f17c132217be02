#ifndef HANDLER_COLLECTOR_STANDS_H
#define HANDLER_COLLECTOR_STANDS_H

#include "http/rq.h"

/* What people say that changes whether a customer is reminded: holds, promises,
 * disputes. */
enum err holds_list(struct rq *rq);
enum err holds_place(struct rq *rq);
enum err holds_lift(struct rq *rq);
enum err promises_list(struct rq *rq);
enum err promises_record(struct rq *rq);
enum err promises_cancel(struct rq *rq);
enum err disputes_list(struct rq *rq);
enum err disputes_open(struct rq *rq);
enum err disputes_resolve(struct rq *rq);

#endif
