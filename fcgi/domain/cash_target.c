#include "domain/cash_target.h"

#include "base/date.h"

enum { WEEK = 7 };

/* The one that holds on a day; NULL: none does. */
static const struct cash_target *
on_day(const struct cash_target *t, size_t n, int32_t day)
{
    const struct cash_target *found = NULL;

    for (size_t k = 0; k < n && t[k].from_on <= day; k++)
        found = &t[k];
    return found && found->minor > 0 ? found : NULL;
}

static int64_t
period_of(const struct cash_target *t, int32_t day)
{
    struct ymd d = date_split(day);

    return t->monthly ? date_days_in_month(d.y, d.m) : WEEK;
}

/* Days of one target and month are summed before they are divided, so that nothing is
 * lost to rounding but once a piece. */
bool
cash_target_of(
    const struct cash_target *t, size_t n, int32_t from, int32_t to, int64_t *out)
{
    bool any = false;

    *out = 0;
    for (int32_t day = from, end; day <= to; day = end) {
        const struct cash_target *now = on_day(t, n, day);
        int64_t period = now ? period_of(now, day) : 1;

        end = day + 1;
        while (end <= to && on_day(t, n, end) == now &&
               (!now || !now->monthly || date_split(end).m == date_split(day).m))
            end++;
        if (!now)
            continue;
        any = true;
        *out += (now->minor * (end - day) + period / 2) / period;
    }
    return any;
}
