#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "job/pay_model_own.h"

/*
 * "DPM2", the names of the features (each ends in a NUL), then the numbers as they lie
 * in memory (little-endian machines), then the trees, each with its length before it.
 */
static const char MAGIC[4] = "DPM2";

struct numbers {
    uint64_t rows_n;
    int32_t kind, trained_from, trained_to, spare;
    double mean, median, stray[PAY_DEPTHS], stray_mean, trust;
    struct forecast_shape shape;
};

static void
add_names(struct buf *b)
{
    for (enum pay_feature f = 0; f < PAY_FEATURES; f++)
        buf_add(b, pay_feature_name(f), strlen(pay_feature_name(f)) + 1);
}

static enum err
add_trees(struct buf *b, struct arena *a, struct boost *trees)
{
    struct blob bytes = { 0 };
    uint64_t n;
    enum err e = trees ? boost_save(trees, a, &bytes) : OK;

    if (e)
        return e;
    n = bytes.n;
    buf_add(b, (const char *)&n, sizeof n);
    if (n)
        buf_add(b, (const char *)bytes.data, bytes.n);
    return OK;
}

enum err
pay_model_save(struct pay_model *m, struct arena *a, struct blob *out)
{
    struct numbers n;
    struct buf b;
    enum err e;

    memset(&n, 0, sizeof n); /* the same model is the same bytes */
    n.rows_n = m->rows_n;
    n.kind = (int32_t)m->kind;
    n.trained_from = m->trained_from;
    n.trained_to = m->trained_to;
    n.mean = m->mean;
    n.median = m->median;
    memcpy(n.stray, m->stray, sizeof n.stray);
    n.stray_mean = m->stray_mean;
    n.trust = m->trust;
    n.shape = m->shape;
    buf_init(&b, a);
    buf_add(&b, MAGIC, sizeof MAGIC);
    add_names(&b);
    buf_add(&b, (const char *)&n, sizeof n);
    if ((e = add_trees(&b, a, m->centre)) || (e = add_trees(&b, a, m->spread)))
        return e;
    *out = (struct blob){ (const unsigned char *)b.text, b.len };
    return OK;
}

/* -- back ------------------------------------------------------------------- */

struct rest {
    const unsigned char *at;
    size_t n;
};

static bool
take(struct rest *r, void *out, size_t n)
{
    if (r->n < n)
        return false;
    memcpy(out, r->at, n);
    r->at += n;
    r->n -= n;
    return true;
}

static bool
take_same(struct rest *r, const char *want, size_t n)
{
    if (r->n < n || memcmp(r->at, want, n) != 0)
        return false;
    r->at += n;
    r->n -= n;
    return true;
}

static enum err
take_trees(struct rest *r, struct boost **out)
{
    uint64_t n;
    enum err e;

    if (!take(r, &n, sizeof n) || n > r->n)
        return ERR_INVALID;
    if (!n)
        return OK;
    if ((e = boost_load((struct blob){ r->at, (size_t)n }, out)))
        return e;
    r->at += n;
    r->n -= (size_t)n;
    return OK;
}

static enum err
take_all(struct rest *r, struct pay_model *m)
{
    struct numbers n;
    enum err e;

    if (!take_same(r, MAGIC, sizeof MAGIC))
        return ERR_INVALID;
    for (enum pay_feature f = 0; f < PAY_FEATURES; f++)
        if (!take_same(r, pay_feature_name(f), strlen(pay_feature_name(f)) + 1))
            return ERR_INVALID;
    if (!take(r, &n, sizeof n) || (n.kind != PAY_HABIT && n.kind != PAY_BOOSTED))
        return ERR_INVALID;
    m->kind = n.kind == PAY_BOOSTED ? PAY_BOOSTED : PAY_HABIT;
    m->rows_n = n.rows_n;
    m->trained_from = n.trained_from;
    m->trained_to = n.trained_to;
    m->mean = n.mean;
    m->median = n.median;
    memcpy(m->stray, n.stray, sizeof m->stray);
    m->stray_mean = n.stray_mean;
    m->trust = n.trust;
    m->shape = n.shape;
    if ((e = take_trees(r, &m->centre)) || (e = take_trees(r, &m->spread)))
        return e;
    return (m->kind == PAY_BOOSTED) == (m->centre && m->spread) ? OK : ERR_INVALID;
}

enum err
pay_model_load(struct blob bytes, struct pay_model **out)
{
    struct rest r = { bytes.data, bytes.n };
    struct pay_model *m = calloc(1, sizeof *m);
    enum err e;

    if (!m)
        abort();
    if ((e = take_all(&r, m)))
        pay_model_free(m);
    else
        *out = m;
    return e;
}
