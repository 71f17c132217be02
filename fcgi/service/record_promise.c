#include "service/record_promise.h"

#include "base/date.h"
#include "base/money.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_promise.h"
#include "store/setting.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct promise_in *in;
    struct faults *f;
    int64_t tolerance_days;
    uint64_t id, scope;
    const char *reason;
};

static enum err
tell(struct db *db, const struct work *w, uint64_t customer_id, uint64_t case_id,
    const char *action, const char *title)
{
    const struct activity seen = { .customer_id = customer_id,
        .case_id = case_id,
        .kind = "promise",
        .by = w->by,
        .ref_kind = "promise",
        .ref_id = w->id,
        .title = title };
    const struct audit done = { .by = w->by,
        .action = action,
        .object_kind = "promise",
        .object_id = w->id,
        .customer_id = customer_id };
    enum err e = activity_add(db, &seen);

    return e ? e : audit_add(db, &done);
}

/* Earliest due first, each cent once; all of the amount must find room. */
static enum err
spread(struct db *db, struct work *w, struct promise_item_insert **out, size_t *n)
{
    const struct promise_in *in = w->in;
    struct promise_open_instalments *open;
    int64_t left = in->amount_minor;
    struct promise_item_insert *share;
    size_t open_n;
    enum err e;

    *n = 0;
    e = promise_open_instalments(db, w->arena, in->case_id,
        case_ids_json(w->arena, in->item_ids, in->item_ids_n), &open, &open_n);
    if (e)
        return e;
    *out = share = arena_new_n(w->arena, open_n + 1, struct promise_item_insert);
    for (size_t i = 0; i < open_n && left; i++) {
        int64_t minor = open[i].open_minor < left ? open[i].open_minor : left;

        share[(*n)++] = (struct promise_item_insert){ w->id, open[i].id, minor };
        left -= minor;
    }
    if (left)
        faults_add(w->f, "/amount", "is more than is open of these items");
    return faults_err(w->f);
}

static enum err
write_items(struct db *db, struct work *w)
{
    struct promise_item_insert *share;
    size_t n;
    enum err e;

    if (!w->in->item_ids_n)
        return OK;
    if ((e = spread(db, w, &share, &n)))
        return e;
    return promise_item_insert(db, share, n, NULL);
}

static enum err
record(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct promise_in *in = w->in;
    char amount[MONEY_TEXT__SIZE], day[DATE_TEXT__SIZE];
    const struct promise_insert_in row = { .id = w->id,
        .case_id = in->case_id,
        .customer_id = in->customer_id,
        .amount_minor = in->amount_minor,
        .made_on = in->today,
        .promised_on = in->promised_on,
        .judged_on = in->promised_on + (int32_t)w->tolerance_days,
        .channel = in->channel,
        .note = in->note,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .known_from = w->by->now_us };
    enum err e;

    if ((e = case_lock(db, in->case_id)) || (e = promise_insert(db, &row, NULL)) ||
        (e = write_items(db, w)) ||
        (e = promise_state_insert(db, w->id, in->case_id, in->today, NULL)) ||
        (e = tell(db, w, in->customer_id, in->case_id, "promise.record",
             arena_fmt(w->arena, "Promised %s %s by %s",
                 money_format(in->amount_minor, in->currency, amount), in->currency,
                 date_format(in->promised_on, day)))))
        return e;
    return case_touch(db, in->case_id, "promise");
}

enum err
record_promise(struct db *db, struct arena *a, const struct actor *by,
    const struct promise_in *in, struct faults *f, uint64_t *id)
{
    struct work w = { .arena = a, .by = by, .in = in, .f = f };
    enum err e;

    if (in->amount_minor <= 0)
        faults_add(f, "/amount", "must be more than nothing");
    if (in->promised_on < in->today)
        faults_add(f, "/promised_on", "is in the past");
    if ((e = faults_err(f)) ||
        (e = setting_read_i64(db, a, "promise_tolerance_days", 2, &w.tolerance_days)) ||
        (e = db_id(db, &w.id)))
        return e;
    *id = w.id;
    return db_retry(db, record, &w);
}

static enum err
cancel(struct db *db, void *arg)
{
    struct work *w = arg;
    struct promise_in_scope p;
    uint64_t changed;
    enum err e;

    if ((e = promise_in_scope(db, w->arena, w->id, w->scope, &p)) ||
        (e = case_lock(db, p.case_id)) ||
        (e = promise_cancel(db, w->id, w->by->now_us, w->reason, &changed)))
        return e;
    if (!changed)
        return ERR_CONFLICT;
    if ((e = promise_state_cancel(db, w->id, NULL)) ||
        (e = tell(db, w, p.customer_id, p.case_id, "promise.cancel",
             arena_fmt(w->arena, "Promise cancelled: %s", w->reason))))
        return e;
    return case_touch(db, p.case_id, "promise");
}

enum err
cancel_promise(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, const char *reason)
{
    struct work w = {
        .arena = a, .by = by, .id = id, .scope = scope, .reason = reason
    };

    return db_retry(db, cancel, &w);
}
