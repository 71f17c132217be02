#ifndef HANDLER_PORTAL_ACCOUNT_H
#define HANDLER_PORTAL_ACCOUNT_H

#include "http/rq.h"

/* What a customer owes: figures, documents, the statement. */
enum err portal_summary(struct rq *rq);
enum err portal_invoices_list(struct rq *rq);
enum err portal_invoices_sums(struct rq *rq);
enum err portal_invoices_get(struct rq *rq);
enum err portal_payments_list(struct rq *rq);
enum err portal_statement_get(struct rq *rq);
enum err portal_statement_pdf(struct rq *rq);
enum err portal_statement_csv(struct rq *rq);
enum err portal_statement_xlsx(struct rq *rq);
enum err portal_invoice_document(struct rq *rq);
enum err portal_messages_list(struct rq *rq);
enum err portal_messages_post(struct rq *rq);
enum err portal_chat_get(struct rq *rq);
enum err portal_chat_file(struct rq *rq);
enum err portal_unsent_list(struct rq *rq);
enum err portal_unsent_drop(struct rq *rq);
enum err portal_live(struct rq *rq);
enum err portal_events_open(struct rq *rq);
enum err portal_attachments_get(struct rq *rq);
enum err portal_files_list(struct rq *rq);

/* What the customer writes down on an invoice. */
enum err portal_notes_list(struct rq *rq);
enum err portal_notes_add(struct rq *rq);
enum err portal_notes_remove(struct rq *rq);

extern const struct param PORTAL_CHAT_FILE_PARAMS[];
extern const struct param PORTAL_PAYMENTS_PARAMS[];
extern const struct param PORTAL_STATEMENT_PARAMS[];

/* The customer's own today. */
enum err portal_today(struct rq *rq, int32_t *today);

#endif
