#ifndef SERVICE_LEDGER_TRAIL_H
#define SERVICE_LEDGER_TRAIL_H

#include "service/ledger/work.h"

/*
 * What a call leaves in the audit. Every object that it changed has a row of its own,
 * as it was and as it was sent; so has one that it made, when the call was about that
 * alone. What a batch made is one row with the counts and the ids: a first load of a
 * million rows must not be two. An import leaves its file's own rows and none of these.
 */

/* After led_done(CREATED or CHANGED). kind: NULL, that of the row; was: NULL, it is
 * new. */
void led_trail(struct led *w, size_t i, const char *kind, uint64_t id,
    uint64_t customer_id, const struct ledger_row *was);

/* The same of a customer that changed, from v and the addresses in force before. */
void led_trail_customer(struct led *w, size_t i, const struct customer_for_upsert *v,
    uint64_t parent_id, const struct address_of_customers *old, size_t old_n);

/* Whether led_trail wants to know what was. */
bool led_trails(const struct led *w);

/* Writes the rows of the round. */
enum err led_write_trail(struct led *w);

/* The row of a call of many rows, once all of them are decided. */
enum err led_trail_batch(struct db *db, struct arena *a, const struct ledger_call *call,
    const struct ledger_row *rows, const struct ledger_result *results, size_t n);

#endif
