#ifndef HANDLER_COLLECTOR_CUSTOMER_PARTS_H
#define HANDLER_COLLECTOR_CUSTOMER_PARTS_H

#include "http/rq.h"
#include "service/customer_figures.h"
#include "store/q_customer_view.h"
#include "store/q_worklist.h"

/* Parts of a customer's record, each one member of the object under way. */

void json_case_figures(struct json *j, const char *key, const struct case_figures *f,
    const char *currency);

/* The credit limit and what of it the cases use, in its currency; null without one. */
enum err json_limit_use(struct rq *rq, struct json *j, const char *key,
    const struct customer_record *c, const struct worklist_one *row, size_t n);

/* What is below the customer, and the figures of all of it; null without children. */
enum err json_family(
    struct rq *rq, struct json *j, const char *key, const struct customer_record *c);

#endif
