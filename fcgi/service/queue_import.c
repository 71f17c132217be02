#include "service/queue_import.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/q_import_job.h"

#define LEASE_US (5 * DATE_US_PER_MINUTE)

enum err
import_folder(struct arena *a, const struct conf *conf, const char **path)
{
    *path = arena_fmt(a, "%s/imports", conf->var_dir);
    if (mkdir(*path, 0700) && errno != EEXIST) {
        log_error("import_folder", kv("path", *path), kv("why", strerror(errno)));
        return ERR_DOWN;
    }
    return OK;
}

enum err
queue_import(struct db *db, struct arena *a, const struct conf *conf,
    const struct import_request *rq, const char *path, uint64_t *batch_id,
    const char **why)
{
    const char *to;
    uint64_t job;
    enum err e;

    if ((e = import_begin(db, a, conf, rq, path, batch_id, why)))
        return e;
    to = import_path(a, conf, *batch_id);
    if (rename(path, to)) {
        log_error("import_rename", kv("path", to), kv("why", strerror(errno)));
        return ERR_DOWN;
    }
    if ((e = db_id(db, &job)))
        return e;
    return import_job_add(db, job,
        arena_fmt(a, "{\"batch_id\":\"%llu\"}", (unsigned long long)*batch_id),
        clock_real_us(), rq->by->now_us, actor_user_id(rq->by), NULL);
}

/* The job under way; its lease is renewed between the transactions of the import. */
struct held {
    struct db *db;
    struct import_job_claim job;
    const atomic_bool *stop;
    struct arena *a;
};

static enum err
claim(struct db *db, void *in)
{
    struct held *h = in;
    enum err e;

    if ((e = import_job_claim(db, h->a, clock_real_us(), &h->job)))
        return e;
    return import_job_lease(db, clock_real_us() + LEASE_US, 0, 0, h->job.id, NULL);
}

static bool
renew(void *ctx, const struct import_counts *c)
{
    struct held *h = ctx;

    if (import_job_lease(h->db, clock_real_us() + LEASE_US, c->bytes_done, c->bytes,
            h->job.id, NULL))
        log_warn("import_lease_not_renewed", kv("job", h->job.id));
    return !atomic_load(h->stop);
}

static uint64_t
batch_of(const char *payload)
{
    const char *p = strchr(payload, ':');
    uint64_t id = 0;

    for (p = p ? p + 1 : ""; *p; p++)
        if (*p >= '0' && *p <= '9')
            id = id * 10 + (uint64_t)(*p - '0');
    return id;
}

enum err
import_next(
    struct db *db, const struct conf *conf, const atomic_bool *stop, bool *worked)
{
    struct held h = { .db = db, .stop = stop, .a = arena_new() };
    enum err e = db_retry(db, claim, &h);

    *worked = e == OK;
    if (e == OK) {
        e = import_run(db, conf, batch_of(h.job.payload), renew, &h);
        if (e == ERR_LIMIT && atomic_load(stop)) {
            e = import_job_lease(db, clock_real_us(), 0, 0, h.job.id, NULL);
        } else if (e != ERR_DOWN) {
            enum err f = import_job_end(
                db, e ? "failed" : "done", clock_now_us(), h.job.id, NULL);

            e = e ? e : f;
        }
    }
    arena_free(h.a);
    return e == ERR_NOT_FOUND && !*worked ? OK : e;
}
