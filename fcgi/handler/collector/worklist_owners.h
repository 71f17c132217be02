#ifndef HANDLER_COLLECTOR_WORKLIST_OWNERS_H
#define HANDLER_COLLECTOR_WORKLIST_OWNERS_H

#include "handler/collector/worklist_filter.h"

/*
 * A page of the whole worklist in the order of its owners' names, nobody's before all
 * others: read owner by owner, each by an index. Up to rq->limit + 1 rows, of the
 * request's arena.
 *
 * done is false when two owners have the same name: then their rows stand mixed, and a
 * scan has to tell.
 */
enum err worklist_by_owners(struct rq *rq, const struct worklist_filter *f, bool down,
    const struct rq_cursor *after, bool *done, struct worklist_one **row, size_t *n);

#endif
