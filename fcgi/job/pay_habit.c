#include <math.h>
#include <stdlib.h>

#include "job/pay_model_own.h"

enum { KNOWN = 4, KNOWN__MIN = 100 };

static void *
numbers(size_t n)
{
    void *p = calloc(n + 1, sizeof(double));

    if (!p)
        abort();
    return p;
}

static size_t
depth_of(const float *x)
{
    float n = x[PAY_COUNT];

    return n < 1 ? 0 : n < 3 ? 1 : n < 6 ? 2 : n < 12 ? 3 : 4;
}

static double
centre_of(const struct pay_model *m, const float *x)
{
    return isnan(x[PAY_QUICK]) ? m->median : (double)x[PAY_QUICK];
}

void
pay_habit_predict(
    const struct pay_model *m, const float *x, size_t n, double *centre, double *scale)
{
    for (size_t i = 0; i < n; i++, x += PAY_FEATURES) {
        centre[i] = centre_of(m, x);
        scale[i] = m->stray[depth_of(x)];
    }
}

void
pay_model_shape_of(const struct pay_rows *rows, const double *centre,
    const double *scale, struct pay_model *m)
{
    double *error = numbers(rows->n);
    size_t n = 0;

    for (int all = 0; all < 2 && n < KNOWN__MIN; all++) {
        n = 0;
        for (size_t i = 0; i < rows->n; i++)
            if (all || rows->x[i * PAY_FEATURES + PAY_COUNT] >= KNOWN)
                error[n++] = ((double)rows->y[i] - centre[i]) / scale[i];
    }
    forecast_shape_of(error, n, &m->shape);
    free(error);
}

/* A depth that few rows have takes the mean of all. */
static void
find_stray(const struct pay_rows *rows, struct pay_model *m)
{
    double sum[PAY_DEPTHS] = { 0 }, all = 0;
    size_t n[PAY_DEPTHS] = { 0 };

    for (size_t i = 0; i < rows->n; i++) {
        const float *x = rows->x + i * PAY_FEATURES;
        double error = fabs((double)rows->y[i] - centre_of(m, x));

        sum[depth_of(x)] += error;
        n[depth_of(x)]++;
        all += error;
    }
    all = rows->n ? all / (double)rows->n : 1;
    for (size_t d = 0; d < PAY_DEPTHS; d++) {
        double stray = n[d] < 20 ? all : sum[d] / (double)n[d];

        m->stray[d] = stray > 0.5 ? stray : 0.5;
    }
}

enum err
pay_habit_train(const struct pay_rows *rows, struct pay_model *m)
{
    double *centre = numbers(rows->n), *scale = numbers(rows->n);

    m->kind = PAY_HABIT;
    find_stray(rows, m);
    pay_habit_predict(m, rows->x, rows->n, centre, scale);
    pay_model_shape_of(rows, centre, scale, m);
    free(centre);
    free(scale);
    return OK;
}
