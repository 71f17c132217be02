#ifndef SCRIPT_PACK_H
#define SCRIPT_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/calendar.h"
#include "domain/fee.h"
#include "domain/interest.h"
#include "script/value.h"

/*
 * What a country says, as data with dates: holidays by region, the shortest interval
 * between reminders, fixed sums and interest for late payment, in which order a payment
 * is used up. Not legal advice: check before you rely on it.
 */
enum { PACK_REGIONS__MAX = 26, PACK_ORDER__MAX = 3 };

enum pack_part { PACK_COSTS, PACK_INTEREST, PACK_PRINCIPAL };

struct pack_holiday {
    const char *name;
    enum { HOLIDAY_FIXED, HOLIDAY_EASTER, HOLIDAY_NTH } kind;
    int month, day;   /* FIXED */
    int easter;       /* EASTER: days after Easter Sunday */
    int weekday, nth; /* NTH of the month, 1 Monday; -1 the last */
    int after;        /* NTH: counted from this day of the month on, 1 */
    int from, to;     /* years, both included */
    const char *regions[PACK_REGIONS__MAX]; /* none: everywhere */
    size_t regions_n;
};

/* In force from a day until the next of the list. */
struct pack_rule {
    int32_t from_on;
    uint16_t min_gap_days;      /* between two reminders; 0: none */
    uint16_t quiet_from_minute; /* no mail from then until morning; 0: none */
};

struct pack_fee {
    int32_t from_on;
    struct fee_law law;
};

struct pack {
    const char *country, *name;
    uint8_t weekend; /* as in struct calendar */
    enum { OBSERVED_SAME, OBSERVED_NEXT, OBSERVED_NEAREST } observed;
    struct pack_holiday *holidays;
    size_t holidays_n;
    struct pack_rule *rules; /* by day */
    size_t rules_n;
    struct pack_fee *fees; /* by day */
    size_t fees_n;
    struct interest_rate *rates; /* by day; of a debt between businesses */
    size_t rates_n;
    enum pack_part order[PACK_ORDER__MAX];
};

/*
 * ERR_INVALID  a key is unknown, missing or wrong: *fault is one line in the arena,
 *              such as "holidays[3]: needs month and day, easter or weekday"
 */
enum err pack_read(const struct script_value *data, struct arena *a, struct pack *out,
    const char **fault);

/* Working days of a region (NULL: what holds everywhere) in those years. */
void pack_calendar(const struct pack *p, const char *region, int year_from, int year_to,
    struct arena *a, struct calendar *out);

/* What is in force on a day; never NULL: a rule of nothing before the first. */
const struct pack_rule *pack_rule_on(const struct pack *p, int32_t day);

/* The law of fixed sums in that currency on a day; NULL when there is none. */
const struct fee_law *pack_fee_on(
    const struct pack *p, const char currency[4], int32_t day);

#endif
