#ifndef JOB_HISTORY_H
#define JOB_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "db/db.h"

/*
 * Keeps the days of the ledger: service/keep_history.h. A round of loop.h; ctx is a
 * struct historian. It rests after work for a multiple of the time that took, so that a
 * large ledger that changes all day long costs a small share of the machine.
 */
struct historian {
    struct db *db;
    int64_t rest_until; /* clock_mono_us */
};

enum err history_round(void *ctx, bool *more);

#endif
