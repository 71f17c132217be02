#include "domain/habit.h"

#include <stdlib.h>

#include "base/date.h"

static int32_t
first_of_month(int32_t day)
{
    struct ymd d = date_split(day);

    d.d = 1;
    return date_join(d);
}

static size_t
months_between(int32_t from, int32_t to)
{
    struct ymd a = date_split(from), b = date_split(to);

    return (size_t)((b.y - a.y) * 12 + b.m - a.m);
}

static int32_t
days_late(const struct metric_paid *p)
{
    return p->paid_on - p->due_on;
}

void
habit_months(const struct metric_paid *p, size_t n, int32_t today,
    struct habit_month out[static HABIT_MONTHS])
{
    int32_t first = date_add_months(first_of_month(today), 1 - HABIT_MONTHS);
    __int128 late_days[HABIT_MONTHS] = { 0 };

    for (int k = 0; k < HABIT_MONTHS; k++)
        out[k] = (struct habit_month){ .first_on = date_add_months(first, k) };
    for (; n--; p++) {
        struct habit_month *m;
        size_t k;

        if (p->paid_on < first || p->paid_on > today)
            continue;
        m = &out[k = months_between(first, p->paid_on)];
        m->paid_minor += p->minor;
        if (days_late(p) <= 0)
            m->on_time_minor += p->minor;
        else if (days_late(p) <= 30)
            m->late_minor += p->minor;
        if (days_late(p) > 0)
            late_days[k] += (__int128)p->minor * days_late(p);
    }
    for (int k = 0; k < HABIT_MONTHS; k++)
        if (out[k].paid_minor > 0)
            out[k].dbt_milli = (int64_t)((late_days[k] * 1000 + out[k].paid_minor / 2) /
                                         out[k].paid_minor);
}

enum err
habit_dbt(const struct metric_paid *p, size_t n, int32_t from_on, int32_t to_on,
    int64_t *out_signed_milli, int64_t *out_floored_milli)
{
    size_t from = 0, to;

    while (from < n && p[from].paid_on < from_on)
        from++;
    for (to = from; to < n && p[to].paid_on <= to_on;)
        to++;
    return metric_dbt(p + from, to - from, out_signed_milli, out_floored_milli);
}

static int
by_lateness(const void *a, const void *b)
{
    int32_t x = days_late(a), y = days_late(b);

    return (x > y) - (x < y);
}

/* The days after due up to which this share of the amount is paid; p by lateness. */
static int32_t
quantile(const struct metric_paid *p, size_t n, __int128 whole, int percent)
{
    __int128 sum = 0;

    for (size_t k = 0; k < n; k++) {
        sum += p[k].minor;
        if (sum * 100 >= whole * percent)
            return days_late(&p[k]);
    }
    return days_late(&p[n - 1]);
}

static void
expect_next(
    const struct habit_open *open, size_t n, int32_t today, struct habit_expected *x)
{
    for (size_t k = 0; k < n; k++) {
        int32_t on = open[k].due_on + x->usual;

        if (on < today) {
            x->missed_minor += open[k].minor;
            continue;
        }
        if (x->on == DAY_NONE || on < x->on) {
            x->on = on;
            x->minor = 0;
        }
        if (on == x->on)
            x->minor += open[k].minor;
    }
    if (x->on == DAY_NONE)
        return;
    x->from = x->on - x->usual + x->earliest;
    x->from = x->from < today ? today : x->from;
    x->to = x->on - x->usual + x->latest;
}

enum err
habit_expect(struct metric_paid *p, size_t n, const struct habit_open *open,
    size_t open_n, int32_t today, struct habit_expected *out)
{
    struct habit_expected x = {
        .payments = n, .on = DAY_NONE, .from = DAY_NONE, .to = DAY_NONE
    };
    __int128 whole = 0;

    if (n < HABIT_LEAST || !open_n)
        return ERR_NOT_FOUND;
    for (size_t k = 0; k < n; k++)
        whole += p[k].minor;
    qsort(p, n, sizeof *p, by_lateness);
    x.usual = quantile(p, n, whole, 50);
    x.earliest = quantile(p, n, whole, 10);
    x.latest = quantile(p, n, whole, 90);
    expect_next(open, open_n, today, &x);
    *out = x;
    return OK;
}
