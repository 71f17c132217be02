#include "handler/routes.h"
#include "handler/collector/customers.h"
#include "handler/collector/follow_ups.h"
#include "handler/collector/items.h"
#include "handler/collector/outbox.h"
#include "handler/collector/schemas.h"
#include "handler/collector/session.h"
#include "handler/collector/stands.h"
#include "handler/collector/why.h"
#include "handler/collector/worklist.h"
#include "handler/collector/worklist_filter.h"
#include "handler/imports.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ
#define WORK RIGHT_WORK

/* clang-format off */
static const struct route routes[] = {
    /* method, pattern, audience, right, function, parameters, request, answer, status, flags, bytes, summary */
    { "POST", V1 "session", AUDIENCE_PUBLIC, 0, session_open, NULL, "sign_in", "session", 200,
      ROUTE_NO_CSRF | ROUTE_SECRET, 8192, "Sign in" },
    { "GET", V1 "session", STAFF, 0, session_get, NULL, NULL, "session", 200, 0, 0, "Who is signed in" },
    { "DELETE", V1 "session", STAFF, 0, session_end, NULL, NULL, NULL, 204, 0, 0, "Sign out" },

    { "GET", V1 "worklist", STAFF, READ, worklist_list, WORKLIST_PARAMS, NULL, "worklist_row", 200,
      ROUTE_LIST, 0, "Cases in the order in which they matter; as columns with format=columns" },
    { "GET", V1 "worklist/summary", STAFF, READ, worklist_summary, WORKLIST_SUM_PARAMS, NULL, "worklist_summary", 200,
      ROUTE_BACKGROUND, 0, "Figures of a view, and how much each view holds" },
    { "GET", V1 "worklist/{case_id}", STAFF, READ, worklist_get, NULL, NULL, "worklist_case", 200,
      0, 0, "One case with what its score is made of" },

    { "GET", V1 "customers", STAFF, READ, customers_list, CUSTOMERS_PARAMS, NULL, "customer", 200, ROUTE_LIST, 0,
      "Customers by name, number, what they owe, since when and how much of their limit" },
    { "GET", V1 "customers/{id}/items", STAFF, READ, items_list, ITEMS_PARAMS, NULL, "item", 200, ROUTE_LIST, 0,
      "Its documents, earliest due first" },
    { "POST", V1 "customers/{id}/notes", STAFF, WORK, notes_add, NULL, "note_in", "made", 201, 0, 0,
      "Write an internal note" },
    { "POST", V1 "customers/{id}/follow-ups", STAFF, WORK, follow_ups_add, NULL, "follow_up_in", "made", 201, 0, 0,
      "Make a task" },
    { "GET", V1 "follow-ups", STAFF, READ, follow_ups_list, FOLLOW_UPS_PARAMS, NULL, "follow_up", 200, ROUTE_LIST, 0,
      "Tasks, earliest due first; what is over, the last ended first" },
    { "GET", V1 "follow-ups/summary", STAFF, READ, follow_ups_summary, NULL, NULL, "follow_up_summary", 200, 0, 0,
      "How many tasks are open, late and due today: one's own, all, nobody's" },
    { "POST", V1 "follow-ups/{id}/done", STAFF, WORK, follow_ups_done, NULL, "follow_up_done?", "made", 200, 0, 0,
      "A task is done" },
    { "POST", V1 "follow-ups/{id}/snooze", STAFF, WORK, follow_ups_snooze, NULL, "follow_up_snooze", "made", 200, 0, 0,
      "A task sleeps until a day" },

    { "GET", V1 "customers/{id}/why", STAFF, READ, why_get, WHY_PARAMS, NULL, "why", 200, 0, 0,
      "Why something happened, or why nothing did" },
    { "GET", V1 "customers/{id}/holds", STAFF, READ, holds_list, NULL, NULL, "hold", 200, ROUTE_LIST, 0,
      "What is held" },
    { "POST", V1 "customers/{id}/holds", STAFF, WORK, holds_place, NULL, "hold_in", "made", 201, 0, 0,
      "Do not remind" },
    { "DELETE", V1 "holds/{id}", STAFF, WORK, holds_lift, NULL, NULL, NULL, 204, 0, 0, "Remind again" },
    { "GET", V1 "customers/{id}/promises", STAFF, READ, promises_list, NULL, NULL, "promise", 200, ROUTE_LIST, 0,
      "What the customer promised" },
    { "POST", V1 "customers/{id}/promises", STAFF, WORK, promises_record, NULL, "promise_in", "promise_made", 201, 0, 0,
      "The customer promised to pay" },
    { "POST", V1 "promises/{id}/cancel", STAFF, WORK, promises_cancel, NULL, "promise_cancel", "made", 200, 0, 0,
      "A promise no longer stands" },
    { "GET", V1 "customers/{id}/disputes", STAFF, READ, disputes_list, NULL, NULL, "dispute", 200, ROUTE_LIST, 0,
      "What the customer disputes" },
    { "POST", V1 "items/{id}/disputes", STAFF, WORK, disputes_open, NULL, "dispute_in", "made", 201, 0, 0,
      "The customer disputes an amount" },
    { "POST", V1 "disputes/{id}/resolve", STAFF, WORK, disputes_resolve, NULL, "dispute_resolve", "dispute_resolved", 200, 0, 0,
      "A dispute is closed" },

    { "GET", V1 "outbox", STAFF, READ, outbox_list, OUTBOX_PARAMS, NULL, "outbox_row", 200, ROUTE_LIST, 0,
      "Messages, newest first" },
    { "GET", V1 "outbox/summary", STAFF, READ, outbox_summary, NULL, NULL, "outbox_summary", 200, 0, 0,
      "How many messages are in each state" },
    { "GET", V1 "outbox/{id}", STAFF, READ, outbox_get, NULL, NULL, "outbox_message", 200, 0, 0,
      "One message with its text, lines, attempts and decision" },
    { "POST", V1 "outbox/{id}/cancel", STAFF, RIGHT_SEND, outbox_cancel, NULL, "reason", "made", 200, 0, 0,
      "Do not send it" },
    { "POST", V1 "outbox/{id}/retry", STAFF, RIGHT_SEND, outbox_retry, NULL, "outbox_retry", "made", 200, 0, 0,
      "Send it again, though it failed or may have arrived" },
    { "POST", V1 "outbox/{id}/settle", STAFF, RIGHT_SEND, outbox_settle, NULL, "outbox_settle", "made", 200, 0, 0,
      "Say of an uncertain message whether it arrived" },
    { "POST", V1 "outbox/retry", STAFF, RIGHT_SEND, outbox_retry_many, NULL, "outbox_retry_many", "outbox_retried", 200, 0, 0,
      "Send failed messages again, up to 500" },
    { "POST", V1 "outbox/retry/preview", STAFF, RIGHT_SEND, outbox_retry_look, NULL, "outbox_chosen", "outbox_retried", 200, 0, 0,
      "How many of them would be sent again, and which not" },
    { "GET", V1 "customers/{id}/messages", STAFF, READ, messages_list, NULL, NULL, "message", 200, ROUTE_LIST, 0,
      "What was written to and fro, newest first" },
    { "POST", V1 "customers/{id}/messages", STAFF, RIGHT_SEND, messages_post, NULL, "message_in", "made", 201, 0, 0,
      "Write to the customer in the portal" },
    { "GET", V1 "customers/{id}/portal-links", STAFF, READ, portal_links_list, NULL, NULL, "portal_link", 200,
      ROUTE_LIST, 0, "Ways into the portal" },
    { "POST", V1 "customers/{id}/portal-links", STAFF, RIGHT_SEND, portal_links_issue, NULL, "portal_link_in",
      "portal_link_made", 201, ROUTE_SECRET, 0, "Make a way into the portal" },
    { "DELETE", V1 "customers/{id}/portal-links/{link_id}", STAFF, RIGHT_SEND, portal_links_revoke, NULL, NULL, NULL,
      204, 0, 0, "Close a way into the portal" },

    { "POST", V1 "imports", STAFF, RIGHT_IMPORT, imports_add, IMPORTS_ADD_PARAMS, NULL, "import_made", 202,
      ROUTE_RAW_BODY, IMPORTS_BODY__MAX, "Send a file of invoices and settlements; the worker imports it" },
    { "GET", V1 "imports", STAFF, RIGHT_IMPORT, imports_list, NULL, NULL, "import", 200, ROUTE_LIST, 0,
      "Files, newest first" },
    { "GET", V1 "imports/{id}", STAFF, RIGHT_IMPORT, imports_get, NULL, NULL, "import", 200, 0, 0, "How far a file is" },
    { "GET", V1 "imports/{id}/errors", STAFF, RIGHT_IMPORT, imports_errors, NULL, NULL, "import_error", 200, ROUTE_LIST, 0,
      "Rows of a file that were refused, and why" },
    { .method = NULL },
};
/* clang-format on */

const struct route_table COLLECTOR_ROUTES = { routes, COLLECTOR_SCHEMAS };
