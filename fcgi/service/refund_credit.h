#ifndef SERVICE_REFUND_CREDIT_H
#define SERVICE_REFUND_CREDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * An unapplied credit that is paid back. On the ledger it is a document of kind refund
 * that the credit settles; so what is open, aging of any day and control totals hold.
 *
 * Above the setting refund_approval_limit a second person has to agree first: until
 * then it waits and the ledger knows nothing of it.
 *
 *    waiting → recorded | refused       recorded → reversed
 *
 * Each step is one transaction under the lock of the case.
 */
struct refund_in {
    uint64_t credit_item_id;
    int64_t amount_minor; /* in the credit's currency */
    int64_t base_minor;   /* the same in the reporting currency; 0: no rate */
    const char *base_currency;
    int32_t paid_on, today;         /* not before the credit, not after today */
    const char *reason, *reference; /* reference NULL: none */
};

/*
 * *waits: a second person has to agree.
 * ERR_NOT_FOUND  no such document
 * ERR_INVALID    f says what is wrong: no credit, more than is open, a wrong day
 */
enum err refund_credit(struct db *db, struct arena *a, const struct actor *by,
    const struct refund_in *in, struct faults *f, uint64_t *id, bool *waits);

/*
 * The second person's word. Agreeing records it.
 * ERR_NOT_FOUND  no such refund
 * ERR_DENIED     it is one's own
 * ERR_CONFLICT   it does not wait, or less is open of the credit by now
 */
enum err decide_refund(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, bool agree, const char *note);

/*
 * It did not happen after all: the allocation is reversed, the refund cancelled by its
 * opposite, and the credit is open again, all as of `on`; every past day stays as it
 * was.
 *
 * ERR_NOT_FOUND  no such refund    ERR_CONFLICT  it is not recorded
 */
enum err reverse_refund(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, int32_t on, const char *reason);

#endif
