#include "tests/unit/http/fake.h"

#include <string.h>

#include "tests/unit/test.h"

static const char *
header(void *io, const char *name)
{
    const struct fake *f = io;

    for (size_t i = 0; f->header[i]; i += 2)
        if (!strcmp(f->header[i], name))
            return f->header[i + 1];
    return NULL;
}

/* Three bytes a time, as a slow sender. */
static size_t
read_body(void *io, void *to, size_t n)
{
    struct fake *f = io;
    size_t left = f->body ? strlen(f->body) - f->read : 0;

    n = n > 3 ? 3 : n;
    n = n > left ? left : n;
    if (n)
        memcpy(to, f->body + f->read, n);
    f->read += n;
    return n;
}

void
fake_start(struct fake *f, const struct route_table *const *tables)
{
    static const uint8_t master[SECRET_KEY_BYTES] = { 1, 2, 3 };

    *f = (struct fake){ .arena = arena_new() };
    f->conf.public_url = "https://ar.example";
    f->conf.token_issuer = f->conf.token_audience = "dunlin";
    assert_int_equal(http_init(&f->http, f->arena, &f->conf, master, tables), OK);
}

void
fake_end(struct fake *f)
{
    http_free(&f->http);
    arena_free(f->arena);
}

struct rq *
fake_rq(struct fake *f, const char *method, const char *target)
{
    size_t n = strcspn(target, "?");

    f->read = 0;
    f->rq = (struct rq){ .arena = f->arena,
        .http = &f->http,
        .conf = &f->conf,
        .method = method,
        .path = arena_strn(f->arena, target, n),
        .query = target[n] ? target + n + 1 : "",
        .ip = "192.0.2.1",
        .user_agent = "",
        .content_type = "application/json",
        .content_length = f->body ? strlen(f->body) : 0,
        .header = header,
        .read = read_body,
        .io = f };
    faults_init(&f->rq.faults, f->arena);
    buf_init(&f->rq.out, f->arena);
    return &f->rq;
}

struct rq *
fake_answer(struct fake *f, const char *method, const char *target)
{
    struct rq *rq = fake_rq(f, method, target);

    http_answer(&f->http, rq);
    return rq;
}

const char *
fake_header(const struct rq *rq, const char *name)
{
    for (size_t i = 0; i < rq->n_header; i++)
        if (!strcmp(rq->header_name[i], name))
            return rq->header_value[i];
    return NULL;
}
