#ifndef HANDLER_COLLECTOR_EXPORTS_H
#define HANDLER_COLLECTOR_EXPORTS_H

#include "http/rq.h"

/* Lists as files: at once when they are short, else by a job. */
enum err exports_make(struct rq *rq);
extern const struct param EXPORTS_CSV_PARAMS[];
enum err exports_csv(struct rq *rq);
enum err exports_get(struct rq *rq);
enum err exports_file(struct rq *rq);

#endif
