#ifndef HANDLER_PORTAL_METHODS_H
#define HANDLER_PORTAL_METHODS_H

#include "http/rq.h"

/* What a customer saved to pay with: in the portal the session's own, for staff of the
 * customer that they name. */
route_handler methods_list, methods_revoke;

/* Whether it is collected by itself, and what comes next. */
route_handler autopay_set, autopay_stop;

/* In the portal alone. */
route_handler methods_save, methods_act;

#endif
