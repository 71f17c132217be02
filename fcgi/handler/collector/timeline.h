#ifndef HANDLER_COLLECTOR_TIMELINE_H
#define HANDLER_COLLECTOR_TIMELINE_H

#include "http/rq.h"

/* What happened with a customer. */
enum err timeline_list(struct rq *rq);
extern const struct param TIMELINE_PARAMS[];

/* Its first page as {"rows":…,"next":…} under the key. */
enum err json_timeline(
    struct rq *rq, struct json *j, const char *key, uint64_t customer_id);

/* The newest few about a case, as a list under the key. */
enum err json_recent(struct rq *rq, struct json *j, const char *key,
    uint64_t customer_id, uint64_t case_id);

#endif
