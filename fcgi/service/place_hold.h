#ifndef SERVICE_PLACE_HOLD_H
#define SERVICE_PLACE_HOLD_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/* Do not remind: a whole customer, a case, or one item; the whole or an amount. The
 * caller has checked that the user may reach them and that they belong together. */
struct hold_in {
    uint64_t customer_id;
    uint64_t case_id; /* of the item, too; 0: every case of the customer */
    uint64_t item_id; /* 0: everything */
    const char *item_number;
    int64_t amount_minor; /* I64_NONE: the whole */
    int32_t until_on;     /* last day; DAY_NONE: until lifted */
    const char *reason;
};

enum err place_hold(struct db *db, struct arena *a, const struct actor *by,
    const struct hold_in *in, uint64_t *id);

/* scope: the user when limited to divisions. ERR_NOT_FOUND: no such hold in reach.
 * ERR_CONFLICT: it was lifted already. */
enum err lift_hold(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope);

#endif
