#include "domain/calendar.h"

#include "base/date.h"

/* Longer than any run of holidays: a calendar without business days ends there. */
enum { SEARCH_DAYS__MAX = 731 };

static bool
is_holiday(const struct calendar *c, int32_t day)
{
    size_t lo = 0, hi = c->holidays_n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (c->holidays[mid] < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < c->holidays_n && c->holidays[lo] == day;
}

bool
calendar_is_business(const struct calendar *c, int32_t day)
{
    unsigned free_days = c ? c->weekend : CALENDAR_SAT_SUN;
    int weekday = (int)(((int64_t)day + 3) % 7); /* day 0 was a Thursday */

    if (weekday < 0)
        weekday += 7;
    if (free_days >> weekday & 1)
        return false;
    return !c || !is_holiday(c, day);
}

int32_t
calendar_next_business(const struct calendar *c, int32_t day)
{
    for (int32_t k = 0; k < SEARCH_DAYS__MAX; k++)
        if (calendar_is_business(c, day + k))
            return day + k;
    return day;
}

int32_t
calendar_add_business(const struct calendar *c, int32_t day, int n)
{
    int32_t way = n < 0 ? -1 : 1, to = day;
    int left = n < 0 ? -n : n, idle = 0;

    while (left > 0 && idle < SEARCH_DAYS__MAX) {
        to += way;
        if (calendar_is_business(c, to)) {
            left--;
            idle = 0;
        } else {
            idle++;
        }
    }
    return left > 0 ? day + n : to;
}

int32_t
calendar_business_between(const struct calendar *c, int32_t from, int32_t to)
{
    int32_t n = 0;

    if (to < from)
        return -calendar_business_between(c, to, from);
    for (int32_t day = from + 1; day <= to; day++)
        n += calendar_is_business(c, day);
    return n;
}

/* The anonymous Gregorian computus, from the age of the moon and the century's
 * corrections. */
int32_t
calendar_easter(int year)
{
    int golden = year % 19, century = year / 100, rest = year % 100;
    int leap = century / 4, moon = (century + 8) / 25;
    int epact = (19 * golden + century - leap - (century - moon + 1) / 3 + 15) % 30;
    int sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    int late = (golden + 11 * epact + 22 * sunday) / 451;
    int sum = epact + sunday - 7 * late + 114;

    return date_join((struct ymd){ .y = year, .m = sum / 31, .d = sum % 31 + 1 });
}
