#ifndef SERVICE_RECORD_PROMISE_H
#define SERVICE_RECORD_PROMISE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "store/actor.h"

/* The customer said when and how much. The caller has checked that the user may reach
 * the case. */
struct promise_in {
    uint64_t customer_id, case_id;
    const char *currency; /* the case's */
    int64_t amount_minor;
    int32_t today; /* local day of the division */
    int32_t promised_on;
    const uint64_t *item_ids; /* none: judged on any payment */
    size_t item_ids_n;
    const char *channel; /* call | mail | portal | chat */
    const char *note;    /* NULL: none */
};

/*
 * The promised amount is spread over what is open of the items, earliest due first. It
 * is judged promise_tolerance_days after the promised day.
 * ERR_INVALID  f says what is wrong: a day in the past, nothing or less open
 */
enum err record_promise(struct db *db, struct arena *a, const struct actor *by,
    const struct promise_in *in, struct faults *f, uint64_t *id);

/* ERR_NOT_FOUND: no such promise in reach. ERR_CONFLICT: cancelled already. */
enum err cancel_promise(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, const char *reason);

#endif
