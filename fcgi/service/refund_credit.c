#include "service/refund_credit.h"
#include "domain/amount_words.h"

#include <inttypes.h>

#include "base/date.h"
#include "base/log.h"
#include "base/money.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/notify.h"
#include "service/refund_ledger.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_follow_up.h"
#include "store/setting.h"

static const char LIMIT_DEFAULT[] = "1000";

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct refund_in *in; /* of refund_credit alone */
    struct faults *faults;
    uint64_t id;
    bool waits, agree;
    const char *note; /* of a decision, a reversal */
    int32_t on;
    struct refund_lock row;
    struct refund_credit_row credit;
};

/* -- telling --------------------------------------------------------------- */

static enum err
tell(struct db *db, const struct work *w, const char *action, const char *fmt,
    const char *why)
{
    const char *amount = amount_words(w->arena, w->row.amount_minor, w->row.currency);
    const struct activity seen = { .customer_id = w->row.customer_id,
        .case_id = w->row.case_id,
        .kind = "refund",
        .by = w->by,
        .ref_kind = "item",
        .ref_id = w->row.item_id ? w->row.item_id : w->row.credit_item_id,
        .title = arena_fmt(w->arena, fmt, amount, w->credit.number, why) };
    const struct audit done = { .by = w->by,
        .action = action,
        .object_kind = "refund",
        .object_id = w->id,
        .customer_id = w->row.customer_id,
        .after = arena_fmt(w->arena,
            "{\"amount\":\"%s\",\"credit_item_id\":\"%" PRIu64 "\"}", amount,
            w->row.credit_item_id) };
    enum err e = activity_add(db, &seen);

    if (e || (e = audit_add(db, &done)))
        return e;
    return case_touch(db, w->row.case_id, "refund");
}

static enum err
note_decision(struct db *db, const struct work *w, const char *state,
    const struct refund_rows *made, uint64_t decided_by)
{
    const struct refund_decided_in in = { .id = w->id,
        .state = state,
        .item_id = made->item_id,
        .allocation_id = made->allocation_id,
        .decided_by = decided_by,
        .decided_at = w->by->now_us,
        .note = w->note };

    return refund_decided(db, &in, NULL);
}

static enum err
record(struct db *db, struct work *w, uint64_t decided_by)
{
    struct refund_rows made;
    enum err e;

    if ((e = refund_write(db, w->arena, w->by, &w->row, &w->credit, &made)) ||
        (e = note_decision(db, w, "recorded", &made, decided_by)))
        return e;
    w->row.item_id = made.item_id;
    return tell(db, w, "refund.record", "Refund of %s from %s: %s", w->row.reason);
}

/* -- the task of whoever agrees -------------------------------------------- */

static const char *
approval_key(const struct work *w)
{
    return arena_fmt(w->arena, "refund_approval:%" PRIu64, w->id);
}

static enum err
add_task(struct db *db, const struct work *w)
{
    struct follow_up_insert_once_in row = { .customer_id = w->row.customer_id,
        .case_id = w->row.case_id,
        .kind = "approval",
        .title = arena_fmt(w->arena, "Approve refund of %s from %s",
            amount_words(w->arena, w->row.amount_minor, w->row.currency),
            w->credit.number),
        .due_on = w->in->today,
        .priority = 1,
        .dedup_key = approval_key(w),
        .origin = actor_kind_name(w->by->kind),
        .origin_id = w->by->id,
        .created_at = w->by->now_us };
    enum err e = db_id(db, &row.id);

    return e ? e : follow_up_insert_once(db, &row, NULL);
}

/* -- asking ---------------------------------------------------------------- */

static void
check(const struct work *w)
{
    const struct refund_in *in = w->in;

    if (!text_eq(w->credit.side, "credit") || !text_eq(w->credit.status, "posted"))
        faults_add(
            w->faults, "", "only an unapplied credit or payment can be refunded");
    else if (in->amount_minor <= 0 || in->amount_minor > w->credit.open_minor)
        faults_add(w->faults, "/amount", "must be above 0 and no more than is open");
    if (in->paid_on < w->credit.issued_on || in->paid_on > in->today)
        faults_add(
            w->faults, "/paid_on", "must not be before the credit or after today");
}

static enum err
ask(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct refund_in *in = w->in;
    struct refund_insert_in row = { .id = w->id,
        .credit_item_id = in->credit_item_id,
        .amount_minor = in->amount_minor,
        .paid_on = in->paid_on,
        .reason = in->reason,
        .reference = in->reference,
        .asked_by = actor_user_id(w->by),
        .asked_at = w->by->now_us };
    enum err e;

    faults_init(w->faults, w->arena);
    if ((e = refund_credit_row(db, w->arena, in->credit_item_id, &w->credit)) ||
        (e = case_lock(db, w->credit.case_id)) ||
        (e = refund_credit_row(db, w->arena, in->credit_item_id, &w->credit)))
        return e;
    check(w);
    if ((e = faults_err(w->faults)))
        return e;
    row.customer_id = w->credit.customer_id;
    row.case_id = w->credit.case_id;
    row.currency = w->credit.currency;
    if ((e = refund_insert(db, &row, NULL)) ||
        (e = refund_lock(db, w->arena, w->id, &w->row)))
        return e;
    if (!w->waits)
        return record(db, w, row.asked_by);
    if ((e = tell(db, w, "refund.ask", "Refund of %s from %s waits for approval: %s",
             in->reason)) ||
        (e = add_task(db, w)))
        return e;
    return notify_role(db, w->arena, "manager", row.asked_by, NOTIFY_APPROVAL,
        arena_fmt(w->arena, "Refund of %s",
            amount_words(w->arena, w->row.amount_minor, w->row.currency)),
        "customer", w->row.customer_id, w->row.customer_id,
        arena_fmt(w->arena, "refund:%" PRIu64, w->id));
}

/* Without a rate nobody knows how much it is: a second person looks. */
static enum err
needs_approval(struct db *db, struct arena *a, const struct refund_in *in, bool *needs)
{
    const char *text;
    int64_t limit;
    enum err e = setting_read(db, a, "refund_approval_limit", LIMIT_DEFAULT, &text);

    if (e)
        return e;
    if (money_parse(text, in->base_currency, &limit)) {
        log_warn("setting_is_no_amount", kv("name", "refund_approval_limit"));
        limit = 0;
    }
    *needs = in->base_minor == 0 || in->base_minor > limit;
    return OK;
}

enum err
refund_credit(struct db *db, struct arena *a, const struct actor *by,
    const struct refund_in *in, struct faults *f, uint64_t *id, bool *waits)
{
    struct work w = { .arena = a, .by = by, .in = in, .faults = f };
    enum err e;

    if ((e = needs_approval(db, a, in, &w.waits)) || (e = db_id(db, &w.id)))
        return e;
    *id = w.id;
    *waits = w.waits;
    return db_retry(db, ask, &w);
}

/* -- deciding and undoing ---------------------------------------------------- */

/* The case first, as everywhere; then the refund, then what is open of the credit. */
static enum err
lock(struct db *db, struct work *w)
{
    struct refund_in_scope at;
    enum err e;

    if ((e = refund_in_scope(db, w->arena, w->id, 0, &at)) ||
        (e = case_lock(db, at.case_id)) ||
        (e = refund_lock(db, w->arena, w->id, &w->row)))
        return e;
    return refund_credit_row(db, w->arena, w->row.credit_item_id, &w->credit);
}

static enum err
decide(struct db *db, void *arg)
{
    struct work *w = arg;
    uint64_t who = actor_user_id(w->by);
    enum err e = lock(db, w);

    if (e)
        return e;
    if (!text_eq(w->row.state, "waiting"))
        return ERR_CONFLICT;
    if (w->row.asked_by == who)
        return ERR_DENIED;
    if (w->agree && w->row.amount_minor > w->credit.open_minor)
        return ERR_CONFLICT;
    if ((e = follow_up_end_for(db, approval_key(w), w->agree ? "approved" : "refused",
             w->by->now_us, who, NULL)))
        return e;
    if (!w->agree) {
        if ((e = note_decision(db, w, "refused", &(struct refund_rows){ 0 }, who)))
            return e;
        return tell(
            db, w, "refund.refuse", "Refund of %s from %s was refused: %s", w->note);
    }
    return record(db, w, who);
}

enum err
decide_refund(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    bool agree, const char *note)
{
    struct work w = { .arena = a, .by = by, .id = id, .agree = agree, .note = note };

    return db_retry(db, decide, &w);
}

static enum err
reverse(struct db *db, void *arg)
{
    struct work *w = arg;
    int32_t on;
    enum err e = lock(db, w);

    if (e)
        return e;
    if (!text_eq(w->row.state, "recorded"))
        return ERR_CONFLICT;
    on = w->on > w->row.paid_on ? w->on : w->row.paid_on;
    if ((e = refund_undo(db, w->arena, w->by, &w->row, &w->credit, on)) ||
        (e = refund_reversed(db, w->id, w->by->now_us, NULL)))
        return e;
    return tell(
        db, w, "refund.reverse", "Refund of %s from %s was undone: %s", w->note);
}

enum err
reverse_refund(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    int32_t on, const char *reason)
{
    struct work w = { .arena = a, .by = by, .id = id, .on = on, .note = reason };

    return db_retry(db, reverse, &w);
}
