#ifndef HANDLER_COLLECTOR_REPORTS_H
#define HANDLER_COLLECTOR_REPORTS_H

#include "http/rq.h"

/* Reports that people define over the views of service/report_view.h, run and have
 * sent. */
enum err reports_views(struct rq *rq);
enum err reports_list(struct rq *rq);
enum err reports_get(struct rq *rq);
enum err reports_add(struct rq *rq);
enum err reports_change(struct rq *rq);
enum err reports_drop(struct rq *rq);
enum err reports_look(struct rq *rq);
extern const struct param REPORTS_FILE_PARAMS[];
enum err reports_file(struct rq *rq);

#endif
