#ifndef DOMAIN_PRIORITY_H
#define DOMAIN_PRIORITY_H

#include "domain/plan.h"

/*
 * The order of the worklist where a strategy has none of its own: named
 * contributions in thousandths of a point, those that are not 0, in fixed order.
 *
 *    overdue          3 points for each doubling of what is overdue, in major units
 *    age              a quarter point a day of the oldest, up to 120 days
 *    broken_promises  8 each, up to 4
 *    slow_payer       a tenth of a point per day that invoices are usually late, up
 *                     to 60 days
 *    over_limit       10 when the open balance exceeds the credit limit
 *    risk             12 when it is high, 4 when it is medium
 *    covered          takes away the share of the first two that nobody may ask for
 */
void priority_default(const struct snapshot *s, const struct snap_sums *sums,
    struct arena *a, struct contribution **list, size_t *n);

#endif
