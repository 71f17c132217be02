#include "domain/report_schedule.h"

#include <stdbool.h>

#include "base/date.h"
#include "base/text.h"

/* Every schedule has a day within two months. */
enum { DAYS_AROUND = 62, MINUTES = 60 };

const char *const REPORT_EVERY[REPORT_EVERY__N] = { "never", "day", "week", "month" };

enum report_every
report_every(const char *name)
{
    for (int i = 0; i < REPORT_EVERY__N; i++)
        if (text_eq(name, REPORT_EVERY[i]))
            return (enum report_every)i;
    return REPORT_NEVER;
}

static bool
is_on(const struct report_schedule *s, int32_t day)
{
    struct ymd d;
    int last;

    if (s->every == REPORT_WEEKLY)
        return date_weekday(day) == (int)s->on_day;
    if (s->every != REPORT_MONTHLY)
        return s->every == REPORT_DAILY;
    d = date_split(day);
    last = date_days_in_month(d.y, d.m);
    return d.d == ((int)s->on_day < last ? (int)s->on_day : last);
}

static int64_t
time_on(const struct report_schedule *s, const struct zone *z, int32_t day)
{
    return zone_instant(z, day, (int)s->hour * MINUTES);
}

int64_t
report_due_after(const struct report_schedule *s, const struct zone *z, int64_t at)
{
    int32_t first = zone_day(z, at);

    for (int32_t day = first; day <= first + DAYS_AROUND; day++)
        if (is_on(s, day) && time_on(s, z, day) > at)
            return time_on(s, z, day);
    return INSTANT_NONE;
}

int64_t
report_due_last(const struct report_schedule *s, const struct zone *z, int64_t at)
{
    int32_t last = zone_day(z, at);

    for (int32_t day = last; day >= last - DAYS_AROUND; day--)
        if (is_on(s, day) && time_on(s, z, day) <= at)
            return time_on(s, z, day);
    return INSTANT_NONE;
}
