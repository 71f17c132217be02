#include "handler/admin/audit.h"
#include "handler/collector/notifications.h"
#include "handler/collector/schemas.h"
#include "handler/collector/search.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ

/* What a user is told and looks for; the proof of the audit. */
/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "notifications", STAFF, READ, notifications_list, NOTIFICATIONS_PARAMS, NULL, "notification", 200,
      ROUTE_LIST, 0, "What the user is told, newest first" },
    { "GET", V1 "notifications/summary", STAFF, READ, notifications_summary, NULL, NULL, "notification_summary", 200,
      ROUTE_BACKGROUND, 0, "How much of it was not read yet, counted up to a hundred" },
    { "POST", V1 "notifications/read", STAFF, READ, notifications_read_all, NULL, "notification_read?", NULL, 204, 0, 0,
      "All of it was read, up to an instant" },
    { "POST", V1 "notifications/{id}/read", STAFF, READ, notifications_read, NULL, NULL, NULL, 204, 0, 0,
      "One of it was read" },
    { "GET", V1 "notifications/choice", STAFF, READ, notifications_choice, NULL, NULL, "notification_choice", 200, 0, 0,
      "Whether what is unread comes by mail" },
    { "PUT", V1 "notifications/choice", STAFF, READ, notifications_choose, NULL, "notification_choice_in", NULL, 204, 0,
      0, "Choose whether and when what is unread comes by mail" },
    { "GET", V1 "events", STAFF, READ, events_open, NULL, NULL, NULL, 204, ROUTE_BACKGROUND, 0,
      "Server-sent events: `notification` when something is new; 204 where nginx cannot serve them" },
    { "GET", V1 "search", STAFF, READ, search_get, SEARCH_PARAMS, NULL, "search", 200, 0, 0,
      "Customers, documents, amounts, messages, contacts and notes by what was typed, best first" },

    { "GET", "/api/admin/v1/audit/proof", AUDIENCE_ADMIN, RIGHT_USERS, audit_proof_get, NULL, NULL, "audit_proof", 200,
      0, 0, "Recompute the chain of seals: whether the audit is whole" },
    { "GET", "/api/admin/v1/audit/export", AUDIENCE_ADMIN, RIGHT_USERS, audit_export, AUDIT_EXPORT_PARAMS, NULL, NULL,
      200, 0, 0, "The audit as CSV, at most 20,000 rows; `dunlin audit export` has no limit" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "notification", "id:id kind:text title:text cause:" OUTBOX_CAUSES
                      "? detail:any? ref:ref? customer:customer_ref? "
                      "created_at:instant read_at:instant?" },
    { "notification_summary", "unread:int newest:id?" },
    { "notification_read", "up_to?:instant?" },
    { "notification_choice", "digest:off|daily|hourly digest_hour:int time_zone:text" },
    { "notification_choice_in",
        "digest:off|daily|hourly digest_hour?:int? time_zone?:text?" },
    { "audit_proof", "whole:bool rows:int pending:int last_id:id? seal:text "
                     "sealed_at:instant? faults_n:int faults:[audit_fault]" },
    { "audit_fault", "fault:broken|put_in|missing|too_many|tail|head|anchor id:id? "
                     "rows:int" },
    { "search",
        "customers:[search_customer] items:[search_item] amounts:[search_item] "
        "messages:[search_message] contacts:[search_contact] words:[search_words]" },
    { "search_contact",
        "id:id name:text email:text? customer_id:id customer_name:text" },
    { "search_words", "kind:note|call|outbox id:id customer_id:id customer_name:text "
                      "activity_id:id? created_at:instant excerpt:text" },
    { "search_customer", "id:id number:text name:text status:text" },
    { "search_item",
        "id:id number:text kind:text customer_id:id customer_name:text amount:amount "
        "open:amount currency:currency issued_on:day" },
    { "search_message", "id:id conversation_id:id customer_id:id customer_name:text "
                        "from:user|contact|system created_at:instant excerpt:text" },
    { NULL, NULL },
};

const struct route_table NOTICE_ROUTES = { routes, schemas };
