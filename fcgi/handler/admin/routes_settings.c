#include "handler/admin/settings.h"
#include "handler/routes.h"

#define V1 "/api/admin/v1/"
#define ADMIN AUDIENCE_ADMIN
#define USERS RIGHT_USERS

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "roles", ADMIN, USERS, roles_list, NULL, NULL, "role_rights", 200, ROUTE_LIST, 0,
      "What each role may do" },
    { "POST", V1 "roles", ADMIN, USERS, roles_add, NULL, "role_in", "role_made", 201, 0, 0,
      "One more role of the company's own" },
    { "PUT", V1 "roles/{role}", ADMIN, USERS, roles_change, NULL, "role_in", NULL, 204, 0, 0,
      "Change a role of the company's own; it counts from the next request" },
    { "DELETE", V1 "roles/{role}", ADMIN, USERS, roles_remove, NULL, NULL, NULL, 204, 0, 0,
      "Take away a role that nobody has" },
    { "GET", V1 "users/{id}/sessions", ADMIN, USERS, user_sessions_list, NULL, NULL, "user_sessions", 200, 0, 0,
      "Where somebody is signed in" },
    { "DELETE", V1 "users/{id}/sessions", ADMIN, USERS, user_sessions_end, NULL, NULL, NULL, 204, 0, 0,
      "End all sessions of somebody" },
    { "DELETE", V1 "users/{id}/sessions/{session}", ADMIN, USERS, user_session_end, NULL, NULL, NULL, 204, 0, 0,
      "End one session of somebody" },
    { "DELETE", V1 "users/{id}/second-factor", ADMIN, USERS, user_factor_remove, NULL, NULL, NULL, 204, 0, 0,
      "Take somebody's second factor away, with its recovery codes; an admin sets up another before anything else" },

    { "GET", V1 "overview", ADMIN, USERS, overview_get, NULL, NULL, "overview", 200, 0, 0,
      "What an admin has to look at: failures, undeliverable mail, age of the data" },
    { "GET", V1 "settings", ADMIN, USERS, settings_list, NULL, NULL, "settings", 200, 0, 0,
      "The company's settings, each with what it is" },
    { "PUT", V1 "settings", ADMIN, USERS, settings_change, NULL, "settings_change", NULL, 204, 0, 0,
      "Change some of them, all or nothing; null takes one back to its default" },
    { "GET", V1 "settings/{name}/versions", ADMIN, USERS, setting_versions, NULL, NULL, "setting_version", 200,
      ROUTE_LIST, 0, "What a setting was, and who set it" },
    { "GET", V1 "divisions", ADMIN, USERS, divisions_list, NULL, NULL, "division", 200, ROUTE_LIST, 0,
      "Legal entities and business units" },
    { "POST", V1 "divisions", ADMIN, USERS, divisions_add, NULL, "division_in", "made", 201, 0, 0, "One more division" },
    { "PUT", V1 "divisions/{id}", ADMIN, USERS, divisions_change, NULL, "division_change", "made", 200, 0, 0,
      "Change a division; its cases are looked at again" },
    { "GET", V1 "payment-providers", ADMIN, USERS, pay_providers_list, NULL, NULL, "pay_providers", 200, ROUTE_LIST, 0,
      "By what customers can pay, for each division" },
    { "PUT", V1 "divisions/{id}/payment-providers", ADMIN, USERS, pay_providers_change, NULL, "pay_providers_in", NULL, 204,
      0, 0, "Say by what the customers of a division can pay" },
    { "GET", V1 "payment-events", ADMIN, USERS, payment_events_list, PAYMENT_EVENT_PARAMS, NULL, "payment_event_row", 200,
      ROUTE_LIST, 0, "What providers of payments reported and what came of each, the newest first" },
    { "GET", V1 "fx-rates", ADMIN, USERS, rates_list, RATE_PARAMS, NULL, "fx_rate", 200, ROUTE_LIST, 0,
      "Exchange rates, the newest day first" },
    { "PUT", V1 "fx-rates", ADMIN, USERS, rates_keep, NULL, "fx_rate_in", NULL, 204, 0, 0,
      "Keep the rate of a day, in place of what stood there" },
    { "POST", V1 "fx-rates/import", ADMIN, USERS, rates_import, RATE_IMPORT_PARAMS, NULL, "fx_rates_read", 200,
      ROUTE_RAW_BODY, 0, "Keep the good rows of a CSV file with date, base, quote and rate; tell the bad ones" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "role_rights", "role:text name:text? own:bool rights:[text] users:int?" },
    { "role_in", "name:text rights:[text]" },
    { "role_made", "role:text" },
    { "user_sessions", "sessions:[user_session]" },
    { "overview",
        "failed_jobs:int failed_mail:int uncertain_mail:int staff_mail:int "
        "parked_rows:int failed_imports:int weak_admins:int waiting_refunds:int "
        "jobs:[failed_job] sources:[data_source] runs:[bad_run]" },
    { "failed_job", "id:id kind:text attempts:int ended_at:instant? result:text?" },
    { "data_source", "division:text source:text? synced_at:instant? age_hours:int?" },
    { "bad_run", "id:id kind:text state:text started_at:instant cases:int failed:int" },
    { "payment_event_row",
        "id:id received_at:instant occurred_at:instant provider:sandbox|stripe "
        "trial:bool event_id:text type:text? kind:text "
        "effect:booked|moved|nothing|noted|waiting|ignored|refused "
        "disorder:early|late? times:int last_at:instant? why:text? "
        "currency:currency? amount:amount? intent_id:id? reference:text? "
        "customer:customer_ref? method:text?" },
    { "settings", "version:int currency:currency settings:[setting]" },
    { "setting",
        "name:text group:text "
        "kind:text|prose|int|bool|enum|currency|money|iban|bic|image value:text? "
        "absent:text? min:int max:int names:[text] changed_at:instant? "
        "changed_by:text?" },
    { "settings_change", "values:any" },
    { "setting_version", "value:text? from:instant to:instant? by:text?" },
    { "division",
        "id:id code:text name:text country:text region:text? time_zone:text "
        "currency:currency cash_authority:erp|dunlin customers:int version:int" },
    { "division_in", "code:text name:text country:text region?:text? time_zone:text "
                     "currency:currency cash_authority:erp|dunlin" },
    { "division_change", "name:text country:text region?:text? time_zone:text "
                         "currency:currency cash_authority:erp|dunlin" },
    { "pay_providers", "division_id:id code:text name:text version:int "
                       "providers:[pay_provider]" },
    { "pay_provider", "code:transfer|sandbox|stripe trial:bool offered:bool ready:bool "
                      "why:text?" },
    { "pay_providers_in", "providers:[text]" },
    { "fx_rate", "base:currency quote:currency on:day rate:amount source:text "
                 "recorded_at:instant" },
    { "fx_rate_in", "base:currency quote:currency on:day rate:amount" },
    { "fx_rates_read", "rows:int kept:int bad:int errors:[fx_rate_fault]" },
    { "fx_rate_fault", "line:int field:text value:text reason:text" },
    { NULL, NULL },
};

const struct route_table SETTINGS_ROUTES = { routes, schemas };
