#ifndef HTTP_OPENAPI_H
#define HTTP_OPENAPI_H

#include "http/http.h"

/*
 * The OpenAPI 3.1 document of all routes, as they stand in the tables. ERR_INVALID: a
 * table contradicts itself; the log says where.
 */
enum err openapi_write(const struct http *h, struct arena *a, struct buf *out);

#endif
