#ifndef SERVICE_STAFF_WORDS_H
#define SERVICE_STAFF_WORDS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/* What the house writes to its own people about their way in. */
enum staff_word {
    STAFF_RESET, /* has "{link}" in its text */
    STAFF_PASSWORD_CHANGED,
    STAFF_FACTOR_CHANGED, /* second factor set up, renewed or taken away */
    STAFF_WORD__MAX
};

/* In the user's language, else English; static texts. */
void staff_words(const char *language, enum staff_word what, const char **subject,
    const char **text);

/* Queues it. Inside the caller's transaction. */
enum err staff_tell(
    struct db *db, struct arena *a, uint64_t user_id, enum staff_word what);

#endif
