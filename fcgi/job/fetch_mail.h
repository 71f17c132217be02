#ifndef JOB_FETCH_MAIL_H
#define JOB_FETCH_MAIL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"

/*
 * Looks into the mailbox and takes what came in, oldest first. A message is marked as
 * read, or moved, only after it is kept; one that was kept but not marked is marked at
 * the next look. However often a look dies, each message is taken once. Belongs to one
 * thread; of several workers one looks at a time.
 */
struct fetch_mail;

/* Without an imap_url there is nothing to look into, and a look does nothing. */
enum err fetch_mail_open(
    struct fetch_mail **out, const struct conf *conf, const struct db *like);
void fetch_mail_close(struct fetch_mail *f); /* NULL is fine */

/* What became of messages since fetch_mail_open. */
struct fetch_counts {
    uint64_t tied, unassigned, copies;
};
struct fetch_counts fetch_mail_counts(const struct fetch_mail *f);

/*
 * One look; *more: it took as many as one look takes. What went wrong stands in the
 * table mailbox and in the log.
 *
 * ERR_DOWN      no mail server, no such mailbox, no login
 * ERR_CONFLICT  somebody else is looking, or the work was stopped
 */
enum err fetch_mail_look(struct fetch_mail *f, bool *more);

/* The same as a task of job/loop.h: a mail server that is away is no failure. */
enum err fetch_mail_round(void *ctx, bool *more);

void fetch_mail_stop_on(struct fetch_mail *f, const atomic_bool *stop);

#endif
