#ifndef DOMAIN_FORECAST_DRIFT_H
#define DOMAIN_FORECAST_DRIFT_H

#include <stdint.h>

/*
 * Whether what was foretold still comes true, from what was paid in the last eight
 * weeks: pure. Beyond bounds is
 *
 *    an error of more than one and a half times that of the proof, and a day;
 *    fewer than 70 % or more than 90 % within the range that is to hold 80 %.
 *
 * Of fewer than 50 payments (or as many with a range) nothing is said.
 */
enum { FORECAST_DRIFT_WEEKS = 8, FORECAST_DRIFT__MIN = 50 };

enum forecast_verdict {
    FORECAST_TOO_FEW,
    FORECAST_HOLDS,
    FORECAST_OFF,    /* further off than it was proved to be */
    FORECAST_NARROW, /* ranges hold too few */
    FORECAST_WIDE,   /* too many */
};

extern const char *const FORECAST_VERDICT_NAME[];

struct forecast_seen {
    uint64_t n;         /* paid */
    uint64_t error_sum; /* days off, of all of them */
    uint64_t ranged_n;  /* of which a range had been told */
    uint64_t covered_n; /* that fell into it */
};

/* proved_milli: the error of the proof in thousandths of a day; below 0: not known. */
enum forecast_verdict forecast_verdict(
    const struct forecast_seen *s, int64_t proved_milli);

#endif
