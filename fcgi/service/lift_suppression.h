#ifndef SERVICE_LIFT_SUPPRESSION_H
#define SERVICE_LIFT_SUPPRESSION_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Mail to an address was stopped because mail to it came back. A person who knows
 * better lets it go there again; what was known stays known, with who lifted it and
 * why. It ends the tasks that the bounce made, is told on the timeline and audited.
 * What a reader said itself (no mail, please) is not ours to lift.
 */
struct lift_suppression {
    uint64_t customer_id, contact_id; /* within the reach of who asks */
    const char *reason;               /* of a lift */
    uint64_t id;     /* out of a lift, into its undo: the suppression */
    const char *why; /* out: of ERR_CONFLICT, one sentence */
};

/*
 * ERR_NOT_FOUND  the customer has no such contact in use
 * ERR_CONFLICT   nothing stops mail to it, or the reader did
 */
enum err lift_suppression(
    struct db *db, struct arena *a, const struct actor *by, struct lift_suppression *l);

/* Undo: the address is stopped again for the same reason, and the tasks are back.
 * ERR_NOT_FOUND  also: it was not lifted, or the address is another by now
 * ERR_CONFLICT   it is stopped already */
enum err restore_suppression(
    struct db *db, struct arena *a, const struct actor *by, struct lift_suppression *l);

#endif
