#ifndef SERVICE_LAST_LOOK_H
#define SERVICE_LAST_LOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/delivery.h"

/* What became of a claimed message. */
enum last_look {
    LAST_SEND,      /* it is `sending`, and only the caller may send it */
    LAST_CANCELLED, /* nothing left to ask for, or nobody to write to */
    LAST_FAILED,    /* it cannot be written: a person has to look */
    LAST_GONE       /* not this worker's any more */
};

/* A message that may leave. */
struct outgoing {
    enum last_look look;
    uint64_t id;
    uint32_t attempt; /* number of this try */
    const char *message_id;
    const char *from;     /* of the envelope */
    const char *reply_to; /* NULL: none */
    const char **to;      /* addresses */
    size_t to_n;
    const char *data; /* for the wire */
    size_t data_n;
};

/*
 * claimed → sending | cancelled | failed: the last look, one transaction, committed
 * before the first byte leaves. Locks the row, then its case, and takes everything
 * as it is at that moment: residuals, holds, disputes, promises, credits, recipients.
 * What the text says is what is stored, but for the secret part of the portal link.
 */
enum err last_look(struct db *db, struct arena *a, const struct delivery *d,
    uint64_t id, int64_t now_at, struct outgoing *out);

/*
 * claimed → failed, when the look itself cannot be made: the case is broken, and a
 * person has to see to it. Other messages are not held up.
 */
enum err give_up_claimed(struct db *db, struct arena *a, const struct delivery *d,
    uint64_t id, int64_t now_at, const char *why);

#endif
