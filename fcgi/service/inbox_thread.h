#ifndef SERVICE_INBOX_THREAD_H
#define SERVICE_INBOX_THREAD_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Whether a conversation waits for us: from the first message of the customer that
 * nobody answered, until somebody of ours writes or says that it is done. All of these
 * run inside the transaction of what they follow from, and touch the cases it can be
 * about: who waits for an answer stands on the worklist.
 */

/* case_id 0: about the account. A thread that is new goes to whoever has the customer.
 */
enum err inbox_thread_waits(struct db *db, uint64_t conversation_id,
    uint64_t customer_id, uint64_t case_id, int64_t at);

/* We began it: it waits for nobody, and is found as any other. One that is there stays
 * as it is. */
enum err inbox_thread_opened(
    struct db *db, uint64_t conversation_id, uint64_t customer_id, uint64_t case_id);

/* It waits no longer, and the task that asked for an answer ends with the outcome. */
enum err inbox_thread_answered(struct db *db, struct arena *a, const struct actor *by,
    uint64_t conversation_id, const char *outcome);

/* It waits after all, and so does the task. ERR_CONFLICT: it waits, or the last word in
 * it is ours. */
enum err inbox_thread_waits_again(
    struct db *db, struct arena *a, uint64_t conversation_id, uint64_t customer_id);

/* The key under which one task a conversation stands. */
char *inbox_thread_task(struct arena *a, uint64_t conversation_id);

#endif
