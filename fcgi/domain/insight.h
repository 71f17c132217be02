#ifndef DOMAIN_INSIGHT_H
#define DOMAIN_INSIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/language.h"
#include "domain/day_balance.h"

/*
 * The figures of a department in one currency, from its days and a few sums, each with
 * the definition it goes by and what went in. Pure; the formulas are domain/metric.
 */
enum insight_unit { INSIGHT_DAYS, INSIGHT_PERCENT };

enum insight_figure_id {
    INSIGHT_DSO_COUNTBACK,
    INSIGHT_DSO_SIMPLE,
    INSIGHT_DSO_BEST,
    INSIGHT_ADD,
    INSIGHT_CEI_MONTHLY,
    INSIGHT_CEI_FULL,
    INSIGHT_CEI_CRF,
    INSIGHT_ADP_WEIGHTED,
    INSIGHT_ADP_UNWEIGHTED,
    INSIGHT_DBT_SIGNED,
    INSIGHT_DBT_FLOORED,
    INSIGHT_PAST_DUE,
    INSIGHT_OVER_90,
    INSIGHT_BAD_DEBT,
    INSIGHT_AT_RISK,
    INSIGHT_KEPT_COUNT,
    INSIGHT_KEPT_AMOUNT,
    INSIGHT_DISPUTE_MEDIAN,
    INSIGHT_DISPUTE_P90,
    INSIGHT_DISPUTED,
    INSIGHT_CONCENTRATION,
    INSIGHT_FIGURE__MAX
};

struct insight_definition {
    const char *name, *variant; /* "dso", "countback": no two share both */
    bool is_default;            /* the variant that the name alone means */
    enum insight_unit unit;
    const char *text[LANGUAGES]; /* what it is, in one or two sentences */
};

extern const struct insight_definition INSIGHT_DEFINITIONS[INSIGHT_FIGURE__MAX];

enum insight_kind { INSIGHT_AMOUNT, INSIGHT_COUNT, INSIGHT_DAY };

/* What went into a figure. */
struct insight_input {
    const char *name;
    enum insight_kind kind;
    int64_t value;
};

enum { INSIGHT_INPUTS__MAX = 8, INSIGHT_COUNTBACK_MONTHS = 36 };

struct insight_figure {
    bool known;       /* else there was nothing to divide by */
    int64_t milli;    /* thousandths of a day or of a percent */
    const char *note; /* "at_least", "negative_month"; NULL */
    struct insight_input input[INSIGHT_INPUTS__MAX];
    size_t inputs_n;
};

/* Which days the figures need: sales of the countback from `from` on, balances from
 * balance_from on. */
struct insight_window {
    int32_t from, as_of; /* the period, both days included */
    bool from_given;     /* else CEI is of one month */
    int32_t sales_from, balance_from;
};

enum { INSIGHT_PERIOD_DAYS = 90 };

/* from DAY_NONE: 90 days up to as_of. */
struct insight_window insight_window(int32_t from, int32_t as_of);

/* The first day of the month that is the last of so many, up to that of as_of. */
int32_t insight_months_back(int32_t as_of, int months);

/* Whether a figure is no more than a bound, for want of older sales. */
bool insight_at_least(const struct insight_figure *f);

/* The month of which at-risk tells: its first and last day. */
void insight_at_risk_month(int32_t as_of, int32_t *first, int32_t *last);

/* What does not stand in the days. */
struct insight_sums {
    int64_t at_risk_billed_minor, at_risk_unpaid_minor;
    int64_t judged_n, kept_n, promised_minor, received_minor;
    int64_t disputed_late_minor;
    int64_t top_minor, top_n; /* what the ten that owe most owe */
    const struct metric_count *resolved;
    size_t resolved_n;
};

/* days has sales from w->sales_from and balances from w->balance_from on. */
void insight_figures(const struct insight_window *w, const struct day_span *days,
    const struct insight_sums *sums, struct insight_figure out[INSIGHT_FIGURE__MAX]);

#endif
