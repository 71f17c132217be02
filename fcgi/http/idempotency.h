#ifndef HTTP_IDEMPOTENCY_H
#define HTTP_IDEMPOTENCY_H

#include "http/http.h"

/*
 * Idempotency-Key: a write that is sent twice happens once and is answered twice. Keys
 * belong to the principal. Stored are good answers and 422s, for a day; a failure is
 * not, so that the same call may be tried again.
 */
struct idempotency {
    bool active;
    char *owner;
    const char *key;
    int64_t lease_until;
};

/*
 * Before the handler. OK with *replayed: rq holds the answer of the first call.
 * ERR_INVALID   400 no proper key (or none, where the route needs one), or 422 it came
 *               with another call before
 * ERR_CONFLICT  409 the first call is still running
 */
enum err idempotency_start(struct rq *rq, struct idempotency *i, bool *replayed);

/* After it, when rq is complete. */
enum err idempotency_finish(struct rq *rq, const struct idempotency *i);

#endif
