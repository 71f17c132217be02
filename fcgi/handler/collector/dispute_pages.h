#ifndef HANDLER_COLLECTOR_DISPUTE_PAGES_H
#define HANDLER_COLLECTOR_DISPUTE_PAGES_H

#include "http/rq.h"

/* The page of disputes, a dispute's own page, and what is done there. */
enum err dispute_rows_list(struct rq *rq);
enum err disputes_summary(struct rq *rq);
enum err disputes_get(struct rq *rq);
enum err item_lines_list(struct rq *rq);

enum err disputes_change(struct rq *rq);
enum err disputes_approve(struct rq *rq);
enum err disputes_refuse(struct rq *rq);
enum err disputes_undo(struct rq *rq);
enum err dispute_notes_add(struct rq *rq);
enum err dispute_messages_post(struct rq *rq);

/* Reasons and whose a dispute is by rule. */
enum err dispute_reasons_list(struct rq *rq);
enum err dispute_reasons_put(struct rq *rq);
enum err dispute_rules_list(struct rq *rq);
enum err dispute_rules_put(struct rq *rq);

extern const struct param DISPUTES_PARAMS[];

#endif
