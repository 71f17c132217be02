#include "domain/forecast_drift.h"

enum { LEAST_PERCENT = 70, MOST_PERCENT = 90, MILLI = 1000 };

const char *const FORECAST_VERDICT_NAME[] = { "too_few", "holds", "off", "narrow",
    "wide" };

enum forecast_verdict
forecast_verdict(const struct forecast_seen *s, int64_t proved_milli)
{
    uint64_t limit = proved_milli < 0 ? 0 : (uint64_t)proved_milli * 3 / 2 + MILLI;

    if (s->n < FORECAST_DRIFT__MIN)
        return FORECAST_TOO_FEW;
    if (proved_milli >= 0 && s->error_sum * MILLI > limit * s->n)
        return FORECAST_OFF;
    if (s->ranged_n < FORECAST_DRIFT__MIN)
        return FORECAST_HOLDS;
    if (s->covered_n * 100 < s->ranged_n * LEAST_PERCENT)
        return FORECAST_NARROW;
    if (s->covered_n * 100 > s->ranged_n * MOST_PERCENT)
        return FORECAST_WIDE;
    return FORECAST_HOLDS;
}
