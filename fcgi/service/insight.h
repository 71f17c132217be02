#ifndef SERVICE_INSIGHT_H
#define SERVICE_INSIGHT_H

#include "base/json.h"
#include "domain/insight.h"
#include "service/insight_base.h"
#include "service/insight_read.h"
#include "service/insight_standing.h"

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
    /* what was kept within INSIGHT_LAG_MINUTES will do, though cases changed since:
     * kept_at and changed_n say so */
    bool may_lag;
};

enum { INSIGHT_LAG_MINUTES = 60 };

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
    bool live;          /* not from what the worker keeps */
    int64_t kept_at;    /* INSTANT_NONE when live */
    uint64_t changed_n; /* cases that changed since */
    bool proves;
    const char *base_currency;
    struct insight_base base; /* all of them in it */
    /* of it: DSO in its variants, ADD */
    struct insight_figure base_figure[INSIGHT_FIGURE__MAX];
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
void insight_json(
    struct json *j, const struct insight_report *r, enum language language);

#endif
