#include "handler/collector/cash_targets.h"
#include "handler/collector/expected_cash.h"
#include "handler/collector/forecast_model.h"
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
    { "GET", "/api/collector/v1/insights/forecast-health", STAFF, READ, forecast_health_get, NULL, NULL, "forecast_health",
      200, 0, 0, "Whether what was foretold still comes true, from what was paid in the last eight weeks" },
    { "GET", "/api/collector/v1/insights/forecast-weeks", STAFF, READ, forecast_weeks_list, NULL, NULL, "forecast_week",
      200, ROUTE_LIST, 0, "What was paid week by week, how far from what was expected at first, and how often within its range" },
    { "GET", "/api/collector/v1/insights/forecast-models", STAFF, READ, forecast_models_list, NULL, NULL, "forecast_model",
      200, ROUTE_LIST, 0, "The models of the forecast, what each was proved on and how far off it was" },
    { "GET", "/api/collector/v1/cash-targets", STAFF, READ, cash_targets_list, NULL, NULL, "cash_target", 200, ROUTE_LIST,
      0, "What cash each division is to bring in each currency, a week or a month from a day on" },
    { "PUT", "/api/collector/v1/cash-targets", STAFF, RIGHT_TEAM, cash_targets_set, NULL, "cash_target_in", NULL, 204, 0,
      0, "Say what a division is to bring in a currency from a day on; 0 ends it" },
    { "GET", "/api/v1/expected-cash", IN, READ, expected_cash_list, EXPECTED_CASH_PARAMS, NULL, "expected_cash", 200,
      ROUTE_LIST, 0, "What open invoices will bring, week by week from today's on, with the range of 80 %" },
    { "GET", "/api/v1/expected-payments", IN, READ, expected_items_list, EXPECTED_ITEMS_PARAMS, NULL, "expected_item",
      200, ROUTE_LIST, 0, "When each open invoice will be paid, with the range of 80 % and the reasons" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "expected_cash", "division:text currency:currency from:day to:day p10:amount "
                       "p50:amount p90:amount target:amount? items:int" },
    { "forecast_health",
        "verdict:too_few|holds|off|narrow|wide model_id:id? from:day to:day "
        "payments:int mae_days:amount? proved_mae_days:amount? within_range:amount?" },
    { "forecast_week", "from:day to:day payments:int mae_days:amount with_range:int "
                       "within_range:amount?" },
    { "forecast_model",
        "id:id kind:habit|boosted adopted:bool why:text made_at:instant invoices:int "
        "paid_from:day? paid_to:day? proved_from:day? proved_on:int mae_days:amount? "
        "before_mae_days:amount? customer_average_mae_days:amount? "
        "due_date_mae_days:amount? sha256:text" },
    { "cash_target", "division:text currency:currency from:day period:week|month "
                     "amount:amount set_by:person? set_at:instant" },
    { "cash_target_in", "division:text currency:currency from:day period:week|month "
                        "amount:amount" },
    { "expected_item",
        "id:id item_id:id customer_id:id customer_number:text customer_name:text "
        "division:text number:text seq:int source_system:text source_id:text "
        "currency:currency due_on:day open:amount expected_on:day? expected_from:day? "
        "expected_to:day? expected_why:[expected_reason] risk:low|medium|high" },
    { "expected_reason", "code:usual|company|trend|backlog|size|terms|calendar|promise|"
                         "dispute|age days?:int "
                         "on?:day" },
    { NULL, NULL },
};

const struct route_table FORECAST_ROUTES = { routes, schemas };
