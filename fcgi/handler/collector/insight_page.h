#ifndef HANDLER_COLLECTOR_INSIGHT_PAGE_H
#define HANDLER_COLLECTOR_INSIGHT_PAGE_H

#include "handler/common.h"
#include "handler/insight.h"

/* A page of the rows behind a figure, in the order of ids. */
struct insight_page {
    struct insight_ask ask;
    struct insight_window window;
    struct rq_cursor after, last;
    uint32_t take;
    bool more;
};

/* Of a route with INSIGHT_PERIOD_PARAMS and INSIGHT_WHO_PARAMS; refuses with a 400. */
enum err insight_page_begin(struct rq *rq, const char *tag, struct insight_page *p);

/* How many of the n rows that were read are this page's. */
size_t insight_page_rows(struct rq *rq, struct insight_page *p, size_t n);

void insight_page_end(
    struct rq *rq, const char *tag, struct insight_page *p, uint64_t last_id);

void insight_row_customer(
    struct json *j, uint64_t id, const char *number, const char *name);

/* What every row begins with. */
#define INSIGHT_ROW_OPEN(j, r)                                           \
    do {                                                                 \
        json_open(j, NULL, '{');                                         \
        json_id(j, "id", (r).id);                                        \
        insight_row_customer(                                            \
            j, (r).customer_id, (r).customer_number, (r).customer_name); \
        json_text(j, "division", (r).division);                          \
    } while (0)

/* What a payment settled. */
#define INSIGHT_PAYMENT(j, r)                                     \
    do {                                                          \
        json_id(j, "item_id", (r).item_id);                       \
        json_text(j, "item_number", (r).item_number);             \
        json_text(j, "payment_number", (r).payment_number);       \
        json_day(j, "issued_on", (r).issued_on);                  \
        json_day(j, "due_on", (r).due_on);                        \
        json_day(j, "paid_on", (r).paid_on);                      \
        json_i64(j, "days", (r).days);                            \
        json_i64(j, "days_late", (r).days_late);                  \
        json_amount(j, "amount", (r).amount_minor, (r).currency); \
    } while (0)

#endif
