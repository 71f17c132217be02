#ifndef SERVICE_KEEP_PACE_H
#define SERVICE_KEEP_PACE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/pace.h"

/*
 * The pace of one sender, kept in the database for all processes and machines that
 * send for it. Permits are taken in the transaction that claims what they are for, so
 * no lock is held while mail is on the wire and nothing is taken for mail that is not
 * there.
 */
struct sender_pace {
    const char *sender; /* address in the envelope */
    struct pace pace;
    enum pace_for whom;
};

/* What a look found. */
struct sender_look {
    uint32_t take; /* how many may be claimed now */
    int64_t used_to, real_at;
};

/* Once before the others: makes the sender known. */
enum err keep_pace_begin(struct db *db, const struct sender_pace *p);

/* How many of `want` may be claimed now. Locks the sender until the end of the
 * caller's transaction, unless there is no limit. */
enum err keep_pace_look(struct db *db, struct arena *a, const struct sender_pace *p,
    uint32_t want, struct sender_look *look);

/* n of them were claimed. */
enum err keep_pace_use(struct db *db, const struct sender_pace *p,
    const struct sender_look *look, size_t n);

#endif
