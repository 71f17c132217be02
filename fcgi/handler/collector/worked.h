#ifndef HANDLER_COLLECTOR_WORKED_H
#define HANDLER_COLLECTOR_WORKED_H

#include "http/rq.h"

/* What came after reminders (service/effect), and who did the work
 * (service/work_share). */
enum err effectiveness_list(struct rq *rq);
enum err work_list(struct rq *rq);

extern const struct param EFFECTIVENESS_PARAMS[];
extern const struct param WORK_PARAMS[];

#endif
