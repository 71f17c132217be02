#include "handler/collector/expected_cash.h"
#include "handler/routes.h"

#define STAFF AUDIENCE_STAFF
#define IN AUDIENCE_INTEGRATOR
#define READ RIGHT_READ

/* clang-format off */
static const struct route routes[] = {
    { "GET", "/api/collector/v1/insights/expected-cash", STAFF, READ, expected_cash_list, EXPECTED_CASH_PARAMS, NULL,
      "expected_cash", 200, ROUTE_LIST, 0,
      "What open invoices will bring, week by week from today's on, with the range of 80 %; each currency for itself" },
    { "GET", "/api/collector/v1/insights/expected-cash/items", STAFF, READ, expected_items_list, EXPECTED_ITEMS_PARAMS,
      NULL, "expected_item", 200, ROUTE_LIST, 0, "The open invoices that are expected in these days, the soonest first" },
    { "GET", "/api/v1/expected-cash", IN, READ, expected_cash_list, EXPECTED_CASH_PARAMS, NULL, "expected_cash", 200,
      ROUTE_LIST, 0, "What open invoices will bring, week by week from today's on, with the range of 80 %" },
    { "GET", "/api/v1/expected-payments", IN, READ, expected_items_list, EXPECTED_ITEMS_PARAMS, NULL, "expected_item",
      200, ROUTE_LIST, 0, "When each open invoice will be paid, with the range of 80 % and the reasons" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "expected_cash", "division:text currency:currency from:day to:day p10:amount "
                       "p50:amount p90:amount items:int" },
    { "expected_item",
        "id:id item_id:id customer_id:id customer_number:text customer_name:text "
        "division:text number:text seq:int source_system:text source_id:text "
        "currency:currency due_on:day open:amount expected_on:day? expected_from:day? "
        "expected_to:day? expected_why:[expected_reason] risk:low|medium|high" },
    { "expected_reason",
        "code:usual|company|backlog|size|terms|calendar|promise|dispute|age days?:int "
        "on?:day" },
    { NULL, NULL },
};

const struct route_table FORECAST_ROUTES = { routes, schemas };
