#ifndef HTTP_LIST_WALK_H
#define HTTP_LIST_WALK_H

#include "base/jsonscan.h"
#include "http/rq.h"

/*
 * A list of the API, whole: asked for page after page inside the process, by the same
 * handler with the same filters and for the same principal as over HTTP, so that it can
 * show nothing else. Needs the memory of one page.
 */

/* The row of the list at that path ("/api/collector/v1/customers/12/items"), when the
 * principal of rq may call it; else ERR_NOT_FOUND or ERR_DENIED. */
enum err list_route(struct rq *rq, const char *path, const struct route **out);

/* One row; row and arena are gone with its page. Anything but OK ends the walk. */
typedef enum err list_row(
    void *ctx, struct arena *page, const struct jsonscan_value *row);

/*
 * query: as in an address, without limit and cursor; may be "".
 * ERR_INVALID  the query is not proper; the answer of rq is that problem
 */
enum err list_walk(
    struct rq *rq, const char *path, const char *query, list_row *each, void *ctx);

#endif
