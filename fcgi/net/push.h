#ifndef NET_PUSH_H
#define NET_PUSH_H

#include <stdbool.h>

#include "base/err.h"

/*
 * Tells browsers that listen that there is something new, by way of nginx (nchan): one
 * POST a channel, over a connection that is kept. What is said holds no secret and no
 * figures, only what to ask for; history is the database's. Belongs to one thread.
 */
struct push;

/*
 * url     where nginx takes messages, "http://127.0.0.1:8080/_dunlin/push"; the channel
 *         goes behind it as ?id=…
 * in_tx   whether a transaction is open: asserted not to be; NULL
 *
 * ERR_INVALID  no http:// or https:// address, or one with a name or password in it
 */
enum err push_open(struct push **out, const char *url, bool (*in_tx)(void));
void push_close(struct push *p); /* NULL is fine */

/*
 * channel, event: letters, digits, '-' and '_'. data: one line.
 *
 * OK           nginx has it, whether somebody listens or not
 * ERR_INVALID  not such a channel, event or line; nothing was sent
 * ERR_DOWN     no nginx, or one that does not take messages there
 */
enum err push_send(
    struct push *p, const char *channel, const char *event, const char *data);

#endif
