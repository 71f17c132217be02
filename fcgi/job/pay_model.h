#ifndef JOB_PAY_MODEL_H
#define JOB_PAY_MODEL_H

#include "base/arena.h"
#include "db/db.h"
#include "db/stmt.h"
#include "domain/forecast.h"
#include "domain/pay_history.h"

/*
 * What says when an invoice is paid. Two kinds, from the same rows:
 *
 *    habit    the exponentially weighted delays of the case (0.3 for the newest); the
 *             company's median for a case without any; how far such items stray by
 *             how much is known of the case
 *    boosted  trees that say how far from the case's own mean, latest payments and
 *             trend, drawn to the company's mean where little is known; further trees
 *             say how far such items stray
 *
 * Either has the shape of its errors on rows it was not trained on; of the trees, both
 * the error and the scale that it is told in are of rows not seen (five folds).
 */
enum pay_model_kind { PAY_HABIT, PAY_BOOSTED };

enum {
    PAY_ROWS__MAX = 100000, /* rows a model is trained on: a fixed share beyond that */
    PAY_BOOST__MIN = 300,   /* fewer are not worth trees */
};

/* Settled invoices with what was known when each was issued. */
struct pay_rows {
    float *x; /* [n * PAY_FEATURES] */
    float *y; /* days after due */
    int32_t *issued_on, *settled_on;
    size_t n, room;
    uint64_t settled_n; /* of how many they were taken */
};

void pay_rows_free(struct pay_rows *r);

/* Those paid before a day, of all cases. tell: rows so far, of how many; may be NULL.
 */
typedef void pay_tell(void *ctx, const char *what, uint64_t done, uint64_t of);

enum err pay_rows_read(
    struct db *db, int32_t before_on, pay_tell *tell, void *ctx, struct pay_rows *out);

struct pay_model;

/* What a model said of its proof: the rows issued on or after a day, when the model
 * knew only what was paid before it. */
struct pay_proof {
    int32_t split_on;
    uint64_t rows_n;
    double due_mae, habit_mae, boosted_mae; /* boosted 0: not tried */
    struct pay_model *model;                /* the better one as it was then; or NULL */
    struct pay_rows after;                  /* the rows it was tried on */
};

void pay_proof_free(struct pay_proof *p);

/* The kind that is better at the proof, trained on all rows that are ripe: issued so
 * long ago that nearly all of their kind is paid. With no rows, a habit of
 * nothing: due dates and a fortnight. */
enum err pay_model_train(const struct pay_rows *rows, pay_tell *tell, void *ctx,
    struct pay_model **out, struct pay_proof *proof);

/* One of that kind, of all rows. */
enum err pay_model_train_kind(
    const struct pay_rows *rows, enum pay_model_kind kind, struct pay_model **out);

/* Those settled before the day, or those issued from it on; in memory of its own. */
struct pay_rows pay_rows_part(const struct pay_rows *r, int32_t day, bool before);
struct pay_rows pay_rows_issued(const struct pay_rows *r, int32_t until_on);

/* centre[n], scale[n] of rows x. */
enum err pay_model_predict(
    struct pay_model *m, const float *x, size_t n, double *centre, double *scale);

enum pay_model_kind pay_model_kind(const struct pay_model *m);
const struct forecast_shape *pay_model_shape(const struct pay_model *m);
double pay_model_middle(const struct pay_model *m); /* the company's median delay */

/* Mean error of whole rows, in days. */
enum err pay_model_mae(struct pay_model *m, const struct pay_rows *r, double *out);

/* What it was trained on. */
uint64_t pay_model_rows(const struct pay_model *m);
int32_t pay_model_from(
    const struct pay_model *m);                  /* first and last day of payment of */
int32_t pay_model_to(const struct pay_model *m); /* its rows; DAY_NONE without any */

/* The bytes, in the arena, and back. ERR_INVALID: they are no model, or one of other
 * features. */
enum err pay_model_save(struct pay_model *m, struct arena *a, struct blob *out);
enum err pay_model_load(struct blob bytes, struct pay_model **out);

/*
 * Why the centre of a row is where it is: what each group of features adds, in days.
 * PAY_WHY_USUAL is where the payments of the case put it (those of the company, where
 * it has none); the others are further or nearer than that.
 */
enum pay_why {
    PAY_WHY_USUAL,
    PAY_WHY_TREND,    /* pays later and later, or sooner */
    PAY_WHY_BACKLOG,  /* other open invoices */
    PAY_WHY_SIZE,     /* of this one */
    PAY_WHY_TERMS,    /* … */
    PAY_WHY_CALENDAR, /* the day it is due */
    PAY_WHYS
};

/* out[n * PAY_WHYS]. */
enum err pay_model_explain(struct pay_model *m, const float *x, size_t n, double *out);

void pay_model_free(struct pay_model *m); /* NULL is fine */

#endif
