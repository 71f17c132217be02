#ifndef HANDLER_PORTAL_INVOICE_FILTER_H
#define HANDLER_PORTAL_INVOICE_FILTER_H

#include "http/rq.h"
#include "store/q_portal.h"

/* Which of a customer's invoices are wanted, from the query of a request. */
extern const struct param PORTAL_INVOICES_PARAMS[];
extern const struct param PORTAL_INVOICES_SUM_PARAMS[];

/*
 * Fills what narrows the list: customer, state, currency, words, days, amounts. Order
 * and place are the caller's.
 * ERR_INVALID  an amount is none; the problem is answered
 */
enum err portal_wanted(struct rq *rq, struct portal_invoices_sum_in *out);

/* "due" and the like, and whether the list runs down; open ones by their due day, all
 * of them the newest first, where nobody chose. */
const char *portal_order(struct rq *rq, bool *down);

#endif
