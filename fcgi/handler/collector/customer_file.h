#ifndef HANDLER_COLLECTOR_CUSTOMER_FILE_H
#define HANDLER_COLLECTOR_CUSTOMER_FILE_H

#include "http/rq.h"

/* Parts of a customer's whole file, as lists, so that they are exported as any other:
 * what is known of it, in one row; mail and letters with their words; payments with
 * what they settled. */
enum err file_master(struct rq *rq);
enum err file_sent(struct rq *rq);
enum err file_settled(struct rq *rq);

#endif
