#ifndef SERVICE_ADD_NOTE_H
#define SERVICE_ADD_NOTE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/* An internal note; it never leaves the house. The caller has checked that the user may
 * reach the customer, and that case, items and dispute are the customer's. Colleagues
 * whom it names with @ (@Clara Berg, or what stands before the @ of their address) are
 * told, when they may see the customer. */
struct note_in {
    uint64_t customer_id;
    uint64_t case_id, item_id; /* 0: none */
    uint64_t dispute_id;       /* 0: none */
    const uint64_t *item_ids;  /* of several, beside item_id */
    size_t item_ids_n;
    const char *body;
};

enum err add_note(struct db *db, struct arena *a, const struct actor *by,
    const struct note_in *in, uint64_t *id);

/* The same inside a transaction of the caller's. */
enum err write_note(struct db *db, struct arena *a, const struct actor *by,
    const struct note_in *in, uint64_t *id);

#endif
