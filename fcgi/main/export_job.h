#ifndef MAIN_EXPORT_JOB_H
#define MAIN_EXPORT_JOB_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/conf.h"
#include "db/db.h"
#include "http/http.h"

/*
 * Exports that are too long for a request: made in the worker by the same handlers, as
 * the user who asked and with that user's rights as they are now. One thread's own.
 */
struct exporter {
    struct db *db;
    const struct conf *conf;
    const atomic_bool *stop;
    struct arena *home;
    struct http http;
};

/* db, conf and stop are set. ERR_INVALID, ERR_DOWN: the log says why */
enum err exporter_open(struct exporter *x);
void exporter_close(struct exporter *x);

/*
 * A request of that user as a session would have it now, to ask for lists with; the
 * caller closes *rules. mfa: with a second factor. ERR_DENIED: there is no such user
 */
enum err exporter_rq(struct exporter *x, struct arena *a, uint64_t user_id, bool mfa,
    struct rulebook **rules, struct rq *rq);

/* One task of job/loop.h; ctx is a struct exporter. Also removes old files. */
enum err export_round(void *ctx, bool *more);

#endif
