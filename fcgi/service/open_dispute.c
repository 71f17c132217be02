#include "service/open_dispute.h"

#include "base/json.h"
#include "base/money.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_dispute.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct dispute_in *in;
    struct faults *f;
    uint64_t id, scope;
    const char *resolution, *note;
};

/* What all changes of a dispute leave behind: its event, the timeline, the audit. */
static enum err
tell(struct db *db, const struct work *w, uint64_t customer_id, uint64_t case_id,
    const char *event, const char *detail, const char *title)
{
    const struct activity seen = { .customer_id = customer_id,
        .case_id = case_id,
        .kind = "dispute",
        .by = w->by,
        .ref_kind = "dispute",
        .ref_id = w->id,
        .title = title };
    const struct audit done = { .by = w->by,
        .action = arena_fmt(w->arena, "dispute.%s", event),
        .object_kind = "dispute",
        .object_id = w->id,
        .customer_id = customer_id };
    uint64_t event_id;
    enum err e;

    if ((e = db_id(db, &event_id)))
        return e;
    const struct dispute_event_insert_in row = { .id = event_id,
        .dispute_id = w->id,
        .kind = event,
        .at = w->by->now_us,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .detail = detail };

    if ((e = dispute_event_insert(db, &row, NULL)) || (e = activity_add(db, &seen)))
        return e;
    return audit_add(db, &done);
}

static enum err
check_room(struct db *db, const struct work *w)
{
    struct dispute_room room;
    enum err e;

    if ((e = dispute_room(db, w->arena, w->in->item_id, &room)))
        return e;
    if (!text_eq(room.side, "debit") || !text_eq(room.status, "posted"))
        faults_add(w->f, "", "only a posted invoice or fee can be disputed");
    else if (w->in->amount_minor > room.open_minor - room.disputed_minor)
        faults_add(w->f, "/amount", "is more than is open and not disputed yet");
    return faults_err(w->f);
}

static enum err
open_it(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct dispute_in *in = w->in;
    char amount[MONEY_TEXT__SIZE];
    const struct dispute_insert_in row = { .id = w->id,
        .case_id = in->case_id,
        .customer_id = in->customer_id,
        .item_id = in->item_id,
        .amount_minor = in->amount_minor,
        .reason_code = in->reason_code,
        .detail = in->detail,
        .owner_id = actor_user_id(w->by),
        .opened_on = in->today,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .known_from = w->by->now_us };
    enum err e;

    if ((e = case_lock(db, in->case_id)) || (e = check_room(db, w)) ||
        (e = dispute_insert(db, &row, NULL)) ||
        (e = tell(db, w, in->customer_id, in->case_id, "opened", NULL,
             arena_fmt(w->arena, "Disputed %s %s of %s: %s",
                 money_format(in->amount_minor, in->currency, amount), in->currency,
                 in->item_number, in->reason_code))))
        return e;
    return case_touch(db, in->case_id, "dispute");
}

enum err
open_dispute(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_in *in, struct faults *f, uint64_t *id)
{
    struct work w = { .arena = a, .by = by, .in = in, .f = f };
    enum err e;

    if (in->amount_minor <= 0)
        faults_add(f, "/amount", "must be more than nothing");
    if ((e = faults_err(f)) || (e = db_id(db, &w.id)))
        return e;
    *id = w.id;
    return db_retry(db, open_it, &w);
}

static char *
resolution_json(const struct work *w)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, w->arena);
    json_open(&j, NULL, '{');
    json_text(&j, "resolution", w->resolution);
    json_text(&j, "note", w->note);
    json_close(&j, '}');
    return b.text;
}

static enum err
resolve(struct db *db, void *arg)
{
    struct work *w = arg;
    struct dispute_in_scope d;
    uint64_t changed;
    enum err e;

    if ((e = dispute_in_scope(db, w->arena, w->id, w->scope, &d)) ||
        (e = case_lock(db, d.case_id)) ||
        (e = dispute_close(db, w->id, w->by->now_us, w->resolution, &changed)))
        return e;
    if (!changed)
        return ERR_CONFLICT;
    if ((e = tell(db, w, d.customer_id, d.case_id, "resolved", resolution_json(w),
             arena_fmt(w->arena, "Dispute of %s resolved: %s", d.item_number,
                 w->resolution))))
        return e;
    return case_touch(db, d.case_id, "dispute");
}

enum err
resolve_dispute(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, const char *resolution, const char *note)
{
    struct work w = { .arena = a,
        .by = by,
        .id = id,
        .scope = scope,
        .resolution = resolution,
        .note = note };

    return db_retry(db, resolve, &w);
}
