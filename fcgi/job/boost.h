#ifndef JOB_BOOST_H
#define JOB_BOOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/stmt.h"

/*
 * Boosted trees; the only user of libxgboost. Rows are floats beside each other, NAN
 * for what is not known, `stride` of them a row, of which the trees see the first
 * `columns`. `margin` is where a row starts from: the trees say how far it is from
 * there. One thread and a fixed seed: the same rows give the same bytes.
 */
struct boost;

struct boost_rows {
    const float *x;      /* [n * stride] */
    const float *margin; /* [n] */
    size_t n, columns, stride;
};

enum boost_aim {
    BOOST_MIDDLE, /* robust: pseudo-Huber, near the median */
    BOOST_MEAN,   /* squared error */
};

/* ERR_BUG: the library refused; the log says why. */
enum err boost_train(const struct boost_rows *rows, const float *y, enum boost_aim aim,
    struct boost **out);

/* out[n]. */
enum err boost_predict(struct boost *b, const struct boost_rows *rows, float *out);

/* out[n * (columns + 1)]: what each column adds to the row's prediction; the last is
 * the margin. */
enum err boost_explain(struct boost *b, const struct boost_rows *rows, float *out);

/* The bytes, in the arena, and back. ERR_INVALID: they are no model. */
enum err boost_save(struct boost *b, struct arena *a, struct blob *out);
enum err boost_load(struct blob bytes, struct boost **out);

void boost_free(struct boost *b); /* NULL is fine */

#endif
