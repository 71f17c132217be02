#ifndef DOMAIN_PACE_H
#define DOMAIN_PACE_H

#include <stdint.h>

/*
 * How many messages a sender may send now, when its mail server takes `n` in every
 * `window_us`. Permits come evenly; what a sixtieth of the window brings may be saved
 * up, and one more that is kept for mail to staff. Permits are handed out such that `n`
 * of them take a sixtieth longer than the window: so much may a message be late on its
 * way without a window seeing more than `n`.
 *
 * All that is to be kept between two calls is one instant, `used_to`: whoever takes
 * permits and dies costs their time and no more. Pure; instants of the real clock.
 */
struct pace {
    int64_t n; /* 0: no limit */
    int64_t window_us;
};

enum pace_for { PACE_FOR_CUSTOMERS, PACE_FOR_STAFF };

/* At most `want`. A used_to further ahead than a window is a clock that was wrong. */
uint32_t pace_free(const struct pace *p, int64_t used_to, int64_t now_us,
    enum pace_for whom, uint32_t want);

/* used_to when n of them are taken. */
int64_t pace_use(const struct pace *p, int64_t used_to, int64_t now_us, uint32_t n);

#endif
