#ifndef SERVICE_PIN_STRATEGY_H
#define SERVICE_PIN_STRATEGY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * A person chooses the strategy of a case; until it is unpinned no segment does. What
 * was sent already stays counted: the new strategy starts where its own steps stand.
 * The caller has checked that the user may reach the case.
 */
struct pin_in {
    uint64_t customer_id, case_id;
    const char *strategy; /* by name; NULL: unpin */
    const char *reason;   /* NULL: none */
};

/* ERR_INVALID: no strategy of that name runs. ERR_NOT_FOUND: nothing was pinned. */
enum err pin_strategy(
    struct db *db, struct arena *a, const struct actor *by, const struct pin_in *in);

#endif
