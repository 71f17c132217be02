#include "http/idempotency.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/sha.h"
#include "base/text.h"
#include "store/q_idempotency.h"

enum {
    KEY__MAX = 128,
    LEASE_S = 600, /* longer than any call may run: nginx gives up before */
    KEPT_S = 86400,
    PRUNE_ONE_IN = 256 /* calls */
};

static char *
owner_of(const struct rq *rq)
{
    const struct principal *who = &rq->who;

    if (who->client_id)
        return arena_str(rq->arena, who->client_id);
    if (who->user_id)
        return arena_fmt(rq->arena, "user:%" PRIu64, who->user_id);
    if (who->support_id)
        return arena_fmt(rq->arena, "support:%" PRIu64 ":%" PRIu64, who->support_id,
            who->customer_id);
    if (who->person_id)
        return arena_fmt(
            rq->arena, "person:%" PRIu64 ":%" PRIu64, who->person_id, who->customer_id);
    return arena_fmt(rq->arena, "link:%" PRIu64, who->link_id);
}

static bool
is_proper(const char *key)
{
    size_t n = strlen(key);

    for (size_t i = 0; i < n; i++)
        if (key[i] < '!' || key[i] > '~')
            return false;
    return n >= 1 && n <= KEY__MAX;
}

static enum err
replay(struct rq *rq, const struct idempotency_by_key *first, bool *replayed)
{
    rq_reply(rq, (int)first->status);
    buf_add(&rq->out, (const char *)first->response.data, first->response.n);
    if (first->status >= 400)
        rq->type = "application/problem+json";
    rq_header(rq, "Idempotent-Replayed", "true");
    *replayed = true;
    return OK;
}

static enum err
still_running(struct rq *rq)
{
    return rq_retry_after(rq, ERR_CONFLICT, 409, "in-progress", 2,
        "The first call with this key is still running.");
}

/* The key was used before. */
static enum err
second_call(struct rq *rq, struct idempotency *i, const uint8_t hash[static SHA_BYTES],
    bool *replayed)
{
    struct idempotency_by_key first;
    uint64_t changed;
    enum err e;

    if ((e = idempotency_by_key(rq->db, rq->arena, i->owner, i->key, &first)))
        return e == ERR_NOT_FOUND ? still_running(rq) : e;
    if (!text_eq(first.route, rq->route->pattern) ||
        memcmp(first.body_hash, hash, SHA_BYTES))
        return rq_problem(rq, ERR_INVALID, 422, "idempotency-key-reused",
            "This key came with another request before.");
    if (first.done)
        return replay(rq, &first, replayed);
    if (first.lease_until > clock_real_us())
        return still_running(rq);
    e = idempotency_take_over(
        rq->db, i->owner, i->key, first.lease_until, i->lease_until, &changed);
    if (e)
        return e;
    return changed ? OK : still_running(rq);
}

enum err
idempotency_start(struct rq *rq, struct idempotency *i, bool *replayed)
{
    int64_t now = clock_real_us();
    uint8_t hash[SHA_BYTES];
    struct sha s;
    enum err e;

    *replayed = false;
    *i = (struct idempotency){ 0 };
    if (strcmp(rq->method, "POST") || rq->who.audience == AUDIENCE_PUBLIC ||
        rq->route->flags & (ROUTE_SECRET | ROUTE_RAW_BODY))
        return OK;
    i->key = rq->header(rq->io, "HTTP_IDEMPOTENCY_KEY");
    if (!i->key && !(rq->route->flags & ROUTE_NEED_KEY))
        return OK;
    if (!i->key || !is_proper(i->key))
        return rq_problem(rq, ERR_INVALID, 400, "idempotency-key",
            "An Idempotency-Key of 1 to 128 visible ASCII characters is needed.");
    sha_start(&s);
    sha_add(&s, rq->path, strlen(rq->path) + 1);
    sha_add(&s, rq->query, strlen(rq->query) + 1);
    sha_add(&s, rq->body, rq->body_len);
    sha_end(&s, hash);
    i->owner = owner_of(rq);
    i->lease_until = now + LEASE_S * DATE_US_PER_S;
    i->active = true;
    if (now % PRUNE_ONE_IN == 0 &&
        (e = idempotency_prune(rq->db, now - KEPT_S * DATE_US_PER_S, NULL)))
        return e;
    e = idempotency_insert(
        rq->db, i->owner, i->key, rq->route->pattern, hash, i->lease_until, now, NULL);
    if (e == ERR_CONFLICT)
        e = second_call(rq, i, hash, replayed);
    if (e || *replayed)
        i->active = false;
    return e;
}

enum err
idempotency_finish(struct rq *rq, const struct idempotency *i)
{
    const struct blob answer = { .data = (const unsigned char *)rq->out.text,
        .n = rq->out.len };
    bool keep = (rq->status >= 200 && rq->status < 300) || rq->status == 422;

    if (!i->active)
        return OK;
    if (!keep)
        return idempotency_forget(rq->db, i->owner, i->key, i->lease_until, NULL);
    return idempotency_done(
        rq->db, i->owner, i->key, i->lease_until, (uint32_t)rq->status, answer, NULL);
}
