#ifndef SERVICE_ADD_NOTE_H
#define SERVICE_ADD_NOTE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/* An internal note; it never leaves the house. The caller has checked that the user may
 * reach the customer, and that case and item are the customer's. */
struct note_in {
    uint64_t customer_id;
    uint64_t case_id, item_id; /* 0: none */
    const char *body;
};

enum err add_note(struct db *db, struct arena *a, const struct actor *by,
    const struct note_in *in, uint64_t *id);

#endif
