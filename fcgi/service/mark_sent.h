#ifndef SERVICE_MARK_SENT_H
#define SERVICE_MARK_SENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/last_look.h"

/* What became of a message that was `sending`. */
enum sent_fate {
    SENT_HANDED_OVER, /* the server's final 250; in the folder */
    SENT_LATER,       /* nobody has it: planned again, later and later, for a day */
    SENT_REFUSED,     /* 5xx: failed */
    SENT_UNKNOWN      /* uncertain: a person's to decide, never sent again by itself */
};

struct sent_rcpt {
    const char *email;
    bool rejected;
    const char *detail; /* the server's words; NULL */
};

struct sent {
    uint64_t id;
    const char *worker; /* who was sending it, and at which try: as the row has it */
    uint32_t attempt;
    enum sent_fate fate;
    const char *reply;            /* the server's last words; may be NULL */
    const struct sent_rcpt *rcpt; /* none: all of them got it */
    size_t rcpt_n;
    int64_t now_at;
    /* as the last look had it; NULL: read now, and what fees there are are claimed */
    const struct outgoing *message;
    int32_t on; /* of a letter: the day it was posted; 0: today, of the division */
};

/*
 * sending → handed over | planned | failed | uncertain, one transaction under the
 * locks of row and case. At hand-over level, fee claim and last contact take effect.
 * A message that was given up as uncertain meanwhile becomes handed over when its
 * sender comes back with the server's word after all.
 *
 * ERR_NOT_FOUND  the row is somebody else's by now: nothing was written
 */
enum err mark_sent(
    struct db *db, struct arena *a, const struct delivery *d, const struct sent *s);

/* Whether recording it touches the case of its message and changes nothing else there
 * that other messages depend on. */
bool sent_only_touches(const struct sent *s);

/* The same as mark_sent inside the caller's transaction. */
enum err mark_sent_inside(
    struct db *db, struct arena *a, const struct delivery *d, const struct sent *s);

/* Real time until the next try after n tries in vain: 1 minute, doubling, at most an
 * hour. */
int64_t sent_back_off_us(uint32_t n);

#endif
