#ifndef DOMAIN_REPORT_SCHEDULE_H
#define DOMAIN_REPORT_SCHEDULE_H

#include <stdint.h>

#include "base/zone.h"

/*
 * When a report is sent: at a full hour of each day, of a day of the week, or of a day
 * of the month, by the clock of a zone. The 31st is the last day of a shorter month. An
 * hour that the clock skips is as long after the jump; one that comes twice is the
 * first.
 */
enum report_every { REPORT_NEVER, REPORT_DAILY, REPORT_WEEKLY, REPORT_MONTHLY };

/* "never", "day", "week", "month"; as the table and the API call them. */
enum { REPORT_EVERY__N = 4 };
extern const char *const REPORT_EVERY[REPORT_EVERY__N];
enum report_every report_every(const char *name); /* one that is none: never */

struct report_schedule {
    enum report_every every;
    uint32_t on_day; /* weekly: 1 Monday .. 7; monthly: 1 .. 31 */
    uint32_t hour;   /* 0 .. 23 */
};

/* The first time after that instant, the last one not after it; INSTANT_NONE: never. */
int64_t report_due_after(
    const struct report_schedule *s, const struct zone *z, int64_t at);
int64_t report_due_last(
    const struct report_schedule *s, const struct zone *z, int64_t at);

#endif
