#include "handler/collector/reports.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ

static const struct param LANGUAGE[] = {
    { .name = "language", .max = 16, .summary = "of the labels: en, de, fr" },
    { .name = NULL },
};

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "report-views", STAFF, READ, reports_views, LANGUAGE, NULL, "report_views", 200, 0, 0,
      "What reports are made of: views, their columns and what each means" },
    { "GET", V1 "reports", STAFF, READ, reports_list, NULL, NULL, "saved_reports", 200, 0, 0,
      "Reports of one's own, and those that others share" },
    { "POST", V1 "reports/look", STAFF, READ, reports_look, LANGUAGE, "report_look", "report_rows", 200, 0, 0,
      "The first rows of a report that is not saved, as one may see them" },
    { "POST", V1 "reports", STAFF, READ, reports_add, NULL, "report_in", "made", 201, 0, 0, "Save a report" },
    { "GET", V1 "reports/{id}", STAFF, READ, reports_get, NULL, NULL, "saved_report", 200, 0, 0,
      "A report of one's own, or a shared one" },
    { "PUT", V1 "reports/{id}", STAFF, READ, reports_change, NULL, "report_in", "made", 200, 0, 0,
      "Change a report of one's own" },
    { "DELETE", V1 "reports/{id}", STAFF, READ, reports_drop, NULL, NULL, NULL, 204, 0, 0,
      "Remove a report of one's own" },
    { "GET", V1 "reports/{id}/file", STAFF, READ, reports_file, REPORTS_FILE_PARAMS, NULL, NULL, 200, 0, 0,
      "A report as a file, with the rows that one may see" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "report_column",
        "name:text label:text kind:text|amount|number|day|instant|yes_no "
        "meaning:text" },
    { "report_view", "name:text meaning:text columns:[report_column]" },
    { "report_views", "views:[report_view]" },
    { "report_filter",
        "column:text is:is|is_not|contains|at_least|at_most|empty|not_empty "
        "value?:text?" },
    { "report_order", "column:text descending?:bool" },
    { "report_definition", "columns:[text] filters?:[report_filter] grouped?:bool "
                           "order?:[report_order]" },
    { "report_look", "view:text definition:report_definition" },
    { "report_in",
        "name:text shared?:bool view:text definition:report_definition "
        "every?:never|day|week|month on_day?:int at_hour?:int recipient_ids?:[id]" },
    { "saved_report", "id:id name:text shared:bool own:bool owner:person view:text "
                      "definition:report_definition every:never|day|week|month "
                      "on_day:int at_hour:int "
                      "next_at:instant? recipient_ids:[id]" },
    { "saved_reports", "reports:[saved_report]" },
    { "report_rows", "columns:[report_column] rows:[any] totals:[any] cut:bool" },
    { NULL, NULL },
};

const struct route_table REPORT_ROUTES = { routes, schemas };
