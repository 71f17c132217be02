#ifndef HANDLER_INTEGRATOR_LISTS_H
#define HANDLER_INTEGRATOR_LISTS_H

#include "http/rq.h"

/* What integrators read back: lists by our id, or one by its id over there. A client
 * bound to one source system sees the rows of that one. */
extern const struct param LISTS_PARAMS[];

enum err customers_page(struct rq *rq);
enum err customers_one(struct rq *rq);
enum err contacts_page(struct rq *rq);
enum err contacts_one(struct rq *rq);
enum err invoices_page(struct rq *rq);
enum err invoices_one(struct rq *rq);
enum err credit_notes_page(struct rq *rq);
enum err credit_notes_one(struct rq *rq);
enum err payments_page(struct rq *rq);
enum err payments_one(struct rq *rq);
enum err allocations_page(struct rq *rq);
enum err allocations_one(struct rq *rq);

#endif
