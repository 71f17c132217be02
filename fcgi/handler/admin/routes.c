#include "handler/routes.h"
#include "handler/admin/people.h"
#include "handler/admin/runs.h"
#include "handler/admin/scripts.h"

#define V1 "/api/admin/v1/"

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "scripts", AUDIENCE_ADMIN, RIGHT_SCRIPTS, scripts_list, NULL, NULL, "script", 200, ROUTE_LIST, 0,
      "Strategies, segments and country packs" },
    { "POST", V1 "scripts/check", AUDIENCE_ADMIN, RIGHT_SCRIPTS, script_try, NULL, "script_text", "script_check", 200,
      0, 3 << 20, "Would this text do? Compiled, checked, its cases run; nothing is kept" },
    { "GET", V1 "scripts/{kind}/{name}", AUDIENCE_ADMIN, RIGHT_SCRIPTS, script_show, NULL, NULL, "script_history", 200,
      0, 0, "A script and its versions, newest first" },
    { "GET", V1 "scripts/{kind}/{name}/versions/{no}", AUDIENCE_ADMIN, RIGHT_SCRIPTS, script_version_show, NULL, NULL,
      "script_version_body", 200, 0, 0, "A version with its text" },
    { "POST", V1 "scripts/{kind}/{name}/versions", AUDIENCE_ADMIN, RIGHT_SCRIPTS, script_keep, NULL, "script_keep",
      "script_kept", 201, 0, 3 << 20, "Keep a text as the next version; it is not active yet" },
    { "POST", V1 "scripts/{kind}/{name}/activate", AUDIENCE_ADMIN, RIGHT_SCRIPTS, script_start, NULL, "script_start",
      "script_started", 200, 0, 0, "Make a version the one in force" },

    { "GET", V1 "runs", AUDIENCE_ADMIN, RIGHT_READ, runs_list, NULL, NULL, "run", 200, ROUTE_LIST, 0,
      "What the engine did, newest first" },
    { "GET", V1 "runs/{id}", AUDIENCE_ADMIN, RIGHT_READ, runs_get, NULL, NULL, "run_whole", 200, 0, 0,
      "A run with the cases that failed" },
    { "POST", V1 "runs", AUDIENCE_ADMIN, RIGHT_SCRIPTS, runs_ask, NULL, NULL, "run_asked", 202, 0, 0,
      "Evaluate every case now; the worker does it" },
    { "GET", V1 "audit", AUDIENCE_ADMIN, RIGHT_USERS, audit_list, AUDIT_PARAMS, NULL, "audit_event", 200, ROUTE_LIST, 0,
      "Who did what, newest first" },

    { "GET", V1 "users", AUDIENCE_ADMIN, RIGHT_USERS, users_list, NULL, NULL, "user", 200, ROUTE_LIST, 0,
      "Who may sign in" },
    { "POST", V1 "users", AUDIENCE_ADMIN, RIGHT_USERS, users_add, NULL, "user_in", "user_secrets", 201, ROUTE_SECRET, 0,
      "Somebody else may sign in" },
    { "PUT", V1 "users/{id}", AUDIENCE_ADMIN, RIGHT_USERS, users_change, NULL, "user_change", "made", 200, 0, 0,
      "Change name, role, divisions or status; sessions end" },
    { "POST", V1 "users/{id}/password", AUDIENCE_ADMIN, RIGHT_USERS, users_password, NULL, NULL, "user_secrets", 200,
      ROUTE_SECRET, 0, "A new password, told once" },
    { "POST", V1 "users/{id}/second-factor", AUDIENCE_ADMIN, RIGHT_USERS, users_second_factor, NULL, NULL,
      "user_secrets", 200, ROUTE_SECRET, 0, "A new second factor, told once" },
    { "GET", V1 "clients", AUDIENCE_ADMIN, RIGHT_USERS, clients_list, NULL, NULL, "client", 200, ROUTE_LIST, 0,
      "Programs that call in" },
    { "DELETE", V1 "clients/{client}", AUDIENCE_ADMIN, RIGHT_USERS, clients_revoke, NULL, NULL, NULL, 204, 0, 0,
      "A program may no longer call" },
    { .method = NULL },
};
/* clang-format on */

#define RUN                                                                        \
    "id:id kind:daily|event|manual started_at:instant ended_at:instant? "          \
    "state:running|done|errors|failed full:bool cases:int acted:int messages:int " \
    "tasks:int held:int failed:int ms:int"

static const struct schema schemas[] = {
    { "script_active", "version_no:int sha256:text activated_at:instant? by:text?" },
    { "script", "id:id kind:text name:text active:script_active? latest_version_no:int "
                "error:text?" },
    { "script_version",
        "id:id version_no:int sha256:text state:text comment:text? by:text? "
        "created_at:instant" },
    { "script_history",
        "id:id kind:text name:text active:script_active? latest_version_no:int "
        "error:text? versions:[script_version]" },
    { "script_version_body",
        "id:id kind:text name:text version_no:int sha256:text state:text comment:text? "
        "created_at:instant body:text" },
    { "script_text", "kind:text name:text body:text" },
    { "script_fault", "line:int column:int message:text" },
    { "script_case", "name:text ok:bool message:text?" },
    { "script_step", "id:text kind:send|task at:text template:text? task:text?" },
    { "script_declares",
        "name:text segment:text? rank:int steps:[script_step] tags:[text]" },
    { "script_check", "ok:bool loads:bool errors:[script_fault] cases:[script_case] "
                      "declares:script_declares?" },
    { "script_keep", "body:text comment?:text?" },
    { "script_kept", "id:id version_no:int state:text same:bool check:script_check" },
    { "script_start", "version_no:int" },
    { "script_effect", "cases:int" },
    { "script_started", "version_no:int effect:script_effect" },

    { "run", RUN },
    { "run_whole", RUN " errors:[run_error]" },
    { "run_error",
        "case_id:id customer:customer_ref script:text? version:int fault:text" },
    { "run_asked", "cases:int" },
    { "audit_event",
        "id:id at:instant actor:actor ip:text request_id:text action:text "
        "object_kind:text object_id:text object_name:text? customer_id:id? "
        "customer:customer_ref? before:any? after:any?" },
    { "user", "id:id email:text name:text role:text "
              "language:text status:active|disabled has_password:bool "
              "second_factor:bool divisions:[text] created_at:instant version:int" },
    { "user_in", "email:text name:text role:text "
                 "language?:text? second_factor?:bool? divisions?:[text]" },
    { "user_change", "name:text role:text status:active|disabled "
                     "language:text divisions?:[text]" },
    { "user_secrets",
        "id:id password:text? totp_secret:text? totp_uri:text? qr:[text]?" },
    { "client", "client:text name:text algorithm:HS256|RS256|ES256 scopes:[text] "
                "source_system:text? created_at:instant revoked_at:instant?" },
    { NULL, NULL },
};

const struct route_table ADMIN_ROUTES = { routes, schemas };
