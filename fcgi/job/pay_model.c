#include "job/pay_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "job/pay_model_own.h"

enum { PROOF_PERCENT = 80, PROOF__MIN = 50, RIPE_PERCENT = 95 };

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

enum err
pay_model_train_kind(
    const struct pay_rows *rows, enum pay_model_kind kind, struct pay_model **out)
{
    return train_kind(rows, kind, NULL, NULL, out);
}

/* -- the proof -------------------------------------------------------------- */

static int
by_day(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

/* The number that so many percent do not exceed; v[n > 0] is sorted. */
static int32_t
at_percent(int32_t *v, size_t n, size_t percent)
{
    qsort(v, n, sizeof *v, by_day);
    return v[n * percent / 100 < n ? n * percent / 100 : n - 1];
}

static int32_t *
days_of(size_t n)
{
    int32_t *days = reallocarray(NULL, n + 1, sizeof *days);

    if (!days)
        abort();
    return days;
}

/*
 * Of what was issued lately only the quick payments are there yet: a model that learns
 * from them thinks that everybody pays quickly. Ripe is what was issued so long ago
 * that nearly all of its kind is paid.
 */
static int32_t
ripe_on(const struct pay_rows *r)
{
    int32_t *days = days_of(r->n), took, last = DAY_NONE;

    for (size_t i = 0; i < r->n; i++) {
        days[i] = r->settled_on[i] - r->issued_on[i];
        last = r->settled_on[i] > last ? r->settled_on[i] : last;
    }
    took = at_percent(days, r->n, RIPE_PERCENT);
    free(days);
    return last - (took > 0 ? took : 0);
}

/* Where the newest fifth of what is issued begins. */
static int32_t
split_of(const struct pay_rows *r)
{
    int32_t *days = days_of(r->n), day;

    memcpy(days, r->issued_on, r->n * sizeof *days);
    day = at_percent(days, r->n, PROOF_PERCENT);
    free(days);
    return day;
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

static double
due_mae(const struct pay_rows *r)
{
    double sum = 0;

    for (size_t i = 0; i < r->n; i++)
        sum += fabs((double)r->y[i]);
    return r->n ? sum / (double)r->n : 0;
}

/* The better one of both kinds stays in p. */
static enum err
prove_both(
    const struct pay_rows *before, const struct pay_rows *after, struct pay_proof *p)
{
    struct pay_model *habit = NULL, *boosted = NULL;
    enum err e;

    p->rows_n = after->n;
    p->due_mae = due_mae(after);
    if ((e = train_kind(before, PAY_HABIT, NULL, NULL, &habit)) ||
        (e = pay_model_mae(habit, after, &p->habit_mae)))
        goto out;
    if (before->n >= PAY_BOOST__MIN &&
        ((e = train_kind(before, PAY_BOOSTED, NULL, NULL, &boosted)) ||
            (e = pay_model_mae(boosted, after, &p->boosted_mae))))
        goto out;
    if (boosted && p->boosted_mae < p->habit_mae) {
        p->model = boosted;
        boosted = NULL;
    } else {
        p->model = habit;
        habit = NULL;
    }
out:
    pay_model_free(habit);
    pay_model_free(boosted);
    return e;
}

static enum err
prove(const struct pay_rows *rows, struct pay_proof *p)
{
    int32_t split_on = split_of(rows);
    struct pay_rows before = pay_rows_part(rows, split_on, true);
    enum err e = OK;

    p->after = pay_rows_part(rows, split_on, false);
    if (before.n && p->after.n >= PROOF__MIN) {
        p->split_on = split_on;
        e = prove_both(&before, &p->after, p);
    }
    pay_rows_free(&before);
    return e;
}

void
pay_proof_free(struct pay_proof *p)
{
    pay_model_free(p->model);
    p->model = NULL;
    pay_rows_free(&p->after);
}

static enum err
train_and_prove(const struct pay_rows *rows, pay_tell *tell, void *ctx,
    struct pay_model **out, struct pay_proof *proof)
{
    enum err e = OK;

    *proof = (struct pay_proof){ .split_on = DAY_NONE };
    if (rows->n)
        e = prove(rows, proof);
    if (!e)
        e = train_kind(
            rows, proof->model ? proof->model->kind : PAY_HABIT, tell, ctx, out);
    if (e)
        pay_proof_free(proof);
    return e;
}

enum err
pay_model_train(const struct pay_rows *rows, pay_tell *tell, void *ctx,
    struct pay_model **out, struct pay_proof *proof)
{
    struct pay_rows ripe = { 0 };
    enum err e;

    if (rows->n)
        ripe = pay_rows_issued(rows, ripe_on(rows));
    e = train_and_prove(ripe.n * 2 > rows->n ? &ripe : rows, tell, ctx, out, proof);
    pay_rows_free(&ripe);
    return e;
}

/* -- use -------------------------------------------------------------------- */

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

uint64_t
pay_model_rows(const struct pay_model *m)
{
    return m->rows_n;
}

int32_t
pay_model_from(const struct pay_model *m)
{
    return m->trained_from;
}

int32_t
pay_model_to(const struct pay_model *m)
{
    return m->trained_to;
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
