#ifndef SERVICE_INSIGHT_H
#define SERVICE_INSIGHT_H

#include "base/json.h"
#include "domain/insight.h"
#include "service/insight_read.h"

/*
 * The figures of a department as of any day, currency by currency: what a perfect
 * report would have said in the evening of that day. Balances, sales and payments come
 * from the ledger, read live, or from the days that the worker keeps where those are
 * complete and nobody is narrowed to a part of the customers: the figures are the same.
 */
struct insight_ask {
    struct insight_who who;
    int32_t from, as_of; /* DAY_NONE: 90 days up to as_of; today */
    struct aging_rule rule;
    bool live; /* read the ledger, whatever is kept */
};

enum { INSIGHT_TOP = 10 };

struct insight_top {
    uint64_t customer_id;
    const char *number, *name;
    int64_t late_minor, owed_minor;
    int32_t oldest_late;
};

struct insight_collector {
    uint64_t user_id;
    const char *name;
    uint64_t contacts, promises;
};

struct insight_collected {
    uint64_t user_id;
    char currency[4];
    int64_t minor;
};

struct insight_currency {
    char currency[4];
    uint64_t customers_n; /* that owe something, or are owed */
    struct aging aging;   /* of the rule asked for */
    int64_t open_minor, control_minor;
    bool proves; /* buckets and unapplied are the open balance and the control total */
    bool has_rate;
    int64_t rate_e8; /* into the reporting currency, of as_of or before */
    int32_t rate_on;
    int64_t open_base_minor, late_base_minor;
    struct insight_figure figure[INSIGHT_FIGURE__MAX];
    struct insight_top *late, *owed; /* who is most overdue, who owes most */
    size_t late_n, owed_n;
};

struct insight_report {
    struct insight_ask ask;
    struct insight_window window;
    bool live; /* not from what the worker keeps */
    bool proves;
    const char *base_currency;
    struct insight_currency *currencies; /* by code */
    size_t currencies_n;
    struct insight_collector *collectors;
    size_t collectors_n;
    struct insight_collected *collected;
    size_t collected_n;
};

/*
 * ERR_NOT_FOUND  there is no such division
 * ERR_INVALID    the period ends before it begins, or is longer than
 *                INSIGHT_YEARS__MAX
 */
enum { INSIGHT_YEARS__MAX = 5 };
enum err insight_report(struct db *db, struct arena *a, const struct insight_ask *ask,
    struct insight_report *out);

/* As the API and the command line give it. */
void insight_json(struct json *j, const struct insight_report *r);

#endif
