#ifndef HANDLER_HOUSE_H
#define HANDLER_HOUSE_H

#include "http/rq.h"

/* What the house itself offers: probes, metrics and the contract. */
enum err house_alive(struct rq *rq);
enum err house_ready(struct rq *rq);
enum err house_metrics(struct rq *rq);
enum err house_openapi(struct rq *rq);

#endif
