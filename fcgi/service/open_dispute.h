#ifndef SERVICE_OPEN_DISPUTE_H
#define SERVICE_OPEN_DISPUTE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "store/actor.h"

enum { DISPUTE_LINES__MAX = 500 };

/* A line of the document and what of it is disputed. */
struct dispute_line {
    uint32_t line_no;
    int64_t minor; /* > 0, tax and all */
};

/*
 * A part of a document that the customer will not pay as it stands; a deduction is the
 * part that a payment left out. The caller has checked that the item is in reach, and
 * that owner_id may be named.
 */
struct dispute_in {
    uint64_t customer_id, case_id, item_id;
    const char *item_number, *currency;
    bool deduction;
    int64_t amount_minor; /* I64_NONE: the sum of the lines; of a deduction all that is
                             open and not disputed yet */
    const struct dispute_line *lines;
    size_t lines_n; /* 0: an amount of the whole document */
    const char *reason_code;
    const char *detail; /* NULL: none */
    uint64_t
        owner_id; /* 0: by rule, else the customer's collector, else who opens it */
    int32_t target_on; /* DAY_NONE: as many days on as the reason says */
    int32_t today;     /* local day of the division */
};

/* ERR_INVALID: f says what is wrong, such as more than is open and undisputed. */
enum err open_dispute(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_in *in, struct faults *f, uint64_t *id);

/*
 * A deduction with a payment that is booked already, inside the caller's transaction
 * that holds the lock of the case: of amount_minor what is still open and not disputed;
 * none where that is nothing. The reason was checked when the payment began.
 */
enum err open_deduction(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_in *in);

/*
 * Whether a reason of that code is offered; *target_days from opening to the target.
 * ERR_INVALID: f names those that are, at `at`.
 */
enum err dispute_check_reason(struct db *db, struct arena *a, const char *code,
    bool deduction, struct faults *f, const char *at, int32_t *target_days);

/*
 * Whether the lines belong to the document and none is disputed beyond what it is;
 * *sum_minor is what they come to. Faults at /lines/k.
 */
enum err dispute_check_lines(struct db *db, struct arena *a, uint64_t item_id,
    const struct dispute_line *lines, size_t n, struct faults *f, int64_t *sum_minor);

#endif
