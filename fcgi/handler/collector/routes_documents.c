#include "handler/collector/documents.h"
#include "handler/collector/exports.h"
#include "handler/document.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "customers/{id}/statement.pdf", STAFF, READ, statement_pdf, STATEMENT_PDF_PARAMS, NULL, NULL, 200, 0, 0,
      "Statement of account as PDF" },
    { "GET", V1 "items/{id}/document", STAFF, READ, item_document, NULL, NULL, NULL, 200, 0, 0,
      "An invoice as its reader sees it: the original file, else a copy as PDF" },
    { "GET", V1 "outbox/{id}/documents", STAFF, READ, outbox_documents, NULL, NULL, "outbox_document", 200, ROUTE_LIST, 0,
      "Files that go with a message" },
    { "GET", V1 "outbox/{id}/documents/{seq}", STAFF, READ, outbox_document_get, NULL, NULL, NULL, 200, 0, 0,
      "One of them, as its reader got it" },
    { "GET", V1 "outbox/{id}/letter.pdf", STAFF, READ, outbox_letter, NULL, NULL, NULL, 200, 0, 0,
      "A message on paper, for an envelope with a window" },
    { "POST", V1 "exports", STAFF, READ, exports_make, NULL, "export_in", "export", 201, 0, 16384,
      "A list as Excel or PDF; a long one is made by a job" },
    { "GET", V1 "exports.csv", STAFF, READ, exports_csv, EXPORTS_CSV_PARAMS, NULL, NULL, 200, 0, 0,
      "A list as CSV, row by row; one that is not whole ends as a broken transfer, never as a whole one" },
    { "GET", V1 "exports/{id}", STAFF, READ, exports_get, NULL, NULL, "export", 200, ROUTE_BACKGROUND, 0,
      "How far an export is; only for whoever asked for it" },
    { "GET", V1 "exports/{id}/file", STAFF, READ, exports_file, NULL, NULL, NULL, 200, 0, 0,
      "Its file" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "outbox_document",
        "seq:int kind:invoice|statement|letter|file file_name:text type:text "
        "bytes:int pages:int" },
    { "export_in", "path:text query?:text? columns?:text? language?:text? "
                   "format:xlsx|pdf|zip" },
    { "export", "id:id state:waiting|running|done|failed rows:int file_name:text? "
                "why:text? created_at:instant" },
    { NULL, NULL },
};

const struct route_table DOCUMENT_ROUTES = { routes, schemas };
