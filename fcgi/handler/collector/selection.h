#ifndef HANDLER_COLLECTOR_SELECTION_H
#define HANDLER_COLLECTOR_SELECTION_H

#include "http/rq.h"

/* /api/collector/v1/worklist/preview, /views, /worklist/default-view */

enum err selection_preview(struct rq *rq);

enum err views_list(struct rq *rq);
enum err views_add(struct rq *rq);
enum err views_change(struct rq *rq);
enum err views_drop(struct rq *rq);
enum err views_choose(struct rq *rq);

#endif
