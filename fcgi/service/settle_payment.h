#ifndef SERVICE_SETTLE_PAYMENT_H
#define SERVICE_SETTLE_PAYMENT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/payment_state.h"
#include "store/actor.h"
#include "store/q_payment_intent.h"

/*
 * What a payment in the portal does to the ledger, once it is known to have come. All
 * of these run inside a transaction of the caller's that holds the lock of the intent's
 * case and has read the intent (payment_intent_lock) under it.
 */

/*
 * The money is there: books it and settles what it was for, its credits first; what
 * nothing takes stays open of the payment, with a task. A receipt is due. Then takes up
 * what was reported before its time.
 *
 * item_id  a payment that stands in the ledger already and is this one; 0: one is made,
 *          unless captured_minor is 0 (credits alone)
 */
enum err settle_payment(struct db *db, struct arena *a, const struct actor *by,
    struct payment_intent_lock *p, int64_t captured_minor, uint64_t item_id);

/*
 * Money of it went back (PAYMENT_REFUNDED: minor is the total of all refunds;
 * PAYMENT_DISPUTED) or came again (PAYMENT_REINSTATED). *booked: something was new.
 * ERR_INVALID  more than was paid; nothing was written
 */
enum err return_payment(struct db *db, struct arena *a, const struct actor *by,
    struct payment_intent_lock *p, enum payment_word word, const char *subject,
    int64_t minor, bool *booked);

/* It ends without money, or is on its way now. */
enum err move_payment(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p, enum payment_state to, const char *why);

/* A transfer was announced and has not come: reminders go on, and a person is asked,
 * once. In a transaction of its own. */
enum err ask_for_transfer(
    struct db *db, struct arena *a, const struct actor *by, uint64_t id);

/* A task for a person about it, once for each reason. */
enum err payment_task(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p, const char *reason, const char *title);

/* Another system reports the same payment with another amount: a task with both. The
 * ledger stays as it is: nobody but the provider and the bank know what came. */
enum err payment_differs(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p, int64_t provider_minor, int64_t other_minor);

#endif
