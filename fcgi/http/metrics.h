#ifndef HTTP_METRICS_H
#define HTTP_METRICS_H

#include <stdint.h>

#include "base/buf.h"
#include "http/route.h"

/*
 * Counters of a process, read as Prometheus text at /metrics. Safe from any thread.
 */
struct metrics;

struct metrics *metrics_new(const struct route *const *routes, size_t n_routes);
void metrics_free(struct metrics *m); /* NULL is fine */

/* One request; route NULL: none fitted. */
void metrics_count(
    struct metrics *m, const struct route *route, int status, int64_t us);

/* A statement that failed for want of the database or by our fault. */
void metrics_db_error(struct metrics *m);

/* Requests by route and status, seconds by audience, database errors. */
void metrics_write(const struct metrics *m, struct buf *out);

#endif
