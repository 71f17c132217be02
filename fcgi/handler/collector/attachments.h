#ifndef HANDLER_COLLECTOR_ATTACHMENTS_H
#define HANDLER_COLLECTOR_ATTACHMENTS_H

#include "http/rq.h"

/* Files of a customer, as staff see and send them. */
extern const struct param ATTACHMENTS_PARAMS[], ATTACHMENTS_ADD_PARAMS[];

enum err attachments_list(struct rq *rq);   /* of customers/{id} */
enum err attachments_add(struct rq *rq);    /* the raw body -> 201 {id} */
enum err attachments_get(struct rq *rq);    /* the content, never inline */
enum err attachments_unlink(struct rq *rq); /* attachments/{id}/links/{link_id} */

#endif
