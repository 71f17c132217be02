#ifndef HANDLER_STANDS_H
#define HANDLER_STANDS_H

#include "http/rq.h"
#include "service/open_dispute.h"
#include "service/record_promise.h"

/* What bodies and answers about promises and disputes share, whoever makes them. */

/* [{line_no, amount}] under "lines", in the currency; none where the body has none. */
const struct dispute_line *body_dispute_lines(
    struct rq *rq, struct jval *v, const char *currency, size_t *n);

/* Either one amount and day, or instalments: [{amount, promised_on}]. */
void body_promise_parts(
    struct jval *v, const char *currency, struct arena *a, struct promise_in *in);

/* Holidays of the division whose money a case is. */
enum err find_calendar(struct rq *rq, uint64_t case_id, const struct calendar **out);

/* The same: fills in->calendar for in->case_id. */
enum err find_promise_calendar(struct rq *rq, struct promise_in *in);

/* 201 {id, plan_id, ids}: the promise, or the first of a plan and all of them. */
enum err answer_promise(struct rq *rq, const struct promise_made *made);

#endif
