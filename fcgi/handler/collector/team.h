#ifndef HANDLER_COLLECTOR_TEAM_H
#define HANDLER_COLLECTOR_TEAM_H

#include "http/rq.h"

/* /api/collector/v1/team, /assignments, /worklist/progress */

enum err team_get(struct rq *rq);
enum err team_members_list(struct rq *rq);
enum err team_customers_get(struct rq *rq);
enum err team_change(struct rq *rq);
enum err team_targets_set(struct rq *rq);
enum err assignments_preview(struct rq *rq);
enum err assignments_make(struct rq *rq);
enum err progress_get(struct rq *rq);

extern const struct param TEAM_CUSTOMERS_PARAMS[];

/* A user's targets with what was reached of each so far: an array. user_id 0 is a
 * fault of the caller. (handler/collector/progress.c) */
enum err json_progress(
    struct rq *rq, struct json *j, const char *key, uint64_t user_id);

#endif
