#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * On which days people work, somewhere. Which days are holidays comes from the
 * country packs; the arithmetic is here. A NULL calendar has Saturday and Sunday
 * free and no holidays.
 */
struct calendar {
    uint8_t weekend;         /* bit 0 Monday … bit 6 Sunday */
    const int32_t *holidays; /* ascending day numbers */
    size_t holidays_n;
};

enum { CALENDAR_SAT_SUN = 0x60 };

bool calendar_is_business(const struct calendar *c, int32_t day);

/* The day itself when it is a business day, else the next one. A calendar without
 * any within two years answers the day itself. */
int32_t calendar_next_business(const struct calendar *c, int32_t day);

/* The n-th business day after day (n > 0) or before it (n < 0); n = 0: the day
 * itself, whatever it is. */
int32_t calendar_add_business(const struct calendar *c, int32_t day, int n);

/* Business days in (from, to]; negative when to lies before from. */
int32_t calendar_business_between(const struct calendar *c, int32_t from, int32_t to);

/* Easter Sunday of a Gregorian year from 1583 on, on which movable feasts rest. */
int32_t calendar_easter(int year);

#endif
