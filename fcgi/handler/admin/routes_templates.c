#include "handler/admin/templates.h"
#include "handler/routes.h"

#define V1 "/api/admin/v1/"
#define ADMIN AUDIENCE_ADMIN
#define SCRIPTS RIGHT_SCRIPTS

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "templates", ADMIN, SCRIPTS, templates_list, NULL, NULL, "template", 200, ROUTE_LIST, 0,
      "What messages say: templates, each before its variants" },
    { "POST", V1 "templates", ADMIN, SCRIPTS, template_add_own, NULL, "template_add", "template_code", 201, 0, 0,
      "Another template: a reminder of a stage, or a notice; scripts may name it from then on" },
    { "GET", V1 "templates/{code}", ADMIN, SCRIPTS, template_show, NULL, NULL, "template_whole", 200, 0, 0,
      "A template with its versions and the fields it may name" },
    { "POST", V1 "templates/{code}/variants", ADMIN, SCRIPTS, template_variant_add, NULL, "template_variant",
      "template_code", 201, 0, 0, "Another text for a category of customer or for days past due" },
    { "GET", V1 "templates/{code}/versions/{version_id}", ADMIN, SCRIPTS, template_version_show, NULL, NULL,
      "template_body", 200, 0, 0, "A version with its texts" },
    { "POST", V1 "templates/{code}/versions", ADMIN, SCRIPTS, template_keep, NULL, "template_keep", "template_kept", 201,
      0, 1 << 20, "Keep texts as the next version; it is a draft" },
    { "POST", V1 "templates/{code}/activate", ADMIN, SCRIPTS, template_start, NULL, "template_start", "made", 200, 0, 0,
      "Make a version the one that goes out" },
    { "POST", V1 "templates/{code}/check", ADMIN, SCRIPTS, template_check_text, NULL, "template_texts", "template_checked",
      200, 0, 1 << 20, "Could these texts be written? Nothing is kept" },
    { "POST", V1 "templates/{code}/preview", ADMIN, SCRIPTS, template_preview, NULL, "template_try", "template_tried", 200,
      0, 1 << 20, "These texts as a customer would get them" },
    { "POST", V1 "templates/{code}/test", ADMIN, SCRIPTS, template_test, NULL, "template_try", NULL, 204, 0, 1 << 20,
      "Send them to oneself" },
    { .method = NULL },
};
/* clang-format on */

#define TEMPLATE                                                                   \
    "id:id code:text base:text? purpose:text topic:text stage:int category:text? " \
    "late_from:int? late_to:int? texts:[template_text]"

#define TEXTS "subject:text body_text:text body_html:text"

#define VERSION \
    "id:id language:text channel:email|letter|sms version_no:int active:bool "

static const struct schema schemas[] = {
    { "template_text",
        "language:text channel:email|letter|sms active_no:int? latest_no:int" },
    { "template", TEMPLATE },
    { "template_version", VERSION "sha256:text comment:text? by:text? "
                                  "created_at:instant activated_at:instant?" },
    { "template_field", "name:text kind:text|flag|list optional:bool of:text?" },
    { "template_whole",
        TEMPLATE " versions:[template_version] fields:[template_field]" },
    { "template_body", VERSION "comment:text? created_at:instant " TEXTS },
    { "template_variant", "name:text purpose:text category?:text? late_from?:int? "
                          "late_to?:int?" },
    { "template_add", "code:text purpose:text topic:reminder|notice stage?:int "
                      "channel?:email|letter|sms from?:text?" },
    { "template_code", "code:text" },
    { "template_keep", "language:text channel?:email|letter|sms " TEXTS
                       " comment?:text? expected_no?:int?" },
    { "template_kept", "id:id version_no:int same:bool" },
    { "template_start", "version_id:id" },
    { "template_texts", TEXTS },
    { "template_fault", "part:subject|body_text|body_html line:int message:text" },
    { "template_checked", "ok:bool errors:[template_fault]" },
    { "template_try", "customer_id:id language:text " TEXTS },
    { "template_tried", "subject:text? text:text? html:text? fault:text? sample:bool" },
    { NULL, NULL },
};

const struct route_table TEMPLATE_ROUTES = { routes, schemas };
