#ifndef DB_TX_H
#define DB_TX_H

#include <stdbool.h>

#include "base/err.h"
#include "db/db.h"

/*
 * A transaction: begin, do the work in one function, hand its result to end.
 *
 *     if ((e = db_begin(db)))
 *         return e;
 *     return db_end(db, work(db, ...));
 *
 * db_end commits on OK and rolls back on anything else, and gives back e. After a
 * deadlock or a lost connection nothing of the transaction is left: every further
 * statement is refused with the same error until db_end, and db_end(db, OK)
 * gives that error back. Transactions do not nest (asserted).
 */
enum err db_begin(struct db *db);
enum err db_end(struct db *db, enum err e);

/* One to read in: every statement of it sees what stood when it began, however long it
 * takes. Ends with db_end. */
enum err db_begin_snapshot(struct db *db);

/* Whether this thread has a transaction open, on whatever connection. */
bool db_in_tx(void);

/*
 * Runs work(db, in) in a transaction, and again (five times at most, with growing
 * random pauses) when a deadlock or lock timeout undid it. Work must therefore not
 * depend on what an earlier try left in memory. A duplicate key is not retried.
 */
enum err db_retry(struct db *db, enum err (*work)(struct db *db, void *in), void *in);

#endif
