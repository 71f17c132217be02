#include "handler/collector/mail.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define SEND RIGHT_SEND

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "mail-templates", STAFF, RIGHT_READ, mail_templates_list, NULL, NULL, "mail_template", 200, ROUTE_LIST, 0,
      "What a message may be written by" },
    { "POST", V1 "customers/{id}/mail/preview", STAFF, SEND, mail_preview, NULL, "mail_in", "mail_look", 200, 0, 131072,
      "A message as it would go out now, and which guards hold; nothing is sent. About item_ids, or all that is overdue" },
    { "POST", V1 "customers/{id}/mail", STAFF, SEND, mail_send, NULL, "mail_in", "mail_planned", 201, 0, 131072,
      "Write to the customer by mail, through the guards" },
    { "POST", V1 "mail/many/preview", STAFF, SEND, mail_many_preview, NULL, "mail_many_look_in", "mail_many_look", 200,
      0, 65536, "A message to many: how many, how much, who is left out and why" },
    { "POST", V1 "mail/many", STAFF, SEND, mail_many_send, NULL, "mail_many_in", "made", 202, 0, 65536,
      "Send it: a job plans one message for each case" },
    { "GET", V1 "mail/many/{id}", STAFF, SEND, mail_many_get, NULL, NULL, "mail_many", 200, ROUTE_BACKGROUND, 0,
      "How far a message to many is, and what became of each" },
    { "POST", V1 "mail/many/{id}/cancel", STAFF, SEND, mail_many_cancel, NULL, "reason", "mail_many_cancelled", 200, 0, 0,
      "Take back what has not left yet" },
    { .method = NULL },
};
/* clang-format on */

#define DRAFT                                                 \
    "template?:text? subject?:text? body?:text? "             \
    "to_role?:billing|statement|dispute|legal "               \
    "cc_role?:billing|statement|dispute|legal cc_self?:bool " \
    "channel?:email|letter attach?:[invoice|statement|letter] confirmed?:text?"

static const struct schema schemas[] = {
    { "mail_template", "code:text purpose:text topic:reminder|notice stage:int" },
    { "mail_in",
        DRAFT " case_id:id item_ids?:[id] overdue?:bool cc_contact_ids?:[id]" },
    { "mail_held", "number:text? item_id:id? guard:text detail:text? until:day?" },
    { "mail_reader", "name:text? email:text" },
    { "mail_line", "number:text due_on:day days_late:int open:amount" },
    { "mail_look",
        "goes:bool may_confirm:bool stop:text? held:[mail_held] channel:email|letter "
        "to:[mail_reader] address:[text] "
        "cc:[mail_reader] nobody:text? subject:text? text:text? html:text? "
        "language:text? fault:text? lines:[mail_line] total:amount currency:currency "
        "not_before:instant" },
    { "mail_planned", "id:id not_before:instant undo_seconds:int" },
    { "mail_many_look_in", DRAFT " case_ids:[id] overdue?:bool" },
    { "mail_many_in", DRAFT " case_ids:[id] overdue?:bool confirm_count?:int?" },
    { "mail_many_sum", "count:int amount:amount currency:currency" },
    { "mail_many_out",
        "case_id:id customer:customer_ref guard:text? detail:text may_confirm:bool" },
    { "mail_many_look",
        "count:int copies:int type_count:bool confirm_above:int sums:[mail_many_sum] "
        "left_out:[mail_many_out]" },
    { "mail_many_row",
        "case_id:id customer:customer_ref state:waiting|planned|left_out|failed "
        "guard:text? detail:text? outbox_id:id? message_state:text?" },
    { "mail_many",
        "id:id state:waiting|running|done|failed done:int total:int planned:int "
        "left_out:int failed:int rows:[mail_many_row]" },
    { "mail_many_cancelled", "cancelled:int" },
    { NULL, NULL },
};

const struct route_table MAIL_ROUTES = { routes, schemas };
