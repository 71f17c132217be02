#ifndef SERVICE_OPEN_DISPUTE_H
#define SERVICE_OPEN_DISPUTE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "store/actor.h"

/* A part of a document that the customer will not pay as it stands. The caller has
 * checked that the item is in reach. */
struct dispute_in {
    uint64_t customer_id, case_id, item_id;
    const char *item_number, *currency;
    int64_t amount_minor;
    const char *reason_code;
    const char *detail; /* NULL: none */
    int32_t today;      /* local day of the division */
};

/* ERR_INVALID: f says what is wrong, such as more than is open and undisputed. */
enum err open_dispute(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_in *in, struct faults *f, uint64_t *id);

/* resolution: credit | reject | rebill | write_off | withdrawn. ERR_NOT_FOUND: none in
 * reach. ERR_CONFLICT: it is closed already. */
enum err resolve_dispute(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, const char *resolution, const char *note);

#endif
