#ifndef HANDLER_PORTAL_SUPPORT_H
#define HANDLER_PORTAL_SUPPORT_H

#include "http/rq.h"

/* Staff: the portal as a customer sees it. */
route_handler support_open;

/* A customer's admin: who looked. */
route_handler support_list;

/* "support": who of staff is looking at this moment, null for nobody. */
enum err json_support(struct rq *rq, struct json *j);

#endif
