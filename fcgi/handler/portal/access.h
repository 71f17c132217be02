#ifndef HANDLER_PORTAL_ACCESS_H
#define HANDLER_PORTAL_ACCESS_H

#include "http/rq.h"

/* How a customer's contact gets in, and out. */
enum err access_look(struct rq *rq);
enum err access_confirm(struct rq *rq);
enum err portal_session_get(struct rq *rq);
enum err portal_session_end(struct rq *rq);

/* How a reader of mail ends it. */
route_handler opt_out_get, opt_out_post;

#endif
