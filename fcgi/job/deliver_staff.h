#ifndef JOB_DELIVER_STAFF_H
#define JOB_DELIVER_STAFF_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"

/*
 * Sends what is queued for staff, by the same road as mail to customers and within the
 * same pace, of which it has a part of its own. Belongs to one thread.
 */
struct deliver_staff;

/* Errors as deliver_open. */
enum err deliver_staff_open(
    struct deliver_staff **out, const struct conf *conf, const struct db *like);
void deliver_staff_close(struct deliver_staff *d); /* NULL is fine */

/* One batch. *n: how many were claimed; *paced: none, as the sender has sent what it
 * may for now. */
enum err deliver_staff_some(struct deliver_staff *d, size_t *n, bool *paced);

/* Leases and a batch, as a task of job/loop.h; ctx is a struct deliver_staff. */
enum err deliver_staff_round(void *ctx, bool *more);

/* Once set, no further message of a batch is begun. */
void deliver_staff_stop_on(struct deliver_staff *d, const atomic_bool *stop);

#endif
