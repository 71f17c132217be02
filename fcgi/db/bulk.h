#ifndef DB_BULK_H
#define DB_BULK_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "db/db.h"
#include "db/stmt.h"

/*
 * Runs the statement once for each of the n rows, thousands in one call to the
 * server. All rows or none: outside a transaction it makes one of its own.
 * *changed (may be NULL) is the sum of the rows matched.
 */
enum err db_bulk(struct db *db, const struct db_stmt *stmt, const void *rows, size_t n,
    uint64_t *changed);

#endif
