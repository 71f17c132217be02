#ifndef DOMAIN_HABIT_H
#define DOMAIN_HABIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "domain/metric.h"

/*
 * How a customer pays, told by what it paid: month by month, and when it will probably
 * pay next. Pure; amounts in minor units of one currency. p: allocations of payments to
 * invoices by paid_on, those that were reversed left out; see struct metric_paid.
 */
enum { HABIT_MONTHS = 24, HABIT_LEAST = 3 };

/* What became effective in one calendar month. */
struct habit_month {
    int32_t first_on; /* its first day */
    int64_t paid_minor;
    int64_t on_time_minor; /* of it, up to the due day */
    int64_t late_minor;    /* of it, 1 to 30 days after */
    int64_t dbt_milli;     /* days beyond terms, floored; 0 without a payment */
};

/* The month of today and the 23 before it, oldest first. Others are left out. */
void habit_months(const struct metric_paid *p, size_t n, int32_t today,
    struct habit_month out[static HABIT_MONTHS]);

/* Days beyond terms of a window: from_on to to_on, both included. ERR_INVALID: nothing
 * was paid in it. */
enum err habit_dbt(const struct metric_paid *p, size_t n, int32_t from_on,
    int32_t to_on, int64_t *out_signed_milli, int64_t *out_floored_milli);

/* An open instalment of an invoice. */
struct habit_open {
    int32_t due_on;
    int64_t minor; /* > 0 */
};

/*
 * The expected next payment: each open instalment is expected as many days after (or
 * before) its due day as this customer usually pays, the median weighted by amount;
 * the first such day from today on is the answer, with what is expected on that day.
 * What was expected before today is missed: it is later than usual.
 */
struct habit_expected {
    size_t payments;                 /* that the habit is read from */
    int32_t usual, earliest, latest; /* days after due: median, 10 %, 90 % */
    int32_t on;                      /* DAY_NONE: all that is open was missed */
    int32_t from, to;                /* on as the earliest and latest would have it */
    int64_t minor;                   /* expected on that day */
    int64_t missed_minor;
};

/* Puts p into another order. ERR_NOT_FOUND: fewer than HABIT_LEAST payments, or nothing
 * is open; out is untouched. */
enum err habit_expect(struct metric_paid *p, size_t n, const struct habit_open *open,
    size_t open_n, int32_t today, struct habit_expected *out);

#endif
