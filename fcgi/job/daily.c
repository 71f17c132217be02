#include "job/daily.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/zone.h"
#include "service/escalate_disputes.h"
#include "store/q_apply.h"
#include "store/q_evaluate.h"

enum { ABANDONED_AFTER_H = 6 };

/* Changes when a day begins somewhere. */
static enum err
sum_days(struct db *db, int64_t now_at, int64_t *sum)
{
    struct arena *a = arena_new();
    struct eval_division *rows;
    size_t n;
    enum err e = eval_division(db, a, &rows, &n);

    *sum = 0;
    for (size_t i = 0; !e && i < n; i++)
        *sum += zone_day(zone_find(rows[i].time_zone), now_at);
    arena_free(a);
    return e;
}

static enum err
close_abandoned(struct db *db, int64_t now_at)
{
    const int64_t hour_us = INT64_C(3600) * 1000000;

    return run_abandoned(
        db, clock_real_us() - ABANDONED_AFTER_H * hour_us, now_at, NULL);
}

enum err
daily_round(void *ctx, bool *more)
{
    struct daily *d = ctx;
    int64_t now_at = clock_now_us(), days;
    struct run_in in = {
        .kind = "event",
        .now_at = now_at,
        .as_of = DAY_NONE,
        .quiet_if_none = true,
        .stop = &d->stop,
    };
    struct run_out out;
    uint64_t escalated;
    enum err e = sum_days(d->db, now_at, &days);

    if (e)
        return e;
    if (days != d->days) {
        in.kind = "daily";
        in.quiet_if_none = false;
        if ((e = close_abandoned(d->db, now_at)) ||
            (e = escalate_disputes(d->db, now_at, &escalated)))
            return e;
    }
    if ((e = evaluator_run(d->evaluator, &in, &out)))
        return e;
    d->days = days;
    /* What others hold or changed meanwhile is due again at once; a pause spares the
     * database. */
    *more = false;
    if (out.run_id)
        log_info("run_done", kv("run", out.run_id), kv("kind", in.kind),
            kv("cases", out.counts.cases), kv("messages", out.counts.messages),
            kv("tasks", out.counts.tasks), kv("failed", out.counts.failed),
            kv("ms", out.ms));
    return OK;
}
