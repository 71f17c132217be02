/*
 * The floor of `make bench`'s train: what libxgboost itself needs to take a matrix
 * (matrix.c) and train trees on it as job/boost.c does.
 *
 *    trees FILE
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <xgboost/c_api.h>

#include "base/lazy.h"

enum { ROUNDS = 60 };

static struct lazy xgboost = { .file = "libxgboost.so.0" };
#define XGB(f) LAZY(&xgboost, f)

static const char *const PARAMS[][2] = { { "objective", "reg:squarederror" },
    { "tree_method", "hist" }, { "eta", "0.05" }, { "max_depth", "3" },
    { "nthread", "1" } };

static _Noreturn void
die(const char *what)
{
    fprintf(stderr, "trees: %s\n", what);
    exit(1);
}

static float *
take(FILE *in, size_t n)
{
    float *v = reallocarray(NULL, n, sizeof *v);

    if (!v || fread(v, sizeof *v, n, in) != n)
        die("the file is short");
    return v;
}

static DMatrixHandle
matrix(const char *path)
{
    FILE *in = fopen(path, "rb");
    DMatrixHandle m;
    size_t head[2];
    float *x, *y;

    if (!in || fread(head, sizeof head, 1, in) != 1)
        die("there is no such file");
    x = take(in, head[0] * head[1]);
    y = take(in, head[0]);
    fclose(in);
    if (XGB(XGDMatrixCreateFromMat)(x, head[0], head[1], NAN, &m) ||
        XGB(XGDMatrixSetFloatInfo)(m, "label", y, head[0]))
        die("the matrix is refused");
    free(x);
    free(y);
    return m;
}

int
main(int argc, char **argv)
{
    BoosterHandle b;
    DMatrixHandle m;

    if (argc != 2 || lazy_open(&xgboost))
        die("see trees.c");
    m = matrix(argv[1]);
    if (XGB(XGBoosterCreate)(&m, 1, &b))
        die("no booster");
    for (size_t i = 0; i < sizeof PARAMS / sizeof *PARAMS; i++)
        XGB(XGBoosterSetParam)(b, PARAMS[i][0], PARAMS[i][1]);
    for (int k = 0; k < ROUNDS; k++)
        if (XGB(XGBoosterUpdateOneIter)(b, k, m))
            die(XGB(XGBGetLastError)());
    XGB(XGBoosterFree)(b);
    XGB(XGDMatrixFree)(m);
    return 0;
}
