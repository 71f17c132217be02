#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/http.h"

/*
 * Finds the row for method and path and fills rq->route and rq->part. HEAD is
 * served by the GET row.
 *
 * ERR_NOT_FOUND  no row has such a path
 * ERR_DENIED     rows have, but not with this method: *allow lists those they have
 */
enum err router_find(const struct http *h, struct rq *rq, const char **allow);

/* Whether two patterns can fit the same path. */
bool router_same(const char *a, const char *b);

/* Undoes percent encoding; '+' is a blank when plus is set. NULL when it is
 * broken, no UTF-8, or holds a control byte. */
char *router_decode(struct arena *a, const char *s, size_t n, bool plus);

#endif
