#include "handler/collector/upkeep.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ
#define WORK RIGHT_WORK

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "customers/{id}/status", STAFF, READ, customer_status_get, NULL, NULL, "customer_status", 200, 0, 0,
      "What a customer is, and whether a person said so" },
    { "PUT", V1 "customers/{id}/status", STAFF, WORK, customer_status_set, NULL, "customer_status_in", NULL, 204, 0, 0,
      "Say what a customer is, with a reason; it stands whatever its source goes on saying" },
    { "DELETE", V1 "customers/{id}/status", STAFF, WORK, customer_status_back, NULL, NULL, NULL, 204, 0, 0,
      "Let what the source says count again" },

    { "GET", V1 "customers/{id}/document-requests", STAFF, READ, requests_list, NULL, NULL, "document_request", 200,
      ROUTE_LIST, 0, "Documents a customer is asked for, open ones first" },
    { "POST", V1 "customers/{id}/document-requests", STAFF, WORK, requests_add, NULL, "document_request_in", "document_asked",
      201, 0, 0, "Ask a customer for a document: he sees it in the portal, and one message tells him" },
    { "POST", V1 "document-requests/{id}/accept", STAFF, WORK, requests_accept, NULL, "document_request_word", "made", 200,
      0, 0, "That is it: the request is done" },
    { "POST", V1 "document-requests/{id}/ask-again", STAFF, WORK, requests_again, NULL, "document_request_again", "made",
      200, 0, 0, "That is not it: ask again, and say why" },
    { "POST", V1 "document-requests/{id}/withdraw", STAFF, WORK, requests_withdraw, NULL, "document_request_word", "made",
      200, 0, 0, "It is no longer needed" },

    { "GET", V1 "refunds", STAFF, READ, refunds_list, REFUND_PARAMS, NULL, "refund", 200, ROUTE_LIST, 0,
      "Refunds, the newest first" },
    { "POST", V1 "items/{id}/refunds", STAFF, WORK, refunds_add, NULL, "refund_in", "refund_made", 201, 0, 0,
      "Record that an unapplied credit is paid back; above a limit it waits for a second person" },
    { "POST", V1 "refunds/{id}/decide", STAFF, RIGHT_APPROVE, refunds_decide, NULL, "refund_decision", "made", 200, 0, 0,
      "Agree to a refund of somebody else's, or refuse it" },
    { "POST", V1 "refunds/{id}/reverse", STAFF, WORK, refunds_reverse, NULL, "refund_reversal", "made", 200, 0, 0,
      "It did not happen after all" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "customer_status",
        "status:active|on_hold|legal|closed kind:business|public_body|consumer "
        "by_hand:bool source_status:text? source_kind:text? version:int" },
    { "customer_status_in", "status:active|on_hold|legal|closed "
                            "kind:business|public_body|consumer reason:text" },
    { "document_request",
        "id:id kind:text body:text due_on:day "
        "state:open|answered|accepted|withdrawn item_id:id? item_number:text? "
        "asked_by:text? asked_at:instant mail_id:id? events:[document_request_event] "
        "files:[document_request_file]" },
    { "document_asked", "id:id mail_id:id? mail_held:text?" },
    { "document_request_event", "kind:text body:text? at:instant by:text? ours:bool" },
    { "document_request_file", "id:id file_name:text bytes:int at:instant" },
    { "document_request_in", "kind:text body:text due_on:day item_id?:id?" },
    { "document_request_word", "body?:text?" },
    { "document_request_again", "body:text due_on:day" },
    { "refund",
        "id:id customer:customer_ref credit_id:id credit_number:text amount:money "
        "paid_on:day reason:text reference:text? "
        "state:waiting|recorded|refused|reversed asked_by:person? asked_at:instant "
        "decided_by:text? decided_at:instant? note:text?" },
    { "refund_in", "amount:amount paid_on?:day? reason:text reference?:text?" },
    { "refund_made", "id:id waits_for_approval:bool" },
    { "refund_decision", "agree:bool note?:text?" },
    { "refund_reversal", "reason:text" },
    { NULL, NULL },
};

const struct route_table UPKEEP_ROUTES = { routes, schemas };
