#ifndef DOMAIN_PROMISE_H
#define DOMAIN_PROMISE_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/calendar.h"
#include "domain/snapshot.h"

/*
 * Whether promises were kept: a function of the promises of one case and of what
 * was allocated, never a mark somebody sets.
 *
 * A promise with items is judged on allocations to them that became effective from
 * made_on to judged_on, net of reversals (a reversed allocation is as if it had
 * never been). A promise without items is judged on payments received in that
 * time, less what was counted for promises with items. The promise that falls due
 * first is served first, and each cent counts once.
 */

/* One allocation row. A reversal has a negative amount and reverses_id. */
struct promise_fact {
    uint64_t id, reverses_id; /* 0: no reversal */
    uint64_t instalment_id, credit_item_id;
    int32_t effective_on;
    int64_t debit_minor; /* in the currency of the case */
};

/* One payment received; minor is net of what was returned. */
struct promise_payment {
    uint64_t item_id;
    int32_t on_day; /* value date */
    int64_t minor;  /* > 0 */
};

/*
 * Sets state and kept_minor of each promise and kept_minor of each of its items, as
 * of today. Cancelled promises keep their state and take nothing. Facts and
 * payments come in any order; those after today count for nothing. An amount is
 * kept as soon as it came; what is missing is judged when judged_on is over.
 */
void promise_judge(struct snap_promise *promises, size_t n,
    const struct promise_fact *facts, size_t facts_n,
    const struct promise_payment *payments, size_t payments_n, int32_t today,
    struct arena *a);

/* The last day a payment still counts: tolerance in business days. */
int32_t promise_judged_on(
    const struct calendar *c, int32_t promised_on, int tolerance_days);

/*
 * A broken or partly kept promise that still matters: something it was for is open
 * (without items: something due by the promised day is), and no later promise took
 * its place. The latest one; NULL when there is none.
 */
const struct snap_promise *promise_broken_now(const struct snapshot *s);

#endif
