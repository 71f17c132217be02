#ifndef SERVICE_AGING_LANES_H
#define SERVICE_AGING_LANES_H

#include "service/report_aging.h"

/*
 * Fills out->customers, a line a case that has anything open, from streams that are
 * each in the order of cases. Only service/report_aging includes this.
 */
enum err aging_lanes_now(
    struct db *db, struct arena *a, bool control, struct aging_report *out);
enum err aging_lanes_past(struct db *db, struct arena *a, struct aging_report *out);

#endif
