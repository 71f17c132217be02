#ifndef HANDLER_COLLECTOR_PAYMENTS_H
#define HANDLER_COLLECTOR_PAYMENTS_H

#include "http/rq.h"

/* What customers pay in the portal, as staff see it. */
route_handler payments_list, payments_get, payments_cancel, payments_refund;

extern const struct param PAYMENTS_PARAMS[];

/* Where providers report. */
route_handler payment_events_take;

#endif
