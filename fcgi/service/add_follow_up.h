#ifndef SERVICE_ADD_FOLLOW_UP_H
#define SERVICE_ADD_FOLLOW_UP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/* A task for a person, made by a person. The caller has checked that customer, case,
 * items and assignee may be named. */
struct follow_up_in {
    uint64_t customer_id;
    uint64_t case_id;     /* 0: none */
    uint64_t assignee_id; /* 0: nobody's */
    const char *kind, *title;
    int32_t due_on;
    int64_t priority; /* 1 high, 2 normal, 3 low */
    const uint64_t *item_ids;
    size_t item_ids_n;
};

enum err add_follow_up(struct db *db, struct arena *a, const struct actor *by,
    const struct follow_up_in *in, uint64_t *id);

/* The same inside a transaction of the caller's. */
enum err write_follow_up(struct db *db, struct arena *a, const struct actor *by,
    const struct follow_up_in *in, uint64_t *id);

#endif
