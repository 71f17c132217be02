#ifndef JOB_DELIVER_RATE_H
#define JOB_DELIVER_RATE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Messages a minute, for all deliverers of a process together: a bucket that fills
 * evenly and holds what a second brings, at least one, so that no minute sees more
 * than a mail provider allows. Safe among threads.
 */
struct deliver_rate;

struct deliver_rate *deliver_rate_new(int64_t per_minute); /* 0: no limit */
void deliver_rate_free(struct deliver_rate *r);            /* NULL is fine */

/* Takes up to `want` messages' worth; gives how many there were. */
size_t deliver_rate_take(struct deliver_rate *r, size_t want);
void deliver_rate_give_back(struct deliver_rate *r, size_t n);

#endif
