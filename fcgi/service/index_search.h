#ifndef SERVICE_INDEX_SEARCH_H
#define SERVICE_INDEX_SEARCH_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * Writes the words of customers and their contacts whose names are new or changed, some
 * thousands a call; *more: there are others. Whoever writes one leaves a note by
 * trigger (0025_search, 0098_search_more), so no writer can forget it; the words follow
 * within a second, all those of a large file some seconds later.
 */
enum err index_search(struct db *db, struct arena *a, bool *more);

#endif
