#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Time zones by their IANA names: "Europe/Berlin", "America/New_York", "UTC".
 *
 * A zone is found once and then shared by all threads for the life of the
 * process; its rules are ICU's, expanded into a table from 1900 to 2200, so that a
 * conversion is one binary search (some 20 ns) and takes no lock. NULL, an
 * unknown zone, counts as UTC: names are checked where they enter (zone_valid),
 * and a bad row must not stop a run.
 */
struct zone;

const struct zone *zone_find(const char *name); /* NULL: unknown */
bool zone_valid(const char *name);
const char *zone_name(const struct zone *z);

/* The local calendar day of an instant (µs UTC). */
int32_t zone_day(const struct zone *z, int64_t at);

/* Minutes since local midnight, 0 to 1439, by the clock on the wall. */
int zone_minute_of_day(const struct zone *z, int64_t at);

/* Seconds east of UTC at that instant. */
int zone_offset_s(const struct zone *z, int64_t at);

/*
 * The instant at which the wall clock shows minute (0 to 1439) of the day.
 * A time that comes twice means the first; a time that the clock skips means as
 * long after the jump (02:30 in a gap from 2 to 3 is 03:30).
 */
int64_t zone_instant(const struct zone *z, int32_t day, int minute);

#endif
