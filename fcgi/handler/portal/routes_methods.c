#include "handler/portal/methods.h"
#include "handler/routes.h"

#define V1 "/api/portal/v1/"
#define PORTAL AUDIENCE_PORTAL
#define STAFF AUDIENCE_STAFF
#define OF_CUSTOMER "/api/collector/v1/customers/{id}/"

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "payment-methods", PORTAL, RIGHT_READ, methods_list, NULL, NULL, "payment_methods", 200, 0, 0,
      "What is saved to pay with, for each account" },
    { "POST", V1 "payment-methods", PORTAL, RIGHT_PAY, methods_save, NULL, "payment_method_in", "payment_method", 201, 0, 0,
      "Save something to pay with: opens the page of the provider, where it is entered" },
    { "DELETE", V1 "payment-methods/{id}", PORTAL, RIGHT_PAY, methods_revoke, NULL, NULL, NULL, 204, 0, 0,
      "Take it back: it is never charged again" },
    { "POST", V1 "payment-methods/{id}/act", PORTAL, RIGHT_PAY, methods_act, NULL, "payment_method_act", "payment_method",
      200, 0, 0, "The page of the sandbox: what is to happen" },
    { "PUT", V1 "autopay", PORTAL, RIGHT_PAY, autopay_set, NULL, "autopay_in", "payment_methods", 200, 0, 0,
      "Let an account be collected by itself from a saved method, or no longer" },
    { "POST", OF_CUSTOMER "autopay-stop", STAFF, RIGHT_WORK, autopay_stop, NULL, "autopay_stop_in", "payment_methods", 200, 0,
      0, "Stop collecting an account of a customer by itself" },
    { "GET", OF_CUSTOMER "payment-methods", STAFF, RIGHT_READ, methods_list, NULL, NULL, "payment_methods", 200, 0, 0,
      "What a customer saved to pay with, for each account" },
    { "DELETE", OF_CUSTOMER "payment-methods/{method_id}", STAFF, RIGHT_WORK, methods_revoke, NULL, NULL, NULL, 204, 0, 0,
      "Take back what a customer saved: it is never charged again" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "payment_methods", "notice_days:int accounts:[payment_method_account]" },
    { "payment_method_account",
        "account_id:id company:text currency:currency "
        "providers:[portal_pay_provider] methods:[payment_method] "
        "autopay_offered:bool autopay:autopay? charges:[autopay_charge]" },
    { "autopay", "method_id:id days_before:int ceiling:amount? held:bool since:instant "
                 "by:text?" },
    { "autopay_charge",
        "invoice_id:id number:text due_on:day charge_on:day amount:amount "
        "state:ahead|over|held|planned|charging|declined|dropped why:text?" },
    { "autopay_in", "account_id:id method_id:id? days_before?:int ceiling?:amount?" },
    { "autopay_stop_in", "account_id:id reason:text" },
    { "payment_method",
        "id:id provider:sandbox|stripe trial:bool kind:text? label:text? "
        "state:open|active|failed|revoked|gone url:text? created_at:instant "
        "saved_at:instant? ended_at:instant? by:text?" },
    { "payment_method_in", "account_id:id provider:text language?:text" },
    { "payment_method_act", "outcome:saved|saved_declines|refused" },
    { NULL, NULL },
};

const struct route_table METHOD_ROUTES = { routes, schemas };
