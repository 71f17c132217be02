#ifndef SERVICE_LAST_LOOK_H
#define SERVICE_LAST_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/delivery.h"
#include "service/look_ahead.h"

/* What became of a claimed message. */
enum last_look {
    LAST_SEND,      /* it is `sending`, and only the caller may send it */
    LAST_CANCELLED, /* nothing left to ask for, or nobody to write to */
    LAST_FAILED,    /* it cannot be written: a person has to look */
    LAST_GONE,      /* not this worker's any more */
    LAST_BUSY       /* somebody is at it or its case: not looked at, see below */
};

/* A message that may leave. */
struct outgoing {
    enum last_look look;
    uint64_t id, case_id; /* case 0: none */
    uint32_t attempt;     /* number of this try */
    const char *message_id;
    const char *from;     /* of the envelope */
    const char *reply_to; /* NULL: none */
    const char **to;      /* addresses */
    size_t to_n;
    const char *data; /* for the wire */
    size_t data_n;
    struct outbox_case about; /* its case; customer_id 0: not read */
    bool claims;              /* its hand-over claims a fee */
};

/* Which message is to be looked at. */
struct look_ask {
    uint64_t id;
    int64_t now_at;
    const struct seen_ahead *ahead; /* as look_ahead_of gives it */
    bool touched;                   /* its case: see look_ahead_holds */
};

/*
 * claimed → sending | cancelled | failed: the last look, one transaction, committed
 * before the first byte leaves. Locks the row, then its case, and takes everything
 * as it is at that moment: residuals, holds, disputes, promises, credits, recipients.
 * What the text says is what is stored, but for the secret part of the portal link.
 */
enum err last_look(struct db *db, struct arena *a, const struct delivery *d,
    const struct look_ask *ask, struct outgoing *out);

/* The same inside the caller's transaction, which holds locks already and so waits for
 * no other: LAST_BUSY is then possible. */
enum err last_look_inside(struct db *db, struct arena *a, const struct delivery *d,
    const struct look_ask *ask, struct outgoing *out);

/*
 * claimed → failed, when the look itself cannot be made: the case is broken, and a
 * person has to see to it. Other messages are not held up.
 */
enum err give_up_claimed(struct db *db, struct arena *a, const struct delivery *d,
    uint64_t id, int64_t now_at, const char *why);

#endif
