#ifndef HANDLER_COLLECTOR_CONTACTS_H
#define HANDLER_COLLECTOR_CONTACTS_H

#include "http/rq.h"

/* What staff keep of a customer: its contacts, its address, its tags, its strategy. The
 * contacts a customer's own admin keeps, too. */
enum err contacts_list(struct rq *rq);
enum err contacts_add(struct rq *rq);
enum err contacts_change(struct rq *rq);        /* contacts/{id}, If-Match */
enum err portal_contacts_change(struct rq *rq); /* the same for the customer's own */
enum err portal_notices_get(struct rq *rq);     /* what a person gets by mail */
enum err portal_notices_put(struct rq *rq);
enum err contacts_lift(struct rq *rq);    /* contacts/{id}/suppression/lift */
enum err contacts_restore(struct rq *rq); /* undo */
enum err address_change(struct rq *rq);   /* customers/{id}/address */
enum err tags_add(struct rq *rq);
enum err tags_remove(struct rq *rq);     /* customers/{id}/tags/{tag} */
enum err strategies_list(struct rq *rq); /* of cases/{id} */
enum err strategy_pin_set(struct rq *rq);
enum err strategy_pin_clear(struct rq *rq);

/* The contacts in use, as a list under the key. */
enum err json_contacts(
    struct rq *rq, struct json *j, const char *key, uint64_t customer_id);

#endif
