#ifndef JOB_PUSH_H
#define JOB_PUSH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "db/db.h"
#include "net/push.h"

/*
 * Open browsers hear of new notifications: what was committed and not told yet is told
 * to the channel "staff-<user id>" as event `notification` with {"n": how many}.
 * The page then asks for the rest, with its own rights. A notification can so be
 * written by any program in any transaction, and is never told before its commit.
 */
struct pusher {
    struct db *db;
    struct push *push; /* NULL: no live events here; a round does nothing */
    int64_t swept_at;  /* when pages that are long gone were forgotten; real clock */
};

/* A round of loop.h. ERR_DOWN: nginx takes nothing now; later again. */
enum err push_round(void *ctx, bool *more);

/*
 * Pages that show a customer hear `changed` with {"customer_id": …} when anything of it
 * does, whoever changed it: service/live.h. A round of loop.h with a pusher of its own.
 */
enum err live_round(void *ctx, bool *more);

#endif
