#ifndef DOMAIN_ALLOCATE_H
#define DOMAIN_ALLOCATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * Which money settles what.
 *
 * Pure: no clock, no I/O. Same inputs, same answer, in whatever order they come.
 */

/* An instalment that still wants money. All of a call: one case, one currency. */
struct open_item {
    uint64_t instalment_id;
    int32_t due_on;
    int64_t open_minor; /* > 0 */
};

/* What one instalment gets. */
struct share {
    uint64_t instalment_id;
    int64_t minor; /* > 0 */
};

struct allocation {
    size_t n;             /* shares in use */
    int64_t credit_minor; /* what no item could take, >= 0 */
    struct share *shares; /* caller's array, one per item is enough */
};

/*
 * Settles the item due first, then the next; lowest id first when due the same
 * day. Sorts items in place.
 *
 * OK           sum of shares + credit_minor == paid_minor
 * ERR_INVALID  paid_minor <= 0, or an open_minor <= 0; out is untouched
 */
enum err allocate_oldest_first(
    int64_t paid_minor, struct open_item *items, size_t n, struct allocation *out);

/* An allocation as it was recorded. A reversal has negative amounts. */
struct alloc_fact {
    uint64_t credit_item_id, instalment_id;
    int64_t credit_minor, debit_minor;
    int32_t effective_on;
};

/* A document of either side and what is open of it. */
struct alloc_open {
    uint64_t id; /* instalment of the debit side, item of the credit side */
    int32_t issued_on;
    int64_t amount_minor;
    int64_t open_minor; /* out; 0 when issued after the day */
};

/*
 * What is open at the end of a day: amount minus what was allocated by then. Facts
 * of documents that are not given are left out. The order of nothing matters.
 *
 * ERR_CONFLICT  something is settled by more than its amount, or by less than
 *               nothing; the open amounts are as the facts say all the same
 */
enum err allocate_open_as_of(const struct alloc_fact *facts, size_t facts_n,
    struct alloc_open *debits, size_t debits_n, struct alloc_open *credits,
    size_t credits_n, int32_t as_of, struct arena *a);

#endif
