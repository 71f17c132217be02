#ifndef SERVICE_INSIGHT_STANDING_H
#define SERVICE_INSIGHT_STANDING_H

#include "service/insight_read.h"

/*
 * How a currency stands on the last day of a reading, beside its days: how many
 * customers owe, who most, the control total, what was at risk. Computed from the cases
 * of a live reading; or kept by the worker for the last day kept, of each division and
 * of all of them, so that the figures of today need no pass over what is open.
 */
enum { INSIGHT_TOP = 10 };

struct insight_top {
    uint64_t customer_id;
    const char *number, *name; /* not of what is kept */
    int64_t late_minor, owed_minor;
    int32_t oldest_late;
};

struct insight_standing {
    uint64_t division_id; /* 0: of all that was read */
    char currency[4];
    uint64_t customers_n; /* that owe something, or are owed */
    struct insight_top late[INSIGHT_TOP], owed[INSIGHT_TOP];
    size_t late_n, owed_n;
    int64_t control_minor;
    int64_t at_risk_billed_minor, at_risk_unpaid_minor;
};

/* One for each group of d, whose cases have agings; they come into another order. The
 * control total and what was at risk are read, of the same snapshot. */
enum err insight_stand(struct db *db, struct arena *a, const struct insight_who *who,
    int32_t as_of, struct insight_data *d, struct insight_standing **out);

/* Of a reading by division as of that day: each division and all of them together take
 * the place of what was kept. In the caller's transaction. */
enum err insight_standing_keep(struct db *db, struct arena *a, int32_t as_of,
    const struct insight_data *d, const struct insight_standing *of_groups);

/* What is kept for that day, by currency; *n 0: nothing. */
enum err insight_standing_kept(struct db *db, struct arena *a,
    const struct insight_who *who, int32_t as_of, struct insight_standing **out,
    size_t *n);

#endif
