#include "job/boost.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xgboost/c_api.h>

#include "base/lazy.h"
#include "base/log.h"

static struct lazy xgboost = { .file = "libxgboost.so.0" };
#define XGB(f) LAZY(&xgboost, f)

enum { ROUNDS = 60, TREES_SMALL = 4, SMALL = 20000, EXPLAIN = 4 };

struct boost {
    BoosterHandle handle;
};

static enum err
refused(const char *what)
{
    log_error("boost_failed", kv("what", what), kv("why", XGB(XGBGetLastError)()));
    return ERR_BUG;
}

/* The columns that trees see, a row behind the other. */
static float *
packed(const struct boost_rows *rows)
{
    size_t width = rows->columns * sizeof(float);
    float *out = calloc(rows->n + 1, width);

    if (!out)
        abort();
    for (size_t i = 0; i < rows->n; i++)
        memcpy(out + i * rows->columns, rows->x + i * rows->stride, width);
    return out;
}

static enum err
matrix_of(const struct boost_rows *rows, const float *y, DMatrixHandle *out)
{
    enum err e = lazy_open(&xgboost);
    float *x;
    int failed;

    if (e)
        return e;
    x = packed(rows);
    failed = XGB(XGDMatrixCreateFromMat)(x, rows->n, rows->columns, NAN, out);
    free(x);
    if (failed)
        return refused("matrix");
    if (XGB(XGDMatrixSetFloatInfo)(*out, "base_margin", rows->margin, rows->n) ||
        (y && XGB(XGDMatrixSetFloatInfo)(*out, "label", y, rows->n))) {
        XGB(XGDMatrixFree)(*out);
        return refused("matrix");
    }
    return OK;
}

/* -- training --------------------------------------------------------------- */

static enum err
set_params(struct boost *b, enum boost_aim aim, size_t n)
{
    const char *const params[][2] = {
        { "objective",
            aim == BOOST_MIDDLE ? "reg:pseudohubererror" : "reg:squarederror" },
        { "huber_slope", "1" },
        { "base_score", "0" },
        { "tree_method", "hist" },
        { "eta", "0.05" },
        { "max_depth", aim == BOOST_MIDDLE ? "3" : "2" },
        { "min_child_weight", aim == BOOST_MIDDLE ? "3" : "20" },
        { "subsample", "0.8" },
        { "colsample_bynode", "0.7" },
        /* few rows stray: several trees a round are steadier */
        { "num_parallel_tree", n <= SMALL ? "4" : "1" },
        { "seed", "1" },
        { "nthread", "1" },
    };

    for (size_t i = 0; i < sizeof params / sizeof *params; i++)
        if (XGB(XGBoosterSetParam)(b->handle, params[i][0], params[i][1]))
            return refused(params[i][0]);
    return OK;
}

static enum err
boost_new(const DMatrixHandle *with, struct boost **out)
{
    struct boost *b;
    enum err e = lazy_open(&xgboost);

    if (e)
        return e;
    if (!(b = calloc(1, sizeof *b)))
        abort();
    XGB(XGBSetGlobalConfig)("{\"verbosity\": 0}");
    if (XGB(XGBoosterCreate)(with, with ? 1 : 0, &b->handle)) {
        free(b);
        return refused("create");
    }
    *out = b;
    return OK;
}

enum err
boost_train(const struct boost_rows *rows, const float *y, enum boost_aim aim,
    struct boost **out)
{
    DMatrixHandle m;
    struct boost *b = NULL;
    enum err e = matrix_of(rows, y, &m);

    if (e)
        return e;
    if (!(e = boost_new(&m, &b)) && !(e = set_params(b, aim, rows->n)))
        for (int k = 0; !e && k < ROUNDS; k++)
            if (XGB(XGBoosterUpdateOneIter)(b->handle, k, m))
                e = refused("train");
    XGB(XGDMatrixFree)(m);
    if (e)
        boost_free(b);
    else
        *out = b;
    return e;
}

/* -- use -------------------------------------------------------------------- */

static enum err
ask(struct boost *b, const struct boost_rows *rows, int mask, size_t want, float *out)
{
    DMatrixHandle m;
    const float *found;
    bst_ulong n;
    enum err e;

    if (!rows->n)
        return OK;
    if ((e = matrix_of(rows, NULL, &m)))
        return e;
    if (XGB(XGBoosterPredict)(b->handle, m, mask, 0, 0, &n, &found))
        e = refused("predict");
    else if (n != want) {
        log_error("boost_failed", kv("what", "predict"), kv("values", (uint64_t)n));
        e = ERR_BUG;
    } else
        memcpy(out, found, want * sizeof *out);
    XGB(XGDMatrixFree)(m);
    return e;
}

enum err
boost_predict(struct boost *b, const struct boost_rows *rows, float *out)
{
    return ask(b, rows, 0, rows->n, out);
}

enum err
boost_explain(struct boost *b, const struct boost_rows *rows, float *out)
{
    return ask(b, rows, EXPLAIN, rows->n * (rows->columns + 1), out);
}

enum err
boost_save(struct boost *b, struct arena *a, struct blob *out)
{
    const char *bytes;
    bst_ulong n;
    unsigned char *copy;

    if (XGB(XGBoosterSaveModelToBuffer)(b->handle, "{\"format\": \"ubj\"}", &n, &bytes))
        return refused("save");
    copy = arena_alloc(a, n);
    memcpy(copy, bytes, n);
    *out = (struct blob){ copy, n };
    return OK;
}

enum err
boost_load(struct blob bytes, struct boost **out)
{
    struct boost *b;
    enum err e = boost_new(NULL, &b);

    if (e)
        return e;
    if (XGB(XGBoosterLoadModelFromBuffer)(b->handle, bytes.data, bytes.n) ||
        XGB(XGBoosterSetParam)(b->handle, "nthread", "1")) {
        boost_free(b);
        log_error(
            "boost_failed", kv("what", "load"), kv("why", XGB(XGBGetLastError)()));
        return ERR_INVALID;
    }
    *out = b;
    return OK;
}

void
boost_free(struct boost *b)
{
    if (!b)
        return;
    XGB(XGBoosterFree)(b->handle);
    free(b);
}
