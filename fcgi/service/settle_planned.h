#ifndef SERVICE_SETTLE_PLANNED_H
#define SERVICE_SETTLE_PLANNED_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * planned → cancelled, "settled": a reminder that waits for its hour is taken back as
 * soon as nothing it asks for is open, and its case is looked at again. Inside a
 * transaction that holds the locks of these cases; never waits for a message that a
 * worker is at, whose last look says the same.
 */
enum err settle_planned(
    struct db *db, struct arena *a, const uint64_t *case_ids, size_t n, int64_t now_at);

/* The same, and a case with nothing open at all leaves the worklist. For who has just
 * settled something of these cases. */
enum err settle_cases(
    struct db *db, struct arena *a, const uint64_t *case_ids, size_t n, int64_t now_at);

#endif
