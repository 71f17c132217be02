#ifndef HANDLER_INTEGRATOR_REPORTS_H
#define HANDLER_INTEGRATOR_REPORTS_H

#include "http/rq.h"

extern const struct param AGING_PARAMS[];
extern const struct param METRICS_PARAMS[];
extern const struct param CONTROL_PARAMS[];

enum err aging_get(struct rq *rq);
enum err metrics_get(struct rq *rq);
enum err control_totals_get(struct rq *rq);

#endif
