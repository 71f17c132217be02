#ifndef JOB_DELIVER_H
#define JOB_DELIVER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"

/*
 * The one place that sends: claims what is due, takes the last look at each, hands it
 * to the mail server or the folder, and records what became of it. A deliverer belongs
 * to one thread; it has a connection, rules and a mail connection of its own.
 */
struct deliver;

/*
 * The log tells what is wrong.
 * ERR_INVALID  a mail server but no mail_from, or a URL that is none
 */
enum err deliver_open(
    struct deliver **out, const struct conf *conf, const struct db *like);
void deliver_close(struct deliver *d); /* NULL is fine */

/*
 * Claims one batch: at most 50 messages. *n: how many; 0 when nothing is due or the
 * sender has sent what it may for now (deliver_throttled).
 */
enum err deliver_claim(struct deliver *d, size_t *n);

/* Looks at what was claimed, sends and records it. */
enum err deliver_claimed(struct deliver *d);

bool deliver_throttled(const struct deliver *d);

/* Another pair of hands for a backlog: a thread's own, but for the connection to the
 * mail server, which is the lead's. Closed before it. Its batches are small, so that
 * messages leave about in their order. */
enum err deliver_open_hand(struct deliver **out, const struct conf *conf,
    const struct db *like, const struct deliver *lead);

/* Whether the last claim was full, so that there is probably more. */
bool deliver_has_backlog(const struct deliver *d);

/* What became of messages since deliver_open. */
struct deliver_counts {
    uint64_t handed_over, later, failed, uncertain;
    uint64_t cancelled; /* by the last look */
};
struct deliver_counts deliver_counts(const struct deliver *d);

/* Messages whose worker died; every few seconds is enough. *n: how many. */
enum err deliver_expire(struct deliver *d, size_t *n);

/* Once set, no further message of a batch is begun: the rest is given back. */
void deliver_stop_on(struct deliver *d, const atomic_bool *stop);

#endif
