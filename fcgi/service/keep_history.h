#ifndef SERVICE_KEEP_HISTORY_H
#define SERVICE_KEEP_HISTORY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * Keeps daily_balance: a row a day, division and currency, from the first document (ten
 * years back at most) to today.
 *
 * Whoever changes what counts from a day says so in daily_stale, in the transaction of
 * the change (case_stale, or the ledger itself). Here the days from the earliest such
 * day on are read from the ledger again, of one snapshot, and written; the mark goes
 * away unless its case changed again meanwhile. A new day is written the same way. So a
 * row always follows from the ledger, whatever is posted for the past, and a pass that
 * is cut off is done again from its beginning. How the last day ends is kept with them
 * (service/insight_standing.h).
 *
 * days: rows written; 0: all held. Another process at it: OK and 0.
 */
enum err keep_history(
    struct db *db, struct arena *a, int32_t today, int64_t now_at, uint64_t *days);

/* Forgets all of it, to be read anew: after rows came into the ledger another way. */
enum err forget_history(struct db *db);

#endif
