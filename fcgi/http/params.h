#ifndef HTTP_PARAMS_H
#define HTTP_PARAMS_H

#include "http/rq.h"

enum { PARAMS_LIMIT = 50, PARAMS_LIMIT__MAX = 500, PARAMS_QUERY__MAX = 8192 };

/* Checks the query string against the route's table and fills rq->value, limit
 * and cursor. ERR_INVALID: rq->faults says what is wrong; a 400. */
enum err params_read(struct rq *rq);

#endif
