#ifndef SERVICE_SET_AUTOPAY_H
#define SERVICE_SET_AUTOPAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Whether an account is collected by itself, by which saved method and when. A change
 * is a new row: what the old one had only planned is dropped and told of anew; what is
 * being charged already goes on. A new setting collects again what an old one had let
 * go of after a decline.
 */
enum { AUTOPAY_DAYS__MAX = 30 };

struct autopay_in {
    uint64_t case_id, customer_id;
    uint64_t method_id;    /* 0: off */
    int64_t days_before;   /* the due day; 0: on it */
    int64_t ceiling_minor; /* I64_NONE: no limit */
    const char *reason;    /* why staff stop it; NULL */
};

/*
 * Whether the company lets the customer turn it on or change it: autopay_who, and of
 * "tagged" autopay_tag, and no customer who is on hold, at law or closed. What is on
 * stays on, and can be turned off by anybody.
 */
enum err autopay_offered(
    struct db *db, struct arena *a, uint64_t customer_id, bool *out);

/* ERR_INVALID: f says what is wrong, at /method_id or /account_id. */
enum err set_autopay(struct db *db, struct arena *a, const struct actor *by,
    const struct autopay_in *in, struct faults *f);

/* It ends with its method. Inside a transaction of the caller's that holds the lock of
 * the case; does nothing where another method pays, or none. */
enum err end_autopay_of(struct db *db, struct arena *a, const struct actor *by,
    uint64_t case_id, uint64_t method_id, const char *why);

#endif
