#ifndef TESTS_UNIT_HTTP_FAKE_H
#define TESTS_UNIT_HTTP_FAKE_H

#include "http/http.h"

/* A request without FastCGI: headers from a table, the body from a text. */
struct fake {
    struct arena *arena;
    struct conf conf;
    struct http http;
    struct rq rq;
    const char *header[16]; /* name, value, …, NULL */
    const char *body;
    size_t read;
};

/* tables: of routes; NULL-ended. */
void fake_start(struct fake *f, const struct route_table *const *tables);
void fake_end(struct fake *f);

/* A new request; target is path and query. */
struct rq *fake_rq(struct fake *f, const char *method, const char *target);

/* The same, answered. */
struct rq *fake_answer(struct fake *f, const char *method, const char *target);

/* A header of the answer, or NULL. */
const char *fake_header(const struct rq *rq, const char *name);

#endif
