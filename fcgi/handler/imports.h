#ifndef HANDLER_IMPORTS_H
#define HANDLER_IMPORTS_H

#include "http/rq.h"

/* Files of invoices and settlements, for staff and integrators alike: sent as the raw
 * body, imported by the worker, asked for by their id. A file is about the whole
 * company: whoever is limited to some of it may send none and sees none. */
extern const struct param IMPORTS_ADD_PARAMS[];

enum { IMPORTS_BODY__MAX = 64 << 20 };

enum err imports_add(struct rq *rq);    /* -> 202 {id} */
enum err imports_list(struct rq *rq);   /* newest first */
enum err imports_get(struct rq *rq);    /* by {id} */
enum err imports_errors(struct rq *rq); /* of {id}, by line */

#define IMPORT_SCHEMAS                                                             \
    { "import_made", "id:id" },                                                    \
        { "import", "id:id kind:text profile:text file_name:text "                 \
                    "state:running|done|failed bytes:int bytes_done:int rows:int " \
                    "created:int changed:int same:int bad:int fault:text? "        \
                    "started_at:instant ended_at:instant?" },                      \
    {                                                                              \
        "import_error", "line:int field:text value:text reason:text row:text"      \
    }

#endif
