#ifndef JOB_MESSAGES_H
#define JOB_MESSAGES_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"

/* Plans messages to many. Belongs to one thread; has a connection and rules of its
 * own. */
struct messenger;

enum err messenger_open(struct messenger **out, const struct conf *conf,
    const struct db *like, const atomic_bool *stop);
void messenger_close(struct messenger *m); /* NULL is fine */

/* One round does one job; ctx is a struct messenger. */
enum err messenger_round(void *ctx, bool *more);

#endif
