#include "handler/collector/adoption.h"
#include "handler/collector/team.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define TEAM RIGHT_TEAM

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "team", STAFF, TEAM, team_get, NULL, NULL, "team", 200, 0, 0,
      "Collectors with their cases, amounts, targets and what they reached" },
    { "GET", V1 "team/members", STAFF, TEAM, team_members_list, NULL, NULL, "team_member", 200, ROUTE_LIST, 0,
      "The same collectors as a list" },
    { "GET", V1 "team/customers", STAFF, TEAM, team_customers_get, TEAM_CUSTOMERS_PARAMS, NULL, "team_customers", 200,
      0, 0, "Whose customers would move with a collector or a portfolio" },
    { "PUT", V1 "team/{id}", STAFF, TEAM, team_change, NULL, "team_change", "made", 200, 0, 0,
      "A collector sees all customers, or only the own portfolio" },
    { "PUT", V1 "team/{id}/targets", STAFF, TEAM, team_targets_set, NULL, "targets_in", "made", 200, 0, 0,
      "What a collector is to reach, from today" },
    { "POST", V1 "assignments/preview", STAFF, TEAM, assignments_preview, NULL, "assignment_in", "assigned", 200, 0, 0,
      "How many customers would change hands, and which not" },
    { "POST", V1 "assignments", STAFF, TEAM, assignments_make, NULL, "assignment_in", "assigned", 200, 0, 0,
      "Give customers to a collector, or to nobody" },
    { "GET", V1 "adoption", STAFF, RIGHT_READ, adoption_get, ADOPTION_PARAMS, NULL, "adoption", 200, 0, 0,
      "How many customers are invited to the portal, come and pay through it: all, by segment, by month" },
    { "GET", V1 "adoption/customers", STAFF, RIGHT_READ, adoption_customers_list, ADOPTION_CUSTOMERS_PARAMS, NULL,
      "adoption_customer", 200, ROUTE_LIST, 0, "The customers that one of these figures counts" },
    { "GET", V1 "worklist/progress", STAFF, RIGHT_READ, progress_get, NULL, NULL, "progress", 200,
      ROUTE_BACKGROUND, 0, "One's own targets and what was reached of them" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "target",
        "kind:contacts|promises|worked period:day|week|month from:day until:day "
        "target:amount reached:amount currency:currency?" },
    { "progress", "targets:[target]" },
    { "adoption", "from:day to:day days:int segments:[adoption_segment] "
                  "months:[adoption_month]" },
    { "adoption_segment", "tag:text? customers:int invited:int active:int paying:int "
                          "prompted:int pays:int money:[adoption_money]" },
    { "adoption_money",
        "currency:currency payments:int payments_through:int amount:amount "
        "amount_through:amount invoices:int invoices_through:int" },
    { "adoption_month", "month:text invited:int active:int paying:int" },
    { "adoption_customer",
        "id:id number:text name:text invited_on:day? visited_on:day? visits:int "
        "reminders:int prompts:int prompts_paid:int payments:int payments_through:int "
        "paid_on:day?" },
    { "team_member",
        "user:person role:text active:bool sees:all|own divisions:[text] customers:int "
        "cases:int exceptions:int overdue:money targets:[target]" },
    { "team_rest", "cases:int overdue:money" },
    { "team_portfolio", "name:text user:person customers:int" },
    { "team",
        "members:[team_member] unassigned:team_rest portfolios:[team_portfolio]" },
    { "team_customers", "customer_ids:[id] foreign:int" },
    { "team_change", "sees:all|own" },
    { "target_in", "kind:contacts|promises|worked period:day|week|month target:any" },
    { "targets_in", "targets:[target_in]" },
    { "assignment_in", "customer_ids:[id] user_id?:id? portfolio?:text?" },
    { "assignment_left_out", "customer_id:id name:text reason:same|foreign" },
    { "assigned", "done:int left_out:[assignment_left_out] moved:[assignment_moved]" },
    { "assignment_moved", "customer_id:id from_id:id? portfolio:text?" },
    { NULL, NULL },
};

const struct route_table TEAM_ROUTES = { routes, schemas };
