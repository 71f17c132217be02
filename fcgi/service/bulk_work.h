#ifndef SERVICE_BULK_WORK_H
#define SERVICE_BULK_WORK_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * One action on many customers, cases or documents at once. What belongs to one case is
 * one group: a follow-up on 200 invoices of three customers is three follow-ups.
 */
struct bulk_group {
    uint64_t customer_id;
    uint64_t case_id; /* 0: the whole customer */
    uint64_t *item_ids;
    size_t item_ids_n;
    uint64_t made_id; /* what the action made, when failed is OK */
    enum err failed;  /* why nothing was made */
};

/* Does it for one group, in a transaction that is open; sets made_id. */
typedef enum err bulk_action(struct db *db, struct arena *a, const struct actor *by,
    void *ctx, struct bulk_group *g);

/*
 * A hundred groups a transaction. The caller gives them in the order of their cases, in
 * which they are locked. A transaction that fails marks its groups and the others go
 * on; so the answer is OK whatever happened.
 */
enum err bulk_work(struct db *db, struct arena *a, const struct actor *by,
    bulk_action *act, void *ctx, struct bulk_group *groups, size_t n);

#endif
