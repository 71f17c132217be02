#ifndef SERVICE_CHANGE_THREAD_H
#define SERVICE_CHANGE_THREAD_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * What staff do with a conversation that waits, beside answering it. scope: the user's;
 * 0: sees everything.
 *
 * ERR_NOT_FOUND  no such conversation in reach
 * ERR_CONFLICT   it waits no longer
 */

/* To a colleague; assignee_id 0: to nobody. Its open task goes along. The caller has
 * checked the colleague. */
enum err assign_thread(struct db *db, struct arena *a, const struct actor *by,
    uint64_t conversation_id, uint64_t scope, uint64_t assignee_id);

/* There is nothing to answer. outcome NULL: not said. */
enum err finish_thread(struct db *db, struct arena *a, const struct actor *by,
    uint64_t conversation_id, uint64_t scope, const char *outcome);

/* It was not done after all: it waits from the message on that nobody followed, and its
 * task is open again. ERR_CONFLICT: it waits, or the last word is ours. */
enum err reopen_thread(struct db *db, struct arena *a, const struct actor *by,
    uint64_t conversation_id, uint64_t scope);

#endif
