#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "job/pay_model_own.h"

enum { FOLDS = 5, DRAWN = 2, TRENDS__MIN = 100, TRUST_STEPS = 20 };

/* Features that trees see; a trend moves where they start from. */
enum { SEEN = PAY_TREND };

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

static double
trend_of(const struct pay_model *m, const float *x)
{
    return isnan(x[PAY_TREND]) ? 0 : m->trust * (double)x[PAY_TREND];
}

/* The case's own mean, half of it the latest payments, drawn to the company's by as
 * much as two payments; and its trend. */
float
pay_model_margin(const struct pay_model *m, const float *x)
{
    double n = (double)x[PAY_COUNT],
           own = isnan(x[PAY_MEAN]) ? 0
                                    : ((double)x[PAY_MEAN] + (double)x[PAY_QUICK]) / 2;

    return (float)((n * own + DRAWN * m->mean) / (n + DRAWN) + trend_of(m, x));
}

/* -- whether trends go on ---------------------------------------------------- */

/* Errors of the rows with a trend, in usual strays of their case, that are left when so
 * much of it is believed. */
static double
left_by(const struct pay_rows *r, struct pay_model *m, double trust, size_t *n)
{
    double sum = 0;

    m->trust = trust;
    *n = 0;
    for (size_t i = 0; i < r->n; i++) {
        const float *x = r->x + i * PAY_FEATURES;
        double trend = (double)x[PAY_TREND], stray = (double)x[PAY_SPREAD];

        if (isnan(trend) || fabs(trend) <= 0)
            continue;
        sum += fabs((double)(r->y[i] - pay_model_margin(m, x))) / fmax(stray, 1);
        ++*n;
    }
    return sum;
}

/* Trends of a company's customers count as far as such trends went on among the rows:
 * where nobody can know, not at all. */
static void
find_trust(const struct pay_rows *r, struct pay_model *m)
{
    size_t n;
    double best = 0, least = left_by(r, m, 0, &n);

    for (int k = 1; n >= TRENDS__MIN && k <= TRUST_STEPS; k++) {
        double trust = (double)k / TRUST_STEPS, left = left_by(r, m, trust, &n);

        if (left < least) {
            least = left;
            best = trust;
        }
    }
    m->trust = best;
}

/* Where trees of that aim start from, for each row. */
static float *
starts(const struct pay_model *m, enum boost_aim aim, const float *x, size_t n)
{
    float *out = floats(n);

    for (size_t i = 0; i < n; i++)
        out[i] = aim == BOOST_MIDDLE ? pay_model_margin(m, x + i * PAY_FEATURES)
                                     : (float)m->stray_mean;
    return out;
}

static enum err
grow(const struct pay_model *m, enum boost_aim aim, const float *x, const float *y,
    size_t n, struct boost **out)
{
    float *from = starts(m, aim, x, n);
    enum err e = boost_train(
        &(struct boost_rows){ x, from, n, SEEN, PAY_FEATURES }, y, aim, out);

    free(from);
    return e;
}

static enum err
ask(const struct pay_model *m, enum boost_aim aim, struct boost *trees, const float *x,
    size_t n, float *out)
{
    float *from = starts(m, aim, x, n);
    enum err e = boost_predict(
        trees, &(struct boost_rows){ x, from, n, SEEN, PAY_FEATURES }, out);

    free(from);
    return e;
}

/* -- folds ------------------------------------------------------------------ */

/* Rows of the fold, or all the others, and what is to be learned of them. */
static size_t
part(const struct pay_rows *r, const float *aimed, size_t fold, bool its, float *x,
    float *y)
{
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++)
        if ((i % FOLDS == fold) == its) {
            memcpy(x + n * PAY_FEATURES, r->x + i * PAY_FEATURES,
                PAY_FEATURES * sizeof *x);
            y[n++] = aimed[i];
        }
    return n;
}

/* What trees say of the rows of a fold that learned from the others. */
static enum err
predict_fold(const struct pay_rows *r, const struct pay_model *m, enum boost_aim aim,
    const float *aimed, size_t fold, float *x, float *y, float *out)
{
    size_t n = part(r, aimed, fold, false, x, y);
    struct boost *b;
    enum err e = grow(m, aim, x, y, n, &b);

    if (e)
        return e;
    n = part(r, aimed, fold, true, x, y);
    if (!(e = ask(m, aim, b, x, n, y)))
        for (size_t i = 0, k = 0; i < r->n; i++)
            if (i % FOLDS == fold)
                out[i] = y[k++];
    boost_free(b);
    return e;
}

struct telling {
    pay_tell *tell;
    void *ctx;
    uint64_t done;
};

static enum err
predict_folds(const struct pay_rows *r, const struct pay_model *m, enum boost_aim aim,
    const float *aimed, struct telling *t, float *out)
{
    float *x = floats(r->n * PAY_FEATURES), *y = floats(r->n);
    enum err e = OK;

    for (size_t fold = 0; !e && fold < FOLDS; fold++) {
        e = predict_fold(r, m, aim, aimed, fold, x, y, out);
        if (t->tell)
            t->tell(t->ctx, "train", ++t->done, 2 * FOLDS + 2);
    }
    free(x);
    free(y);
    return e;
}

/* -- how far items stray ---------------------------------------------------- */

static double
scale_of(const struct pay_model *m, float found)
{
    double least = m->stray_mean * LEAST_STRAY;

    least = least > 0.5 ? least : 0.5;
    return (double)found > least ? (double)found : least;
}

/* error[n], and their mean as what trees of the spread start from. */
static void
find_errors(
    const struct pay_rows *r, const float *centre, struct pay_model *m, float *error)
{
    double sum = 0;

    for (size_t i = 0; i < r->n; i++) {
        error[i] = fabsf(r->y[i] - centre[i]);
        sum += (double)error[i];
    }
    m->stray_mean = sum / (double)r->n;
}

static void
find_shape(const struct pay_rows *r, const float *centre, const float *spread,
    struct pay_model *m)
{
    double *c = numbers(r->n), *s = numbers(r->n);

    for (size_t i = 0; i < r->n; i++) {
        c[i] = (double)centre[i];
        s[i] = scale_of(m, spread[i]);
    }
    pay_model_shape_of(r, c, s, m);
    free(c);
    free(s);
}

/*
 * Of each row both, where it will be and how far off, are asked of trees that have not
 * seen it: trees know the errors that they learned from too well, and a shape in such
 * scales is too narrow for any other.
 */
enum err
pay_boost_train(
    const struct pay_rows *rows, pay_tell *tell, void *ctx, struct pay_model *m)
{
    float *centre = floats(rows->n), *error = floats(rows->n),
          *spread = floats(rows->n);
    struct telling t = { tell, ctx, 0 };
    enum err e;

    m->kind = PAY_BOOSTED;
    find_trust(rows, m);
    if ((e = predict_folds(rows, m, BOOST_MIDDLE, rows->y, &t, centre)))
        goto out;
    find_errors(rows, centre, m, error);
    if ((e = predict_folds(rows, m, BOOST_MEAN, error, &t, spread)))
        goto out;
    find_shape(rows, centre, spread, m);
    if (!(e = grow(m, BOOST_MEAN, rows->x, error, rows->n, &m->spread)))
        e = grow(m, BOOST_MIDDLE, rows->x, rows->y, rows->n, &m->centre);
out:
    free(centre);
    free(error);
    free(spread);
    return e;
}

enum err
pay_boost_predict(
    struct pay_model *m, const float *x, size_t n, double *centre, double *scale)
{
    float *found = floats(2 * n);
    enum err e;

    if (!(e = ask(m, BOOST_MIDDLE, m->centre, x, n, found)) &&
        !(e = ask(m, BOOST_MEAN, m->spread, x, n, found + n)))
        for (size_t i = 0; i < n; i++) {
            centre[i] = (double)found[i];
            scale[i] = scale_of(m, found[n + i]);
        }
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
    float *from = starts(m, BOOST_MIDDLE, x, n), *found = floats(n * (SEEN + 1));
    enum err e = boost_explain(
        m->centre, &(struct boost_rows){ x, from, n, SEEN, PAY_FEATURES }, found);

    for (size_t i = 0; !e && i < n; i++) {
        const float *adds = found + i * (SEEN + 1);
        double *why = out + i * PAY_WHYS;

        for (size_t k = 0; k < PAY_WHYS; k++)
            why[k] = 0;
        why[PAY_WHY_TREND] = trend_of(m, x + i * PAY_FEATURES);
        why[PAY_WHY_USUAL] = (double)adds[SEEN] - why[PAY_WHY_TREND];
        for (int f = 0; f < SEEN; f++)
            why[why_of((enum pay_feature)f)] += (double)adds[f];
    }
    free(from);
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
