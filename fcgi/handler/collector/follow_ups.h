#ifndef HANDLER_COLLECTOR_FOLLOW_UPS_H
#define HANDLER_COLLECTOR_FOLLOW_UPS_H

#include "http/rq.h"

/* Notes and tasks for people. */
enum err follow_ups_list(struct rq *rq);
enum err follow_ups_summary(struct rq *rq);
enum err follow_ups_add(struct rq *rq);
enum err follow_ups_done(struct rq *rq);
enum err follow_ups_snooze(struct rq *rq);
enum err notes_add(struct rq *rq);

extern const struct param FOLLOW_UPS_PARAMS[];

/* The open ones about a case, as a list under the key. */
enum err json_follow_ups(struct rq *rq, struct json *j, const char *key,
    uint64_t customer_id, uint64_t case_id);

#endif
