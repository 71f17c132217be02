#ifndef SERVICE_MARK_CUSTOMER_H
#define SERVICE_MARK_CUSTOMER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * A person's word on a customer: active, on_hold, legal or closed, and business,
 * public_body or consumer. It stands until it is given back, whatever the customer's
 * source goes on saying; reminders stop and go by it, and scripts read it.
 */
struct customer_status_in {
    uint64_t customer_id;
    uint32_t version;          /* U32_NONE: whatever it is */
    const char *status, *kind; /* NULL: back to what the source says */
    const char *reason;
};

/*
 * One transaction under the locks of the customer's cases: history, timeline, audit.
 * ERR_NOT_FOUND  no such customer, or given back where nothing was taken
 * ERR_CONFLICT   the version is not the stored one
 */
enum err mark_customer(struct db *db, struct arena *a, const struct actor *by,
    const struct customer_status_in *in);

#endif
