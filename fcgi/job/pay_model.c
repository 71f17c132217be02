#include "job/pay_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "job/pay_model_own.h"

enum { PROOF_PERCENT = 80, PROOF__MIN = 50 };

static int
by_delay(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

static double
median_of(const struct pay_rows *r)
{
    float *y = reallocarray(NULL, r->n, sizeof *y);
    double median;

    if (!y)
        abort();
    memcpy(y, r->y, r->n * sizeof *y);
    qsort(y, r->n, sizeof *y, by_delay);
    median = (double)y[r->n / 2];
    free(y);
    return median;
}

static struct pay_model *
model_new(const struct pay_rows *rows)
{
    struct pay_model *m = calloc(1, sizeof *m);
    double sum = 0;

    if (!m)
        abort();
    m->rows_n = rows->n;
    m->trained_from = m->trained_to = DAY_NONE;
    for (size_t i = 0; i < rows->n; i++) {
        int32_t on = rows->settled_on[i];

        sum += (double)rows->y[i];
        if (!i || on < m->trained_from)
            m->trained_from = on;
        if (!i || on > m->trained_to)
            m->trained_to = on;
    }
    m->mean = rows->n ? sum / (double)rows->n : 0;
    m->median = rows->n ? median_of(rows) : 0;
    return m;
}

static enum err
train_kind(const struct pay_rows *rows, enum pay_model_kind kind, pay_tell *tell,
    void *ctx, struct pay_model **out)
{
    struct pay_model *m = model_new(rows);
    enum err e = kind == PAY_BOOSTED ? pay_boost_train(rows, tell, ctx, m)
                                     : pay_habit_train(rows, m);

    if (e)
        pay_model_free(m);
    else
        *out = m;
    return e;
}

/* -- the proof ----------------------------------------------------------------- */

static int
by_day(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

static int32_t
day_at_percent(const struct pay_rows *r, size_t percent)
{
    int32_t *days = reallocarray(NULL, r->n, sizeof *days), day;

    if (!days)
        abort();
    memcpy(days, r->settled_on, r->n * sizeof *days);
    qsort(days, r->n, sizeof *days, by_day);
    day = days[r->n * percent / 100];
    free(days);
    return day;
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

/* Those settled before the day, or those issued from it on. */
static struct pay_rows
rows_of(const struct pay_rows *r, int32_t day, bool before)
{
    struct pay_rows p = rows_like(r);

    for (size_t i = 0; i < r->n; i++)
        if (before ? r->settled_on[i] < day : r->issued_on[i] >= day) {
            memcpy(p.x + p.n * PAY_FEATURES, r->x + i * PAY_FEATURES,
                PAY_FEATURES * sizeof *p.x);
            p.y[p.n] = r->y[i];
            p.issued_on[p.n] = r->issued_on[i];
            p.settled_on[p.n++] = r->settled_on[i];
        }
    return p;
}

enum err
pay_model_mae(struct pay_model *m, const struct pay_rows *r, double *out)
{
    double *centre = reallocarray(NULL, 2 * r->n + 1, sizeof *centre), sum = 0;
    enum err e;

    if (!centre)
        abort();
    if (!(e = pay_model_predict(m, r->x, r->n, centre, centre + r->n))) {
        for (size_t i = 0; i < r->n; i++)
            sum += fabs((double)r->y[i] - centre[i] -
                        centre[r->n + i] * forecast_at(&m->shape, 0.5));
        *out = r->n ? sum / (double)r->n : 0;
    }
    free(centre);
    return e;
}

static enum err
prove(const struct pay_rows *before, const struct pay_rows *after,
    enum pay_model_kind kind, double *mae)
{
    struct pay_model *m;
    enum err e = train_kind(before, kind, NULL, NULL, &m);

    if (e)
        return e;
    e = pay_model_mae(m, after, mae);
    pay_model_free(m);
    return e;
}

static enum err
prove_both(const struct pay_rows *rows, struct pay_proof *p)
{
    struct pay_rows before, after;
    enum err e = OK;

    p->split_on = day_at_percent(rows, PROOF_PERCENT);
    before = rows_of(rows, p->split_on, true);
    after = rows_of(rows, p->split_on, false);
    p->rows_n = after.n;
    if (before.n >= PAY_BOOST__MIN && after.n >= PROOF__MIN &&
        !(e = prove(&before, &after, PAY_HABIT, &p->habit_mae)))
        e = prove(&before, &after, PAY_BOOSTED, &p->boosted_mae);
    pay_rows_free(&before);
    pay_rows_free(&after);
    return e;
}

enum err
pay_model_train(const struct pay_rows *rows, pay_tell *tell, void *ctx,
    struct pay_model **out, struct pay_proof *proof)
{
    enum err e = OK;

    *proof = (struct pay_proof){ .split_on = DAY_NONE };
    if (rows->n >= PAY_BOOST__MIN)
        e = prove_both(rows, proof);
    if (e)
        return e;
    return train_kind(rows,
        proof->boosted_mae > 0 && proof->boosted_mae < proof->habit_mae ? PAY_BOOSTED
                                                                        : PAY_HABIT,
        tell, ctx, out);
}

/* -- use --------------------------------------------------------------------- */

enum err
pay_model_predict(
    struct pay_model *m, const float *x, size_t n, double *centre, double *scale)
{
    if (m->kind == PAY_BOOSTED)
        return pay_boost_predict(m, x, n, centre, scale);
    pay_habit_predict(m, x, n, centre, scale);
    return OK;
}

enum pay_model_kind
pay_model_kind(const struct pay_model *m)
{
    return m->kind;
}

const struct forecast_shape *
pay_model_shape(const struct pay_model *m)
{
    return &m->shape;
}

double
pay_model_middle(const struct pay_model *m)
{
    return m->median;
}

void
pay_model_free(struct pay_model *m)
{
    if (!m)
        return;
    boost_free(m->centre);
    boost_free(m->spread);
    free(m);
}
