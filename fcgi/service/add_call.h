#ifndef SERVICE_ADD_CALL_H
#define SERVICE_ADD_CALL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/* Somebody was called. The caller has checked that the user may reach the customer, and
 * that case, contact and items are the customer's. */
struct call_in {
    uint64_t customer_id;
    uint64_t case_id, contact_id; /* 0: none */
    const char *outcome; /* reached | no_answer | voicemail | wrong_number | promised |
                            disputes | call_back */
    const char *body;    /* what was said; NULL: nothing to write down */
    const uint64_t *item_ids;
    size_t item_ids_n;
    int32_t call_back_on; /* a task for whoever called; DAY_NONE: none */
};

struct call_made {
    uint64_t id, follow_up_id; /* 0: no call-back */
};

enum err add_call(struct db *db, struct arena *a, const struct actor *by,
    const struct call_in *in, struct call_made *out);

/* The same inside a transaction of the caller's. */
enum err write_call(struct db *db, struct arena *a, const struct actor *by,
    const struct call_in *in, struct call_made *out);

#endif
