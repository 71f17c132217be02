#ifndef JOB_DELIVER_CREW_H
#define JOB_DELIVER_CREW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "job/deliver.h"

/*
 * A deliverer with help. While a few messages are due, it hands over one after the
 * other. A backlog brings more hands: each looks at its own messages and records them
 * while another's is on the wire, over the one connection to the mail server. What a
 * crash leaves uncertain is at most one message a hand. Belongs to one thread.
 */
struct deliver_crew;

/* Errors as deliver_open. */
enum err deliver_crew_open(
    struct deliver_crew **out, const struct conf *conf, const struct db *like);
void deliver_crew_close(struct deliver_crew *c); /* NULL is fine */

/* One batch, or all of a backlog. *n: whether any was claimed; *paced: none, as the
 * sender has sent what it may for now. */
enum err deliver_crew_some(struct deliver_crew *c, size_t *n, bool *paced);

struct deliver_counts deliver_crew_counts(const struct deliver_crew *c);

/* As deliver_expire. */
enum err deliver_crew_expire(struct deliver_crew *c, size_t *n);

/* Leases now and then, and messages, as a task of job/loop.h; ctx is the crew. */
enum err deliver_crew_round(void *ctx, bool *more);

/* As deliver_stop_on. */
void deliver_crew_stop_on(struct deliver_crew *c, const atomic_bool *stop);

#endif
