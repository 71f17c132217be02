#include "service/pin_strategy.h"

#include "db/lock.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_strategy_pin.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct pin_in *in;
};

static const char *
title_of(struct arena *a, const struct pin_in *in)
{
    if (!in->strategy)
        return "The strategy is chosen by segment again";
    return in->reason ? arena_fmt(a, "Strategy %s pinned: %s", in->strategy, in->reason)
                      : arena_fmt(a, "Strategy %s pinned", in->strategy);
}

static enum err
tell(struct db *db, const struct work *w, const struct strategy_pin_live *was)
{
    const struct pin_in *in = w->in;
    const struct activity seen = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .kind = "strategy",
        .by = w->by,
        .title = title_of(w->arena, in) };
    const struct audit done = { .by = w->by,
        .action = in->strategy ? "strategy.pin" : "strategy.unpin",
        .object_kind = "case",
        .object_id = in->case_id,
        .customer_id = in->customer_id,
        .before = was->name ? AUDIT_TEXTS(w->arena, "strategy", was->name, "reason",
                                  was->reason)
                            : NULL,
        .after =
            AUDIT_TEXTS(w->arena, "strategy", in->strategy, "reason", in->reason) };
    enum err e = activity_add(db, &seen);

    return e ? e : audit_add(db, &done);
}

static enum err
insert(struct db *db, const struct work *w)
{
    const struct pin_in *in = w->in;
    struct strategy_pin_script script;
    uint64_t id;
    enum err e = strategy_pin_script(db, w->arena, in->strategy, &script);

    if (e)
        return e == ERR_NOT_FOUND ? ERR_INVALID : e;
    if ((e = db_id(db, &id)))
        return e;
    return strategy_pin_insert(db, id, in->case_id, script.id, actor_user_id(w->by),
        in->reason, w->by->now_us, NULL);
}

static enum err
pin(struct db *db, void *arg)
{
    const struct work *w = arg;
    const struct pin_in *in = w->in;
    struct strategy_pin_live was = { 0 };
    uint64_t ended;
    enum err e;

    if ((e = case_lock(db, in->case_id)))
        return e;
    e = strategy_pin_live(db, w->arena, in->case_id, &was);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if ((e = strategy_pin_end(db, in->case_id, w->by->now_us, &ended)))
        return e;
    if (!in->strategy && !ended)
        return ERR_NOT_FOUND;
    if (in->strategy && (e = insert(db, w)))
        return e;
    if ((e = tell(db, w, &was)))
        return e;
    return case_touch(db, in->case_id, "strategy");
}

enum err
pin_strategy(
    struct db *db, struct arena *a, const struct actor *by, const struct pin_in *in)
{
    struct work w = { .arena = a, .by = by, .in = in };

    return db_retry(db, pin, &w);
}
