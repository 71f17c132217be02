#include "http/list_walk.h"

#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "http/params.h"
#include "http/router.h"

/* A list of the audience that asks: staff never read what is a customer's, nor the
 * other way round. */
static bool
is_list_of(const struct principal *who, const struct route *r)
{
    if (!(r->flags & ROUTE_LIST))
        return false;
    if (who->audience == AUDIENCE_PORTAL)
        return r->audience == AUDIENCE_PORTAL;
    return r->audience == AUDIENCE_STAFF || r->audience == AUDIENCE_ADMIN;
}

static bool
may(const struct principal *who, const struct route *r)
{
    return (r->audience != AUDIENCE_ADMIN || who->audience == AUDIENCE_ADMIN) &&
           (who->rights & r->right) == r->right;
}

/* The same caller with another question. */
static struct rq
child_of(const struct rq *rq, struct arena *a, const char *path, const char *query)
{
    struct rq in = { .arena = a,
        .db = rq->db,
        .http = rq->http,
        .conf = rq->conf,
        .rulebook = rq->rulebook,
        .method = "GET",
        .path = path,
        .query = query,
        .ip = rq->ip,
        .user_agent = rq->user_agent,
        .request_id = rq->request_id,
        .content_type = "",
        .header = rq->header,
        .read = rq->read,
        .io = rq->io,
        .who = rq->who,
        .actor = rq->actor,
        .now_us = rq->now_us };

    faults_init(&in.faults, a);
    buf_init(&in.out, a);
    return in;
}

enum err
list_route(struct rq *rq, const char *path, const struct route **out)
{
    struct rq in = child_of(rq, rq->arena, path, "");
    const char *allow;

    if (router_find(rq->http, &in, &allow) || !is_list_of(&rq->who, in.route))
        return ERR_NOT_FOUND;
    *out = in.route;
    return may(&rq->who, in.route) ? OK : ERR_DENIED;
}

/* The problem of a page is that of the whole. */
static enum err
pass_on(struct rq *rq, const struct rq *in, enum err e)
{
    if (in->faults.n || in->problem) {
        for (size_t i = 0; i < in->faults.n; i++)
            faults_add(&rq->faults, arena_str(rq->arena, in->faults.list[i].pointer),
                "%s", arena_str(rq->arena, in->faults.list[i].message));
        return rq_problem(
            rq, ERR_INVALID, 400, "malformed", "The query of the list is not proper.");
    }
    return e;
}

static enum err
rows_of(struct rq *in, list_row *each, void *ctx, const char **next)
{
    struct jsonscan s = jsonscan(in->out.text, in->out.len);
    struct jsonscan_value whole, rows, row, more;
    enum err e = OK;

    if (!jsonscan_value(&s, &whole))
        return ERR_BUG;
    rows = jsonscan_find(&whole, "rows");
    more = jsonscan_find(&whole, "next");
    *next = more.kind == JSONSCAN_TEXT ? jsonscan_text(in->arena, &more) : NULL;
    s = jsonscan_inside(&rows);
    while (!e && jsonscan_element(&s, &row))
        e = each(ctx, in->arena, &row);
    if (!s.failed)
        return e;
    log_error("list_cannot_be_read", kv("path", in->path));
    return ERR_BUG;
}

static enum err
page(struct rq *rq, struct arena *a, const char *path, const char *query,
    const char *cursor, list_row *each, void *ctx, const char **next)
{
    struct buf q;
    struct rq in;
    const char *allow;
    enum err e;

    buf_init(&q, a);
    buf_fmt(&q, "%s%slimit=%d", query, *query ? "&" : "", PARAMS_LIMIT__MAX);
    if (cursor) {
        buf_text(&q, "&cursor=");
        text_url(&q, cursor);
    }
    in = child_of(rq, a, path, q.text);
    if (router_find(rq->http, &in, &allow))
        return ERR_NOT_FOUND;
    if ((e = params_read(&in)) || (e = in.route->handle(&in)))
        return pass_on(rq, &in, e);
    return rows_of(&in, each, ctx, next);
}

enum err
list_walk(struct rq *rq, const char *path, const char *query, list_row *each, void *ctx)
{
    char cursor[1024];
    const char *next = NULL;
    const struct route *r;
    struct arena *a;
    enum err e;

    if ((e = list_route(rq, path, &r)))
        return e;
    a = arena_new();
    do {
        e = page(rq, a, path, query, next, each, ctx, &next);
        if (!e && next && !text_copy(cursor, sizeof cursor, next))
            e = ERR_BUG;
        next = !e && next ? cursor : NULL;
        arena_reset(a);
    } while (next);
    arena_free(a);
    return e;
}
