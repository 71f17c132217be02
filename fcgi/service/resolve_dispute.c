#include "service/resolve_dispute.h"

#include <inttypes.h>

#include "base/json.h"
#include "base/log.h"
#include "base/money.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/lock.h"
#include "db/tx.h"
#include "domain/amount_words.h"
#include "service/dispute_trail.h"
#include "service/notify.h"
#include "store/case.h"
#include "store/q_dispute.h"
#include "store/q_follow_up.h"
#include "store/setting.h"

#define LIMIT_DEFAULT "1000"

struct work {
    struct arena *arena;
    const struct actor *by;
    uint64_t id, scope;
    const char *resolution, *note;
    bool ask, may_approve;
    struct dispute_in_scope d; /* as it is under the case's lock */
};

/* -- what all of them share --------------------------------------------------- */

static enum err
lock(struct db *db, struct work *w)
{
    enum err e;

    if ((e = dispute_in_scope(db, w->arena, w->id, w->scope, &w->d)) ||
        (e = case_lock(db, w->d.case_id)) ||
        (e = dispute_in_scope(db, w->arena, w->id, w->scope, &w->d)))
        return e;
    return w->d.live ? OK : ERR_CONFLICT;
}

static char *
words_json(const struct work *w, const char *resolution, const char *note)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, w->arena);
    json_open(&j, NULL, '{');
    if (resolution)
        json_text(&j, "resolution", resolution);
    json_text(&j, "note", note);
    json_close(&j, '}');
    return b.text;
}

static enum err
tell(struct db *db, const struct work *w, const char *event, const char *detail,
    const char *title)
{
    const struct dispute_trail t = { .by = w->by,
        .id = w->id,
        .customer_id = w->d.customer_id,
        .case_id = w->d.case_id,
        .event = event,
        .title = title,
        .detail = detail,
        .after = detail };

    return dispute_tell(db, w->arena, &t);
}

static enum err
add_task(struct db *db, const struct work *w, const char *kind, uint64_t assignee_id,
    int32_t priority, const char *key, const char *title)
{
    struct follow_up_insert_once_in row = { .customer_id = w->d.customer_id,
        .case_id = w->d.case_id,
        .kind = kind,
        .title = title,
        .due_on = zone_day(zone_find(w->d.time_zone), w->by->now_us),
        .priority = priority,
        .assignee_id = assignee_id,
        .dedup_key = arena_fmt(w->arena, "%s:%" PRIu64, key, w->id),
        .origin = actor_kind_name(w->by->kind),
        .origin_id = w->by->id,
        .created_at = w->by->now_us };
    enum err e = db_id(db, &row.id);

    return e ? e : follow_up_insert_once(db, &row, NULL);
}

/* -- closing ------------------------------------------------------------------ */

/* What somebody now has to write into the ledger. */
static enum err
add_ledger_task(struct db *db, const struct work *w, const char *resolution)
{
    const char *what = text_eq(resolution, "credit")      ? "Issue a credit note of"
                       : text_eq(resolution, "rebill")    ? "Bill anew: credit"
                       : text_eq(resolution, "write_off") ? "Write off"
                                                          : NULL;

    if (!what)
        return OK;
    return add_task(db, w, text_eq(resolution, "credit") ? "issue_credit" : resolution,
        w->d.owner_id, 2, "dispute_resolved",
        arena_fmt(w->arena, "%s %s for %s", what,
            amount_words(w->arena, w->d.amount_minor, w->d.currency),
            w->d.item_number));
}

static enum err
close_it(struct db *db, const struct work *w, const char *resolution, const char *note)
{
    uint64_t changed;
    enum err e = dispute_close(db, w->id, w->by->now_us, resolution, &changed);

    if (e)
        return e;
    if (!changed)
        return ERR_CONFLICT;
    if ((e = tell(db, w, "resolved", words_json(w, resolution, note),
             arena_fmt(w->arena, "Dispute of %s resolved: %s", w->d.item_number,
                 resolution))) ||
        (e = add_ledger_task(db, w, resolution)))
        return e;
    return case_said(db, w->d.case_id, "dispute", w->by->now_us);
}

/* Put before a second person; until then all of it is held as before. */
static enum err
ask(struct db *db, const struct work *w)
{
    const char *title = arena_fmt(w->arena, "Approve %s of %s for %s", w->resolution,
        amount_words(w->arena, w->d.amount_minor, w->d.currency), w->d.item_number);
    uint64_t by_id = actor_user_id(w->by), changed;
    enum err e =
        dispute_ask(db, w->id, w->resolution, by_id, w->by->now_us, w->note, &changed);

    if (e)
        return e;
    if (!changed)
        return ERR_CONFLICT;
    if ((e = tell(db, w, "asked", words_json(w, w->resolution, w->note), title)) ||
        (e = add_task(db, w, "approval", 0, 1, "dispute_approval", title)) ||
        (e = notify_role(db, w->arena, "manager", by_id, NOTIFY_APPROVAL, title,
             "dispute", w->id, w->d.customer_id, NULL)))
        return e;
    return case_said(db, w->d.case_id, "dispute", w->by->now_us);
}

static enum err
resolve(struct db *db, void *arg)
{
    struct work *w = arg;
    enum err e = lock(db, w);

    if (e)
        return e;
    if (w->d.asked_resolution)
        return ERR_CONFLICT;
    return w->ask ? ask(db, w) : close_it(db, w, w->resolution, w->note);
}

enum err
dispute_needs_approval(
    struct db *db, struct arena *a, const struct dispute_resolution *in, bool *needs)
{
    const char *text;
    int64_t limit;
    enum err e = setting_read(db, a, "dispute_approval_limit", LIMIT_DEFAULT, &text);

    *needs = false;
    if (e || text_eq(in->resolution, "reject") || text_eq(in->resolution, "withdrawn"))
        return e;
    if (money_parse(text, in->base_currency, &limit)) {
        log_warn("setting_is_no_amount", kv("name", "dispute_approval_limit"));
        limit = 0;
    }
    *needs = in->base_minor == 0 || in->base_minor > limit;
    return OK;
}

enum err
resolve_dispute(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_resolution *in, bool *waits)
{
    struct work w = { .arena = a,
        .by = by,
        .id = in->id,
        .scope = in->scope,
        .resolution = in->resolution,
        .note = in->note };
    enum err e = dispute_needs_approval(db, a, in, &w.ask);

    if (e)
        return e;
    *waits = w.ask;
    return db_retry(db, resolve, &w);
}

/* -- the second person -------------------------------------------------------- */

static enum err
end_waiting(struct db *db, const struct work *w, const char *outcome)
{
    enum err e = dispute_ask_over(db, w->id, NULL);

    if (e)
        return e;
    return follow_up_end_for(db,
        arena_fmt(w->arena, "dispute_approval:%" PRIu64, w->id), outcome, w->by->now_us,
        actor_user_id(w->by), NULL);
}

static enum err
approve(struct db *db, void *arg)
{
    struct work *w = arg;
    enum err e = lock(db, w);

    if (e)
        return e;
    if (!w->d.asked_resolution)
        return ERR_CONFLICT;
    if (w->d.asked_by == actor_user_id(w->by))
        return ERR_DENIED;
    if ((e = end_waiting(db, w, "approved")) ||
        (e = tell(db, w, "approved", words_json(w, w->d.asked_resolution, NULL), NULL)))
        return e;
    return close_it(db, w, w->d.asked_resolution, w->d.asked_note);
}

enum err
approve_dispute(
    struct db *db, struct arena *a, const struct actor *by, uint64_t id, uint64_t scope)
{
    struct work w = { .arena = a, .by = by, .id = id, .scope = scope };

    return db_retry(db, approve, &w);
}

static enum err
refuse(struct db *db, void *arg)
{
    struct work *w = arg;
    enum err e = lock(db, w);

    if (e)
        return e;
    if (!w->d.asked_resolution)
        return ERR_CONFLICT;
    if (!w->may_approve && w->d.asked_by != actor_user_id(w->by))
        return ERR_DENIED;
    if ((e = end_waiting(db, w, "refused")) ||
        (e = tell(db, w, "refused", words_json(w, w->d.asked_resolution, w->note),
             arena_fmt(w->arena, "Dispute of %s: %s was refused", w->d.item_number,
                 w->d.asked_resolution))))
        return e;
    if (w->d.asked_by != actor_user_id(w->by) &&
        (e = notify(db, w->arena, w->d.asked_by, NOTIFY_ASSIGNED,
             arena_fmt(w->arena, "%s of %s was refused", w->d.asked_resolution,
                 w->d.item_number),
             "dispute", w->id, w->d.customer_id, NULL)))
        return e;
    return case_said(db, w->d.case_id, "dispute", w->by->now_us);
}

enum err
refuse_dispute(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, bool may_approve, const char *note)
{
    struct work w = { .arena = a,
        .by = by,
        .id = id,
        .scope = scope,
        .may_approve = may_approve,
        .note = note };

    return db_retry(db, refuse, &w);
}
