#ifndef SERVICE_IMPORT_CSV_H
#define SERVICE_IMPORT_CSV_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Files of invoices and settlements (kind "ar-csv") into the ledger: streamed, one
 * transaction for some thousand rows. Good rows go in, each bad row is listed with
 * line, column, value and reason. Sent again, a file changes nothing.
 */
struct import_counts {
    uint64_t bytes, bytes_done;
    uint64_t rows; /* read, good and bad */
    uint64_t created, changed, same, bad;
};

struct import_request {
    const char *kind, *profile;
    const char *file_name; /* as the sender calls it */
    const struct actor *by;
};

/*
 * Registers a file that stands at path; gives the id of its batch.
 * ERR_NOT_FOUND  the file cannot be read
 * ERR_INVALID    *why: no such kind or profile, or the profile is wrong
 */
enum err import_begin(struct db *db, struct arena *a, const struct conf *conf,
    const struct import_request *rq, const char *path, uint64_t *batch_id,
    const char **why);

/* Called after each transaction; false stops the import there. */
typedef bool import_progress_fn(void *ctx, const struct import_counts *now);

/*
 * Imports the batch's file; counts may be NULL. What went wrong with the file as a
 * whole stands in the batch (state failed, fault), and the result is ERR_INVALID; a
 * batch with bad rows is done all the same. May be run again after a crash. One that
 * was stopped (ERR_LIMIT) stays `running`, to be run again.
 */
enum err import_file(struct db *db, const struct conf *conf, uint64_t batch_id,
    const char *path, import_progress_fn *progress, void *ctx,
    struct import_counts *counts);

/* The same for a worker (see queue_import.h): the file is import_path(batch), and goes
 * away when done. */
enum err import_run(struct db *db, const struct conf *conf, uint64_t batch_id,
    import_progress_fn *progress, void *ctx);

/* Where an uploaded file waits for the worker. */
char *import_path(struct arena *a, const struct conf *conf, uint64_t batch_id);

#endif
