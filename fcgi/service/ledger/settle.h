#ifndef SERVICE_LEDGER_SETTLE_H
#define SERVICE_LEDGER_SETTLE_H

#include "service/ledger/work.h"

/* What one allocation row says. Both amounts are negative in a reversal. */
struct led_settlement {
    struct led_item *credit, *debit;
    struct led_inst *inst;
    int64_t credit_minor, debit_minor;
    int32_t effective_on;
    int64_t known_at;
    bool known_assumed;
    uint64_t reverses_id;
    const char *source_system, *source_id, *reason;
};

/* Adds the row and moves what is open on both sides; there must be room. Gives the
 * id of the row. */
uint64_t led_settle(struct led *w, const struct led_settlement *s);

/* The row that undoes l, under a source id of its own. */
void led_undo(struct led *w, struct led_alloc *l, int32_t effective_on,
    int64_t known_at, const char *system, const char *source_id, const char *reason);

/* Undoes what w->live holds against the item. */
void led_undo_all(struct led *w, struct led_item *item, int32_t on, int64_t known_at);

/* Keeps settled_on in step with open_minor. */
void led_settled_on(struct led_inst *inst);

/* Cancels the item as of that day: undoes what stands against it and sets an
 * opposite document of the same amount against it, so that every past day still
 * shows what was owed then. */
void led_void(struct led *w, struct led_item *item, int32_t on, int64_t known_at);
/* Takes that back. */
void led_unvoid(struct led *w, struct led_item *item, int32_t on, int64_t known_at);

/* Allocation and reversal rows of the round. */
void led_allocations(struct led *w);
void led_reversals(struct led *w);

#endif
