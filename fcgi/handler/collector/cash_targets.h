#ifndef HANDLER_COLLECTOR_CASH_TARGETS_H
#define HANDLER_COLLECTOR_CASH_TARGETS_H

#include "domain/cash_target.h"
#include "http/rq.h"

/* What cash is to come in, by division and currency. */
enum err cash_targets_list(struct rq *rq);
enum err cash_targets_set(struct rq *rq);

/* Those that the caller sees, for laying them beside something. */
struct cash_target_place_of {
    const char *division, *currency;
    struct cash_target *target; /* ascending by from_on */
    size_t n;
};

enum err cash_targets_read(struct rq *rq, const char *division, const char *currency,
    struct cash_target_place_of **out, size_t *n);

#endif
