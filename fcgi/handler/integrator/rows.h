#ifndef HANDLER_INTEGRATOR_ROWS_H
#define HANDLER_INTEGRATOR_ROWS_H

#include "http/rq.h"

/* What integrators write: one row by its id over there, or thousands in a batch. */
enum { ROWS_BODY__MAX = 16 << 20 };

enum err customers_put(struct rq *rq);
enum err contacts_put(struct rq *rq);
enum err invoices_put(struct rq *rq);
enum err credit_notes_put(struct rq *rq);
enum err payments_put(struct rq *rq);
enum err allocations_put(struct rq *rq);
enum err allocations_reverse(struct rq *rq);

enum err customers_batch(struct rq *rq);
enum err contacts_batch(struct rq *rq);
enum err invoices_batch(struct rq *rq);
enum err credit_notes_batch(struct rq *rq);
enum err payments_batch(struct rq *rq);
enum err allocations_batch(struct rq *rq);

#endif
