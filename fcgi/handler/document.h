#ifndef HANDLER_DOCUMENT_H
#define HANDLER_DOCUMENT_H

#include "http/rq.h"
#include "service/make_document.h"

/* Documents over HTTP, the same for staff and portal. */

/* The file as the answer, to be saved. */
enum err document_send(struct rq *rq, const struct document *d);

/* A statement, with the problem that goes with what it cannot be. */
enum err statement_answer(
    struct rq *rq, const struct statement_ask *ask, enum sheet_format format);

/* currency, from, to. */
extern const struct param STATEMENT_PDF_PARAMS[];
/* Fills these three from the query. */
void statement_period(struct rq *rq, struct statement_ask *ask);

#endif
