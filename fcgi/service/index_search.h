#ifndef SERVICE_INDEX_SEARCH_H
#define SERVICE_INDEX_SEARCH_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * Writes the words of customers whose names are new or changed, some thousands a call;
 * *more: there are others. Whoever writes a customer leaves a note by trigger
 * (0025_search), so no writer can forget it; the words follow within a second, all
 * those of a large file some seconds later.
 */
enum err index_search(struct db *db, struct arena *a, bool *more);

#endif
