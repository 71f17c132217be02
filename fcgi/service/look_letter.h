#ifndef SERVICE_LOOK_LETTER_H
#define SERVICE_LOOK_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "service/delivery.h"
#include "service/letter_paper.h"

/* What became of a letter that waited. */
enum letter_look {
    LETTER_IN,       /* it is in the batch: address, text and amounts fixed as of now */
    LETTER_LEFT_OUT, /* cancelled or failed, see reason */
    LETTER_GONE      /* it waits no more: somebody else has it, or it was cancelled */
};

struct letter_seen {
    enum letter_look look;
    const char *reason; /* of LETTER_LEFT_OUT */
    enum outbox_cause cause;
    size_t pages;          /* of LETTER_IN, with what is enclosed; see letter_pages */
    size_t files_n, bytes; /* of what is enclosed */
    uint64_t customer_id;
    const char *customer, *number;
};

/* What the looks of one batch share. */
struct letter_desk {
    const struct delivery *d;
    struct letter_heads *heads;
    struct paper *counter; /* counts pages; of paper_open_file without a file */
    bool duplex;
    int64_t now_at;
};

/*
 * planned → sending (in the batch) | cancelled | failed: the last look at a letter, one
 * transaction, before it may be on paper. Locks the row, then its case. Without an
 * address the post can deliver to nothing is written: cancelled, and a person's task.
 * A file that should go with it and cannot: failed, never posted without.
 */
enum err look_letter(struct db *db, struct arena *a, const struct letter_desk *desk,
    uint64_t id, uint64_t batch_id, uint32_t seq, struct letter_seen *out);

/* The same look without any change: what would become of it now. */
enum err preview_letter(struct db *db, struct arena *a, const struct letter_desk *desk,
    uint64_t id, struct letter_seen *out);

/* planned → failed, when the look itself cannot be made: left out, and a person's
 * task. */
enum err give_up_letter(struct db *db, struct arena *a, const struct letter_desk *desk,
    uint64_t id, uint64_t batch_id, uint32_t seq, const char *why,
    struct letter_seen *out);

/* As outbox.claimed_by has the batch. */
const char *letter_holder(struct arena *a, uint64_t batch_id);

#endif
