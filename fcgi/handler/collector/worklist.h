#ifndef HANDLER_COLLECTOR_WORKLIST_H
#define HANDLER_COLLECTOR_WORKLIST_H

#include "http/rq.h"
#include "store/q_worklist.h"

/* The worklist: cases in the order in which they matter. */
enum err worklist_list(struct rq *rq);
enum err worklist_get(struct rq *rq);
enum err worklist_summary(struct rq *rq);
/* What it may be narrowed to. */
enum err worklist_choices(struct rq *rq);

/* One row as an object; key NULL inside a list. */
void json_worklist_row(struct json *j, const char *key, const struct worklist_one *row);
/* Its members alone, into an open object. */
void json_worklist_members(struct json *j, const struct worklist_one *row);

/* What makes up the score of a case, and its open tasks, as an object under the key. */
enum err json_case_work(struct rq *rq, struct json *j, const char *key,
    uint64_t customer_id, uint64_t case_id);

#endif
