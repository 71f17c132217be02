#ifndef SERVICE_PACK_H
#define SERVICE_PACK_H

#include "base/arena.h"
#include "domain/calendar.h"
#include "script/value.h"

/*
 * What a country pack says: lua/packs/<country>.lua, a table of data.
 *
 *    weekend   ISO weekdays, { 6, 7 }
 *    holidays  { month, day } | { easter = days after Easter Sunday } |
 *              { month, weekday, nth } (nth -1: the last); each with name and, where
 *              it is not for all, regions, from, to (years), substitute = "monday"
 *    legal     { from = date, min_gap_days, law … }: the newest not after the day
 */

/* The holidays of three years around `today`, for one region ("" none). */
void pack_calendar(const struct script_value *pack, const char *region, int32_t today,
    struct arena *a, struct calendar *out);

/* The entry of `legal` in force; NULL: the pack has none. */
const struct script_value *pack_legal(const struct script_value *pack, int32_t today);

#endif
