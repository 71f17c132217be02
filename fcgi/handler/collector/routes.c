#include "handler/routes.h"
#include "handler/collector/customers.h"
#include "handler/collector/follow_ups.h"
#include "handler/collector/items.h"
#include "handler/collector/schemas.h"
#include "handler/collector/session.h"
#include "handler/collector/timeline.h"
#include "handler/collector/worklist.h"

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
      0, 0, "Figures of a view, and how much each view holds" },
    { "GET", V1 "worklist/{case_id}", STAFF, READ, worklist_get, NULL, NULL, "worklist_case", 200,
      0, 0, "One case with what its score is made of" },

    { "GET", V1 "customers", STAFF, READ, customers_list, CUSTOMERS_PARAMS, NULL, "customer", 200, ROUTE_LIST, 0,
      "Customers by name" },
    { "GET", V1 "customers/{id}", STAFF, READ, customers_get, NULL, NULL, "customer_record", 200, 0, 0,
      "All that is known of a customer" },
    { "GET", V1 "customers/{id}/items", STAFF, READ, items_list, ITEMS_PARAMS, NULL, "item", 200, ROUTE_LIST, 0,
      "Its documents, earliest due first" },
    { "GET", V1 "customers/{id}/timeline", STAFF, READ, timeline_list, TIMELINE_PARAMS, NULL, "activity", 200,
      ROUTE_LIST, 0, "What happened, newest first" },
    { "POST", V1 "customers/{id}/notes", STAFF, WORK, notes_add, NULL, "note_in", "made", 201, 0, 0,
      "Write an internal note" },
    { "POST", V1 "customers/{id}/follow-ups", STAFF, WORK, follow_ups_add, NULL, "follow_up_in", "made", 201, 0, 0,
      "Make a task" },
    { "GET", V1 "follow-ups", STAFF, READ, follow_ups_list, FOLLOW_UPS_PARAMS, NULL, "follow_up", 200, ROUTE_LIST, 0,
      "Tasks, earliest due first" },
    { "POST", V1 "follow-ups/{id}/done", STAFF, WORK, follow_ups_done, NULL, "follow_up_done?", "made", 200, 0, 0,
      "A task is done" },
    { "POST", V1 "follow-ups/{id}/snooze", STAFF, WORK, follow_ups_snooze, NULL, "follow_up_snooze", "made", 200, 0, 0,
      "A task sleeps until a day" },
    { .method = NULL },
};
/* clang-format on */

const struct route_table COLLECTOR_ROUTES = { routes, COLLECTOR_SCHEMAS };
