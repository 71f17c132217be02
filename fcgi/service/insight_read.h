#ifndef SERVICE_INSIGHT_READ_H
#define SERVICE_INSIGHT_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/aging.h"
#include "domain/day_balance.h"

/*
 * The ledger of a population day by day, read live: what is open now, and what was
 * allocated since the first day, in one pass each. What service/insight computes
 * figures from, and service/keep_history keeps.
 */

/* Whose. NULL and 0: not narrowed. */
struct insight_who {
    const char *division; /* code */
    const char *currency;
    const char *tag;
    uint64_t customer_id, assignee_id;
    /* the day in whose evening the customers were in that segment, and that
     * collector's; 0: as they are now */
    int32_t member_on;
    uint64_t scope; /* the user when limited */
};

/* As a statement with @insight_filters takes it. */
#define INSIGHT_WHO(w)                                                                 \
    .division = (w)->division, .currency = (w)->currency,                              \
    .customer_id = (w)->customer_id, .tag = (w)->tag, .assignee_id = (w)->assignee_id, \
    .member_on = (w)->member_on ? (w)->member_on : DAY_NONE, .scope = (w)->scope

/* As of that day, which today is the latest of. */
void insight_who_as_of(struct insight_who *w, int32_t day, int32_t today);

/* Which days. The last one may be the last alone of which balances are wanted. */
struct insight_when {
    int32_t from;         /* sales from then on */
    int32_t balance_from; /* balances and payments from then on */
    int32_t to;
};

struct insight_case {
    uint64_t id, customer_id;
    size_t group;
    struct aging *aging; /* as of the last day; NULL: nothing is open */
    int64_t late_minor, debts_minor, unapplied_minor;
    int32_t oldest_late; /* days; 0 */
};

/* All of one currency, or of one currency and division. */
struct insight_group {
    uint64_t division_id; /* 0: of several */
    char currency[4];
    struct day_span days;
    uint64_t cases_n;
};

struct insight_data {
    struct insight_case *cases; /* by id */
    size_t cases_n;
    struct insight_group *groups; /* by currency, division */
    size_t groups_n;
};

/*
 * rule: cases get their aging as of the last day, too; NULL: none do. The caller has a
 * snapshot (db_begin_snapshot), so that what is read one after the other fits.
 */
enum err insight_read(struct db *db, struct arena *a, const struct insight_who *who,
    const struct insight_when *when, bool by_division, const struct aging_rule *rule,
    struct insight_data *out);

#endif
