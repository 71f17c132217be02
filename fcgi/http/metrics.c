#include "http/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { STATUSES = 32, BUCKETS = 11 };

static const int STATUS[STATUSES] = { 200, 201, 202, 204, 206, 301, 302, 304, 400, 401,
    403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429, 500, 503, 0 };

/* Upper bounds, µs; the last bucket has none. */
static const int64_t BOUND_US[BUCKETS] = { 1000, 2500, 5000, 10000, 25000, 50000,
    100000, 250000, 500000, 1000000, 5000000 };

struct histogram {
    atomic_uint_fast64_t bucket[BUCKETS + 1], sum_us;
};

struct metrics {
    const struct route *const *routes;
    size_t n_routes;
    atomic_uint_fast64_t (*count)[STATUSES]; /* [n_routes + 1] */
    struct histogram seconds[AUDIENCE__MAX];
    atomic_uint_fast64_t db_errors;
};

struct metrics *
metrics_new(const struct route *const *routes, size_t n_routes)
{
    struct metrics *m = calloc(1, sizeof *m);

    if (!m || !(m->count = calloc(n_routes + 1, sizeof *m->count)))
        abort();
    m->routes = routes;
    m->n_routes = n_routes;
    return m;
}

void
metrics_free(struct metrics *m)
{
    if (m)
        free(m->count);
    free(m);
}

static size_t
index_of(const struct metrics *m, const struct route *route)
{
    for (size_t i = 0; i < m->n_routes; i++)
        if (m->routes[i] == route)
            return i;
    return m->n_routes;
}

void
metrics_count(struct metrics *m, const struct route *route, int status, int64_t us)
{
    struct histogram *h = &m->seconds[route ? route->audience : AUDIENCE_PUBLIC];
    size_t s = 0, b = 0;

    while (s < STATUSES - 1 && STATUS[s] && STATUS[s] != status)
        s++;
    while (b < BUCKETS && us > BOUND_US[b])
        b++;
    m->count[index_of(m, route)][s]++;
    h->bucket[b]++;
    h->sum_us += (uint64_t)us;
}

void
metrics_db_error(struct metrics *m)
{
    m->db_errors++;
}

static void
write_counts(const struct metrics *m, struct buf *out)
{
    buf_text(out,
        "# HELP dunlin_requests_total Requests answered, by route and status.\n"
        "# TYPE dunlin_requests_total counter\n");
    for (size_t i = 0; i <= m->n_routes; i++)
        for (size_t s = 0; s < STATUSES; s++)
            if (m->count[i][s])
                buf_fmt(out,
                    "dunlin_requests_total{method=\"%s\",route=\"%s\",status=\"%d\"} "
                    "%" PRIu64 "\n",
                    i < m->n_routes ? m->routes[i]->method : "",
                    i < m->n_routes ? m->routes[i]->pattern : "none", STATUS[s],
                    (uint64_t)m->count[i][s]);
}

static void
write_seconds(const struct metrics *m, struct buf *out)
{
    static const char *const name[AUDIENCE__MAX] = { "public", "collector", "admin",
        "portal", "integrator" };

    buf_text(out, "# HELP dunlin_request_seconds Time to answer, by audience.\n"
                  "# TYPE dunlin_request_seconds histogram\n");
    for (size_t a = 0; a < AUDIENCE__MAX; a++) {
        const struct histogram *h = &m->seconds[a];
        uint64_t n = 0;

        for (size_t b = 0; b < BUCKETS; b++) {
            n += h->bucket[b];
            buf_fmt(out,
                "dunlin_request_seconds_bucket{audience=\"%s\",le=\"%.4g\"} %" PRIu64
                "\n",
                name[a], (double)BOUND_US[b] / 1e6, n);
        }
        n += h->bucket[BUCKETS];
        buf_fmt(out,
            "dunlin_request_seconds_bucket{audience=\"%s\",le=\"+Inf\"} %" PRIu64 "\n"
            "dunlin_request_seconds_sum{audience=\"%s\"} %.6f\n"
            "dunlin_request_seconds_count{audience=\"%s\"} %" PRIu64 "\n",
            name[a], n, name[a], (double)h->sum_us / 1e6, name[a], n);
    }
}

void
metrics_write(const struct metrics *m, struct buf *out)
{
    write_counts(m, out);
    write_seconds(m, out);
    buf_fmt(out,
        "# HELP dunlin_db_errors_total Requests that failed for want of the database.\n"
        "# TYPE dunlin_db_errors_total counter\n"
        "dunlin_db_errors_total %" PRIu64 "\n",
        (uint64_t)m->db_errors);
}
