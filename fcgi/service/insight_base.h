#ifndef SERVICE_INSIGHT_BASE_H
#define SERVICE_INSIGHT_BASE_H

#include "domain/insight.h"
#include "service/insight_read.h"

/*
 * All currencies in the reporting one: balances at the rate of the last day, sales of
 * each day at the rate of that day; both the newest rate of the day or before. Sales of
 * days before the first rate take that one, and first_on says so of the period. A
 * currency without any rate is left out, and named.
 */
struct insight_rate {
    char currency[4];
    bool known;
    int64_t rate_e8;
    int32_t rate_on;  /* of the balances */
    int32_t first_on; /* the first rate, when the period begins before it */
};

struct insight_base {
    struct day_span days; /* in the reporting currency: sales, and the last evening */
    struct insight_rate *rate; /* one for each group */
    size_t n;
};

/* ERR_RANGE: a converted amount is beyond what can be told. */
enum err insight_base(struct db *db, struct arena *a, const struct insight_data *d,
    const struct insight_window *w, const char *currency, struct insight_base *out);

#endif
