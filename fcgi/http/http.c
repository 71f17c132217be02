#include "http/http.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "http/auth.h"
#include "http/idempotency.h"
#include "http/openapi.h"
#include "http/params.h"
#include "http/problem.h"
#include "http/router.h"
#include "http/viewed.h"

enum { BODY__MAX = 1024 * 1024 };

/* -- once a process ------------------------------------------------------------ */

static size_t
count_routes(const struct route_table *const *tables)
{
    size_t n = 0;

    for (size_t i = 0; tables[i]; i++)
        for (const struct route *r = tables[i]->routes; r->method; r++)
            n++;
    return n;
}

/* Two rows for one call: the second would never run. Of an id and a literal both are
 * fine, as long as the literal stands first. */
static enum err
check_twice(const struct http *h)
{
    for (size_t i = 0; i < h->n_routes; i++)
        for (size_t k = 0; k < i; k++)
            if (!strcmp(h->routes[i]->method, h->routes[k]->method) &&
                router_same(h->routes[i]->pattern, h->routes[k]->pattern)) {
                log_error("route_stands_twice", kv("method", h->routes[i]->method),
                    kv("pattern", h->routes[i]->pattern));
                return ERR_INVALID;
            }
    return OK;
}

enum err
http_init(struct http *h, struct arena *a, const struct conf *conf,
    const uint8_t master[static SECRET_KEY_BYTES],
    const struct route_table *const *tables)
{
    size_t n = 0;
    struct buf doc;
    enum err e;

    *h = (struct http){ .conf = conf, .tables = tables };
    h->n_routes = count_routes(tables);
    h->routes = arena_alloc_n(a, h->n_routes, sizeof *h->routes);
    for (size_t i = 0; tables[i]; i++)
        for (const struct route *r = tables[i]->routes; r->method; r++)
            h->routes[n++] = r;
    memcpy(h->master, master, sizeof h->master);
    secret_derive(master, "csrf", h->csrf_key);
    buf_init(&doc, a);
    if ((e = check_twice(h)) || (e = openapi_write(h, a, &doc)))
        return e;
    h->openapi = doc.text;
    h->openapi_len = doc.len;
    h->metrics = metrics_new(h->routes, h->n_routes);
    h->tokens = token_cache_new();
    h->views = token_cache_new();
    return OK;
}

void
http_free(struct http *h)
{
    metrics_free(h->metrics);
    token_cache_free(h->tokens);
    token_cache_free(h->views);
}

/* -- one request --------------------------------------------------------------- */

/* nginx gives each request an id; anything else than a plain word is replaced. */
static void
set_request_id(struct rq *rq)
{
    const char *id = rq->header(rq->io, "HTTP_X_REQUEST_ID");
    size_t n = id ? strlen(id) : 0;

    if (n < 8 || n > 64 ||
        strspn(id, "0123456789abcdefghijklmnopqrstuvwxyz"
                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_") != n)
        id = rand_token(rq->arena, 16);
    rq->request_id = arena_str(rq->arena, id);
    log_set_request(id);
}

static enum err
read_body(struct rq *rq)
{
    size_t max = rq->route->body_max ? rq->route->body_max : BODY__MAX, len = 0, got;
    char *body;

    if (rq->content_length > max)
        return rq_problem(rq, ERR_LIMIT, 413, "too-large",
            "The body is larger than this call takes.");
    if (rq->route->flags & ROUTE_RAW_BODY)
        return OK;
    body = arena_alloc(rq->arena, rq->content_length + 1);
    while (len < rq->content_length &&
           (got = rq->read(rq->io, body + len, rq->content_length - len)))
        len += got;
    if (len < rq->content_length)
        return rq_problem(
            rq, ERR_INVALID, 400, "malformed", "The body ended before its time.");
    rq->body = body;
    rq->body_len = len;
    return OK;
}

static enum err
run_handler(struct rq *rq)
{
    struct idempotency idem;
    bool replayed;
    enum err e;

    if ((e = idempotency_start(rq, &idem, &replayed)) || replayed)
        return e;
    e = rq->route->handle(rq);
    if (e && !rq->problem)
        problem_of(rq, e);
    if (idempotency_finish(rq, &idem))
        log_error("answer_not_stored", kv("route", rq->route->pattern));
    return e;
}

static enum err
answer(struct http *h, struct rq *rq)
{
    const char *allow;
    enum err e = router_find(h, rq, &allow);

    if (e == ERR_DENIED) {
        rq_header(rq, "Allow", allow);
        if (!strcmp(rq->method, "OPTIONS"))
            return rq_no_content(rq);
        return rq_problem(
            rq, e, 405, "method", "This method is not one of those in Allow.");
    }
    if (e)
        return e;
    if ((e = auth_check(h, rq)))
        return e;
    if (params_read(rq))
        return rq_problem(
            rq, ERR_INVALID, 400, "malformed", "The query is not proper.");
    if ((e = read_body(rq)))
        return e;
    return run_handler(rq);
}

static void
write_access_log(const struct rq *rq, int64_t us)
{
    const struct principal *who = &rq->who;
    bool secret = !rq->route || rq->route->flags & ROUTE_SECRET;

    log_info("request", kv("method", rq->method),
        kv("route", rq->route ? rq->route->pattern : "none"),
        kv("path", secret ? "" : rq->path), kv("status", rq->status),
        kv("ms", us / 1000), kv("us", us), kv("who", principal_kind(who)),
        kv("id", who->audience == AUDIENCE_PUBLIC ? "" : rq->actor.id),
        kv("ip", rq->ip), kv("bytes", (uint64_t)rq->out.len));
}

void
http_last_headers(struct rq *rq)
{
    rq_header(rq, "X-Request-Id", rq->request_id);
    rq_header(rq, "Cache-Control", "no-store");
}

void
http_answer(struct http *h, struct rq *rq)
{
    int64_t start = clock_mono_us(), us;
    enum err e;

    rq->http = h;
    rq->conf = h->conf;
    rq->now_us = clock_now_us();
    faults_init(&rq->faults, rq->arena);
    buf_init(&rq->out, rq->arena);
    set_request_id(rq);
    rq->actor = (struct actor){ .kind = ACTOR_SYSTEM,
        .id = "nobody",
        .ip = rq->ip,
        .request_id = rq->request_id,
        .now_us = rq->now_us };
    e = answer(h, rq);
    if (e && !rq->problem)
        problem_of(rq, e);
    if ((e == ERR_DOWN || e == ERR_BUG) && !rq->gone)
        metrics_db_error(h->metrics);
    if (!rq->streamed)
        http_last_headers(rq);
    if (!strcmp(rq->method, "HEAD"))
        rq->head_only = true;
    us = clock_mono_us() - start;
    metrics_count(h->metrics, rq->route, rq->status, us);
    write_access_log(rq, us);
    log_set_request(NULL);
}

void
http_afterwards(struct http *h, struct rq *rq)
{
    log_set_request(rq->request_id);
    viewed_write(h, rq);
    log_set_request(NULL);
}
