#ifndef DOMAIN_AUDIT_CHAIN_H
#define DOMAIN_AUDIT_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha.h"

/*
 * The audit as a hash chain, so that a row that was changed, taken out, put in or moved
 * later can be told. Pure.
 *
 *    seal(row) = SHA-256( seal of the row before it || bytes of the row )
 *
 * Rows follow each other by their ids, which may have gaps (of transactions that were
 * rolled back). Before the first row the seal is 32 zero bytes. The bytes of a row are
 * its twelve columns one after the other, in this order:
 *
 *    id at actor_kind actor_id ip request_id action object_kind object_id customer_id
 *    before_json after_json
 *
 * each as "<length in bytes, decimal>:<bytes>,", and a NULL as "-,". Numbers are
 * decimal text; `at` is microseconds since 1970-01-01T00:00:00Z. So a row that begins
 * with id 7 begins with "1:7,". Anybody can recompute it with the table and a SHA-256
 * program.
 */
struct audit_row {
    uint64_t id;
    int64_t at;
    const char *actor_kind, *actor_id, *ip, *request_id, *action, *object_kind,
        *object_id;
    uint64_t customer_id;       /* 0: NULL */
    const char *before, *after; /* NULL: NULL */
};

void audit_chain_seal(const uint8_t before[static SHA_BYTES],
    const struct audit_row *row, uint8_t out[static SHA_BYTES]);

/*
 * Walks a chain from its first row. Feed every row in the order of ids, up to the head;
 * then end. What does not fit is counted and told, and the walk goes on from the stored
 * seal, so that one changed row is one fault.
 */
enum audit_fault {
    AUDIT_BROKEN,  /* does not follow from the row before it: changed, moved, or what
                      stood before it is gone */
    AUDIT_PUT_IN,  /* no seal, though later rows have one: it came later */
    AUDIT_MISSING, /* fewer rows than were sealed */
    AUDIT_TOO_MANY,
    AUDIT_TAIL,   /* the last row is not the one the head names */
    AUDIT_HEAD,   /* the head itself is not as this installation signed it */
    AUDIT_ANCHOR, /* the row written down elsewhere is gone or has another seal */
    AUDIT__MAX
};

/* "broken", "put_in" … */
const char *audit_fault_name(enum audit_fault f);
/* A sentence for a person. */
const char *audit_fault_text(enum audit_fault f);

struct audit_head {
    uint64_t last_id, rows_n;
    uint8_t seal[SHA_BYTES];
};

/* A row and its seal, kept outside the database: what stood then must still stand, even
 * for somebody who has the database and the installation's key. */
struct audit_anchor {
    uint64_t id;
    uint8_t seal[SHA_BYTES];
};

struct audit_walk {
    uint8_t seal[SHA_BYTES]; /* of the last row */
    uint64_t last_id, rows_n, faults_n;
    const struct audit_anchor *anchor; /* NULL: none; set after start */
    bool anchored;                     /* it was met */
    void (*told)(void *ctx, enum audit_fault f, uint64_t id, uint64_t n);
    void *ctx;
};

void audit_walk_start(struct audit_walk *w,
    void (*told)(void *ctx, enum audit_fault f, uint64_t id, uint64_t n), void *ctx);
/* seal NULL: the row has none */
void audit_walk_row(
    struct audit_walk *w, const struct audit_row *row, const uint8_t *seal);
void audit_walk_tell(struct audit_walk *w, enum audit_fault f, uint64_t id, uint64_t n);
void audit_walk_end(struct audit_walk *w, const struct audit_head *head);

/* What the head's signature is made of. */
enum { AUDIT_HEAD_BYTES = 8 + 8 + SHA_BYTES };
void audit_head_bytes(const struct audit_head *h, uint8_t out[static AUDIT_HEAD_BYTES]);

#endif
