#ifndef SERVICE_LETTER_BATCH_H
#define SERVICE_LETTER_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "service/delivery.h"
#include "service/look_letter.h"
#include "store/actor.h"

/*
 * Letters for post. One that waits comes into at most one batch; the batch is printed
 * as one file, and when a person says that it was posted its letters count as handed
 * over.
 *
 *    making → ready → posting → posted
 *
 * Whoever makes or posts a batch holds a lock by its name, for as long as the shop is
 * open; a batch that is `making` or `posting` and held by nobody was interrupted, and
 * letter_batch_go_on takes it up where it stopped: each letter is one transaction.
 */
/* Letters, and what is enclosed with them; what is left waits for the next. */
enum {
    LETTER_BATCH__MAX = 2000,
    LETTER_BATCH_FILES__MAX = 10000,
    LETTER_BATCH_BYTES__MAX = 256 << 20
};

struct letter_choice {
    uint64_t division_id;       /* 0: all */
    const uint64_t *outbox_ids; /* none: all that wait */
    size_t n;
    uint64_t scope; /* the user when limited; 0 */
    bool duplex;
};

/* What letters of a call share; d's worker is not used. */
struct letter_shop {
    const struct delivery *d;
    int64_t now_at;
    int64_t until; /* real clock: a call returns then, with the batch as far as it is;
                      0: when all is done */
};

/*
 * ERR_NOT_FOUND  nothing waits: no batch was made
 * ERR_DOWN       no fonts here: no batch was made
 * Other errors stop it half way: it goes on with letter_batch_go_on.
 */
enum err make_letter_batch(struct db *db, struct arena *a, const struct actor *by,
    const struct letter_shop *shop, const struct letter_choice *ask, uint64_t *id);

/*
 * Goes on with what was interrupted; nothing to go on with is no error.
 * ERR_NOT_FOUND  no such batch in reach
 * ERR_CONFLICT   somebody is at it
 */
enum err letter_batch_go_on(struct db *db, struct arena *a, const struct actor *by,
    const struct letter_shop *shop, uint64_t id, uint64_t scope);

/* Of a batch that is `making` or `posting`: whether nobody is at it. */
enum err letter_batch_stopped(struct db *db, uint64_t id, bool *stopped);

/* What a batch would hold now, and what not; changes nothing. `skip` letters were
 * looked at by an earlier call; the next begins at `next`, 0: all were looked at. */
struct letter_preview {
    size_t count, pages; /* letters; as printed */
    size_t next;
    bool more; /* more wait than one batch takes */
    struct letter_seen *left_out;
    uint64_t *left_ids; /* outbox ids of left_out */
    size_t left_n;
};
enum err preview_letter_batch(struct db *db, struct arena *a,
    const struct letter_shop *shop, const struct letter_choice *ask, size_t skip,
    struct letter_preview *out);

/*
 * The file, written to f; counted in the batch, and in the audit.
 * ERR_NOT_FOUND  no such batch in reach
 * ERR_CONFLICT   it is still being made, or nothing is in it
 * ERR_DOWN       no fonts, or f cannot be written
 */
enum err print_letter_batch(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, FILE *f, size_t *pages);

/*
 * A letter waits again: torn, or wrong. Its batch is printed without it.
 * ERR_NOT_FOUND  no such batch, or it is not in it
 * ERR_CONFLICT   the batch is posted, or somebody is at it
 */
enum err take_letter_out(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, uint64_t outbox_id, const char *reason);

/*
 * All of it was posted that day: levels, fees and last contacts count from it. There is
 * no way back: fees are in the ledger then.
 * ERR_NOT_FOUND  no such batch in reach
 * ERR_CONFLICT   it is not ready: being made, posted on another day, or empty
 * ERR_INVALID    the day is before the batch was made, or in the future
 */
enum err post_letter_batch(struct db *db, struct arena *a, const struct actor *by,
    const struct letter_shop *shop, uint64_t id, uint64_t scope, int32_t on);

#endif
