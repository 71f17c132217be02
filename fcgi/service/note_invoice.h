#ifndef SERVICE_NOTE_INVOICE_H
#define SERVICE_NOTE_INVOICE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * A note that a customer keeps on one of its invoices: who approves it, why it waits.
 * All who see the invoice there read it, and staff; it asks for no answer, as a message
 * does, so no task and no mail follows. It stands on the timeline. Whoever wrote it may
 * take it away again; the timeline and the audit keep it.
 *
 * The caller has checked that the invoice is one of the customer's that may be seen.
 */
struct invoice_note_in {
    uint64_t customer_id, case_id, item_id;
    const char *item_number;
    const char *author_name; /* NULL: not known */
    const char *body;
    const char *client_key; /* the sender's own id: sent twice, kept once */
};

enum err note_invoice(struct db *db, struct arena *a, const struct actor *by,
    const struct invoice_note_in *in, uint64_t *id);

/* ERR_NOT_FOUND  there is no such note of this sender's on that invoice */
enum err unnote_invoice(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, uint64_t item_id, uint64_t id);

#endif
