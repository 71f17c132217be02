#include "domain/effect.h"

#include <math.h>

#include "base/date.h"

enum { MILLI = 100000 };

static const double Z = 1.959963984540054; /* 97.5 % of a normal distribution */

const int32_t EFFECT_DAYS[EFFECT_WINDOWS] = { 7, 14, 30 };

/* -- an item ------------------------------------------------------------- */

int64_t
effect_open(const struct effect_item *i, int32_t day)
{
    int64_t open = i->open_minor;

    if (day < i->issued_on)
        return 0;
    for (size_t k = 0; k < i->settled_n; k++)
        if (i->settled[k].on >= day)
            open += i->settled[k].minor;
    return open;
}

struct effect_outcome
effect_outcome(const struct effect_item *i, int32_t day, int32_t days)
{
    struct effect_outcome o = { .open_minor = effect_open(i, day) };
    int64_t settled = 0, paid = 0;

    for (size_t k = 0; k < i->settled_n; k++) {
        const struct effect_settled *s = &i->settled[k];

        if (!s->stands || s->on < day || s->on > day + days)
            continue;
        settled += s->minor;
        if (s->payment)
            paid += s->minor;
    }
    o.paid_minor = paid < o.open_minor ? paid : o.open_minor;
    o.paid = paid > 0 && settled >= o.open_minor;
    return o;
}

/* -- like items ------------------------------------------------------------ */

enum effect_payer
effect_payer(uint64_t settled_n, int64_t days_late)
{
    if (settled_n < EFFECT_PAYER_LEAST)
        return EFFECT_UNKNOWN;
    return days_late <= (int64_t)settled_n * EFFECT_PROMPT_DAYS ? EFFECT_PROMPT
                                                                : EFFECT_SLOW;
}

/* The last day of each band but the last. */
static const int32_t LATE_TO[EFFECT_LATE_BANDS - 1] = { -8, -1, 7, 14, 30, 60, 90 };

int
effect_late_band(int32_t days_late)
{
    int band = 0;

    while (band < EFFECT_LATE_BANDS - 1 && days_late > LATE_TO[band])
        band++;
    return band;
}

static int
size_band(int64_t minor, int exponent)
{
    int64_t thousand = 1000;

    for (; exponent > 0; exponent--)
        thousand *= 10;
    return minor < thousand ? 0 : minor < 10 * thousand ? 1 : 2;
}

int
effect_cell(
    int32_t days_late, int64_t open_minor, int exponent, enum effect_payer payer)
{
    int cell = effect_late_band(days_late);

    cell = cell * EFFECT_SIZE_BANDS + size_band(open_minor, exponent);
    return cell * EFFECT_PAYERS + (int)payer;
}

int32_t
effect_reference(const struct effect_item *i, int late_band, int32_t from, int32_t to,
    int32_t days, const int32_t *sent, size_t sent_n)
{
    int32_t day = from > i->issued_on ? from : i->issued_on;

    if (late_band > 0 && i->due_on + LATE_TO[late_band - 1] + 1 > day)
        day = i->due_on + LATE_TO[late_band - 1] + 1;
    if (late_band < EFFECT_LATE_BANDS - 1 && i->due_on + LATE_TO[late_band] < to)
        to = i->due_on + LATE_TO[late_band];
    for (size_t k = 0; k < sent_n; k++)
        if (sent[k] >= day - days && sent[k] <= day + days)
            day = sent[k] + days + 1;
    return day <= to && effect_open(i, day) > 0 ? day : DAY_NONE;
}

/* -- shares ---------------------------------------------------------------- */

void
effect_tally_add(struct effect_tally *t, const struct effect_outcome *o)
{
    t->n++;
    t->paid_n += o->paid;
    t->minor += o->open_minor;
    t->paid_minor += o->paid_minor;
    t->squares += (double)o->open_minor * (double)o->open_minor;
}

static int64_t
milli_of(double share)
{
    return llround(fmin(fmax(share, 0), 1) * MILLI);
}

struct effect_share
effect_wilson(double share, double n)
{
    struct effect_share s = { 0 };
    double by, middle, half;

    if (!(n > 0))
        return s;
    by = 1 + Z * Z / n;
    middle = (share + Z * Z / (2 * n)) / by;
    half = Z / by * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
    s.known = true;
    s.milli = milli_of(share);
    s.low = milli_of(middle - half);
    s.high = milli_of(middle + half);
    return s;
}

struct effect_share
effect_of_items(const struct effect_tally *t)
{
    return effect_wilson(t->n ? (double)t->paid_n / (double)t->n : 0, (double)t->n);
}

/* How many items of equal amount would say as much. */
static double
alike(const struct effect_tally *t)
{
    return t->squares > 0 ? (double)t->minor * (double)t->minor / t->squares : 0;
}

struct effect_share
effect_of_amount(const struct effect_tally *t)
{
    return effect_wilson(
        t->minor ? (double)t->paid_minor / (double)t->minor : 0, alike(t));
}

/* A weighted mean of shares: each part's weight is known, its share observed. */
struct mean {
    double weight, sum, spread;
};

static void
mean_add(struct mean *m, double weight, double share, double n)
{
    m->weight += weight;
    m->sum += weight * share;
    m->spread += weight * weight / n;
}

static struct effect_share
mean_end(const struct mean *m)
{
    if (!(m->weight > 0))
        return (struct effect_share){ 0 };
    return effect_wilson(m->sum / m->weight, m->weight * m->weight / m->spread);
}

struct effect_compared
effect_compare(const struct effect_tally mix[EFFECT_CELLS],
    const struct effect_tally like[EFFECT_CELLS])
{
    struct effect_compared c = { 0 };
    struct mean items = { 0 }, amount = { 0 };
    int64_t all = 0;

    for (int k = 0; k < EFFECT_CELLS; k++) {
        const struct effect_tally *l = &like[k];

        all += mix[k].n;
        if (!mix[k].n || l->n < EFFECT_CELL_LEAST)
            continue;
        c.n += l->n;
        c.covered_n += mix[k].n;
        mean_add(
            &items, (double)mix[k].n, (double)l->paid_n / (double)l->n, (double)l->n);
        mean_add(&amount, (double)mix[k].minor,
            (double)l->paid_minor / (double)l->minor, alike(l));
    }
    c.enough = c.n >= EFFECT_LEAST && c.covered_n * 100 >= all * EFFECT_COVER_PERCENT;
    if (c.enough) {
        c.items = mean_end(&items);
        c.amount = mean_end(&amount);
    }
    return c;
}
