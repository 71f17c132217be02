#ifndef SERVICE_RECORD_PROMISE_H
#define SERVICE_RECORD_PROMISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "domain/calendar.h"
#include "store/actor.h"

enum { PROMISE_PARTS__MAX = 60 };

/* One date of a plan of instalments. */
struct promise_part {
    int64_t amount_minor;
    int32_t promised_on;
};

/* The customer said when and how much. The caller has checked that the user may reach
 * the case. */
struct promise_in {
    uint64_t customer_id, case_id;
    const char *currency; /* the case's */
    int32_t today;        /* local day of the division */
    /* One part is a promise; several are a plan, each a promise judged by itself. */
    const struct promise_part *parts;
    size_t parts_n;
    bool plan; /* faults name /instalments/k, not the members of a single promise */
    const uint64_t *item_ids; /* none: judged on any payment */
    size_t item_ids_n;
    const char *channel;             /* call | mail | portal | chat */
    const char *note;                /* NULL: none */
    const struct calendar *calendar; /* whose business days the tolerance counts */
    bool first;           /* the items must carry no open promise, and none may have
                             been broken: what a customer may promise without asking */
    uint64_t replaces_id; /* 0: none; it is cancelled in the same breath */
    uint64_t scope;       /* the user when limited; for replaces_id */
};

struct promise_made {
    uint64_t ids[PROMISE_PARTS__MAX]; /* in the order of the parts */
    size_t n;
    uint64_t plan_id; /* 0: no plan */
};

/*
 * The promised amounts are spread over what is open of the items, earliest due first,
 * each cent once in one plan; without items they are no more than the case owes. A part
 * is judged promise_tolerance_days (a setting, business days) after its day.
 * ERR_INVALID    f says what is wrong: a day in the past, nothing or less open
 * ERR_NOT_FOUND  no promise replaces_id of this case in scope
 * ERR_CONFLICT   that one does not stand any more
 */
enum err record_promise(struct db *db, struct arena *a, const struct actor *by,
    const struct promise_in *in, struct faults *f, struct promise_made *out);

/* whole_plan: with it all parts of its plan that still wait. ERR_NOT_FOUND: no such
 * promise in reach. ERR_CONFLICT: cancelled already. */
enum err cancel_promise(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, bool whole_plan, const char *reason);

#endif
