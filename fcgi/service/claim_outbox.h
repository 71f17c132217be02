#ifndef SERVICE_CLAIM_OUTBOX_H
#define SERVICE_CLAIM_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/delivery.h"

enum { CLAIM__MAX = 50 };

/*
 * planned → claimed: takes up to `take` messages whose time has come, the earliest
 * first, with a lease on the real clock. Rows that another worker is at are passed
 * over, so nobody waits for anybody. No more than the sender may send now; *paced:
 * nothing for that reason.
 */
enum err claim_outbox(struct db *db, struct arena *a, const struct delivery *d,
    int64_t now_at, uint32_t take, uint64_t **ids, size_t *n, bool *paced);

/* claimed → planned: gives back what was not looked at. */
enum err unclaim_outbox(struct db *db, struct arena *a, const struct delivery *d,
    const uint64_t *ids, size_t n);

#endif
