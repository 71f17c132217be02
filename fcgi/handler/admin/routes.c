#include "handler/routes.h"
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
    { .method = NULL },
};
/* clang-format on */

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
    { NULL, NULL },
};

const struct route_table ADMIN_ROUTES = { routes, schemas };
