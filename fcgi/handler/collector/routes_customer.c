#include "handler/collector/attachments.h"
#include "handler/routes.h"
#include "service/keep_attachment.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ
#define WORK RIGHT_WORK

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "customers/{id}/attachments", STAFF, READ, attachments_list, ATTACHMENTS_PARAMS, NULL, "attachment", 200,
      ROUTE_LIST, 0, "Its files, newest first" },
    { "POST", V1 "attachments", STAFF, WORK, attachments_add, ATTACHMENTS_ADD_PARAMS, NULL, "made", 201,
      ROUTE_RAW_BODY, ATTACHMENT_BYTES__MAX, "Attach a file, sent as the body, to what it belongs to" },
    { "GET", V1 "attachments/{id}", STAFF, READ, attachments_get, NULL, NULL, NULL, 200, 0, 0,
      "The file itself, to be saved" },
    { "DELETE", V1 "attachments/{id}/links/{link_id}", STAFF, WORK, attachments_unlink, NULL, NULL, NULL, 204, 0, 0,
      "It no longer belongs to that" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "attachment", "id:id link_id:id owner:ref visible:bool file_name:text type:text "
                    "bytes:int actor:actor created_at:instant" },
    { NULL, NULL },
};

const struct route_table CUSTOMER_ROUTES = { routes, schemas };
