#ifndef DOMAIN_PAY_HISTORY_H
#define DOMAIN_PAY_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * How a case has paid, as it was known on any day: what a forecast is made from.
 * Pure. An invoice is one instalment; what happened on a day is known from the next
 * day on, so that nothing a feature is made of lies on or after the day it is for.
 */
struct pay_item {
    uint64_t id;
    int32_t issued_on, due_on;
    int32_t settled_on; /* DAY_NONE: open */
    bool paid;          /* settled by payments, not by a credit or a write-off */
    int64_t amount_minor;
    int64_t open_minor;
};

/* What a forecast knows of an item, in this order; NAN is "not known". */
enum pay_feature {
    PAY_COUNT,      /* payments known, at most PAY_HISTORY */
    PAY_MEAN,       /* days after due of those payments: mean */
    PAY_MEDIAN,     /* … */
    PAY_TENTH,      /* 10 % paid no later */
    PAY_NINTH,      /* 90 % … */
    PAY_SPREAD,     /* standard deviation */
    PAY_SLOW,       /* exponentially weighted, a tenth for the newest */
    PAY_QUICK,      /* three tenths for the newest */
    PAY_LAST,       /* the newest */
    PAY_RECENT,     /* mean of the newest three */
    PAY_LATE_SHARE, /* paid after due */
    PAY_SINCE,      /* days since the newest */
    PAY_OPEN_COUNT, /* other open items */
    PAY_OPEN_SIZE,  /* their amount, in usual invoices of this case */
    PAY_OLDEST,     /* days after due of the oldest of them */
    PAY_SIZE,       /* this amount, in usual invoices of this case */
    PAY_TERMS,      /* days from issue to due */
    PAY_WEEKDAY,    /* of the due day */
    PAY_MONTH_DAY,
    PAY_TREND, /* how much later than the mean by now, of who pays later and later */
    PAY_FEATURES
};

/*
 * PAY_TREND is the line of least squares through the delays of those payments by the
 * days on which they came, read on the day on which the item would be paid by their
 * mean, less that mean. (Not by due days: of what fell due lately only the quick
 * payments are there.) It counts as far as its slope t lies beyond chance, 1 - 9 / t^2,
 * nothing below 0 (positive-part shrinkage; James and Stein 1961), and is followed no
 * further from the middle of the payments than they reach from first to last.
 */
enum {
    PAY_HISTORY = 50,   /* payments that are looked back on */
    PAY_TREND__MIN = 15 /* a trend of fewer is not known */
};

/* Name of a feature as a model keeps it. */
const char *pay_feature_name(enum pay_feature f);

/*
 * Walks through the days of a case. items: of one case, in any order; kept. Days must
 * not fall from one call to the next.
 */
struct pay_walk;

struct pay_walk *pay_walk_new(struct arena *a, const struct pay_item *items, size_t n);

/* What is known before the day of item k, which may be open, settled, or not issued
 * yet. */
void pay_walk_features(
    struct pay_walk *w, int32_t day, size_t k, float out[static PAY_FEATURES]);

/* Days from due to settlement; only of settled items. */
int32_t pay_delay(const struct pay_item *i);

/* What a person would call open on that evening. */
bool pay_open_on(const struct pay_item *i, int32_t day);

#endif
