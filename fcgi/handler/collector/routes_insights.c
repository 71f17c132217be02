#include "handler/collector/insights.h"
#include "handler/collector/worked.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "insights", STAFF, READ, insights_report, INSIGHTS_PARAMS, NULL, "insight_report", 200, 0, 0,
      "Figures of the department as of any day, each with its definition and what went in" },
    { "GET", V1 "insights/figures", STAFF, READ, insights_figures, INSIGHTS_PARAMS, NULL, "insight_figure_row", 200,
      ROUTE_LIST, 0, "The same figures as a list, with what each means" },
    { "GET", V1 "insights/choices", STAFF, READ, insights_choices, NULL, NULL, "insight_choices", 200, 0, 0,
      "What they may be narrowed to: divisions, currencies, segments, collectors" },
    { "GET", V1 "insights/trend", STAFF, READ, insights_trend, INSIGHTS_TREND_PARAMS, NULL, "insight_point", 200,
      ROUTE_LIST, 0, "How balances and figures went: a row for each month, week or day and currency" },
    { "GET", V1 "insights/open-items", STAFF, READ, insights_open_items, INSIGHTS_OPEN_PARAMS, NULL, "insight_open",
      200, ROUTE_LIST, 0, "What was owed in the evening of a day, late by so many days: the rows of aging and DSO" },
    { "GET", V1 "insights/credits", STAFF, READ, insights_credits, INSIGHTS_CREDITS_PARAMS, NULL, "insight_credit",
      200, ROUTE_LIST, 0, "Credits and payments that no document had taken by the evening of a day" },
    { "GET", V1 "insights/documents", STAFF, READ, insights_documents, INSIGHTS_DOCUMENTS_PARAMS, NULL,
      "insight_document", 200, ROUTE_LIST, 0, "Sales of a period, with the sign they count by; or its write-offs, or those taken back" },
    { "GET", V1 "insights/at-risk", STAFF, READ, insights_at_risk, INSIGHTS_PERIOD_PARAMS, NULL, "insight_at_risk",
      200, ROUTE_LIST, 0, "What was billed in the month that at-risk tells of, and what of it was unpaid 90 days past due" },
    { "GET", V1 "insights/disputed", STAFF, READ, insights_disputed, INSIGHTS_PERIOD_PARAMS, NULL, "insight_disputed",
      200, ROUTE_LIST, 0, "Documents past due and in dispute in the evening of a day" },
    { "GET", V1 "insights/payments", STAFF, READ, insights_payments, INSIGHTS_PERIOD_PARAMS, NULL, "insight_payment",
      200, ROUTE_LIST, 0, "What payments settled in a period, with its days: the rows of days to pay and beyond terms" },
    { "GET", V1 "insights/closed-invoices", STAFF, READ, insights_closed, INSIGHTS_PERIOD_PARAMS, NULL,
      "insight_closed", 200, ROUTE_LIST, 0, "Invoices that a payment closed in a period: the rows of unweighted days to pay" },
    { "GET", V1 "insights/promises", STAFF, READ, insights_promises, INSIGHTS_PERIOD_PARAMS, NULL, "insight_promise",
      200, ROUTE_LIST, 0, "Promises that were judged in a period" },
    { "GET", V1 "insights/disputes", STAFF, READ, insights_disputes, INSIGHTS_PERIOD_PARAMS, NULL, "insight_dispute",
      200, ROUTE_LIST, 0, "Disputes that were closed in a period" },
    { "GET", V1 "insights/contacts", STAFF, READ, insights_contacts, INSIGHTS_BY_PARAMS, NULL, "insight_contact", 200,
      ROUTE_LIST, 0, "A collector's contacts in a period: calls, and messages that were handed over" },
    { "GET", V1 "insights/promises-obtained", STAFF, READ, insights_obtained, INSIGHTS_BY_PARAMS, NULL,
      "insight_obtained", 200, ROUTE_LIST, 0, "Promises that a collector entered in a period" },
    { "GET", V1 "insights/received", STAFF, READ, insights_received, INSIGHTS_BY_PARAMS, NULL, "insight_payment", 200,
      ROUTE_LIST, 0, "What payments settled within 14 days after a contact of a collector with the customer" },
    { "GET", V1 "insights/effectiveness", STAFF, READ, effectiveness_list, EFFECTIVENESS_PARAMS, NULL, "effect_row",
      200, ROUTE_LIST, 0, "What was paid within 7, 14 and 30 days after reminders, beside like items that nobody reminded of" },
    { "GET", V1 "insights/work", STAFF, READ, work_list, WORK_PARAMS, NULL, "work_row", 200, ROUTE_LIST, 0,
      "What was done by itself and what by people, week by week or day by day" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "insight_population",
        "division:text? currency:currency? segment:text? collector_id:id? "
        "customer_id:id? document_types:[text]" },
    { "insight_bucket", "key:text from:int? to:int? amount:amount" },
    { "insight_aging_rule", "basis:due|document credits:own|aged|netted" },
    { "insight_input", "name:text kind:amount|count|day value:text" },
    { "insight_figure", "name:text variant:text default:bool unit:days|percent "
                        "value:amount? note:text? "
                        "definition:text inputs:[insight_input]" },
    { "insight_top", "customer_id:id number:text? name:text? overdue:amount "
                     "owed:amount oldest_days:int" },
    { "insight_currency",
        "currency:currency customers:int buckets:[insight_bucket] unapplied:amount "
        "open:amount control_total:amount proves:bool rate:text? rate_on:day? "
        "open_base:amount? overdue_base:amount? figures:[insight_figure] "
        "most_overdue:[insight_top] owe_most:[insight_top]" },
    { "insight_base", "currency:currency open:amount overdue:amount sales:amount "
                      "figures:[insight_figure] rates:[insight_rate]" },
    { "insight_rate", "currency:currency rate:text? rate_on:day? first_on:day?" },
    { "insight_received", "currency:currency amount:amount" },
    { "insight_collector", "user_id:id name:text contacts:int promises:int "
                           "received:[insight_received]" },
    { "insight_report", "as_of:day from:day to:day source:live|history "
                        "kept_at:instant? changed_since:int proves:bool "
                        "base_currency:currency population:insight_population "
                        "aging:insight_aging_rule currencies:[insight_currency] "
                        "in_base:insight_base "
                        "collectors:[insight_collector]" },
    { "insight_choice",
        "kind:division|currency|segment|collector value:text label:text" },
    { "insight_choices", "choices:[insight_choice]" },
    { "insight_figure_row",
        "as_of:day from:day currency:currency figure:text variant:text value:amount? "
        "unit:days|percent note:text? definition:text" },
    { "insight_point",
        "from:day to:day currency:currency open:amount not_due:amount "
        "late_1_30:amount late_31_60:amount late_61_90:amount late_91_plus:amount "
        "unapplied:amount disputed:amount promised:amount sales:amount paid:amount "
        "dso:amount? cei:amount? adp:amount? dbt:amount? past_due:amount?" },
    { "insight_open",
        "id:id customer:customer_ref division:text item_id:id item_number:text "
        "kind:text issued_on:day due_on:day due_missing:bool days_late:int "
        "amount:money open:money disputed:money" },
    { "insight_credit",
        "id:id customer:customer_ref division:text item_number:text kind:text "
        "issued_on:day amount:money open:money" },
    { "insight_document",
        "id:id customer:customer_ref division:text item_number:text kind:text "
        "issued_on:day amount:money" },
    { "insight_at_risk",
        "id:id customer:customer_ref division:text item_id:id item_number:text "
        "issued_on:day due_on:day amount:money unpaid:money" },
    { "insight_disputed",
        "id:id customer:customer_ref division:text item_number:text kind:text "
        "issued_on:day overdue:money disputed:money" },
    { "insight_contact", "id:id customer:customer_ref kind:call|message on:day" },
    { "insight_obtained",
        "id:id customer:customer_ref division:text made_on:day promised_on:day "
        "amount:money" },
    { "insight_payment",
        "id:id customer:customer_ref division:text item_id:id item_number:text "
        "payment_number:text issued_on:day due_on:day paid_on:day days:int "
        "days_late:int amount:money" },
    { "insight_closed",
        "id:id customer:customer_ref division:text item_id:id item_number:text "
        "issued_on:day due_on:day closed_on:day days:int amount:money" },
    { "insight_promise",
        "id:id customer:customer_ref division:text made_on:day promised_on:day "
        "judged_on:day state:kept|partly|broken amount:money kept:money" },
    { "insight_dispute",
        "id:id customer:customer_ref division:text item_number:text reason_code:text "
        "resolution:text? opened_on:day closed_on:day? days:int amount:money" },
    { "effect_row",
        "by:template|step|channel|weekday|hour|strategy key:text? currency:currency "
        "days:int messages:int messages_all:int items_all:int items:int paid:int "
        "paid_percent:amount? paid_low:amount? paid_high:amount? like_items:int "
        "like_compared:int like_percent:amount? like_low:amount? like_high:amount? "
        "amount:amount amount_paid:amount amount_percent:amount? amount_low:amount? "
        "amount_high:amount? like_amount_percent:amount? like_amount_low:amount? "
        "like_amount_high:amount? note:too_early|too_few_to_compare?" },
    { "work_row", "from:day to:day messages_by_itself:int messages_by_hand:int "
                  "follow_ups_by_itself:int follow_ups_by_hand:int "
                  "promises_by_customers:int promises_by_staff:int "
                  "disputes_by_customers:int disputes_by_staff:int "
                  "payments_by_portal:int payments_reported:int" },
    { NULL, NULL },
};

const struct route_table INSIGHT_ROUTES = { routes, schemas };
