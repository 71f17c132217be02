#ifndef SERVICE_FINISH_FOLLOW_UP_H
#define SERVICE_FINISH_FOLLOW_UP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * A task is done, or sleeps until a day. scope: the user when limited to divisions.
 * ERR_NOT_FOUND  no such task in scope     ERR_CONFLICT  it is over already, or
 *                                          (*decision) it asks for a yes or no, which
 *                                          ends it
 */
enum err finish_follow_up(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, const char *outcome, bool *decision);
enum err snooze_follow_up(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, int32_t until_on);

/* It was not done after all: open again, as it was. ERR_CONFLICT: it is not done, its
 * cause has made another one meanwhile, or it was ended by a yes or no. */
enum err reopen_follow_up(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope);

/* Gives it to a colleague, who is told; user_id 0: to nobody. Errors as above. */
enum err assign_follow_up(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t scope, uint64_t user_id);

#endif
