#include "service/place_hold.h"

#include <inttypes.h>

#include "db/lock.h"
#include "db/stmt.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_hold.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct hold_in *in;
    uint64_t id, scope;
};

static enum err
lock(struct db *db, struct arena *a, uint64_t customer_id, uint64_t case_id)
{
    return case_id ? case_lock(db, case_id) : case_lock_customer(db, a, customer_id);
}

static enum err
touch(struct db *db, uint64_t customer_id, uint64_t case_id)
{
    return case_id ? case_touch(db, case_id, "hold")
                   : case_touch_customer(db, customer_id, "hold");
}

static enum err
tell(struct db *db, const struct work *w, uint64_t customer_id, uint64_t case_id,
    const char *action, const char *title, const char *before, const char *after)
{
    const struct activity seen = { .customer_id = customer_id,
        .case_id = case_id,
        .kind = "hold",
        .by = w->by,
        .ref_kind = "hold",
        .ref_id = w->id,
        .title = title };
    const struct audit done = { .by = w->by,
        .action = action,
        .object_kind = "hold",
        .object_id = w->id,
        .customer_id = customer_id,
        .before = before,
        .after = after };
    enum err e = activity_add(db, &seen);

    return e ? e : audit_add(db, &done);
}

static enum err
place(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct hold_in *in = w->in;
    const struct hold_insert_in row = { .id = w->id,
        .customer_id = in->customer_id,
        .case_id = in->case_id,
        .item_id = in->item_id,
        .kind = "manual",
        .amount_minor = in->amount_minor,
        .until_on = in->until_on,
        .reason = in->reason,
        .user_id = actor_user_id(w->by),
        .known_from = w->by->now_us };
    const char *what = in->item_id ? in->item_number : "everything";
    enum err e;

    if ((e = lock(db, w->arena, in->customer_id, in->case_id)) ||
        (e = hold_insert(db, &row, NULL)) ||
        (e = tell(db, w, in->customer_id, in->case_id, "hold.place",
             arena_fmt(w->arena, "Reminders for %s held: %s", what, in->reason), NULL,
             AUDIT_TEXTS(w->arena, "item_id", audit_id(w->arena, in->item_id),
                 "amount_minor",
                 in->amount_minor == I64_NONE
                     ? NULL
                     : arena_fmt(w->arena, "%" PRId64, in->amount_minor),
                 "until", audit_day(w->arena, in->until_on), "reason", in->reason))))
        return e;
    return touch(db, in->customer_id, in->case_id);
}

enum err
place_hold(struct db *db, struct arena *a, const struct actor *by,
    const struct hold_in *in, uint64_t *id)
{
    struct work w = { .arena = a, .by = by, .in = in };
    enum err e;

    if ((e = db_id(db, &w.id)))
        return e;
    *id = w.id;
    return db_retry(db, place, &w);
}

static enum err
lift(struct db *db, void *arg)
{
    struct work *w = arg;
    struct hold_in_scope h;
    uint64_t changed;
    enum err e;

    if ((e = hold_in_scope(db, w->arena, w->id, w->scope, &h)) ||
        (e = lock(db, w->arena, h.customer_id, h.case_id)) ||
        (e = hold_lift(db, w->id, w->by->now_us, &changed)))
        return e;
    if (!changed)
        return ERR_CONFLICT;
    if ((e = tell(db, w, h.customer_id, h.case_id, "hold.lift",
             arena_fmt(w->arena, "Hold lifted: %s", h.reason),
             AUDIT_TEXTS(w->arena, "item_id", audit_id(w->arena, h.item_id), "until",
                 audit_day(w->arena, h.until_on), "reason", h.reason),
             AUDIT_TEXTS(w->arena, "state", "lifted"))))
        return e;
    return touch(db, h.customer_id, h.case_id);
}

enum err
lift_hold(
    struct db *db, struct arena *a, const struct actor *by, uint64_t id, uint64_t scope)
{
    struct work w = { .arena = a, .by = by, .id = id, .scope = scope };

    return db_retry(db, lift, &w);
}
