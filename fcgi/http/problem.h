#ifndef HTTP_PROBLEM_H
#define HTTP_PROBLEM_H

#include "http/rq.h"

/* RFC 9457 answers. Handlers use rq_problem. */

const char *problem_title(int status);

/* The answer for an err that came without one; e is not OK. */
void problem_of(struct rq *rq, enum err e);

#endif
