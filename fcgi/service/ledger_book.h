#ifndef SERVICE_LEDGER_BOOK_H
#define SERVICE_LEDGER_BOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Money that comes and goes here, booked by the same code as what other systems send
 * (service/ledger.h), by our own ids, inside a transaction of the caller's that holds
 * the lock of the case. What is settled by it ends its reminders that wait, as ever.
 */

/* A part of a document that is to be settled, or used. */
struct ledger_part {
    uint64_t item_id;
    int64_t minor;          /* at most so much … */
    int64_t reserved_minor; /* … and so much of what is open is others' */
    int64_t booked_minor;   /* out */
};

struct ledger_money {
    uint64_t case_id, customer_id, division_id;
    const char *currency;
    uint64_t item_id;      /* a payment that stands already; 0: one is made */
    int64_t amount_minor;  /* of one that is made; 0: credits alone */
    const char *source_id; /* of it, and of the allocations with ":1" … behind it */
    const char *number, *reference, *method, *note; /* as in the ledger; may be NULL */
    int32_t on;
    struct ledger_part *debits, *credits;
    size_t debits_n, credits_n;
};

/*
 * Settles the debits in their order: first by the credits, then by the payment; what no
 * debit takes stays open of the payment. Fills booked_minor of each part.
 *
 * item_id     the payment; 0 without one
 * left_minor  what is open of it
 *
 * ERR_NOT_FOUND  a document that is not of this case
 */
enum err ledger_book(struct db *db, struct arena *a, const struct actor *by,
    struct ledger_money *in, uint64_t *item_id, int64_t *left_minor);

struct ledger_return {
    uint64_t case_id, payment_item_id;
    int64_t minor;
    const char *source_id; /* of the document, and of allocations as above */
    const char *note;      /* why; on the document and the reversals */
    int32_t on;
};

/*
 * Money of a payment goes back: first what is open of it, then what it settled last.
 * Its allocations are reversed, of the last one the rest is settled again, and a
 * document of kind refund stands against the payment. Promises and fees go by the
 * ledger.
 *
 * ERR_INVALID  so much of it is not left
 */
enum err ledger_give_back(struct db *db, struct arena *a, const struct actor *by,
    const struct ledger_return *in, uint64_t *item_id);

#endif
