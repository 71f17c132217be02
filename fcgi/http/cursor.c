#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "http/rq.h"

/*
 * A cursor is base64url of "tag key id text". Nothing in it is trusted: it only
 * moves the start of a list that the principal may read anyway.
 */

static enum err
refuse(struct rq *rq)
{
    faults_add(&rq->faults, "?cursor", "is not a cursor of this list");
    return rq_problem(
        rq, ERR_INVALID, 400, "malformed", "The cursor does not fit this list.");
}

/* The next word of *at, ended in place; NULL when there is none. */
static char *
word(char **at)
{
    char *start = *at, *end = strchr(start, ' ');

    if (!end)
        return NULL;
    *end = '\0';
    *at = end + 1;
    return start;
}

enum err
rq_cursor(struct rq *rq, const char *tag, struct rq_cursor *out, bool *first_page)
{
    char *text, *at, *got, *key, *id;
    uint8_t *bytes;
    size_t n;

    *first_page = !rq->cursor;
    if (!rq->cursor)
        return OK;
    if (secret_unbase64url(rq->arena, rq->cursor, &bytes, &n))
        return refuse(rq);
    text = at = arena_strn(rq->arena, (const char *)bytes, n);
    if (!text_is_utf8(text, n) || text_has_control(text, n))
        return refuse(rq);
    if (!(got = word(&at)) || !(key = word(&at)) || !(id = word(&at)))
        return refuse(rq);
    if (strcmp(got, tag) || text_i64(key, &out->key) || text_u64(id, &out->id))
        return refuse(rq);
    out->text = at;
    return OK;
}

struct json *
rq_list_open(struct rq *rq)
{
    struct json *j = rq_reply(rq, 200);

    json_open(j, NULL, '{');
    json_open(j, "rows", '[');
    return j;
}

const char *
rq_cursor_text(struct rq *rq, const char *tag, const struct rq_cursor *c)
{
    char *text = arena_fmt(rq->arena, "%s %" PRId64 " %" PRIu64 " %s", tag, c->key,
        c->id, c->text ? c->text : "");

    return secret_base64url(rq->arena, text, strlen(text));
}

/* The query of this call without its cursor. */
static void
link_header(struct rq *rq, const char *next)
{
    struct buf b;
    const char *q = rq->query;

    buf_init(&b, rq->arena);
    buf_fmt(&b, "<%s?", rq->path);
    while (*q) {
        size_t n = strcspn(q, "&");

        if (n && !text_starts(q, "cursor=")) {
            buf_add(&b, q, n);
            buf_char(&b, '&');
        }
        q += n + (q[n] == '&');
    }
    buf_fmt(&b, "cursor=%s>; rel=\"next\"", next);
    if (!text_has_control(b.text, b.len))
        rq_header(rq, "Link", b.text);
}

void
rq_list_next(struct rq *rq, const char *tag, const struct rq_cursor *last)
{
    const char *next = last ? rq_cursor_text(rq, tag, last) : NULL;

    json_text(&rq->json, "next", next);
    if (next)
        link_header(rq, next);
}

void
rq_list_close(struct rq *rq, const char *tag, const struct rq_cursor *last)
{
    json_close(&rq->json, ']');
    rq_list_next(rq, tag, last);
    json_close(&rq->json, '}');
}
