#ifndef SERVICE_LEDGER_NAMED_H
#define SERVICE_LEDGER_NAMED_H

#include "service/ledger/work.h"

/*
 * Payments of other systems that are, or pay, what a customer paid in the portal: they
 * carry its reference, or what its provider calls it.
 */

/* Finds them among the round's payments, under the locks of their cases. */
enum err led_load_named(struct led *w);

/* The row is a payment that stands here already: it confirms, and never adds. */
bool led_stands_here(const struct led *w, const struct ledger_row *row);

/* Settles the transfers that came in with the round's new payments, and asks a person
 * where one that stands here is confirmed with another amount. After led_write. */
enum err led_settle_named(struct led *w);

/*
 * What the portal settled by a payment whose own system now says what it settled: its
 * word counts, ours gives way.
 */
enum err led_load_given(struct led *w);
/* Reverses as much of it as the credit and the instalment need; nothing when that would
 * not do. */
void led_give_way(struct led *w, const struct led_item *credit,
    const struct led_inst *inst, int64_t credit_minor, int64_t debit_minor);

#endif
