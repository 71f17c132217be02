#ifndef SERVICE_LOOK_AHEAD_H
#define SERVICE_LOOK_AHEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/case_stream.h"
#include "store/q_outbox.h"

/*
 * What the last looks at a batch of messages need, read for all of them together and
 * before any lock. It decides nothing: each last look takes it only where the case is,
 * under its lock, still what it was (look_ahead_holds), and else reads for itself.
 */
struct seen_ahead {
    uint64_t touch_seq, run_id, suppressed; /* of the case when it was read */
    bool tried;               /* an earlier look may have left something */
    struct outbox_case about; /* of the case */
    struct case_facts facts;  /* with coverage; nothing is held, in part or whole */
    struct outbox_lines_ahead *lines; /* that stand */
    size_t lines_n;
};

struct look_ahead;

/*
 * Texts and lists live in the arena. A message whose debts something may hold back (a
 * promise, a dispute, a hold), or that is about no case, is not among them.
 */
enum err look_ahead(struct db *db, struct arena *a, const uint64_t *ids, size_t n,
    int64_t now_at, struct look_ahead **out);

/* Of that message; NULL: not among them. NULL for an ahead is fine. */
const struct seen_ahead *look_ahead_of(const struct look_ahead *ahead, uint64_t id);

/* Another message about the case was handed over and claimed no fee: it was touched
 * once, and what the others say stays as it is. */
void look_ahead_touched(struct look_ahead *ahead, uint64_t case_id);

/*
 * Whether nothing that the message depends on has changed; row: as locked, with its
 * case. touched: this transaction did what look_ahead_touched tells.
 */
bool look_ahead_holds(const struct seen_ahead *seen, const struct outbox_lock *row,
    bool touched, int64_t now_at);

#endif
