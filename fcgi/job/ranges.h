#ifndef JOB_RANGES_H
#define JOB_RANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"

/*
 * The cases of a run, cut into ranges of ids that threads take one by one. A range
 * is dense: reading every case between its ends reads few that are not due. Ids are
 * not kept: memory is a few bytes for some thousand cases.
 */
struct range {
    uint64_t lo, hi;
    uint32_t cases; /* due */
};

struct ranges {
    struct range *list; /* ascending */
    size_t n;
    uint64_t cases; /* due */
};

/* case_id 0: all that are due, or with full all that have something open. */
enum err ranges_read(struct db *db, struct arena *a, int64_t now_at, bool full,
    uint64_t case_id, struct ranges *out);

#endif
