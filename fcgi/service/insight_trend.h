#ifndef SERVICE_INSIGHT_TREND_H
#define SERVICE_INSIGHT_TREND_H

#include "service/insight.h"

/* How the figures went: a point for each step of a period and currency. */
enum insight_step { INSIGHT_MONTHS, INSIGHT_WEEKS, INSIGHT_EACH_DAY };

struct insight_point {
    int32_t from, to; /* of the step */
    char currency[4];
    struct day_balance evening; /* balances of its last day */
    struct day_balance sum;     /* of what happened in it */
    /* of the step as a period, in thousandths; I64_NONE: not known */
    int64_t dso_milli, cei_milli, adp_milli, dbt_milli, past_due_milli;
};

struct insight_trend {
    bool live;                    /* not from what the worker keeps */
    int32_t through_on;           /* the last day of it */
    struct insight_point *points; /* oldest first, then by currency */
    size_t points_n;
};

/*
 * From ask->from (a year back when DAY_NONE) to ask->as_of. Months and weeks are whole
 * ones of the calendar, cut at both ends. Out of the days that the worker keeps; where
 * the population is narrowed, or there are none yet, out of the ledger.
 */
enum err insight_trend(struct db *db, struct arena *a, const struct insight_ask *ask,
    enum insight_step step, struct insight_trend *out);

#endif
