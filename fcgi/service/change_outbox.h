#ifndef SERVICE_CHANGE_OUTBOX_H
#define SERVICE_CHANGE_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/rulebook.h"
#include "store/actor.h"

/*
 * What a person may do to a message. scope: the user when limited to divisions.
 * ERR_NOT_FOUND  no such message in reach
 * ERR_CONFLICT   it is not in a state for that (any more)
 */

/* planned → cancelled. Its steps stay held: what a person stopped is not planned again
 * by the next evaluation; later steps go on. */
enum err cancel_outbox(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, const char *reason);

/* failed, uncertain → planned: it is sent once more, whatever became of it before; and
 * cancelled → planned of a person's own message that could reach nobody. The tasks it
 * caused end. */
enum err retry_outbox(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, const char *reason);

/* uncertain → handed over, as somebody knows that it arrived: its steps are taken, fees
 * claimed; or → failed, as it did not, and may then be sent again. rules: fees by
 * country. The tasks it caused end. */
enum err settle_outbox(struct db *db, struct arena *a, const struct actor *by,
    struct rulebook *rules, uint64_t id, uint64_t scope, bool arrived,
    const char *reason);

#endif
