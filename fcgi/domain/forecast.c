#include "domain/forecast.h"

#include <math.h>
#include <stdlib.h>

#include "base/date.h"

static const double EDGE = 0.5 / FORECAST_QUANTILES; /* share beyond either end */
static const double FORTNIGHT = 14;
static const double LEAST_SCALE = 0.5;

/* -- the shape -------------------------------------------------------------- */

static int
by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double
between(const double *v, size_t n, double share)
{
    double at = share * (double)(n - 1);
    size_t k = (size_t)at;

    return k + 1 < n ? v[k] + (at - (double)k) * (v[k + 1] - v[k]) : v[n - 1];
}

static double
share_of(size_t k)
{
    return ((double)k + 0.5) / FORECAST_QUANTILES;
}

/* How far those of the last twentieth go beyond its beginning, on average. */
static double
excess(const double *v, size_t n)
{
    size_t k = n - (n + 19) / 20;
    double sum = 0, from = v[k];

    for (size_t i = k; i < n; i++)
        sum += v[i] - from;
    return sum / (double)(n - k);
}

void
forecast_shape_of(double *errors, size_t n, struct forecast_shape *out)
{
    double tail;

    if (!n) {
        for (size_t k = 0; k < FORECAST_QUANTILES; k++)
            out->q[k] = (float)(FORTNIGHT * (2 * share_of(k) - 1));
        out->tail = (float)FORTNIGHT;
        return;
    }
    qsort(errors, n, sizeof *errors, by_number);
    for (size_t k = 0; k < FORECAST_QUANTILES; k++)
        out->q[k] = (float)between(errors, n, share_of(k));
    tail = excess(errors, n);
    out->tail = (float)(tail > 0.05 ? tail : 0.05);
}

double
forecast_later(const struct forecast_shape *s, double z)
{
    const float *q = s->q;
    size_t lo = 0, hi = FORECAST_QUANTILES - 1;
    double width;

    if (z >= (double)q[hi]) {
        double reach = (double)s->tail * (FORECAST_TAIL - 1);

        return EDGE * pow(1 + (z - (double)q[hi]) / reach, -FORECAST_TAIL);
    }
    if (z < (double)q[0])
        return 1 - EDGE * exp((z - (double)q[0]) / (double)s->tail);
    while (hi - lo > 1) {
        size_t mid = (lo + hi) / 2;

        if ((double)q[mid] <= z)
            lo = mid;
        else
            hi = mid;
    }
    width = (double)q[hi] - (double)q[lo];
    return 1 - share_of(lo) -
           (width > 0 ? (z - (double)q[lo]) / width / FORECAST_QUANTILES : 0);
}

double
forecast_at(const struct forecast_shape *s, double share)
{
    double at;
    size_t k;

    if (share <= EDGE)
        return (double)s->q[FORECAST_QUANTILES - 1] +
               (double)s->tail * (FORECAST_TAIL - 1) *
                   (pow(share / EDGE, -1.0 / FORECAST_TAIL) - 1);
    if (1 - share <= EDGE)
        return (double)s->q[0] + (double)s->tail * log((1 - share) / EDGE);
    at = (1 - share) * FORECAST_QUANTILES - 0.5;
    k = (size_t)at;
    if (k + 1 >= FORECAST_QUANTILES)
        return (double)s->q[FORECAST_QUANTILES - 1];
    return (double)s->q[k] + (at - (double)k) * ((double)s->q[k + 1] - (double)s->q[k]);
}

/* -- one item --------------------------------------------------------------- */

static double
scale_of(const struct forecast_item *i)
{
    return i->scale > LEAST_SCALE ? i->scale : LEAST_SCALE;
}

/* Share that is still open on the morning of a day. A day is as wide as a day. */
static double
open_on(const struct forecast_shape *s, const struct forecast_item *i, int32_t day)
{
    return forecast_later(
        s, ((double)(day - i->due_on) - 0.5 - i->centre) / scale_of(i));
}

static int32_t
day_of(const struct forecast_item *i, double z, double by)
{
    double day = (double)i->due_on + i->centre + scale_of(i) * z + by;

    return day >= DATE_DAY__MAX ? DATE_DAY__MAX : (int32_t)floor(day + 0.5);
}

/* Ends half a day inwards: whole days that reach as far as the share does. */
static struct forecast_days
days_of(const struct forecast_shape *s, const struct forecast_item *i, double open)
{
    struct forecast_days d = {
        .on = day_of(i, forecast_at(s, open * 0.5), 0),
        .from = day_of(i, forecast_at(s, open * 0.9), 0.5),
        .to = day_of(i, forecast_at(s, open * 0.1), -0.5),
    };

    d.from = d.from > d.on ? d.on : d.from;
    d.to = d.to < d.on ? d.on : d.to;
    return d;
}

struct forecast_days
forecast_days(
    const struct forecast_shape *s, const struct forecast_item *i, int32_t today)
{
    struct forecast_days d = days_of(s, i, open_on(s, i, today));

    d.on = d.on < today ? today : d.on;
    d.from = d.from < today ? today : d.from;
    d.to = d.to < d.on ? d.on : d.to;
    return d;
}

struct forecast_days
forecast_days_at_issue(const struct forecast_shape *s, const struct forecast_item *i)
{
    return days_of(s, i, 1);
}

double
forecast_share(const struct forecast_shape *s, const struct forecast_item *i,
    int32_t today, int32_t from_on, int32_t to_on)
{
    double open = open_on(s, i, today);

    if (to_on < today)
        return 0;
    if (from_on < today)
        from_on = today;
    return (open_on(s, i, from_on) - open_on(s, i, to_on + 1)) / open;
}

void
forecast_promise(
    const struct forecast_shape *s, struct forecast_item *i, int32_t promised_on)
{
    i->scale = scale_of(i) / 2;
    i->centre = (double)(promised_on - i->due_on) - scale_of(i) * forecast_at(s, 0.5);
}

void
forecast_dispute(
    struct forecast_item *i, int32_t today, int32_t opened_on, int32_t cycle_days)
{
    int32_t resolved = opened_on + cycle_days;
    double centre;

    /* one that takes longer than usual will take half as long again */
    if (resolved <= today)
        resolved = today + (cycle_days + 1) / 2;
    centre = (double)(resolved - i->due_on);
    if (centre > i->centre)
        i->centre = centre;
}

/* -- weeks ------------------------------------------------------------------ */

void
forecast_week_add(struct forecast_week *w, int64_t minor, double share)
{
    double amount = (double)minor;

    w->mean += amount * share;
    w->variance += amount * amount * share * (1 - share);
    w->open += amount;
}

struct forecast_range
forecast_week_range(const struct forecast_week *w)
{
    double reach = 1.2816 * sqrt(w->variance > 0 ? w->variance : 0),
           low = w->mean - reach, high = w->mean + reach;

    return (struct forecast_range){
        .p10 = llround(low > 0 ? low : 0),
        .p50 = llround(w->mean),
        .p90 = llround(high < w->open ? high : w->open),
    };
}

/* -- weeks of a case --------------------------------------------------------- */

enum { WEEK = 7, MONDAY = 1 };

int32_t
forecast_monday(int32_t day)
{
    return day - (date_weekday(day) - MONDAY);
}

void
forecast_inflow_add(struct forecast_inflow *w, const struct forecast_shape *s,
    const struct forecast_item *i, int32_t today, int64_t minor)
{
    double amount = (double)minor, open = open_on(s, i, today), left = open;
    int32_t day = forecast_monday(today);

    if (minor <= 0)
        return;
    w->open += amount;
    for (size_t k = 0; k < FORECAST_WEEKS__MAX; k++) {
        double then = open_on(s, i, day += WEEK), share = (left - then) / open;

        w->mean[k] += (float)(amount * share);
        w->variance[k] += (float)(amount * amount * share * (1 - share));
        left = then;
    }
}

void
forecast_inflow_count(struct forecast_inflow *w, int32_t today, int32_t expected_on)
{
    int32_t k = (expected_on - forecast_monday(today)) / WEEK;

    if (k >= 0 && k < FORECAST_WEEKS__MAX)
        w->items[k]++;
}

void
forecast_inflow_sum(const struct forecast_inflow *w, int32_t told_on, int32_t today,
    size_t n, struct forecast_week *week, uint64_t *items)
{
    int32_t since = (forecast_monday(today) - forecast_monday(told_on)) / WEEK;

    for (int32_t k = 0; k < FORECAST_WEEKS__MAX; k++) {
        int32_t at = k < since ? 0 : k - since;

        if (at >= (int32_t)n)
            break;
        items[at] += w->items[k];
        if (k < since)
            continue;
        week[at].mean += (double)w->mean[k];
        week[at].variance += (double)w->variance[k];
    }
    for (size_t k = 0; k < n; k++)
        week[k].open += w->open;
}

/* -- scores ----------------------------------------------------------------- */

void
forecast_score_add(struct forecast_score *s, struct forecast_days d, int32_t paid_on)
{
    int32_t error = abs(paid_on - d.on);

    s->n++;
    s->within_7 += error <= 7;
    s->covered += d.from <= paid_on && paid_on <= d.to;
    s->error_sum += error;
    s->width_sum += d.to - d.from;
}

double
forecast_score_mae(const struct forecast_score *s)
{
    return s->n ? s->error_sum / (double)s->n : 0;
}
