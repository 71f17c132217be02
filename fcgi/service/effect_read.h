#ifndef SERVICE_EFFECT_READ_H
#define SERVICE_EFFECT_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/effect.h"
#include "service/insight_read.h"

/*
 * What service/effect lays beside each item of its stream: messages, allocations, and
 * how accounts paid, of one span of cases after another, so that what is held does not
 * grow with the ledger. Each is read in one pass and kept in the order in which it is
 * looked up.
 */
struct effect_ask {
    struct insight_who who;
    enum effect_by by;
    int32_t from, to; /* days of sending, both included */
};

/* Messages that are told apart from others; name and no are what the ask is by. */
struct effect_key {
    char currency[4];
    const char *name; /* NULL: a person's own, which has no such thing */
    uint32_t no;      /* version of a strategy where it is known; else 0 */
};

/* Those met so far; they outlive the spans. */
struct effect_keys {
    struct arena *a;
    struct effect_key *v;
    size_t n;
};

/* Cases by id, both included. */
struct effect_span {
    uint64_t lo, hi;
};

struct effect_message {
    uint64_t id;
    int32_t on;
    bool reminds; /* in the period */
    bool counted; /* the caller's own */
    size_t key;   /* in effect_keys */
};

/* A message names an item. */
struct effect_named {
    uint64_t instalment_id;
    int32_t on;
    uint32_t message;
};

struct effect_payment {
    uint64_t instalment_id;
    struct effect_settled v;
};

struct effect_account {
    uint64_t case_id;
    enum effect_payer payer;
};

struct effect_facts {
    struct effect_message *messages;
    size_t messages_n;
    struct effect_named *named; /* by item, day, message; none twice */
    size_t named_n;
    struct effect_payment *payments; /* by item */
    size_t payments_n;
    struct effect_account *accounts; /* by case; without one: unknown */
    size_t accounts_n;
};

/*
 * The cases of the population from lo on that are read together. false: there are no
 * more. This and the next within the caller's snapshot.
 */
enum err effect_span(struct db *db, struct arena *a, const struct effect_ask *ask,
    uint64_t lo, bool *found, struct effect_span *out);

/* Adds to keys; the rest is in the arena. */
enum err effect_read(struct db *db, struct arena *a, const struct effect_ask *ask,
    const struct effect_span *span, struct effect_keys *keys, struct effect_facts *out);

#endif
