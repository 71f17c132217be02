#ifndef DB_LOCK_H
#define DB_LOCK_H

#include <stdint.h>

#include "base/err.h"
#include "db/db.h"

/*
 * The next id, from a block of 1,000 that this transaction took from the sequence
 * id_block, or of a block of its own outside one. What begins after something else was
 * committed has greater ids, on whatever connection: order by id is the order in which
 * things happened, as far as they did not overlap. Gaps are normal.
 */
enum err db_id(struct db *db, uint64_t *id);

/*
 * A lock by name, for this database, held until unlock or close.
 * ERR_CONFLICT  someone else held it for the whole of timeout_s
 */
enum err db_lock(struct db *db, const char *name, unsigned timeout_s);
enum err db_unlock(struct db *db, const char *name);

#endif
