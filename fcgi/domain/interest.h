#ifndef DOMAIN_INTEREST_H
#define DOMAIN_INTEREST_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Simple daily interest: base x rate x days / 365, rounded half up once, at the
 * end. Rates are a fraction of the base a year times 10^6: 12.25 % is 122,500.
 */
enum { INTEREST_YEAR_DAYS = 365 };

/* One stretch of days with the same rate: reference rates change by half-year. */
struct interest_span {
    int64_t base_minor; /* what was open in those days */
    int64_t rate_e6;
    int32_t days;
};

/* ERR_INVALID: a negative part, or more than an amount can hold; out untouched. */
enum err interest_of_spans(
    const struct interest_span *spans, size_t n, int64_t *out_minor);
enum err interest_simple(
    int64_t base_minor, int64_t rate_e6, int32_t days, int64_t *out_minor);

/* A rate from a day on; ordered by day. */
struct interest_rate {
    int32_t from_on;
    int64_t rate_e6;
};

/*
 * Interest on what is due: from the day after due_on up to and with the day, each
 * day at the rate in force. Days before the first rate bear none.
 */
enum err interest_until(int64_t base_minor, int32_t due_on, int32_t day,
    const struct interest_rate *rates, size_t n, int64_t *out_minor);

/* The same with the rate of the day after the due date for all of it, as where a
 * law fixes the rate of the half-year in which the debt fell late. */
enum err interest_until_fixed(int64_t base_minor, int32_t due_on, int32_t day,
    const struct interest_rate *rates, size_t n, int64_t *out_minor);

#endif
