#include "service/portal_rules.h"

#include "base/date.h"
#include "store/setting.h"

enum { PROMISE_DAYS = 14, PLAN_PARTS = 3, PLAN_DAYS = 90 };

enum err
portal_rules_read(struct db *db, struct arena *a, struct portal_rules *out)
{
    enum err e;

    if ((e = setting_read_i64(
             db, a, "portal_promise_days", PROMISE_DAYS, &out->promise_days)) ||
        (e = setting_read_i64(
             db, a, "portal_plan_parts", PLAN_PARTS, &out->plan_parts)))
        return e;
    return setting_read_i64(db, a, "portal_plan_days", PLAN_DAYS, &out->plan_days);
}

static void
too_late(struct arena *a, struct faults *f, const char *at, int32_t until_on)
{
    char day[DATE_TEXT__SIZE];

    faults_add(f, arena_fmt(a, "%s/promised_on", at),
        "must be no later than %s: write to us to agree another day",
        date_format(until_on, day));
}

void
portal_rules_check(const struct portal_rules *r, const struct promise_in *in,
    struct arena *a, struct faults *f)
{
    int32_t first_until = in->today + (int32_t)r->promise_days,
            last_until = in->today + (int32_t)r->plan_days;

    if ((int64_t)in->parts_n > r->plan_parts && r->plan_parts > 1)
        faults_add(f, "/instalments", "must be at most %lld", (long long)r->plan_parts);
    else if ((int64_t)in->parts_n > r->plan_parts)
        faults_add(
            f, "/instalments", "are not offered here: write to us to agree them");
    for (size_t k = 0; k < in->parts_n; k++) {
        const char *at = in->plan ? arena_fmt(a, "/instalments/%zu", k) : "";
        int32_t on = in->parts[k].promised_on;

        if (k && on <= in->parts[k - 1].promised_on)
            faults_add(f, arena_fmt(a, "%s/promised_on", at),
                "must come after the one before");
        if (on > (k ? last_until : first_until))
            too_late(a, f, at, k ? last_until : first_until);
    }
}
