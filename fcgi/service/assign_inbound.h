#ifndef SERVICE_ASSIGN_INBOUND_H
#define SERVICE_ASSIGN_INBOUND_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * A person ends the wait of a mail that was nobody's.
 *
 * ERR_NOT_FOUND  there is no such mail
 * ERR_CONFLICT   somebody has ended it already
 */

/* It is this customer's, about this document (0: about the account): it comes into the
 * conversation with its files, as a reply that was tied by itself. The caller has
 * checked both. */
struct inbound_owner {
    uint64_t customer_id, case_id, item_id;
    const char *item_number;
};
enum err assign_inbound(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, const struct inbound_owner *owner);

/* It is no customer's. The row stays. */
enum err drop_inbound(
    struct db *db, struct arena *a, const struct actor *by, uint64_t id);

#endif
