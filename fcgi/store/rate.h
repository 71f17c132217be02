#ifndef STORE_RATE_H
#define STORE_RATE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * How often something may be tried: log-ins by address and by e-mail, access
 * links by address. Counted in the database, so that all processes share it; on
 * the real clock.
 */
struct rate {
    unsigned most;     /* tries … */
    unsigned window_s; /* … in so many seconds */
};

/*
 * Takes a try before it is made, so that of many at once exactly r.most get
 * through. Has a transaction of its own: never call it within one.
 * ERR_LIMIT  too many; *retry_after_s says when the window ends
 */
enum err rate_take(struct db *db, struct arena *a, const char *subject, struct rate r,
    int64_t *retry_after_s);

/* The try just taken was no failure. */
enum err rate_give_back(struct db *db, const char *subject);

/* Forgets all failures of the subject. */
enum err rate_clear(struct db *db, const char *subject);

#endif
