#ifndef SERVICE_PORTAL_RULES_H
#define SERVICE_PORTAL_RULES_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "db/db.h"
#include "service/record_promise.h"

/*
 * What a customer may promise without asking anybody, from the company's settings
 * portal_promise_days, portal_plan_parts and portal_plan_days.
 */
struct portal_rules {
    int64_t promise_days; /* the first day promised is at most so many days ahead */
    int64_t plan_parts;   /* dates of a plan at most; 1: no plans */
    int64_t plan_days;    /* the last date of a plan is at most so many days ahead */
};

enum err portal_rules_read(struct db *db, struct arena *a, struct portal_rules *out);

/* Faults at /promised_on or /instalments/k/promised_on. The parts are by date. */
void portal_rules_check(const struct portal_rules *r, const struct promise_in *in,
    struct arena *a, struct faults *f);

#endif
