#include "domain/pace.h"

enum { PARTS = 60, KEPT_FROM = 4 };

/* One is kept for staff where that leaves customers any. */
static int64_t
kept(const struct pace *p)
{
    return p->n >= KEPT_FROM ? 1 : 0;
}

static int64_t
saved_most(const struct pace *p)
{
    return (p->n < PARTS ? 1 : p->n / PARTS) + kept(p);
}

/* What is saved up may come at once, and the rest of n within the window after it. */
static int64_t
gap_us(const struct pace *p)
{
    int64_t gap = (p->window_us + p->window_us / PARTS) / (p->n - saved_most(p) + 1);

    return gap > 0 ? gap : 1;
}

static int64_t
begin_us(const struct pace *p, int64_t used_to, int64_t now_us)
{
    int64_t least = now_us - saved_most(p) * gap_us(p);

    if (used_to > now_us + p->window_us)
        return now_us;
    return used_to > least ? used_to : least;
}

uint32_t
pace_free(const struct pace *p, int64_t used_to, int64_t now_us, enum pace_for whom,
    uint32_t want)
{
    int64_t n;

    if (p->n == 0)
        return want;
    n = (now_us - begin_us(p, used_to, now_us)) / gap_us(p);
    if (whom == PACE_FOR_CUSTOMERS)
        n -= kept(p);
    return n <= 0 ? 0 : n < want ? (uint32_t)n : want;
}

int64_t
pace_use(const struct pace *p, int64_t used_to, int64_t now_us, uint32_t n)
{
    return p->n == 0 ? used_to : begin_us(p, used_to, now_us) + n * gap_us(p);
}
