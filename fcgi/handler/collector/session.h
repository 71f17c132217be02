#ifndef HANDLER_COLLECTOR_SESSION_H
#define HANDLER_COLLECTOR_SESSION_H

#include "http/rq.h"

/* Sign in, see who is, sign out: staff and admins alike. */
enum err session_open(struct rq *rq);
enum err session_get(struct rq *rq);
enum err session_end(struct rq *rq);

#endif
