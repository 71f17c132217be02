#ifndef DOMAIN_AGING_H
#define DOMAIN_AGING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * How old what is owed is, on any day. A stream of open amounts goes into an
 * accumulator of constant size; the same for one customer and for all of them.
 *
 * Bucket 0 is not due (0 days late or less), the next from 1 day to bounds[0], and
 * so on; the last has no end. So bounds 30, 60, 90 make five buckets.
 */
enum { AGING_BOUNDS__MAX = 14, AGING_BUCKETS__MAX = AGING_BOUNDS__MAX + 2 };

enum aging_basis { AGING_BY_DUE, AGING_BY_DOCUMENT };
/* Unapplied credits in their own column, aged by their own day, or netted against the
 * oldest. */
enum aging_credits { AGING_OWN_COLUMN, AGING_OWN_DAY, AGING_NETTED };

struct aging_rule {
    enum aging_basis basis;
    enum aging_credits credits;
    size_t bounds_n;
    int32_t bounds[AGING_BOUNDS__MAX]; /* ascending, the first >= 1 */
};

/* Due date, 30, 60, 90, credits in their own column. */
extern const struct aging_rule AGING_DEFAULT;

/* ERR_INVALID: bounds do not ascend from 1, or there are too many. */
enum err aging_rule_check(const struct aging_rule *r);

size_t aging_buckets(const struct aging_rule *r);
size_t aging_bucket(const struct aging_rule *r, int32_t days_late);

struct aging {
    const struct aging_rule *rule;
    int32_t as_of;
    int64_t bucket_minor[AGING_BUCKETS__MAX];
    int64_t unapplied_minor; /* credit side, >= 0; 0 for the other two views */
    int64_t debit_minor;     /* all that was added, to check against */
    int64_t credit_minor;
    uint64_t due_missing_n; /* aged by their document date for want of another */
    int32_t oldest_late;    /* days of the oldest overdue; 0 none */
};

void aging_begin(struct aging *g, const struct aging_rule *r, int32_t as_of);

/* One instalment as it stands now, for an aging as of a day that may be past. */
struct aging_debit {
    int32_t issued_on, due_on;
    bool due_missing;
    int64_t open_minor;  /* now */
    int64_t after_minor; /* allocated to it, net of reversals, after the day: added
                            back */
};

/* One document on the credit side. */
struct aging_credit {
    int32_t issued_on;
    int64_t open_minor, after_minor;
};

/* What was issued after the day does not count; nor does what was settled by it. */
void aging_add_debit(struct aging *g, const struct aging_debit *d);
void aging_add_credit(struct aging *g, const struct aging_credit *c);

/* For today, where nothing was allocated after: as fast as it can be. */
void aging_add_open(struct aging *g, int32_t day, int64_t open_minor);

/* Once, after the last row: nets the credits where the rule says so, the oldest
 * bucket first; what no bucket can take stays in unapplied_minor. */
void aging_end(struct aging *g);

/* Sum of buckets minus unapplied: the open balance. */
int64_t aging_balance(const struct aging *g);

/* The control identity: buckets and unapplied add up to what went in, and to the
 * control total. */
bool aging_proves(const struct aging *g, int64_t control_minor);

#endif
