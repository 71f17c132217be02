#ifndef HANDLER_COLLECTOR_OUTBOX_H
#define HANDLER_COLLECTOR_OUTBOX_H

#include "http/rq.h"

/* What went out to customers, what is to go, and what did not arrive. */
enum err outbox_list(struct rq *rq);
enum err outbox_get(struct rq *rq);
enum err outbox_summary(struct rq *rq);
enum err outbox_cancel(struct rq *rq);
enum err outbox_retry(struct rq *rq);
enum err outbox_settle(struct rq *rq);
enum err outbox_retry_look(struct rq *rq);
enum err outbox_retry_many(struct rq *rq);
extern const struct param OUTBOX_PARAMS[];

/* What is written to and fro in the portal. */
enum err messages_list(struct rq *rq);
enum err messages_post(struct rq *rq);

/* POST customers/{id}/portal-links: a way into the portal. */
enum err portal_links_issue(struct rq *rq);
enum err portal_links_list(struct rq *rq);
enum err portal_links_revoke(struct rq *rq);

#endif
