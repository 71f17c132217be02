#include "handler/collector/promises.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ
#define WORK RIGHT_WORK

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "promises", STAFF, READ, promise_rows_list, PROMISES_PARAMS, NULL, "promise_row", 200, ROUTE_LIST, 0,
      "Promises of all customers, broken and due first" },
    { "GET", V1 "promises/summary", STAFF, READ, promises_summary, PROMISES_SUM_PARAMS, NULL, "promise_summary", 200,
      0, 0, "How many promises each view holds, what is out, and how far words were kept" },
    { "GET", V1 "promises/{id}", STAFF, READ, promise_rows_get, NULL, NULL, "promise_row", 200, 0, 0, "One promise" },
    { "POST", V1 "promises/{id}/replace", STAFF, WORK, promises_replace, NULL, "promise_replace", "promise_made", 201,
      0, 0, "Another promise takes its place" },
    { "GET", V1 "customers/{id}/reliability", STAFF, READ, promises_reliability, NULL, NULL, "reliability_parts", 200,
      0, 0, "How far a customer kept its word, with the promises that say so" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "promise_plan", "id:id no:int of:int" },
    { "promise_row",
        "id:id customer:customer_ref case_id:id division:text amount:money kept:money "
        "made_on:day promised_on:day judged_on:day channel:text note:text? "
        "state:open|kept|partly|broken|cancelled settled:bool by:text? "
        "plan:promise_plan? replaces_id:id? cancel_reason:text? items:int "
        "item_numbers:text? assignee:person?" },
    { "promise_views", "attention:int due:int broken:int open:int kept:int all:int" },
    { "promise_sum", "currency:currency open:amount due:amount broken:amount" },
    { "reliability",
        "since:day judged:int kept:int partly:int broken:int by_count:amount? "
        "by_amount:[reliability_sum]" },
    { "reliability_sum",
        "currency:currency promised:amount received:amount share:amount?" },
    { "promise_summary", "as_of:day views:promise_views sums:[promise_sum] "
                         "reliability:reliability" },
    { "reliability_part", "id:id amount:money kept:money promised_on:day judged_on:day "
                          "state:kept|partly|broken" },
    { "reliability_parts", "reliability:reliability parts:[reliability_part]" },
    { "promise_replace",
        "amount?:amount promised_on?:day instalments?:[promise_part] item_ids?:[id] "
        "note?:text? channel?:call|mail|portal|chat" },
    { NULL, NULL },
};

const struct route_table STANDS_ROUTES = { routes, schemas };
