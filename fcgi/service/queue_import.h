#ifndef SERVICE_QUEUE_IMPORT_H
#define SERVICE_QUEUE_IMPORT_H

#include <stdatomic.h>

#include "service/import_csv.h"

/*
 * A file that came over HTTP and stands at path becomes a batch and a job; the file
 * moves to where the worker looks for it. Errors as of import_begin.
 */
enum err queue_import(struct db *db, struct arena *a, const struct conf *conf,
    const struct import_request *rq, const char *path, uint64_t *batch_id,
    const char **why);

/*
 * The worker's: imports one file that waits, under a lease that each step renews, so
 * that a file whose worker died or was stopped is taken again. *worked tells whether
 * there was one.
 */
enum err import_next(
    struct db *db, const struct conf *conf, const atomic_bool *stop, bool *worked);

/* Where uploads are written; made on first need. ERR_DOWN: it cannot be. */
enum err import_folder(struct arena *a, const struct conf *conf, const char **path);

#endif
