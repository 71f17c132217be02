#ifndef INTAKE_MARK_H
#define INTAKE_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"

/*
 * Amounts and dates of files that may not say how they write them. What can be
 * read in one way only is read; what can be read in two is ERR_CONFLICT, never
 * guessed; what cannot be read is ERR_INVALID.
 */

/* decimal: '.', ',' or 0 where nobody said. With it, group: the grouping mark, or 0. */
enum err mark_amount(
    const char *s, const char *currency, char decimal, char group, int64_t *out_minor);

/* has_order: whether the order was said. */
enum err mark_day(const char *s, bool has_order, enum date_order order, int32_t *out);

#endif
