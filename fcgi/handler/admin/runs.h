#ifndef HANDLER_ADMIN_RUNS_H
#define HANDLER_ADMIN_RUNS_H

#include "http/rq.h"

/* What the engine did, and who did what. */
enum err runs_list(struct rq *rq);
enum err runs_get(struct rq *rq);
enum err runs_ask(struct rq *rq);
enum err audit_list(struct rq *rq);
extern const struct param AUDIT_PARAMS[];

#endif
