#ifndef SERVICE_EFFECT_H
#define SERVICE_EFFECT_H

#include "base/json.h"
#include "service/effect_read.h"

/*
 * What came after the reminders of a period, beside what came of like items that nobody
 * reminded of: domain/effect.h is the definition. Reminders are messages that were
 * handed over and named an item: a step of a strategy, or a person's own. Messages that
 * ask for nothing (receipts) are none. A row for each currency and what it is asked by,
 * such as each template. Memory does not grow with the ledger: service/effect_read.
 */
struct effect_window {
    int64_t messages;             /* whose last day is over */
    struct effect_tally reminded; /* items they named */
    struct effect_share items, amount;
    struct effect_compared like;
};

struct effect_row {
    struct effect_key key;
    int64_t messages, observed_n; /* of the whole period */
    struct effect_window window[EFFECT_WINDOWS];
};

struct effect_report {
    struct effect_ask ask;
    int32_t today;           /* windows are over that end before it */
    struct effect_row *rows; /* by currency and key */
    size_t rows_n;
};

enum { EFFECT_PERIOD_DAYS = 90 };

/*
 * from, to DAY_NONE: the 90 days up to to; today.
 * ERR_INVALID  the period ends before it begins, or is longer than five years
 */
enum err effect_report(struct db *db, struct arena *a, const struct effect_ask *ask,
    struct effect_report *out);

extern const char *const EFFECT_BY_NAME[]; /* as enum effect_by, then NULL */

/* {"by":…,"key":…,"currency":…,"days":7,…}: one window of a row. */
void effect_row_json(struct json *j, const struct effect_report *r,
    const struct effect_row *row, int window);

/* {"by":…,"from":…,"to":…,"rows":[…]}: a row for each window of each. */
void effect_report_json(struct json *j, const struct effect_report *r);

#endif
