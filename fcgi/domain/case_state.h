#ifndef DOMAIN_CASE_STATE_H
#define DOMAIN_CASE_STATE_H

#include "domain/snapshot.h"

/*
 * When a case must be looked at again, µs: the division's next midnight, because
 * lateness, buckets and score change with the day, as long as anything is open;
 * INSTANT_NEVER when nothing is. Events make it earlier by touching the case.
 */
int64_t case_next_at(const struct snapshot *s);

#endif
