#ifndef HANDLER_COLLECTOR_ITEMS_H
#define HANDLER_COLLECTOR_ITEMS_H

#include "http/rq.h"

/* Documents of a customer. */
enum err items_list(struct rq *rq);
enum err items_closed(struct rq *rq);       /* customers/{id}/history */
enum err invoice_notes_list(struct rq *rq); /* what the customer wrote on them */
extern const struct param ITEMS_PARAMS[], HISTORY_PARAMS[];

/* The first page of what is open of a case (0: of all), as {"rows":…,"next":…} into
 * the answer under way. The user may see the customer. */
enum err json_open_items(
    struct rq *rq, const char *key, uint64_t customer_id, uint64_t case_id);

#endif
