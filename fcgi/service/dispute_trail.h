#ifndef SERVICE_DISPUTE_TRAIL_H
#define SERVICE_DISPUTE_TRAIL_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * What every change of a dispute leaves behind, in the caller's transaction: its own
 * event, the customer's timeline, the audit.
 */
struct dispute_trail {
    const struct actor *by;
    uint64_t id, customer_id, case_id;
    const char *event; /* opened | changed | asked | approved | refused | resolved |
                          escalated | reopened | noted */
    const char *title; /* of the timeline; NULL: nothing to tell there */
    const char *detail, *before, *after; /* JSON objects, or NULL */
};

enum err dispute_tell(struct db *db, struct arena *a, const struct dispute_trail *t);

#endif
