#ifndef DB_VERIFY_H
#define DB_VERIFY_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/stmt.h"

/* What a check found: one line of text a fault. Start it zeroed but for text. */
struct db_findings {
    size_t checked, faults;
    struct buf text;
};

/*
 * Prepares each statement on the schema of db and compares what its signature says
 * with what the server says: number of values, names, types and nullability of the
 * columns. A hot statement must have an index for each table it reads:
 * EXPLAIN shows no full scan where no key is possible, nor one of over 1,000 rows.
 * The faults are in findings; an error means the check could not be made.
 */
enum err db_verify_statements(const struct db *db, struct arena *arena,
    const struct db_stmt *const *stmts, size_t n, struct db_findings *out);

/* Runs each check, a SELECT that finds offenders; the first few are reported. */
enum err db_verify_data(
    const struct db *db, const struct db_script *checks, struct db_findings *out);

#endif
