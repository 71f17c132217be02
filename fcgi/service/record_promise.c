#include "service/record_promise.h"

#include "base/date.h"
#include "base/money.h"
#include "db/lock.h"
#include "db/tx.h"
#include "domain/amount_words.h"
#include "domain/promise.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_promise.h"
#include "store/setting.h"

enum { TOLERANCE_DAYS = 2 };

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct promise_in *in;
    struct faults *f;
    struct promise_made *out;
    int64_t tolerance_days;
    uint64_t id, scope; /* of the one that is cancelled */
    bool whole_plan;
    const char *reason;
};

static enum err
tell(struct db *db, const struct work *w, uint64_t customer_id, uint64_t case_id,
    uint64_t id, const char *action, const char *title, const char *before,
    const char *after)
{
    const struct activity seen = { .customer_id = customer_id,
        .case_id = case_id,
        .kind = "promise",
        .by = w->by,
        .ref_kind = "promise",
        .ref_id = id,
        .title = title };
    const struct audit done = { .by = w->by,
        .action = action,
        .object_kind = "promise",
        .object_id = id,
        .customer_id = customer_id,
        .before = before,
        .after = after };
    enum err e = activity_add(db, &seen);

    return e ? e : audit_add(db, &done);
}

/* -- what a promise is for ------------------------------------------------ */

/* What is open of the items, without items of the case, and not yet spoken for by a
 * part before. */
struct room {
    struct promise_open_instalments *open;
    size_t n, at;
    int64_t owed_minor, case_minor; /* at first, and what is left of that */
};

static enum err
find_room(struct db *db, const struct work *w, struct room *room)
{
    const struct promise_in *in = w->in;
    struct promise_room all = { 0 };
    enum err e;

    if (in->item_ids_n) {
        e = promise_open_instalments(db, w->arena, in->case_id,
            case_ids_json(w->arena, in->item_ids, in->item_ids_n), &room->open,
            &room->n);
        for (size_t k = 0; !e && k < room->n; k++)
            room->owed_minor += room->open[k].open_minor;
        return e;
    }
    e = promise_room(db, w->arena, in->case_id, &all);
    room->owed_minor = room->case_minor = all.open_minor;
    return e;
}

static enum err
too_much(const struct work *w, const struct room *room, size_t part)
{
    const char *at =
        w->in->plan ? arena_fmt(w->arena, "/instalments/%zu/amount", part) : "/amount";
    const char *owed = amount_words(w->arena, room->owed_minor, w->in->currency),
               *words;
    int64_t minor = 0;

    for (size_t k = 0; k < w->in->parts_n; k++)
        minor += w->in->parts[k].amount_minor;
    words = amount_words(w->arena, minor, w->in->currency);
    if (w->in->item_ids_n)
        faults_add(w->f, at,
            "The amount promised, %s, is more than the %s that is open of these items.",
            words, owed);
    else
        faults_add(w->f, at,
            "The amount promised, %s, is more than the %s that the account owes.",
            words, owed);
    return ERR_INVALID;
}

static enum err
take_of_case(const struct work *w, struct room *room, size_t part)
{
    room->case_minor -= w->in->parts[part].amount_minor;
    return room->case_minor < 0 ? too_much(w, room, part) : OK;
}

/* Earliest due first, each cent once; all of the amount must find room. */
static enum err
write_items(struct db *db, const struct work *w, struct room *room, size_t part)
{
    struct promise_item_insert *share =
        arena_new_n(w->arena, room->n + 1, struct promise_item_insert);
    int64_t left = w->in->parts[part].amount_minor;
    size_t n = 0;

    while (left && room->at < room->n) {
        struct promise_open_instalments *i = &room->open[room->at];
        int64_t minor = i->open_minor < left ? i->open_minor : left;

        if (minor)
            share[n++] =
                (struct promise_item_insert){ w->out->ids[part], i->id, minor };
        left -= minor;
        i->open_minor -= minor;
        room->at += i->open_minor == 0;
    }
    if (left)
        return too_much(w, room, part);
    return promise_item_insert(db, share, n, NULL);
}

/* -- recording ------------------------------------------------------------ */

static char *
part_json(const struct work *w, const struct promise_part *part)
{
    char amount[MONEY_TEXT__SIZE];

    return AUDIT_TEXTS(w->arena, "amount",
        money_format(part->amount_minor, w->in->currency, amount), "currency",
        w->in->currency, "promised_on", audit_day(w->arena, part->promised_on),
        "plan_id", audit_id(w->arena, w->out->plan_id), "replaces_id",
        audit_id(w->arena, w->in->replaces_id));
}

static enum err
write_part(struct db *db, const struct work *w, struct room *room, size_t k)
{
    const struct promise_in *in = w->in;
    const struct promise_part *part = &in->parts[k];
    const struct promise_insert_in row = { .id = w->out->ids[k],
        .case_id = in->case_id,
        .customer_id = in->customer_id,
        .amount_minor = part->amount_minor,
        .made_on = in->today,
        .promised_on = part->promised_on,
        .judged_on =
            promise_judged_on(in->calendar, part->promised_on, (int)w->tolerance_days),
        .channel = in->channel,
        .note = in->note,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .plan_id = w->out->plan_id,
        .replaces_id = in->replaces_id,
        .known_from = w->by->now_us };
    char amount[MONEY_TEXT__SIZE], day[DATE_TEXT__SIZE];
    enum err e;

    if ((e = promise_insert(db, &row, NULL)) ||
        (e = in->item_ids_n ? write_items(db, w, room, k) : take_of_case(w, room, k)) ||
        (e = promise_state_insert(db, row.id, in->case_id, in->today, NULL)))
        return e;
    return tell(db, w, in->customer_id, in->case_id, row.id, "promise.record",
        arena_fmt(w->arena, "Promised %s %s by %s",
            money_format(part->amount_minor, in->currency, amount), in->currency,
            date_format(part->promised_on, day)),
        NULL, part_json(w, part));
}

static enum err
end_promise(struct db *db, const struct work *w, const struct promise_in_scope *p)
{
    char amount[MONEY_TEXT__SIZE];
    uint64_t changed;
    enum err e = promise_cancel(db, p->id, w->by->now_us, w->reason, &changed);

    if (e)
        return e;
    if (!changed)
        return ERR_CONFLICT;
    if ((e = promise_state_cancel(db, p->id, NULL)))
        return e;
    return tell(db, w, p->customer_id, p->case_id, p->id, "promise.cancel",
        arena_fmt(w->arena, "Promise cancelled: %s", w->reason),
        AUDIT_TEXTS(w->arena, "amount",
            money_format(p->amount_minor, p->currency, amount), "currency", p->currency,
            "promised_on", audit_day(w->arena, p->promised_on)),
        AUDIT_TEXTS(w->arena, "state", "cancelled", "reason", w->reason));
}

static enum err
end_replaced(struct db *db, const struct work *w)
{
    struct promise_in_scope p;
    enum err e = promise_in_scope(db, w->arena, w->in->replaces_id, w->in->scope, &p);

    if (e)
        return e;
    if (p.case_id != w->in->case_id)
        return ERR_NOT_FOUND;
    return end_promise(db, w, &p);
}

/* Under the case's lock, so that two windows cannot both be first. */
static enum err
check_first(struct db *db, const struct work *w)
{
    const struct promise_in *in = w->in;
    struct promise_of_items had;
    enum err e;

    if (!in->first)
        return OK;
    if ((e = promise_of_items(db, w->arena, in->case_id,
             case_ids_json(w->arena, in->item_ids, in->item_ids_n), &had)))
        return e;
    if (had.open_n)
        faults_add(w->f, "", "is promised already: write to us to change the date");
    else if (had.broken_n)
        faults_add(
            w->f, "", "was promised before and not paid: write to us to agree a date");
    return faults_err(w->f);
}

static enum err
record(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct promise_in *in = w->in;
    struct room room = { 0 };
    enum err e;

    if ((e = case_lock(db, in->case_id)) ||
        (in->replaces_id && (e = end_replaced(db, w))) || (e = check_first(db, w)) ||
        (e = find_room(db, w, &room)))
        return e;
    for (size_t k = 0; k < in->parts_n; k++)
        if ((e = write_part(db, w, &room, k)))
            return e;
    return case_said(db, in->case_id, "promise", w->by->now_us);
}

static void
check_parts(const struct work *w)
{
    for (size_t k = 0; k < w->in->parts_n; k++) {
        const struct promise_part *p = &w->in->parts[k];
        const char *at = w->in->plan ? arena_fmt(w->arena, "/instalments/%zu", k) : "";

        if (p->amount_minor <= 0)
            faults_add(w->f, arena_fmt(w->arena, "%s/amount", at),
                "must be more than nothing");
        if (p->promised_on < w->in->today)
            faults_add(
                w->f, arena_fmt(w->arena, "%s/promised_on", at), "is in the past");
    }
    if (!w->in->parts_n)
        faults_add(w->f, "/instalments", "needs one at least");
}

enum err
record_promise(struct db *db, struct arena *a, const struct actor *by,
    const struct promise_in *in, struct faults *f, struct promise_made *out)
{
    struct work w = { .arena = a,
        .by = by,
        .in = in,
        .f = f,
        .out = out,
        .reason = "replaced by another" };
    enum err e;

    check_parts(&w);
    if ((e = faults_err(f)) || (e = setting_read_i64(db, a, "promise_tolerance_days",
                                    TOLERANCE_DAYS, &w.tolerance_days)))
        return e;
    *out = (struct promise_made){ .n = in->parts_n };
    for (size_t k = 0; k < in->parts_n; k++)
        if ((e = db_id(db, &out->ids[k])))
            return e;
    if (in->parts_n > 1)
        out->plan_id = out->ids[0];
    return db_retry(db, record, &w);
}

/* -- cancelling ----------------------------------------------------------- */

static enum err
cancel(struct db *db, void *arg)
{
    struct work *w = arg;
    struct promise_in_scope p;
    struct promise_plan_rest *rest;
    size_t n;
    enum err e;

    if ((e = promise_in_scope(db, w->arena, w->id, w->scope, &p)) ||
        (e = case_lock(db, p.case_id)))
        return e;
    if (!w->whole_plan || !p.plan_id) {
        if ((e = end_promise(db, w, &p)))
            return e;
        return case_said(db, p.case_id, "promise", w->by->now_us);
    }
    if ((e = promise_plan_rest(db, w->arena, p.plan_id, p.id, &rest, &n)))
        return e;
    for (size_t k = 0; k < n; k++) {
        p.id = rest[k].id;
        p.amount_minor = rest[k].amount_minor;
        p.promised_on = rest[k].promised_on;
        if ((e = end_promise(db, w, &p)))
            return e;
    }
    return n ? case_said(db, p.case_id, "promise", w->by->now_us) : ERR_CONFLICT;
}

enum err
cancel_promise(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, bool whole_plan, const char *reason)
{
    struct work w = { .arena = a,
        .by = by,
        .id = id,
        .scope = scope,
        .whole_plan = whole_plan,
        .reason = reason };

    return db_retry(db, cancel, &w);
}
