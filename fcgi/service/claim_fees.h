#ifndef SERVICE_CLAIM_FEES_H
#define SERVICE_CLAIM_FEES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/delivery.h"
#include "store/q_outbox.h"

/* Fees of a message: one for each line whose step has a fee and has not claimed it. */
struct fees {
    struct line_fee {
        struct outbox_fee_lines line;
        struct fee fee; /* minor > 0 */
    } * list;
    size_t n;
    int64_t total_minor;
    const char *basis; /* of the first; NULL without any */
};

/*
 * What handing the message over today would claim, of the amounts that its lines ask
 * for (outbox_line.open_minor). The law is the division's country's.
 */
enum err fees_of_message(struct db *db, struct arena *a, const struct delivery *d,
    const struct outbox_case *c, uint64_t outbox_id, int32_t today, struct fees *out);

/* The same of lines that were read before; they live as long as *out. */
void fees_of_lines(struct arena *a, const struct delivery *d,
    const struct outbox_case *c, const struct outbox_fee_lines *lines, size_t n,
    int32_t today, struct fees *out);

/*
 * Claims them: an item of kind fee and its instalment, due today, and the claim with
 * all it was computed from. Inside the transaction that hands the message over, under
 * the lock of the case.
 */
enum err claim_fees(struct db *db, struct arena *a, const struct delivery *d,
    const struct outbox_case *c, const struct delivery_about *m);

#endif
