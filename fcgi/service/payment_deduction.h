#ifndef SERVICE_PAYMENT_DEDUCTION_H
#define SERVICE_PAYMENT_DEDUCTION_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "service/start_payment.h"
#include "store/actor.h"
#include "store/q_payment_intent.h"

/*
 * What a customer leaves out of a payment, and why: kept with the payment when it
 * starts. Once it has settled its documents, each becomes a deduction (open_dispute.h)
 * of what is still open of the part left out; a payment that fails makes none. All of
 * these run inside a transaction of the caller's that holds the lock of the case.
 */

/* Whether the reasons of in->debits may be given. Faults at
 * /lines/k/deduction/reason_code. */
enum err check_payment_deductions(
    struct db *db, struct arena *a, const struct payment_in *in, struct faults *f);

/* Keeps those of in->debits that have a reason. */
enum err keep_payment_deductions(
    struct db *db, struct arena *a, const struct payment_in *in, uint64_t id);

/* The payment is booked: opens them, as said by whoever paid, today in the division. */
enum err open_payment_deductions(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p, int32_t today);

#endif
