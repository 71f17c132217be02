#ifndef STORE_ACTIVITY_H
#define STORE_ACTIVITY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * One line on a customer's timeline. Append-only; written in the transaction of
 * what it tells.
 */
struct activity {
    uint64_t customer_id;
    uint64_t case_id; /* 0: about no case */
    int64_t at;       /* business time; 0: by->now_us */
    const char *kind; /* invoice | payment | mail_sent | note …, see the column */
    const struct actor *by;
    const char *ref_kind; /* what it is about: "note", "outbox"; NULL: nothing */
    uint64_t ref_id;      /* 0 with ref_kind NULL */
    const char *title;    /* one line, cut to what the column holds */
    const char *detail;   /* a JSON object, or NULL */
};

enum err activity_add(struct db *db, const struct activity *a);

/* Several at once, by one statement. */
enum err activity_add_all(
    struct db *db, struct arena *scratch, const struct activity *list, size_t n);

#endif
