#include "domain/pay_history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

static const double DOUBT = 9; /* of a trend, in squared standard errors of its slope */

struct past {
    int32_t on, delay;
    int64_t minor;
};

struct pay_walk {
    const struct pay_item *items;
    size_t n;
    size_t *by_issue, *by_known, *by_due; /* places in items */
    size_t issued, known, oldest;         /* how far each has come */
    struct past ring[PAY_HISTORY];        /* payments, the oldest first */
    size_t past_n;
    double slow, quick;
    int64_t open_n, open_minor;
};

const char *
pay_feature_name(enum pay_feature f)
{
    static const char *const NAMES[PAY_FEATURES] = {
        [PAY_COUNT] = "payments",
        [PAY_MEAN] = "delay_mean",
        [PAY_MEDIAN] = "delay_median",
        [PAY_TENTH] = "delay_p10",
        [PAY_NINTH] = "delay_p90",
        [PAY_SPREAD] = "delay_sd",
        [PAY_SLOW] = "delay_ewma_10",
        [PAY_QUICK] = "delay_ewma_30",
        [PAY_LAST] = "delay_last",
        [PAY_RECENT] = "delay_last_three",
        [PAY_LATE_SHARE] = "late_share",
        [PAY_SINCE] = "days_since_payment",
        [PAY_OPEN_COUNT] = "open_items",
        [PAY_OPEN_SIZE] = "open_size",
        [PAY_OLDEST] = "oldest_open",
        [PAY_SIZE] = "size",
        [PAY_TERMS] = "terms",
        [PAY_WEEKDAY] = "due_weekday",
        [PAY_MONTH_DAY] = "due_month_day",
        [PAY_TREND] = "delay_trend",
    };

    return NAMES[f];
}

int32_t
pay_delay(const struct pay_item *i)
{
    return i->settled_on - i->due_on;
}

bool
pay_open_on(const struct pay_item *i, int32_t day)
{
    return i->issued_on <= day && (i->settled_on == DAY_NONE || i->settled_on > day);
}

/* Nothing is known of an item before it is issued, even when it was paid before. */
static int32_t
known_on(const struct pay_item *i)
{
    if (i->settled_on == DAY_NONE)
        return INT32_MAX;
    return i->settled_on > i->issued_on ? i->settled_on : i->issued_on;
}

/* -- orders ----------------------------------------------------------------- */

struct key {
    int32_t day;
    uint64_t id;
    size_t k;
};

static int
by_day(const void *a, const void *b)
{
    const struct key *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static size_t *
order(struct arena *a, struct key *keys, size_t n)
{
    size_t *out = arena_new_n(a, n + 1, size_t);

    qsort(keys, n, sizeof *keys, by_day);
    for (size_t i = 0; i < n; i++)
        out[i] = keys[i].k;
    return out;
}

struct pay_walk *
pay_walk_new(struct arena *a, const struct pay_item *items, size_t n)
{
    struct pay_walk *w = arena_new_of(a, struct pay_walk);
    struct key *keys = arena_new_n(a, n + 1, struct key);

    *w = (struct pay_walk){ .items = items, .n = n, .slow = NAN, .quick = NAN };
    for (size_t k = 0; k < n; k++)
        keys[k] = (struct key){ items[k].issued_on, items[k].id, k };
    w->by_issue = order(a, keys, n);
    for (size_t k = 0; k < n; k++)
        keys[k] = (struct key){ known_on(&items[k]), items[k].id, k };
    w->by_known = order(a, keys, n);
    for (size_t k = 0; k < n; k++)
        keys[k] = (struct key){ items[k].due_on, items[k].id, k };
    w->by_due = order(a, keys, n);
    return w;
}

/* -- the walk --------------------------------------------------------------- */

static double
weigh(double before, double delay, double share)
{
    return isnan(before) ? delay : before + share * (delay - before);
}

static void
settle(struct pay_walk *w, const struct pay_item *i)
{
    struct past p = { known_on(i), pay_delay(i), i->amount_minor };

    w->open_n--;
    w->open_minor -= i->amount_minor;
    if (!i->paid)
        return;
    if (w->past_n == PAY_HISTORY)
        memmove(w->ring, w->ring + 1, --w->past_n * sizeof *w->ring);
    w->ring[w->past_n++] = p;
    w->slow = weigh(w->slow, p.delay, 0.1);
    w->quick = weigh(w->quick, p.delay, 0.3);
}

static void
go_to(struct pay_walk *w, int32_t day)
{
    for (; w->issued < w->n && w->items[w->by_issue[w->issued]].issued_on < day;
         w->issued++) {
        w->open_n++;
        w->open_minor += w->items[w->by_issue[w->issued]].amount_minor;
    }
    for (; w->known < w->n && known_on(&w->items[w->by_known[w->known]]) < day;
         w->known++)
        settle(w, &w->items[w->by_known[w->known]]);
    while (w->oldest < w->n && known_on(&w->items[w->by_due[w->oldest]]) < day)
        w->oldest++;
}

static int
by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Between the two neighbours, as most tables have it; v in order. */
static double
at_share(const double *v, size_t n, double share)
{
    double at = share * (double)(n - 1);
    size_t k = (size_t)at;

    return k + 1 < n ? v[k] + (at - (double)k) * (v[k + 1] - v[k]) : v[n - 1];
}

/* See PAY_TREND. Days of payment are whole, so a line is never surer than half a day.
 */
static double
trend(const struct pay_walk *w, int32_t due_on)
{
    double n = (double)w->past_n, x = 0, y = 0, xx = 0, xy = 0, yy = 0, slope, left, t2,
           reach, span = w->ring[w->past_n - 1].on - w->ring[0].on;

    for (size_t i = 0; i < w->past_n; i++) {
        x += w->ring[i].on / n;
        y += w->ring[i].delay / n;
    }
    for (size_t i = 0; i < w->past_n; i++) {
        double dx = w->ring[i].on - x, dy = w->ring[i].delay - y;

        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    if (xx <= 0)
        return 0;
    slope = xy / xx;
    left = fmax((yy - slope * xy) / (n - 2), 0.25);
    t2 = slope * slope * xx / left;
    reach = fmax(-span, fmin(span, due_on + y - x));
    return t2 > DOUBT ? slope * reach * (1 - DOUBT / t2) : 0;
}

static void
add_habit(const struct pay_walk *w, int32_t day, float out[static PAY_FEATURES])
{
    double delay[PAY_HISTORY], sum = 0, square = 0, recent = 0;
    size_t n = w->past_n, late = 0, last = n < 3 ? n : 3;

    for (size_t i = 0; i < n; i++) {
        delay[i] = w->ring[i].delay;
        sum += delay[i];
        square += delay[i] * delay[i];
        late += delay[i] > 0;
        recent += i + last >= n ? delay[i] : 0;
    }
    qsort(delay, n, sizeof *delay, by_number);
    out[PAY_MEAN] = (float)(sum / (double)n);
    out[PAY_MEDIAN] = (float)at_share(delay, n, 0.5);
    if (n > 2) {
        double mean = sum / (double)n, var = square / (double)n - mean * mean;

        out[PAY_TENTH] = (float)at_share(delay, n, 0.1);
        out[PAY_NINTH] = (float)at_share(delay, n, 0.9);
        out[PAY_SPREAD] = (float)sqrt(var > 0 ? var : 0);
    }
    out[PAY_SLOW] = (float)w->slow;
    out[PAY_QUICK] = (float)w->quick;
    out[PAY_LAST] = (float)w->ring[n - 1].delay;
    out[PAY_RECENT] = (float)(recent / (double)last);
    out[PAY_LATE_SHARE] = (float)late / (float)n;
    out[PAY_SINCE] = (float)(day - w->ring[n - 1].on);
}

/* The middle amount of what was paid; 0 when nothing was. */
static double
usual_amount(const struct pay_walk *w)
{
    double minor[PAY_HISTORY];

    for (size_t i = 0; i < w->past_n; i++)
        minor[i] = (double)w->ring[i].minor;
    qsort(minor, w->past_n, sizeof *minor, by_number);
    return w->past_n ? at_share(minor, w->past_n, 0.5) : 0;
}

static void
add_others(
    const struct pay_walk *w, int32_t day, size_t self, float out[static PAY_FEATURES])
{
    const struct pay_item *i = &w->items[self];
    bool among = i->issued_on < day && known_on(i) >= day;
    double usual = usual_amount(w);

    out[PAY_OPEN_COUNT] = (float)(w->open_n - among);
    if (usual > 0) {
        out[PAY_OPEN_SIZE] =
            (float)((double)(w->open_minor - (among ? i->amount_minor : 0)) / usual);
        out[PAY_SIZE] = (float)((double)i->amount_minor / usual);
    }
    for (size_t k = w->oldest; k < w->n; k++) {
        const struct pay_item *o = &w->items[w->by_due[k]];

        if (w->by_due[k] != self && o->issued_on < day && known_on(o) >= day) {
            out[PAY_OLDEST] = (float)(day - o->due_on);
            break;
        }
    }
}

void
pay_walk_features(
    struct pay_walk *w, int32_t day, size_t k, float out[static PAY_FEATURES])
{
    const struct pay_item *i = &w->items[k];

    go_to(w, day);
    for (int f = 0; f < PAY_FEATURES; f++)
        out[f] = NAN;
    out[PAY_COUNT] = (float)w->past_n;
    if (w->past_n)
        add_habit(w, day, out);
    if (w->past_n >= PAY_TREND__MIN)
        out[PAY_TREND] = (float)trend(w, i->due_on);
    add_others(w, day, k, out);
    out[PAY_TERMS] = (float)(i->due_on - i->issued_on);
    out[PAY_WEEKDAY] = (float)date_weekday(i->due_on);
    out[PAY_MONTH_DAY] = (float)date_split(i->due_on).d;
}
