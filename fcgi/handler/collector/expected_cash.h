#ifndef HANDLER_COLLECTOR_EXPECTED_CASH_H
#define HANDLER_COLLECTOR_EXPECTED_CASH_H

#include "http/rq.h"

/*
 * When the money comes, as job/forecast.h says it: by week, and the invoices behind a
 * week. For staff within their sight, and for integrators.
 */
enum err expected_cash_list(struct rq *rq);
enum err expected_items_list(struct rq *rq);

extern const struct param EXPECTED_CASH_PARAMS[];
extern const struct param EXPECTED_ITEMS_PARAMS[];

/* Members of an open item: when it is expected and why; nothing known of it when
 * expected_on is DAY_NONE. reasons: JSON as the forecast keeps it. */
void json_expected_on(struct json *j, int32_t today, int32_t expected_on,
    int32_t from_on, int32_t to_on, const char *reasons);

#endif
