#ifndef SERVICE_ASSIGN_CUSTOMERS_H
#define SERVICE_ASSIGN_CUSTOMERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Gives customers, each as a whole, to a collector: ends what assignments they have,
 * moves the open tasks of the one who had them, and tells it on each timeline. One
 * transaction for all, under the locks of all their cases.
 */
enum { ASSIGN_CUSTOMERS__MAX = 500 };

struct assign_in {
    const uint64_t *customer_ids;
    size_t n;
    uint64_t user_id;      /* 0: nobody's from now on */
    const char *user_name; /* for the timeline; NULL with user_id 0 */
    const char *portfolio; /* NULL: what each had */
    uint64_t scope;        /* of the one who assigns */
};

enum assign_skip {
    ASSIGN_DONE,
    ASSIGN_SAME,    /* it is that collector's already */
    ASSIGN_FOREIGN, /* a case of it is out of the assigner's sight */
};

struct assign_result {
    uint64_t customer_id;
    const char *name;
    enum assign_skip skip;
    uint64_t was_user_id;      /* whose it was before; 0: nobody's */
    const char *was_portfolio; /* NULL: none */
};

/* One result for each customer that exists and is in sight, by id; any other is left
 * out without a word. ERR_LIMIT: more than ASSIGN_CUSTOMERS__MAX. */
enum err assign_customers(struct db *db, struct arena *a, const struct actor *by,
    const struct assign_in *in, struct assign_result **out, size_t *n);

/* The same judgement without doing anything. */
enum err assign_preview(struct db *db, struct arena *a, const struct assign_in *in,
    struct assign_result **out, size_t *n);

const char *assign_skip_name(enum assign_skip skip);

#endif
