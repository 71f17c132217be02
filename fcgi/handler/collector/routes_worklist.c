#include "handler/collector/selection.h"
#include "handler/collector/worklist.h"
#include "handler/collector/worklist_filter.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ
#define WORK RIGHT_WORK

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "worklist/choices", STAFF, READ, worklist_choices, NULL, NULL, "worklist_choices", 200, 0, 0,
      "What the worklist may be narrowed to: the tags, strategies, next actions, divisions, currencies, portfolios and owners there are" },
    { "POST", V1 "worklist/preview", STAFF, WORK, selection_preview, WORKLIST_SUM_PARAMS, "selection_in", "selection",
      200, 0, 0, "What a bulk action would take of a selection, or of all that a view with these filters holds" },
    { "GET", V1 "views", STAFF, READ, views_list, NULL, NULL, "views", 200, 0, 0,
      "Saved views of the worklist: one's own and the shared ones" },
    { "POST", V1 "views", STAFF, READ, views_add, NULL, "view_in", "made", 201, 0, 0, "Save a view" },
    { "PUT", V1 "views/{id}", STAFF, READ, views_change, NULL, "view_in", "made", 200, 0, 0, "Change a view of one's own" },
    { "DELETE", V1 "views/{id}", STAFF, READ, views_drop, NULL, NULL, NULL, 204, 0, 0, "Remove a view of one's own" },
    { "PUT", V1 "worklist/default-view", STAFF, READ, views_choose, NULL, "view_choice", NULL, 204, 0, 0,
      "Which view one's worklist opens with" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "selection_in",
        "action:follow_up|assign|message|note|call case_ids?:[id] except?:[id] "
        "assignee_id?:id? busy_too?:bool" },
    { "selection_left_out", "reason:busy|same|hidden|gone cases:int names:[text]" },
    { "selection", "overdue:[money] left_out:[selection_left_out] case_ids:[id] "
                   "customer_ids:[id]" },
    { "worklist_choice", "value:text label:text" },
    { "worklist_choices", "tags:[worklist_choice] strategies:[worklist_choice] "
                          "actions:[worklist_choice] divisions:[worklist_choice] "
                          "currencies:[worklist_choice] portfolios:[worklist_choice] "
                          "owners:[worklist_choice]" },
    { "view_in",
        "name:text base:text sort:text filters:any columns:[text] shared?:bool" },
    { "saved_view", "id:id name:text base:text sort:text filters:any columns:[text] "
                    "shared:bool own:bool owner:person" },
    { "views", "default:text? views:[saved_view] divisions:[text]" },
    { "view_choice", "view?:text?" },
    { NULL, NULL },
};

const struct route_table WORKLIST_ROUTES = { routes, schemas };
