#ifndef SERVICE_MENTION_H
#define SERVICE_MENTION_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Colleagues whom an internal text names with @: @Clara Berg, or what stands before the
 * @ of their address. Only who may see the customer is told: a word that leads nowhere
 * helps nobody.
 */
struct mention_in {
    uint64_t customer_id;
    uint64_t case_id; /* 0: none */
    const char *body; /* NULL: nothing */
    const char *ref_kind;
    uint64_t ref_id; /* where it stands, "note" or "call" */
};

/* Tells them, each once; inside the transaction of what it stands in. */
enum err mention_tell(struct db *db, struct arena *a, const struct actor *by,
    const struct mention_in *in);

/* The first one named who may not see the customer; NULL: none. */
enum err mention_blind(
    struct db *db, struct arena *a, const struct mention_in *in, const char **name);

#endif
