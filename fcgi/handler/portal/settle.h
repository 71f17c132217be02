#ifndef HANDLER_PORTAL_SETTLE_H
#define HANDLER_PORTAL_SETTLE_H

#include "http/rq.h"

/* What a customer says of what is owed: when it will be paid, and what is wrong. */
enum err portal_promises_list(struct rq *rq);
enum err portal_promises_record(struct rq *rq);
enum err portal_disputes_list(struct rq *rq);
enum err portal_disputes_open(struct rq *rq);
enum err portal_disputes_file(struct rq *rq);
enum err portal_disputes_withdraw(struct rq *rq);
enum err portal_dispute_reasons(struct rq *rq);

/* ?language= of what the company named in several. */
extern const struct param PORTAL_LANGUAGE_PARAMS[];
extern const struct param PORTAL_REASON_PARAMS[];

/* A session does as much at once as a person does. ERR_LIMIT is answered: 429. */
enum err portal_take_try(struct rq *rq, const char *what);

#endif
