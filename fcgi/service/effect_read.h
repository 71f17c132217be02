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
 * how accounts paid. Each is read in one pass and kept in the order in which it is
 * looked up; rows are some 30 bytes, so a year of a hundred thousand customers fits.
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

struct effect_message {
    uint64_t id;
    int32_t on;
    bool reminds; /* in the period */
    bool counted; /* the caller's own */
    size_t key;
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
    struct effect_key *keys;
    size_t keys_n;
    struct effect_message *messages;
    size_t messages_n;
    struct effect_named *named; /* by item, day, message; none twice */
    size_t named_n;
    struct effect_payment *payments; /* by item */
    size_t payments_n;
    struct effect_account *accounts; /* by case; without one: unknown */
    size_t accounts_n;
};

/* Within the caller's snapshot. */
enum err effect_read(struct db *db, struct arena *a, const struct effect_ask *ask,
    struct effect_facts *out);

#endif
