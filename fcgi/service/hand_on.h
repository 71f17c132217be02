#ifndef SERVICE_HAND_ON_H
#define SERVICE_HAND_ON_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/delivery.h"
#include "service/last_look.h"
#include "service/mark_sent.h"

/*
 * From one message to the next in one transaction: mark_sent of the one that was on the
 * wire, and the last look at the one that goes now. So each message costs one commit,
 * and still never more than one of a hand is `sending`. The one that was sent is locked
 * and waited for, the next is not (LAST_BUSY: only the mark was made).
 *
 * An error undid both: mark_sent alone, then last_look alone tell which of them it is.
 */
struct hand_on {
    const struct sent *sent;
    struct arena *sent_arena;
    const struct look_ask *next;
    struct arena *next_arena;
};
enum err hand_on(struct db *db, const struct delivery *d, const struct hand_on *in,
    struct outgoing *out);

#endif
