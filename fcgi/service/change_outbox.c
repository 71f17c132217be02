#include "service/change_outbox.h"

#include "base/json.h"
#include "base/text.h"
#include "db/tx.h"
#include "service/mark_sent.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_outbox.h"
#include "store/q_outbox_view.h"

enum { REASON__SIZE = 300 };

struct work {
    struct arena *arena;
    const struct actor *by;
    uint64_t id, scope;
    const char *reason;
    struct rulebook *rules;
    bool arrived;
};

static char *
reason_json(const struct work *w)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, w->arena);
    json_open(&j, NULL, '{');
    json_text(&j, "reason", w->reason);
    json_close(&j, '}');
    return b.text;
}

static enum err
tell(struct db *db, const struct work *w, const struct outbox_lock_one *o,
    const char *kind, const char *action, const char *now, const char *title)
{
    const char *why = reason_json(w);
    const struct activity seen = { .customer_id = o->customer_id,
        .case_id = o->case_id,
        .kind = kind,
        .by = w->by,
        .ref_kind = "outbox",
        .ref_id = o->id,
        .title = title,
        .detail = why };
    const struct audit done = { .by = w->by,
        .action = action,
        .object_kind = "outbox",
        .object_id = o->id,
        .customer_id = o->customer_id,
        .before = AUDIT_TEXTS(w->arena, "state", o->state),
        .after = AUDIT_TEXTS(w->arena, "state", now, "reason", w->reason) };
    enum err e = activity_add(db, &seen);

    return e ? e : audit_add(db, &done);
}

static const char *
noun(const struct outbox_lock_one *o)
{
    return text_eq(o->channel, "letter") ? "Letter" : "Message";
}

/* The outbox row first, then its case: the order of everyone who takes both. */
static enum err
lock(struct db *db, const struct work *w, struct outbox_lock_one *o)
{
    enum err e = outbox_lock_one(db, w->arena, w->id, w->scope, o);

    if (e || !o->case_id)
        return e;
    return case_lock(db, o->case_id);
}

static enum err
touch(struct db *db, const struct outbox_lock_one *o)
{
    return o->case_id ? case_touch(db, o->case_id, "outbox") : OK;
}

static enum err
cancel(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct outbox_lock_one o;
    enum err e;

    if ((e = lock(db, w, &o)))
        return e;
    if (!text_eq(o.state, "planned"))
        return ERR_CONFLICT;
    if ((e = outbox_cancel_one(db, o.id, w->reason, NULL)) ||
        (e = tell(db, w, &o, "mail_cancelled", "outbox.cancel", "cancelled",
             arena_fmt(
                 w->arena, "%s %s cancelled: %s", noun(&o), o.template, w->reason))))
        return e;
    return touch(db, &o);
}

enum err
cancel_outbox(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, const char *reason)
{
    struct work w = {
        .arena = a, .by = by, .id = id, .scope = scope, .reason = reason
    };

    return db_retry(db, cancel, &w);
}

static enum err
plan_again(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct outbox_lock_one o;
    char reason[REASON__SIZE];
    enum err e;

    if ((e = lock(db, w, &o)))
        return e;
    if (!o.may_retry)
        return ERR_CONFLICT;
    text_copy(reason, sizeof reason, arena_fmt(w->arena, "sent again: %s", w->reason));
    if ((text_eq(o.state, "cancelled") && (e = outbox_lines_again(db, o.id, NULL))) ||
        (e = outbox_plan_again(db, o.id, reason, w->by->now_us, NULL)) ||
        (e = outbox_end_follow_ups(db, o.id, o.customer_id, "sent again", w->by->now_us,
             actor_user_id(w->by), NULL)) ||
        (e = tell(db, w, &o, "mail_planned", "outbox.retry", "planned",
             arena_fmt(w->arena, "%s %s is sent again: %s", noun(&o), o.template,
                 w->reason))))
        return e;
    return touch(db, &o);
}

enum err
retry_outbox(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, const char *reason)
{
    struct work w = {
        .arena = a, .by = by, .id = id, .scope = scope, .reason = reason
    };

    return db_retry(db, plan_again, &w);
}

/* -- whether it arrived ------------------------------------------------------ */

static enum err
arrived(struct db *db, const struct work *w, const struct outbox_lock_one *o)
{
    const struct delivery d = { .rules = w->rules };
    const struct sent s = { .id = o->id,
        .worker = o->claimed_by,
        .attempt = o->attempts,
        .fate = SENT_HANDED_OVER,
        .reply = arena_fmt(w->arena, "it arrived: %s", w->reason),
        .now_at = w->by->now_us };

    return mark_sent_inside(db, w->arena, &d, &s);
}

static enum err
did_not_arrive(struct db *db, const struct work *w, const struct outbox_lock_one *o)
{
    char reason[REASON__SIZE];

    text_copy(
        reason, sizeof reason, arena_fmt(w->arena, "it did not arrive: %s", w->reason));
    return outbox_end(
        db, o->id, "failed", OUTBOX_CAUSE_NAME[CAUSE_NOT_ARRIVED], reason, NULL, NULL);
}

static enum err
settle(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct outbox_lock_one o;
    enum err e;

    if ((e = lock(db, w, &o)))
        return e;
    if (!text_eq(o.state, "uncertain"))
        return ERR_CONFLICT;
    e = w->arrived ? arrived(db, w, &o) : did_not_arrive(db, w, &o);
    if (e ||
        (e = outbox_end_follow_ups(db, o.id, o.customer_id,
             w->arrived ? "it arrived" : "it did not arrive", w->by->now_us,
             actor_user_id(w->by), NULL)) ||
        (e = tell(db, w, &o, w->arrived ? "mail_arrived" : "mail_failed",
             w->arrived ? "outbox.arrived" : "outbox.not_arrived",
             w->arrived ? "handed_over" : "failed",
             arena_fmt(w->arena, "Message %s %s: %s", o.template,
                 w->arrived ? "arrived" : "did not arrive", w->reason))))
        return e;
    return touch(db, &o);
}

enum err
settle_outbox(struct db *db, struct arena *a, const struct actor *by,
    struct rulebook *rules, uint64_t id, uint64_t scope, bool it_arrived,
    const char *reason)
{
    struct work w = { .arena = a,
        .by = by,
        .id = id,
        .scope = scope,
        .reason = reason,
        .rules = rules,
        .arrived = it_arrived };

    return db_retry(db, settle, &w);
}
