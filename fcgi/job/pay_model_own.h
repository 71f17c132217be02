#ifndef JOB_PAY_MODEL_OWN_H
#define JOB_PAY_MODEL_OWN_H

#include "job/boost.h"
#include "job/pay_model.h"

/* For the files of job/pay_model.h alone: what a model consists of. */
enum { PAY_DEPTHS = 5 };

struct pay_model {
    enum pay_model_kind kind;
    uint64_t rows_n;
    int32_t trained_from, trained_to; /* settled; DAY_NONE without rows */
    double mean, median;              /* the company's days after due */
    double stray[PAY_DEPTHS];         /* habit: mean error, by payments known */
    double stray_mean;                /* boosted: mean error of the folds */
    double trust;                     /* boosted: share of a trend that goes on */
    struct forecast_shape shape;
    struct boost *centre, *spread;
};

/* Where the trees start from. */
float pay_model_margin(const struct pay_model *m, const float *x);

enum err pay_habit_train(const struct pay_rows *rows, struct pay_model *m);
void pay_habit_predict(
    const struct pay_model *m, const float *x, size_t n, double *centre, double *scale);

enum err pay_boost_train(
    const struct pay_rows *rows, pay_tell *tell, void *ctx, struct pay_model *m);
enum err pay_boost_predict(
    struct pay_model *m, const float *x, size_t n, double *centre, double *scale);

/* Errors in scales of rows with some history, of all when those are too few. */
void pay_model_shape_of(const struct pay_rows *rows, const double *centre,
    const double *scale, struct pay_model *m);

#endif
