#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "http/problem.h"
#include "http/rq.h"

struct json *
rq_reply(struct rq *rq, int status)
{
    rq->status = status;
    buf_truncate(&rq->out, 0);
    rq->json = (struct json){ .out = &rq->out };
    return &rq->json;
}

enum err
rq_made(struct rq *rq, int status, uint64_t id)
{
    struct json *j = rq_reply(rq, status);

    json_open(j, NULL, '{');
    json_id(j, "id", id);
    json_close(j, '}');
    return OK;
}

enum err
rq_no_content(struct rq *rq)
{
    rq_reply(rq, 204);
    return OK;
}

enum err
rq_file(struct rq *rq, const char *path, const char *type)
{
    FILE *f = fopen(path, "re");
    struct stat st;

    if (!f)
        return ERR_NOT_FOUND;
    if (fstat(fileno(f), &st)) {
        fclose(f);
        return ERR_DOWN;
    }
    rq_reply(rq, 200);
    rq->type = type;
    rq->file = f;
    rq->file_len = (uint64_t)st.st_size;
    return OK;
}

void
rq_header(struct rq *rq, const char *name, const char *value)
{
    assert(rq->n_header < RQ_HEADERS__MAX);
    rq->header_name[rq->n_header] = name;
    rq->header_value[rq->n_header++] = value;
}

static bool
is_json(const char *type)
{
    static const char want[] = "application/json";
    size_t n = type ? strcspn(type, "; ") : 0;

    return n == sizeof want - 1 && text_starts(type, want);
}

enum err
rq_json_limits(struct rq *rq, const struct jsonin_limits *limits, struct jval **root)
{
    enum err e;

    if (!is_json(rq->content_type))
        return rq_problem(rq, ERR_INVALID, 415, "unsupported-media-type",
            "The body must be application/json.");
    e = jsonin_parse(&rq->in, rq->arena, &rq->faults, rq->body, rq->body_len, limits);
    if (e == ERR_LIMIT)
        return rq_problem(
            rq, e, 413, "too-large", "The body is too large or too deep.");
    if (e)
        return rq_problem(rq, e, 400, "malformed", "The body is not proper JSON.");
    *root = rq->in.root;
    return OK;
}

enum err
rq_json(struct rq *rq, struct jval **root)
{
    return rq_json_limits(rq, NULL, root);
}

enum err
rq_json_end(struct rq *rq)
{
    jsonin_end(rq->in.root);
    return faults_err(&rq->faults);
}

/* -- problems ---------------------------------------------------------------- */

static void
write_problem(struct rq *rq, int status, const char *slug, const char *detail)
{
    struct json *j = rq_reply(rq, status);

    rq->problem = true;
    rq->type = "application/problem+json";
    json_open(j, NULL, '{');
    json_text(j, "type", arena_fmt(rq->arena, "/problems/%s", slug));
    json_text(j, "title", problem_title(status));
    json_i64(j, "status", status);
    if (detail)
        json_text(j, "detail", detail);
    if (rq->faults.n) {
        json_open(j, "errors", '[');
        for (size_t i = 0; i < rq->faults.n; i++) {
            json_open(j, NULL, '{');
            json_text(j, "pointer", rq->faults.list[i].pointer);
            json_text(j, "message", rq->faults.list[i].message);
            json_close(j, '}');
        }
        json_close(j, ']');
    }
    json_text(j, "request_id", rq->request_id);
    json_close(j, '}');
}

enum err
rq_problem(
    struct rq *rq, enum err e, int status, const char *slug, const char *detail, ...)
{
    va_list ap;
    char *text;

    va_start(ap, detail);
    text = arena_vfmt(rq->arena, detail, ap);
    va_end(ap);
    write_problem(rq, status, slug, text);
    return e;
}

enum err
rq_retry_after(struct rq *rq, enum err e, int status, const char *slug, int64_t seconds,
    const char *detail)
{
    rq_header(
        rq, "Retry-After", arena_fmt(rq->arena, "%" PRId64, seconds < 1 ? 1 : seconds));
    return rq_problem(rq, e, status, slug, "%s", detail);
}

const char *
problem_title(int status)
{
    switch (status) {
    case 400:
        return "Malformed request";
    case 401:
        return "Not signed in";
    case 403:
        return "Not allowed";
    case 404:
        return "Not found";
    case 405:
        return "Method not allowed";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 412:
        return "Changed meanwhile";
    case 413:
        return "Too large";
    case 415:
        return "Unsupported media type";
    case 422:
        return "Invalid";
    case 428:
        return "Precondition required";
    case 429:
        return "Too many requests";
    case 503:
        return "Unavailable";
    default:
        return "Internal error";
    }
}

void
problem_of(struct rq *rq, enum err e)
{
    switch (e) {
    case ERR_INVALID:
        write_problem(rq, 422, "invalid", "The request breaks a rule.");
        return;
    case ERR_DENIED:
        write_problem(rq, 403, "not-allowed", "This is not allowed.");
        return;
    case ERR_NOT_FOUND:
        /* The same for what is not there and what is somebody else's. */
        write_problem(rq, 404, "not-found", "There is no such thing.");
        return;
    case ERR_CONFLICT:
        write_problem(rq, 409, "conflict", "It changed meanwhile, or exists already.");
        return;
    case ERR_LIMIT:
        if (rq->n_header < RQ_HEADERS__MAX)
            rq_header(rq, "Retry-After", "5");
        write_problem(
            rq, 429, "too-much", "The request takes too long or comes too often.");
        return;
    case ERR_DOWN:
        if (rq->n_header < RQ_HEADERS__MAX)
            rq_header(rq, "Retry-After", "2");
        write_problem(rq, 503, "unavailable", "A part of the system does not answer.");
        return;
    default:
        rq->faults.n = 0;
        write_problem(
            rq, 500, "internal", "Something went wrong here; the log knows it.");
        return;
    }
}

/* -- versions ---------------------------------------------------------------- */

void
rq_etag(struct rq *rq, uint64_t version)
{
    rq_header(rq, "ETag", arena_fmt(rq->arena, "\"%" PRIu64 "\"", version));
}

/* Whether a list of entity tags has this one, weak or not. */
static bool
tags_have(const char *list, const char *tag)
{
    size_t n;

    for (; *list; list += n) {
        list += strspn(list, " \t,");
        if (!strncmp(list, "W/", 2))
            list += 2;
        n = strcspn(list, " \t,");
        if (n == strlen(tag) && !strncmp(list, tag, n))
            return true;
    }
    return false;
}

enum err
rq_if_match(struct rq *rq, uint64_t version)
{
    const char *want = rq->header(rq->io, "HTTP_IF_MATCH");

    if (!want || !strcmp(want, "*") ||
        tags_have(want, arena_fmt(rq->arena, "\"%" PRIu64 "\"", version)))
        return OK;
    return rq_problem(
        rq, ERR_CONFLICT, 412, "stale", "It changed since you read it: load it again.");
}

void
rq_tell(struct rq *rq, const char *channel, const char *event, const char *data)
{
    struct rq_told *t = arena_alloc(rq->arena, sizeof *t);

    *t = (struct rq_told){ channel, event, data, NULL };
    if (rq->told_last)
        rq->told_last->next = t;
    else
        rq->told = t;
    rq->told_last = t;
}
