#ifndef STORE_ACTIVITY_H
#define STORE_ACTIVITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Every kind of line, in the order in which a choice of them reads. The API declares
 * them, and the pages take their choice, icons and words from there; a line of another
 * kind is not written.
 */
/* clang-format off */
#define ACTIVITY_KINDS(FIRST, NEXT)                                                   \
    FIRST("note") NEXT("call") NEXT("message") NEXT("message_done")                   \
    NEXT("message_reopened") NEXT("invoice_note")                                     \
    NEXT("mail_planned") NEXT("mail_sent") NEXT("mail_failed") NEXT("mail_bounced")   \
    NEXT("mail_delayed") NEXT("mail_uncertain") NEXT("mail_arrived")                  \
    NEXT("mail_cancelled") NEXT("mail_auto") NEXT("letter_printed")                   \
    NEXT("promise") NEXT("dispute") NEXT("hold")                                      \
    NEXT("follow_up") NEXT("follow_up_done") NEXT("assignment")                       \
    NEXT("invoice") NEXT("credit") NEXT("payment") NEXT("allocation")                 \
    NEXT("reversal") NEXT("refund") NEXT("fee") NEXT("interest") NEXT("write_off")    \
    NEXT("payment_intent") NEXT("payment_method") NEXT("payment_autopay")             \
    NEXT("decision") NEXT("strategy") NEXT("risk") NEXT("tag")                        \
    NEXT("attachment") NEXT("document_request") NEXT("portal_visit")                  \
    NEXT("contact") NEXT("customer") NEXT("import")
/* clang-format on */

/* The same as alternatives of a schema, "note|call|…". */
#define ACTIVITY_KIND__FIRST(kind) kind
#define ACTIVITY_KIND__NEXT(kind) "|" kind
#define ACTIVITY_KIND__TEXT ACTIVITY_KINDS(ACTIVITY_KIND__FIRST, ACTIVITY_KIND__NEXT)

extern const char *const ACTIVITY_KIND[]; /* NULL ends it */

bool activity_kind_known(const char *kind);

/*
 * One line on a customer's timeline. Append-only; written in the transaction of
 * what it tells.
 */
struct activity {
    uint64_t customer_id;
    uint64_t case_id; /* 0: about no case */
    int64_t at;       /* business time; 0: by->now_us */
    const char *kind; /* one of ACTIVITY_KINDS, else ERR_BUG */
    const struct actor *by;
    const char *ref_kind; /* what it is about: "note", "outbox"; NULL: nothing */
    uint64_t ref_id;      /* 0 with ref_kind NULL */
    const char *title;    /* one line, cut to what the column holds */
    const char *detail;   /* a JSON object, or NULL */
};

enum err activity_add(struct db *db, const struct activity *a);

/* Several at once, by one statement. */
enum err activity_add_all(
    struct db *db, struct arena *scratch, const struct activity *list, size_t n);

#endif
