#ifndef HANDLER_COLLECTOR_DOCUMENTS_H
#define HANDLER_COLLECTOR_DOCUMENTS_H

#include "http/rq.h"

/* Statements and invoices as files, and those that went with a message. */
enum err statement_pdf(struct rq *rq);
enum err item_document(struct rq *rq);
enum err outbox_documents(struct rq *rq);
enum err outbox_document_get(struct rq *rq);
enum err outbox_letter(struct rq *rq);

#endif
