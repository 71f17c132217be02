#ifndef HANDLER_PORTAL_REQUESTS_H
#define HANDLER_PORTAL_REQUESTS_H

#include "http/rq.h"

/* Documents the customer is asked for. */
enum err portal_requests_list(struct rq *rq);
enum err portal_requests_file(struct rq *rq);
enum err portal_requests_answer(struct rq *rq);
extern const struct param PORTAL_FILE_PARAMS[];

#endif
