#ifndef HANDLER_COLLECTOR_FORECAST_MODEL_H
#define HANDLER_COLLECTOR_FORECAST_MODEL_H

#include "http/rq.h"

/* The models of the forecast, what came of what they foretold week by week, and whether
 * that is within bounds (domain/forecast_drift.h). Of the whole company. */
enum err forecast_models_list(struct rq *rq);
enum err forecast_weeks_list(struct rq *rq);
enum err forecast_health_get(struct rq *rq);

#endif
