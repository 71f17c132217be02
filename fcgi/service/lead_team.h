#ifndef SERVICE_LEAD_TEAM_H
#define SERVICE_LEAD_TEAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "store/actor.h"

/* What a manager sets for a collector: how far the collector sees, and what the
 * collector is to reach. */

/* own: only customers assigned to the user. Nobody shuts out oneself (ERR_DENIED).
 * ERR_NOT_FOUND: no such user. */
enum err limit_sight(
    struct db *db, struct arena *a, const struct actor *by, uint64_t user_id, bool own);

struct target_in {
    const char *period; /* day | week | month */
    const char *kind;   /* contacts | promises | worked */
    int64_t amount;     /* a count; of promises minor units; 0 ends it */
};

/* In force from that day on; earlier days keep what they had. ERR_NOT_FOUND: no such
 * user. */
enum err set_targets(struct db *db, struct arena *a, const struct actor *by,
    uint64_t user_id, int32_t from_on, const struct target_in *in, size_t n);

#endif
