#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "job/pay_model_own.h"

enum { FOLDS = 5, DRAWN = 2 };

static const double LEAST_STRAY = 0.2; /* of the mean error */

static float *
floats(size_t n)
{
    float *p = calloc(n + 1, sizeof *p);

    if (!p)
        abort();
    return p;
}

static double *
numbers(size_t n)
{
    double *p = calloc(n + 1, sizeof *p);

    if (!p)
        abort();
    return p;
}

/* The case's own mean, half of it the latest payments, so that who pays later and later
 * is followed; drawn to the company's by as much as two payments. */
float
pay_model_margin(const struct pay_model *m, const float *x)
{
    double n = (double)x[PAY_COUNT],
           own = isnan(x[PAY_MEAN]) ? 0
                                    : ((double)x[PAY_MEAN] + (double)x[PAY_QUICK]) / 2;

    return (float)((n * own + DRAWN * m->mean) / (n + DRAWN));
}

static float *
margins(const struct pay_model *m, const float *x, size_t n)
{
    float *out = floats(n);

    for (size_t i = 0; i < n; i++)
        out[i] = pay_model_margin(m, x + i * PAY_FEATURES);
    return out;
}

static enum err
train_centre(const struct pay_model *m, const float *x, const float *y, size_t n,
    struct boost **out)
{
    float *margin = margins(m, x, n);
    enum err e = boost_train(
        &(struct boost_rows){ x, margin, n, PAY_FEATURES }, y, BOOST_MIDDLE, out);

    free(margin);
    return e;
}

/* -- folds ------------------------------------------------------------------ */

/* Rows of the fold, or all the others. */
static size_t
part(const struct pay_rows *r, size_t fold, bool its, float *x, float *y)
{
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++)
        if ((i % FOLDS == fold) == its) {
            memcpy(x + n * PAY_FEATURES, r->x + i * PAY_FEATURES,
                PAY_FEATURES * sizeof *x);
            y[n++] = r->y[i];
        }
    return n;
}

/* What a model says of the rows of a fold that learned from the others. */
static enum err
predict_fold(const struct pay_rows *r, size_t fold, const struct pay_model *m, float *x,
    float *y, double *out)
{
    size_t n = part(r, fold, false, x, y);
    struct boost *b;
    float *margin;
    enum err e = train_centre(m, x, y, n, &b);

    if (e)
        return e;
    n = part(r, fold, true, x, y);
    margin = margins(m, x, n);
    if (!(e = boost_predict(b, &(struct boost_rows){ x, margin, n, PAY_FEATURES }, y)))
        for (size_t i = 0, k = 0; i < r->n; i++)
            if (i % FOLDS == fold)
                out[i] = (double)y[k++];
    free(margin);
    boost_free(b);
    return e;
}

static enum err
predict_folds(const struct pay_rows *r, const struct pay_model *m, pay_tell *tell,
    void *ctx, double *out)
{
    float *x = floats(r->n * PAY_FEATURES), *y = floats(r->n);
    enum err e = OK;

    for (size_t fold = 0; !e && fold < FOLDS; fold++) {
        e = predict_fold(r, fold, m, x, y, out);
        if (tell)
            tell(ctx, "train", fold + 1, FOLDS + 2);
    }
    free(x);
    free(y);
    return e;
}

/* -- how far items stray ---------------------------------------------------- */

static enum err
train_spread(const struct pay_rows *r, const double *centre, struct pay_model *m)
{
    float *error = floats(r->n), *margin = floats(r->n);
    double sum = 0;
    enum err e;

    for (size_t i = 0; i < r->n; i++) {
        error[i] = (float)fabs((double)r->y[i] - centre[i]);
        sum += (double)error[i];
    }
    m->stray_mean = sum / (double)r->n;
    for (size_t i = 0; i < r->n; i++)
        margin[i] = (float)m->stray_mean;
    e = boost_train(&(struct boost_rows){ r->x, margin, r->n, PAY_FEATURES }, error,
        BOOST_MEAN, &m->spread);
    free(error);
    free(margin);
    return e;
}

static enum err
predict_spread(struct pay_model *m, const float *x, size_t n, double *scale)
{
    float *margin = floats(n), *found = floats(n);
    double least = m->stray_mean * LEAST_STRAY;
    enum err e;

    least = least > 0.5 ? least : 0.5;
    for (size_t i = 0; i < n; i++)
        margin[i] = (float)m->stray_mean;
    if (!(e = boost_predict(
              m->spread, &(struct boost_rows){ x, margin, n, PAY_FEATURES }, found)))
        for (size_t i = 0; i < n; i++)
            scale[i] = (double)found[i] > least ? (double)found[i] : least;
    free(margin);
    free(found);
    return e;
}

enum err
pay_boost_train(
    const struct pay_rows *rows, pay_tell *tell, void *ctx, struct pay_model *m)
{
    double *centre = numbers(rows->n), *scale = numbers(rows->n);
    enum err e;

    m->kind = PAY_BOOSTED;
    if (!(e = predict_folds(rows, m, tell, ctx, centre)) &&
        !(e = train_spread(rows, centre, m)) &&
        !(e = predict_spread(m, rows->x, rows->n, scale))) {
        pay_model_shape_of(rows, centre, scale, m);
        e = train_centre(m, rows->x, rows->y, rows->n, &m->centre);
    }
    free(centre);
    free(scale);
    return e;
}

enum err
pay_boost_predict(
    struct pay_model *m, const float *x, size_t n, double *centre, double *scale)
{
    float *margin = margins(m, x, n), *found = floats(n);
    enum err e;

    if (!(e = boost_predict(
              m->centre, &(struct boost_rows){ x, margin, n, PAY_FEATURES }, found))) {
        for (size_t i = 0; i < n; i++)
            centre[i] = (double)found[i];
        e = predict_spread(m, x, n, scale);
    }
    free(margin);
    free(found);
    return e;
}

/* -- why -------------------------------------------------------------------- */

static enum pay_why
why_of(enum pay_feature f)
{
    switch (f) {
    case PAY_OPEN_COUNT:
    case PAY_OPEN_SIZE:
    case PAY_OLDEST:
        return PAY_WHY_BACKLOG;
    case PAY_SIZE:
        return PAY_WHY_SIZE;
    case PAY_TERMS:
        return PAY_WHY_TERMS;
    case PAY_WEEKDAY:
    case PAY_MONTH_DAY:
        return PAY_WHY_CALENDAR;
    default:
        return PAY_WHY_USUAL;
    }
}

static enum err
explain_trees(struct pay_model *m, const float *x, size_t n, double *out)
{
    float *margin = margins(m, x, n), *found = floats(n * (PAY_FEATURES + 1));
    enum err e = boost_explain(
        m->centre, &(struct boost_rows){ x, margin, n, PAY_FEATURES }, found);

    for (size_t i = 0; !e && i < n; i++) {
        const float *adds = found + i * (PAY_FEATURES + 1);
        double *why = out + i * PAY_WHYS;

        for (size_t k = 0; k < PAY_WHYS; k++)
            why[k] = 0;
        why[PAY_WHY_USUAL] = (double)adds[PAY_FEATURES];
        for (enum pay_feature f = 0; f < PAY_FEATURES; f++)
            why[why_of(f)] += (double)adds[f];
    }
    free(margin);
    free(found);
    return e;
}

enum err
pay_model_explain(struct pay_model *m, const float *x, size_t n, double *out)
{
    if (m->kind == PAY_BOOSTED)
        return explain_trees(m, x, n, out);
    for (size_t i = 0; i < n; i++, x += PAY_FEATURES, out += PAY_WHYS) {
        for (size_t k = 0; k < PAY_WHYS; k++)
            out[k] = 0;
        out[PAY_WHY_USUAL] = isnan(x[PAY_QUICK]) ? m->median : (double)x[PAY_QUICK];
    }
    return OK;
}
