#ifndef SERVICE_SEND_DIGEST_H
#define SERVICE_SEND_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

/*
 * Tells the assignees of tasks that fell due by the company's day: once for each day a
 * task was due or put off to. Up to a few hundred a call; *more: there are others.
 */
enum err remind_due(struct db *db, struct arena *a, int64_t now_at, bool *more);

/*
 * The mail of those who want what is unread by mail: once a day after their hour, or
 * once an hour from 7 to 19, by their own clock. It holds what came since the last one
 * and is still unread, and how many of the reader's tasks are due (daily; alone it is
 * reason enough). With nothing to tell there is no mail. A period is marked in the
 * transaction that queues its mail, so that no number of workers sends it twice.
 *
 * public_url: of the pages, without a slash at its end
 */
enum err send_digests(
    struct db *db, struct arena *a, int64_t now_at, const char *public_url);

#endif
