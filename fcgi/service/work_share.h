#ifndef SERVICE_WORK_SHARE_H
#define SERVICE_WORK_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/insight_read.h"

/*
 * How much of the work was done by itself and how much by people, day by day or week by
 * week, as far as the tables say who did it:
 *
 * messages    handed over: planned by a strategy or the system; written by a person
 * follow-ups  ended: by what happened; by a person
 * promises    made, a plan of instalments once: by customers in the portal; entered by
 *             staff. Those of other systems are in neither.
 * disputes    opened: likewise
 * payments    matched to invoices, reversed ones left out: by what the payer chose in
 *             the portal; as another system reported. Whether a person did it there is
 *             not known here.
 *
 * Days are local days of the division; weeks begin on Monday.
 */
enum work_kind {
    WORK_MESSAGES,
    WORK_FOLLOW_UPS,
    WORK_PROMISES,
    WORK_DISPUTES,
    WORK_PAYMENTS,
    WORK_KINDS
};

struct work_count {
    uint64_t itself, by_hand;
};

struct work_point {
    int32_t from, to; /* both included */
    struct work_count count[WORK_KINDS];
};

/* A point for each day or week from from to to, also where nothing was done. The caller
 * has checked the days. */
enum err work_share(struct db *db, struct arena *a, const struct insight_who *who,
    int32_t from, int32_t to, bool weekly, struct work_point **out, size_t *n);

#endif
