#include "service/escalate_disputes.h"

#include <inttypes.h>

#include "base/date.h"
#include "base/money.h"
#include "base/zone.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/dispute_trail.h"
#include "service/notify.h"
#include "store/case.h"
#include "store/q_dispute.h"
#include "store/q_follow_up.h"

struct work {
    struct arena *arena;
    struct actor by;
    const struct dispute_past_target *d;
    int32_t today;
    bool done;
};

static enum err
find_manager(struct db *db, const struct work *w, uint64_t *id)
{
    struct dispute_manager m = { 0 };
    enum err e = dispute_manager(db, w->arena, w->d->division_id, w->d->owner_id, &m);

    *id = m.id;
    return e == ERR_NOT_FOUND ? OK : e;
}

static const char *
title_of(const struct work *w)
{
    char amount[MONEY_TEXT__SIZE], day[DATE_TEXT__SIZE];

    return arena_fmt(w->arena, "Dispute of %s over %s %s is past its target of %s",
        w->d->item_number, money_format(w->d->amount_minor, w->d->currency, amount),
        w->d->currency, date_format(w->d->target_on, day));
}

static enum err
escalate(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct dispute_past_target *d = w->d;
    const char *title = title_of(w);
    struct follow_up_insert_once_in task = { .customer_id = d->customer_id,
        .case_id = d->case_id,
        .kind = "dispute_target",
        .title = title,
        .due_on = w->today,
        .priority = 1,
        .dedup_key = arena_fmt(w->arena, "dispute_target:%" PRIu64, d->id),
        .origin = "system",
        .origin_id = w->by.id,
        .created_at = w->by.now_us };
    const struct dispute_trail t = { .by = &w->by,
        .id = d->id,
        .customer_id = d->customer_id,
        .case_id = d->case_id,
        .event = "escalated",
        .title = title };
    uint64_t changed;
    enum err e;

    w->done = false;
    if ((e = case_lock(db, d->case_id)) ||
        (e = dispute_escalated(db, d->id, w->by.now_us, &changed)))
        return e;
    if (!changed) /* closed, or told by another worker */
        return OK;
    w->done = true;
    if ((e = find_manager(db, w, &task.assignee_id)) || (e = db_id(db, &task.id)) ||
        (e = follow_up_insert_once(db, &task, NULL)) ||
        (e = dispute_tell(db, w->arena, &t)) ||
        (e = notify(db, w->arena, task.assignee_id, NOTIFY_ASSIGNED, title, "dispute",
             d->id, d->customer_id, NULL)))
        return e;
    return case_touch(db, d->case_id, "dispute");
}

/* One page of them. *told: of how many a manager heard; 0 where all that is left has
 * its target still before it, by its own zone. */
static enum err
escalate_page(
    struct db *db, struct arena *a, int64_t now_us, uint64_t *n, uint64_t *told)
{
    struct dispute_past_target *row;
    size_t rows;
    enum err e = dispute_past_target(db, a, date_of_instant(now_us) + 1, &row, &rows);

    *told = 0;
    for (size_t i = 0; !e && i < rows; i++) {
        struct work w = { .arena = a,
            .by = { .kind = ACTOR_SYSTEM,
                .id = "disputes",
                .ip = "",
                .request_id = "",
                .now_us = now_us },
            .d = &row[i],
            .today = zone_day(zone_find(row[i].time_zone), now_us) };

        if (row[i].target_on >= w.today)
            continue;
        e = db_retry(db, escalate, &w);
        *told += !e && w.done;
    }
    *n += *told;
    return e;
}

enum err
escalate_disputes(struct db *db, int64_t now_us, uint64_t *n)
{
    enum err e = OK;
    uint64_t told = 1;

    *n = 0;
    while (!e && told) {
        struct arena *a = arena_new();

        e = escalate_page(db, a, now_us, n, &told);
        arena_free(a);
    }
    return e;
}
