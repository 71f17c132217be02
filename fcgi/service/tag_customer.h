#ifndef SERVICE_TAG_CUSTOMER_H
#define SERVICE_TAG_CUSTOMER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Tags by hand. They count for the segments of every case of the customer, beside the
 * tags of scripts and sources, which only those take away. The caller has checked that
 * the user may reach the customer.
 */

/* ERR_INVALID: tag is no word of a-z, 0-9 and '-', at most 64 long. ERR_CONFLICT: it
 * has it by hand already. reason: NULL for none. */
enum err tag_customer(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, const char *tag, const char *reason);

/* ERR_NOT_FOUND: it has no such tag by hand. */
enum err untag_customer(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, const char *tag);

#endif
