#ifndef SERVICE_LEDGER_LOAD_H
#define SERVICE_LEDGER_LOAD_H

#include "service/ledger/work.h"

/*
 * Reads, with one statement a relation, all that the round's documents,
 * allocations and reversals are about, under the locks of its cases; makes the
 * cases that are missing. Rows without a partner are parked, rows of an unknown
 * division refused.
 */
enum err led_load_documents(struct led *w);

/* Source ids of customers to our ids, into w->customers. */
enum err led_load_customers(struct led *w, const char *const *source_ids, size_t n);

/* Documents by our ids, to be read with their instalments; the caller holds the locks
 * of their cases. */
enum err led_load_items(struct led *w, struct led_set *ids);

/* w->divisions, once. */
enum err led_load_divisions(struct led *w);

/* The case of a document whose customer and division are known; 0: none. */
uint64_t led_case_of(struct led *w, const struct ledger_document *d);
const struct division_all *led_division_of(
    const struct led *w, const struct ledger_document *d);
bool led_is_document(const struct ledger_row *row);

/* The payment only confirms: the cash of its division has another master. */
bool led_confirms(const struct led *w, const struct ledger_row *row);

#endif
