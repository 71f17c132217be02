#include "domain/case_state.h"

#include "base/zone.h"

int64_t
case_next_at(const struct snapshot *s)
{
    if (s->instalments_n == 0)
        return INSTANT_NEVER;
    return zone_instant(zone_find(s->division_time_zone), s->today + 1, 0);
}
