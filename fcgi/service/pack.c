#include "service/pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"

enum { YEARS_BEFORE = 2, YEARS_AFTER = 2 };

static bool
for_region(const struct script_value *holiday, const char *region)
{
    const struct script_value *regions = value_get(holiday, "regions");

    if (!regions)
        return true;
    for (size_t i = 0; i < value_count(regions); i++) {
        const struct script_value *r = value_at(regions, i);

        if (r->kind == VALUE_TEXT && !strcmp(r->text, region))
            return true;
    }
    return false;
}

/* The nth weekday (ISO) of a month; nth -1 the last one. */
static int32_t
nth_weekday(int year, int month, int weekday, int64_t nth)
{
    int32_t first = date_join((struct ymd){ year, month, 1 });
    int32_t day = first + (weekday - date_weekday(first) + 7) % 7;

    if (nth > 0)
        return day + 7 * ((int32_t)nth - 1);
    while (date_split(day + 7).m == month)
        day += 7;
    return day;
}

static int32_t
day_of(const struct script_value *h, int year)
{
    int month = (int)value_int(h, "month", 0);
    int day = (int)value_int(h, "day", 0);
    int weekday = (int)value_int(h, "weekday", 0);
    int32_t at;

    if (value_get(h, "easter"))
        return calendar_easter(year) + (int32_t)value_int(h, "easter", 0);
    if (month < 1 || month > 12)
        return DAY_NONE;
    if (weekday)
        return nth_weekday(year, month, weekday, value_int(h, "nth", 1));
    if (day < 1 || day > 31)
        return DAY_NONE;
    at = date_join((struct ymd){ year, month, day });
    if (!strcmp(value_text(h, "substitute", ""), "monday"))
        while (date_weekday(at) > 5)
            at++;
    return at;
}

static int
by_day(const void *x, const void *y)
{
    int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;

    return a < b ? -1 : a > b;
}

void
pack_calendar(const struct script_value *pack, const char *region, int32_t today,
    struct arena *a, struct calendar *out)
{
    const struct script_value *weekend = value_get(pack, "weekend");
    const struct script_value *holidays = value_get(pack, "holidays");
    int year = date_split(today).y;
    int32_t *days = arena_new_n(
        a, (value_count(holidays) + 1) * (YEARS_BEFORE + YEARS_AFTER + 1), int32_t);
    size_t n = 0;

    *out = (struct calendar){ .weekend = weekend ? 0 : CALENDAR_SAT_SUN };
    for (size_t i = 0; i < value_count(weekend); i++) {
        const struct script_value *d = value_at(weekend, i);

        if (d->kind == VALUE_INT && d->i >= 1 && d->i <= 7)
            out->weekend |= (uint8_t)(1U << (d->i - 1));
    }
    for (size_t i = 0; i < value_count(holidays); i++) {
        const struct script_value *h = value_at(holidays, i);

        if (!for_region(h, region))
            continue;
        for (int y = year - YEARS_BEFORE; y <= year + YEARS_AFTER; y++) {
            int32_t day = y < value_int(h, "from", y) || y > value_int(h, "to", y)
                              ? DAY_NONE
                              : day_of(h, y);

            if (day != DAY_NONE)
                days[n++] = day;
        }
    }
    qsort(days, n, sizeof *days, by_day);
    out->holidays = days;
    out->holidays_n = n;
}

const struct script_value *
pack_legal(const struct script_value *pack, int32_t today)
{
    const struct script_value *list = value_get(pack, "legal"), *best = NULL;
    int32_t best_from = DAY_NONE;

    for (size_t i = 0; i < value_count(list); i++) {
        const struct script_value *entry = value_at(list, i);
        int32_t from;

        if (date_parse(value_text(entry, "from", ""), &from) || from > today)
            continue;
        if (!best || from > best_from) {
            best = entry;
            best_from = from;
        }
    }
    return best;
}
