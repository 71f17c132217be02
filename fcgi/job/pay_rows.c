#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "job/pay_model.h"
#include "job/pay_stream.h"
#include "store/q_forecast.h"

enum { TELL_EVERY = 20000 };

struct taking {
    struct pay_rows *rows;
    int32_t before_on;
    uint64_t of, told;
    pay_tell *tell;
    void *ctx;
};

static void *
more(void *p, size_t n, size_t size)
{
    void *q = reallocarray(p, n, size);

    if (!q)
        abort();
    return q;
}

static float *
next_row(struct pay_rows *r)
{
    if (r->n == r->room) {
        r->room = r->room ? r->room + r->room / 2 : 4096;
        r->x = more(r->x, r->room, PAY_FEATURES * sizeof *r->x);
        r->y = more(r->y, r->room, sizeof *r->y);
        r->issued_on = more(r->issued_on, r->room, sizeof *r->issued_on);
        r->settled_on = more(r->settled_on, r->room, sizeof *r->settled_on);
    }
    return r->x + r->n * PAY_FEATURES;
}

void
pay_rows_free(struct pay_rows *r)
{
    free(r->x);
    free(r->y);
    free(r->issued_on);
    free(r->settled_on);
    *r = (struct pay_rows){ 0 };
}

/* Room for a part of r. */
static struct pay_rows
rows_like(const struct pay_rows *r)
{
    struct pay_rows p = { .room = r->n };

    p.x = reallocarray(NULL, r->n + 1, PAY_FEATURES * sizeof *p.x);
    p.y = reallocarray(NULL, r->n + 1, sizeof *p.y);
    p.issued_on = reallocarray(NULL, r->n + 1, sizeof *p.issued_on);
    p.settled_on = reallocarray(NULL, r->n + 1, sizeof *p.settled_on);
    if (!p.x || !p.y || !p.issued_on || !p.settled_on)
        abort();
    return p;
}

static void
copy_row(struct pay_rows *to, const struct pay_rows *r, size_t i)
{
    memcpy(to->x + to->n * PAY_FEATURES, r->x + i * PAY_FEATURES,
        PAY_FEATURES * sizeof *to->x);
    to->y[to->n] = r->y[i];
    to->issued_on[to->n] = r->issued_on[i];
    to->settled_on[to->n++] = r->settled_on[i];
}

struct pay_rows
pay_rows_part(const struct pay_rows *r, int32_t day, bool before)
{
    struct pay_rows p = rows_like(r);

    for (size_t i = 0; i < r->n; i++)
        if (before ? r->settled_on[i] < day : r->issued_on[i] >= day)
            copy_row(&p, r, i);
    return p;
}

struct pay_rows
pay_rows_issued(const struct pay_rows *r, int32_t until_on)
{
    struct pay_rows p = rows_like(r);

    for (size_t i = 0; i < r->n; i++)
        if (r->issued_on[i] <= until_on)
            copy_row(&p, r, i);
    return p;
}

/* The same items at each training, spread evenly. */
static bool
chosen(const struct taking *t, uint64_t id)
{
    uint64_t h = id * UINT64_C(0x9E3779B97F4A7C15);

    h ^= h >> 32;
    return t->of <= PAY_ROWS__MAX || h % t->of < PAY_ROWS__MAX;
}

struct place {
    int32_t day;
    size_t k;
};

static int
by_day(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->k > y->k) - (x->k < y->k);
}

static enum err
take_case(void *ctx, const struct pay_case *c, struct arena *a)
{
    struct taking *t = ctx;
    struct pay_walk *w = pay_walk_new(a, c->items, c->n);
    struct place *at = arena_new_n(a, c->n, struct place);
    size_t n = 0;

    for (size_t k = 0; k < c->n; k++)
        if (c->items[k].paid && c->items[k].settled_on < t->before_on &&
            c->items[k].issued_on < t->before_on && chosen(t, c->items[k].id))
            at[n++] = (struct place){ c->items[k].issued_on, k };
    qsort(at, n, sizeof *at, by_day);
    for (size_t i = 0; i < n; i++) {
        const struct pay_item *p = &c->items[at[i].k];
        struct pay_rows *r = t->rows;
        float *x = next_row(r);

        pay_walk_features(w, p->issued_on, at[i].k, x);
        r->y[r->n] = (float)pay_delay(p);
        r->issued_on[r->n] = p->issued_on;
        r->settled_on[r->n] = p->settled_on;
        r->n++;
    }
    if (t->tell && c->seen >= t->told + TELL_EVERY) {
        t->told = c->seen;
        t->tell(t->ctx, "read", c->seen, t->of);
    }
    return OK;
}

static int
by_content(const void *a, const void *b, void *ctx)
{
    const struct pay_rows *r = ctx;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    if (r->issued_on[x] != r->issued_on[y])
        return r->issued_on[x] < r->issued_on[y] ? -1 : 1;
    if (r->settled_on[x] != r->settled_on[y])
        return r->settled_on[x] < r->settled_on[y] ? -1 : 1;
    for (size_t f = 0; f < PAY_FEATURES; f++) {
        float one = r->x[x * PAY_FEATURES + f], other = r->x[y * PAY_FEATURES + f];

        if (isnan(one) != isnan(other))
            return isnan(one) ? -1 : 1;
        if (isless(one, other) || isgreater(one, other))
            return isless(one, other) ? -1 : 1;
    }
    return 0;
}

/* An order that the ids of a database have no part in: the same ledger makes the same
 * model wherever it was imported. */
static void
sort_rows(struct pay_rows *r)
{
    struct pay_rows sorted = rows_like(r);
    size_t *order = more(NULL, r->n + 1, sizeof *order);

    for (size_t i = 0; i < r->n; i++)
        order[i] = i;
    qsort_r(order, r->n, sizeof *order, by_content, r);
    for (size_t i = 0; i < r->n; i++)
        copy_row(&sorted, r, order[i]);
    sorted.settled_n = r->settled_n;
    free(order);
    pay_rows_free(r);
    *r = sorted;
}

enum err
pay_rows_read(
    struct db *db, int32_t before_on, pay_tell *tell, void *ctx, struct pay_rows *out)
{
    struct taking t = { .rows = out, .before_on = before_on, .tell = tell, .ctx = ctx };
    struct forecast_settled_count count;
    struct arena *a = arena_new();
    enum err e;

    *out = (struct pay_rows){ 0 };
    if (!(e = forecast_settled_count(db, a, before_on, &count))) {
        t.of = out->settled_n = count.n;
        e = pay_stream(db, NULL, take_case, &t);
    }
    arena_free(a);
    if (e)
        pay_rows_free(out);
    else
        sort_rows(out);
    return e;
}
