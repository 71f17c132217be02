#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/secret.h"
#include "http/metrics.h"
#include "http/route.h"
#include "http/rq.h"
#include "http/token_cache.h"

/*
 * What all requests of a process share. Made once, then read only, but for the
 * counters and the cache, which look after themselves.
 */
struct http {
    const struct conf *conf;
    const struct route_table *const *tables; /* ended by NULL */
    const struct route **routes;             /* all of them, in order */
    size_t n_routes;
    uint8_t master[SECRET_KEY_BYTES];
    uint8_t csrf_key[SECRET_KEY_BYTES];
    struct metrics *metrics;
    struct token_cache *tokens;
    struct token_cache *views; /* looks that stand in the audit already */
    const char *openapi;       /* the document */
    size_t openapi_len;
};

/* Everything lives in the arena. ERR_INVALID: a route names a schema that no
 * table has, or two rows claim the same call; the log says which. */
enum err http_init(struct http *h, struct arena *a, const struct conf *conf,
    const uint8_t master[static SECRET_KEY_BYTES],
    const struct route_table *const *tables);
void http_free(struct http *h);

/*
 * Answers rq, whose request half and arena the caller filled (db NULL: no
 * database now): route, principal, rights, parameters, body, handler. Afterwards
 * status, headers and out are complete; a body is dropped for HEAD. Writes the
 * access log and the counters.
 */
void http_answer(struct http *h, struct rq *rq);

/* Those that every answer has; for what is sent before http_answer is done. */
void http_last_headers(struct rq *rq);

/* What is left to do once the answer has been sent: the audit of what was seen. */
void http_afterwards(struct http *h, struct rq *rq);

#endif
