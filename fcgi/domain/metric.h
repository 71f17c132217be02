#ifndef DOMAIN_METRIC_H
#define DOMAIN_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * The figures of a receivables department. Pure; amounts in minor units of one
 * currency; results in thousandths of a day or of a percent, rounded half away
 * from zero, so that nothing is floating point. Where the field has variants, each
 * has its own name. ERR_INVALID: there is nothing to divide by; out is untouched.
 */

/* -- days sales outstanding ----------------------------------------------- */

/* A calendar month's sales: invoices minus credit notes. */
struct metric_month {
    int64_t sales_minor;
    int32_t days; /* of the month */
};

/*
 * Countback, the default: months newest first. The month that exhausts the balance
 * counts in proportion; one without sales counts its days; one of negative sales
 * too, and sets *flagged. ERR_LIMIT: the months given do not exhaust the balance;
 * out has the days of all of them.
 */
enum err metric_dso_countback(int64_t receivables_minor,
    const struct metric_month *months, size_t n, int64_t *out_milli, bool *flagged);

/* Receivables / sales x days. */
enum err metric_dso_simple(
    int64_t receivables_minor, int64_t sales_minor, int32_t days, int64_t *out_milli);

/* Best possible DSO: of what is not yet due alone. */
enum err metric_bpdso(
    int64_t current_minor, int64_t sales_minor, int32_t days, int64_t *out_milli);

/* Average days delinquent: simple DSO minus best possible DSO. */
enum err metric_add(int64_t receivables_minor, int64_t current_minor,
    int64_t sales_minor, int32_t days, int64_t *out_milli);

/* -- collection effectiveness index, in thousandths of a percent ------------ */

struct metric_cei {
    int64_t begin_minor, sales_minor, end_minor, end_current_minor;
};

/* Monthly, the default: numerators and denominators of the months add up. One
 * element is the full-period form. */
enum err metric_cei(const struct metric_cei *months, size_t n, int64_t *out_milli);

/* The quarterly form of the CRF: a third of the quarter's sales. */
enum err metric_cei_crf(const struct metric_cei *quarter, int64_t *out_milli);

/* -- days to pay ---------------------------------------------------------- */

/* One allocation that became effective in the window and was not reversed. */
struct metric_paid {
    int64_t minor; /* > 0 */
    int32_t issued_on, due_on, paid_on;
    bool closes; /* the invoice was closed by it */
};

/* Weighted by amount, the default. */
enum err metric_adp_weighted(const struct metric_paid *p, size_t n, int64_t *out_milli);
/* Mean over the invoices closed. */
enum err metric_adp_unweighted(
    const struct metric_paid *p, size_t n, int64_t *out_milli);
/* Days beyond terms, weighted: signed, and with early payment counted as 0. */
enum err metric_dbt(const struct metric_paid *p, size_t n, int64_t *out_signed_milli,
    int64_t *out_floored_milli);

/* The three from sums that were kept: amount x days / amount, or days / invoices. */
enum err metric_mean_days(int64_t sum_of_days, int64_t by, int64_t *out_milli);

/* -- ratios, in thousandths of a percent ------------------------------------- */

/* part / whole x 100: past due, over 90, bad debt, promises kept, by count or amount.
 */
enum err metric_ratio(int64_t part, int64_t whole, int64_t *out_milli);

/* -- spread ------------------------------------------------------------------ */

/* How often a whole number of days was taken. */
struct metric_count {
    int64_t days;
    int64_t n; /* > 0 */
};

/*
 * The day count that so many percent stay within, in thousandths: the smallest one
 * that reaches the share; where it is reached exactly, the mean of it and the next
 * (so 50 is the median). counts ascend by days; percent 1..99.
 */
enum err metric_percentile(
    const struct metric_count *counts, size_t n, int percent, int64_t *out_milli);

#endif
