#include "http/viewed.h"

#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/sha.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/q_audit.h"

#define HOUR_US (INT64_C(3600) * DATE_US_PER_S)

/* A person works a file by the hour; a program fetches it all day long. */
static int64_t
span_of(const struct rq *rq)
{
    return rq->who.client_id ? DATE_US_PER_DAY : HOUR_US;
}

void
rq_viewed(struct rq *rq, const char *kind, uint64_t id, uint64_t customer_id)
{
    for (size_t i = 0; i < rq->n_viewed; i++)
        if (rq->viewed[i].id == id && !strcmp(rq->viewed[i].kind, kind))
            return;
    if (rq->n_viewed < RQ_VIEWED__MAX)
        rq->viewed[rq->n_viewed++] = (struct rq_view){ kind, id, customer_id };
}

/* The session, or the program. */
static void
viewer_of(const struct rq *rq, uint8_t out[static SHA_BYTES])
{
    if (rq->who.client_id)
        sha_of(rq->who.client_id, strlen(rq->who.client_id), out);
    else
        memcpy(out, rq->who.session, SHA_BYTES);
}

static void
key_of(const uint8_t *viewer, const struct rq_view *v, int64_t hour_at,
    uint8_t out[static SHA_BYTES])
{
    struct sha s;

    sha_start(&s);
    sha_add(&s, viewer, SHA_BYTES);
    sha_add(&s, v->kind, strlen(v->kind));
    sha_add(&s, &v->id, sizeof v->id);
    sha_add(&s, &hour_at, sizeof hour_at);
    sha_end(&s, out);
}

static enum err
write_view(
    struct rq *rq, const uint8_t *viewer, const struct rq_view *v, int64_t hour_at)
{
    const struct audit seen = { .by = &rq->actor,
        .action = "viewed",
        .object_kind = v->kind,
        .object_id = v->id,
        .object_text = v->id ? NULL : "all",
        .customer_id = v->customer_id };
    uint64_t changed;
    enum err e;

    if ((e = audit_view_mark(rq->db, viewer, v->kind, v->id, hour_at, &changed)))
        return e;
    return changed ? audit_add(rq->db, &seen) : OK;
}

static void
see(struct http *h, struct rq *rq, const struct rq_view *v)
{
    int64_t span = span_of(rq), hour_at = rq->now_us - rq->now_us % span;
    uint8_t viewer[SHA_BYTES], key[SHA_BYTES];
    enum err e;

    viewer_of(rq, viewer);
    key_of(viewer, v, hour_at, key);
    if (token_cache_has(h->views, key, rq->now_us / DATE_US_PER_S))
        return;
    if (!(e = db_begin(rq->db)))
        e = db_end(rq->db, write_view(rq, viewer, v, hour_at));
    if (e)
        log_error("view_not_recorded", kv("object", v->kind), kv("id", v->id),
            kv("err", err_name(e)));
    else
        token_cache_put(h->views, key, (hour_at + span) / DATE_US_PER_S);
}

/* Staff who look as the customer sees it: each request, with both identities, also one
 * that was refused. */
static void
write_support(struct rq *rq)
{
    struct arena *a = rq->arena;
    bool reads = !strcmp(rq->route->method, "GET");
    const struct audit done = { .by = &rq->actor,
        .action = reads ? "support.see" : "support.act",
        .object_kind = rq->who.person_id ? "person" : "customer",
        .object_id = rq->who.person_id ? rq->who.person_id : rq->who.customer_id,
        .customer_id = rq->who.customer_id,
        .after = AUDIT_TEXTS(a, "method", rq->method, "route", rq->route->pattern,
            "path", rq->path, "status", arena_fmt(a, "%d", rq->status)) };
    enum err e = audit_add(rq->db, &done);

    if (e)
        log_error("support_not_recorded", kv("route", rq->route->pattern),
            kv("err", err_name(e)));
}

void
viewed_write(struct http *h, struct rq *rq)
{
    if (rq->db && rq->route && rq->who.support_id)
        write_support(rq);
    if (!rq->db || !rq->route || rq->status / 100 != 2 ||
        strcmp(rq->route->method, "GET") != 0)
        return;
    /* a customer's contact can look at nothing but the own file */
    if (rq->who.audience == AUDIENCE_PORTAL && !(rq->route->flags & ROUTE_BACKGROUND))
        rq_viewed(rq, "customer", rq->who.customer_id, rq->who.customer_id);
    for (size_t i = 0; i < rq->n_viewed; i++)
        see(h, rq, &rq->viewed[i]);
}
