#ifndef DOMAIN_COVERAGE_H
#define DOMAIN_COVERAGE_H

#include "domain/guard.h"

/*
 * Which cents of an instalment must not be asked for. Each open cent counts once:
 * first the open disputes take theirs, then the open promises, then the holds.
 *
 * A dispute of an item covers its instalments oldest first; a promise what is left
 * of each of its items, or, without items, whatever is open oldest first; a hold
 * its item or everything, whole or up to its amount.
 *
 * Sets disputed_minor, promised_minor and held_minor of every instalment from the
 * disputes, promises and holds of the snapshot. Whoever builds a snapshot calls it
 * last.
 */
void coverage_apply(struct snapshot *s, struct arena *a);

/*
 * What covers an instalment of which nothing is free: the guard, and the first day
 * it lets go by itself (DAY_NONE: unknown). GUARD_NONE when something is free.
 */
enum guard coverage_guard(
    const struct snapshot *s, const struct open_instalment *i, int32_t *until_on);

#endif
