#ifndef HANDLER_COLLECTOR_NOTIFICATIONS_H
#define HANDLER_COLLECTOR_NOTIFICATIONS_H

#include "http/rq.h"

/* What the signed-in user is told, and how. */
enum err notifications_list(struct rq *rq);
enum err notifications_summary(struct rq *rq);
enum err notifications_read(struct rq *rq);
enum err notifications_read_all(struct rq *rq);
enum err notifications_choice(struct rq *rq);
enum err notifications_choose(struct rq *rq);
extern const struct param NOTIFICATIONS_PARAMS[];

/*
 * GET events: where a browser listens for what is new. nginx asks this route whether it
 * may and on which channel (X-Dunlin-Channel), then serves the stream itself. Where
 * nginx has no such module, the browser gets this very answer: 204, which tells it to
 * ask from time to time instead.
 */
enum err events_open(struct rq *rq);

#endif
