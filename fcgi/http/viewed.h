#ifndef HTTP_VIEWED_H
#define HTTP_VIEWED_H

#include "http/http.h"

/*
 * Looks at a customer's file stand in the audit as "viewed": who, when, from where. One
 * row a session, thing and hour: a page asks for a customer in ten requests, and that
 * is one look. A program has one a thing and day; what it lists or reports of all
 * customers is one thing, with no id. Handlers say what was seen with rq_viewed; it is
 * written here, after the answer has been sent, so that nobody waits for it. What this
 * process wrote already costs no statement. A failure goes to the log; the answer is
 * out.
 */
void viewed_write(struct http *h, struct rq *rq);

#endif
