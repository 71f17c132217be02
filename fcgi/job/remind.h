#ifndef JOB_REMIND_H
#define JOB_REMIND_H

#include <stdbool.h>

#include "base/err.h"
#include "db/db.h"

/* Tells people what fell due, and sends their digests: service/send_digest.h; and
 * customers what waits for them in the portal: service/chat_notice.h. */
struct reminder {
    struct db *db;
    const char *public_url;
};

/* A round of loop.h. */
enum err remind_round(void *ctx, bool *more);

#endif
