#ifndef JOB_IMPORT_H
#define JOB_IMPORT_H

#include <stdatomic.h>

#include "base/conf.h"
#include "db/db.h"

/* The import round of a worker: files that came over HTTP, one after the other, and
 * now and then the rows that wait parked for a partner. */
struct importer {
    struct db *db; /* its own */
    const struct conf *conf;
    const atomic_bool *stop;
    int64_t swept_at; /* real clock */
};

/* For job/loop.h: ctx is a struct importer. */
enum err import_round(void *ctx, bool *more);

#endif
