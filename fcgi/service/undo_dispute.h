#ifndef SERVICE_UNDO_DISPUTE_H
#define SERVICE_UNDO_DISPUTE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Takes back the last thing that happened to a dispute, when it was this user's within
 * a day and nothing has come of it:
 *
 *    opened     withdrawn again, unless something was written about it
 *    changed    as it was before
 *    asked      for approval: open again
 *    resolved   open again and its task for the ledger cancelled, unless that was done,
 *               a second person agreed, a message about the document has left since, or
 *               the amount is not open any more
 *
 * ERR_NOT_FOUND  none in scope
 * ERR_CONFLICT   it cannot be taken back; *why is a clause that says the reason
 */
enum err undo_dispute(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, const char **why);

#endif
