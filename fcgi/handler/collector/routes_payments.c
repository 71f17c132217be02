#include "handler/collector/payments.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "payment-intents", STAFF, READ, payments_list, PAYMENTS_PARAMS, NULL, "payment_row", 200, ROUTE_LIST, 0,
      "What customers pay in the portal, the newest first" },
    { "GET", V1 "payment-intents/{id}", STAFF, READ, payments_get, NULL, NULL, "payment_whole", 200, 0, 0,
      "One of these payments: what it is for, what its provider reported and what was booked" },
    { "POST", V1 "payment-intents/{id}/cancel", STAFF, RIGHT_WORK, payments_cancel, NULL, NULL, "made", 200, 0,
      0, "Give up a payment that nobody has paid: what it reserves is free again" },
    { "POST", V1 "payment-intents/{id}/refund", STAFF, RIGHT_APPROVE, payments_refund, NULL, "payment_refund_in", "made",
      200, 0, 0, "Give money back by the provider it came by" },
    { "POST", "/api/payments/v1/{provider}/events", AUDIENCE_PUBLIC, 0, payment_events_take, NULL, NULL, "payment_outcome",
      200, ROUTE_NO_CSRF | ROUTE_ANY_ORIGIN, 262144, "What a provider reports, signed by it" },
    { .method = NULL },
};
/* clang-format on */

#define PAYMENT                                                                   \
    "id:id customer:customer_ref division:text provider:transfer|sandbox|stripe " \
    "trial:bool state:open|processing|failed|cancelled|expired|succeeded "        \
    "currency:currency amount:amount credit:amount captured:amount "              \
    "surplus:amount returned:amount reference:text created_at:instant "           \
    "ended_at:instant? expires_at:instant why:text?"

static const struct schema schemas[] = {
    { "payment_row", PAYMENT },
    { "payment_whole",
        PAYMENT " provider_id:text? payment_id:id? can_refund:bool refundable:amount "
                "by:text? lines:[payment_line] credits:[payment_used] "
                "events:[payment_event] returns:[payment_return] "
                "booked:[payment_booked]" },
    { "payment_line", "item_id:id number:text amount:amount paid:amount" },
    { "payment_used", "item_id:id number:text amount:amount applied:amount" },
    { "payment_event", "at:instant kind:text amount:amount? "
                       "outcome:booked|noted|waiting|ignored|refused note:text?" },
    { "payment_return",
        "at:instant kind:refund|chargeback|reinstated amount:amount item_id:id" },
    { "payment_booked", "on:day credit_number:text item_number:text amount:amount" },
    { "payment_refund_in", "amount:amount reason:text" },
    { "payment_outcome", "outcome:booked|noted|waiting|ignored|refused" },
    { NULL, NULL },
};

const struct route_table PAYMENT_ROUTES = { routes, schemas };
