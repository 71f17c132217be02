#ifndef SERVICE_REFUND_LEDGER_H
#define SERVICE_REFUND_LEDGER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"
#include "store/q_refund.h"

/* What a refund writes to the ledger, in the caller's transaction, which holds the
 * case. For service/refund_credit alone. */
struct refund_rows {
    uint64_t item_id, allocation_id;
};

/* The document and the allocation of the credit to it. */
enum err refund_write(struct db *db, struct arena *a, const struct actor *by,
    const struct refund_lock *r, const struct refund_credit_row *credit,
    struct refund_rows *out);

/* The reversal of that allocation and the opposite of the document. */
enum err refund_undo(struct db *db, struct arena *a, const struct actor *by,
    const struct refund_lock *r, const struct refund_credit_row *credit, int32_t on);

#endif
