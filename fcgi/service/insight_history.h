#ifndef SERVICE_INSIGHT_HISTORY_H
#define SERVICE_INSIGHT_HISTORY_H

#include "service/insight_read.h"

/* What there is of it. */
struct insight_kept {
    bool kept;
    int64_t at;         /* when */
    uint64_t changed_n; /* cases that changed since */
};

/*
 * The same days as insight_read gives, from those that the worker keeps: currencies,
 * each over all divisions or of the one asked for. No cases.
 *
 * Nothing is read when they are not kept for this population, not (yet) for these days,
 * or no longer hold because something changed since: unless they were kept at since_at
 * or later, which is enough (INSTANT_NONE: never).
 */
enum err insight_history(struct db *db, struct arena *a, const struct insight_who *who,
    const struct insight_when *when, int64_t since_at, struct insight_data *out,
    struct insight_kept *kept);

/* Days as they are kept, whether something changed since or not: for trends.
 * *through: the last one, DAY_NONE none; *stale: cases that changed since. */
enum err insight_kept_days(struct db *db, struct arena *a,
    const struct insight_who *who, const struct insight_when *when,
    struct insight_data *out, int32_t *through, uint64_t *stale);

#endif
