#include "domain/metric.h"

/* num / den to the nearest, halves away from zero. */
static enum err
divide(__int128 num, __int128 den, int64_t *out)
{
    __int128 q;

    if (den == 0)
        return ERR_INVALID;
    if (den < 0) {
        num = -num;
        den = -den;
    }
    q = num < 0 ? -((-num + den / 2) / den) : (num + den / 2) / den;
    if (q > INT64_MAX || q < INT64_MIN)
        return ERR_INVALID;
    *out = (int64_t)q;
    return OK;
}

enum err
metric_dso_countback(int64_t receivables_minor, const struct metric_month *months,
    size_t n, int64_t *out_milli, bool *flagged)
{
    int64_t left = receivables_minor, days = 0, part;
    enum err e;

    *flagged = false;
    for (size_t k = 0; k < n && left > 0; k++) {
        const struct metric_month *m = &months[k];

        *flagged = *flagged || m->sales_minor < 0;
        if (m->sales_minor > 0 && m->sales_minor >= left) {
            if ((e = divide((__int128)left * m->days * 1000, m->sales_minor, &part)))
                return e;
            *out_milli = days * 1000 + part;
            return OK;
        }
        if (m->sales_minor > 0)
            left -= m->sales_minor;
        days += m->days;
    }
    *out_milli = days * 1000;
    return left > 0 ? ERR_LIMIT : OK;
}

enum err
metric_dso_simple(
    int64_t receivables_minor, int64_t sales_minor, int32_t days, int64_t *out_milli)
{
    if (sales_minor <= 0)
        return ERR_INVALID;
    return divide((__int128)receivables_minor * days * 1000, sales_minor, out_milli);
}

enum err
metric_bpdso(
    int64_t current_minor, int64_t sales_minor, int32_t days, int64_t *out_milli)
{
    return metric_dso_simple(current_minor, sales_minor, days, out_milli);
}

enum err
metric_add(int64_t receivables_minor, int64_t current_minor, int64_t sales_minor,
    int32_t days, int64_t *out_milli)
{
    return metric_dso_simple(
        receivables_minor - current_minor, sales_minor, days, out_milli);
}

enum err
metric_cei(const struct metric_cei *months, size_t n, int64_t *out_milli)
{
    __int128 collected = 0, collectable = 0;

    for (size_t k = 0; k < n; k++) {
        __int128 had = (__int128)months[k].begin_minor + months[k].sales_minor;

        collected += had - months[k].end_minor;
        collectable += had - months[k].end_current_minor;
    }
    return divide(collected * 100000, collectable, out_milli);
}

/* Three times everything else instead of a third of the sales: nothing is rounded. */
enum err
metric_cei_crf(const struct metric_cei *quarter, int64_t *out_milli)
{
    __int128 had = (__int128)quarter->begin_minor * 3 + quarter->sales_minor;

    return divide((had - (__int128)quarter->end_minor * 3) * 100000,
        had - (__int128)quarter->end_current_minor * 3, out_milli);
}

enum err
metric_adp_weighted(const struct metric_paid *p, size_t n, int64_t *out_milli)
{
    __int128 days = 0, minor = 0;

    for (size_t k = 0; k < n; k++) {
        days += (__int128)p[k].minor * (p[k].paid_on - p[k].issued_on);
        minor += p[k].minor;
    }
    return divide(days * 1000, minor, out_milli);
}

enum err
metric_adp_unweighted(const struct metric_paid *p, size_t n, int64_t *out_milli)
{
    __int128 days = 0, closed = 0;

    for (size_t k = 0; k < n; k++) {
        if (!p[k].closes)
            continue;
        days += p[k].paid_on - p[k].issued_on;
        closed++;
    }
    return divide(days * 1000, closed, out_milli);
}

enum err
metric_dbt(const struct metric_paid *p, size_t n, int64_t *out_signed_milli,
    int64_t *out_floored_milli)
{
    __int128 with_sign = 0, floored = 0, minor = 0;
    int64_t first;
    enum err e;

    for (size_t k = 0; k < n; k++) {
        __int128 days = (__int128)p[k].minor * (p[k].paid_on - p[k].due_on);

        with_sign += days;
        floored += days > 0 ? days : 0;
        minor += p[k].minor;
    }
    if ((e = divide(with_sign * 1000, minor, &first)))
        return e;
    if ((e = divide(floored * 1000, minor, out_floored_milli)))
        return e;
    *out_signed_milli = first;
    return OK;
}

enum err
metric_mean_days(int64_t sum_of_days, int64_t by, int64_t *out_milli)
{
    return by > 0 ? divide((__int128)sum_of_days * 1000, by, out_milli) : ERR_INVALID;
}

enum err
metric_ratio(int64_t part, int64_t whole, int64_t *out_milli)
{
    return divide((__int128)part * 100000, whole, out_milli);
}

enum err
metric_percentile(
    const struct metric_count *counts, size_t n, int percent, int64_t *out_milli)
{
    int64_t all = 0, seen = 0;

    for (size_t k = 0; k < n; k++)
        all += counts[k].n;
    if (all == 0)
        return ERR_INVALID;
    for (size_t k = 0; k < n; k++) {
        seen += counts[k].n;
        if (seen * 100 < all * percent)
            continue;
        *out_milli = counts[k].days * 1000;
        if (seen * 100 == all * percent && k + 1 < n)
            *out_milli = (counts[k].days + counts[k + 1].days) * 500;
        return OK;
    }
    return ERR_BUG;
}
