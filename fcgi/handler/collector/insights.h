#ifndef HANDLER_COLLECTOR_INSIGHTS_H
#define HANDLER_COLLECTOR_INSIGHTS_H

#include "http/rq.h"
#include "service/insight.h"

/* Figures of the department, how they went over the years, and the rows behind each. */
enum err insights_report(struct rq *rq);
enum err insights_figures(struct rq *rq);
enum err insights_trend(struct rq *rq);
enum err insights_choices(struct rq *rq);

enum err insights_open_items(struct rq *rq);
enum err insights_credits(struct rq *rq);
enum err insights_documents(struct rq *rq);
enum err insights_at_risk(struct rq *rq);
enum err insights_disputed(struct rq *rq);
enum err insights_payments(struct rq *rq);
enum err insights_closed(struct rq *rq);
enum err insights_promises(struct rq *rq);
enum err insights_disputes(struct rq *rq);

enum err insights_contacts(struct rq *rq);
enum err insights_obtained(struct rq *rq);
enum err insights_received(struct rq *rq);

extern const struct param INSIGHTS_PARAMS[];
extern const struct param INSIGHTS_TREND_PARAMS[];
extern const struct param INSIGHTS_OPEN_PARAMS[];
extern const struct param INSIGHTS_CREDITS_PARAMS[];
extern const struct param INSIGHTS_DOCUMENTS_PARAMS[];
extern const struct param INSIGHTS_PERIOD_PARAMS[];
extern const struct param INSIGHTS_BY_PARAMS[];

#endif
