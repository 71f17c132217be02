#include "service/open_dispute.h"

#include <inttypes.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/stmt.h"
#include "db/tx.h"
#include "domain/amount_words.h"
#include "service/dispute_trail.h"
#include "service/notify.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_conversation.h"
#include "store/q_dispute.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct dispute_in *in;
    struct faults *f;
    uint64_t id, owner_id;
    int64_t amount_minor;
    int32_t target_on;
};

/* -- lines ------------------------------------------------------------------ */

static const struct dispute_item_lines *
find_line(const struct dispute_item_lines *has, size_t n, uint32_t line_no)
{
    for (size_t i = 0; i < n; i++)
        if (has[i].line_no == line_no)
            return &has[i];
    return NULL;
}

static bool
named_before(const struct dispute_line *lines, size_t k)
{
    for (size_t i = 0; i < k; i++)
        if (lines[i].line_no == lines[k].line_no)
            return true;
    return false;
}

enum err
dispute_check_lines(struct db *db, struct arena *a, uint64_t item_id,
    const struct dispute_line *lines, size_t n, struct faults *f, int64_t *sum_minor)
{
    struct dispute_item_lines *has;
    size_t has_n;
    enum err e = dispute_item_lines(db, a, item_id, &has, &has_n);

    if (e)
        return e;
    *sum_minor = 0;
    for (size_t k = 0; k < n; k++) {
        const struct dispute_item_lines *line = find_line(has, has_n, lines[k].line_no);
        const char *at = arena_fmt(a, "/lines/%zu", k);

        if (!line || named_before(lines, k))
            faults_add(f, arena_fmt(a, "%s/line_no", at),
                line ? "stands there twice" : "is no line of this document");
        else if (lines[k].minor <= 0 || lines[k].minor > line->gross_minor)
            faults_add(f, arena_fmt(a, "%s/amount", at),
                "must be more than nothing and no more than the line");
        if (money_add(*sum_minor, lines[k].minor, sum_minor))
            faults_add(f, at, "is too much");
    }
    return faults_err(f);
}

static enum err
write_lines(struct db *db, const struct work *w)
{
    const struct dispute_in *in = w->in;
    struct dispute_line_insert *row =
        arena_new_n(w->arena, in->lines_n + 1, struct dispute_line_insert);

    if (!in->lines_n)
        return OK;
    for (size_t k = 0; k < in->lines_n; k++)
        row[k] = (struct dispute_line_insert){ w->id, in->lines[k].line_no,
            in->lines[k].minor };
    return dispute_line_insert(db, row, in->lines_n, NULL);
}

/* -- amount, reason, owner -------------------------------------------------- */

/* What the caller left open follows from lines or from what is open. */
static void
settle_amount(struct work *w, const struct dispute_room *room, int64_t lines_minor)
{
    int64_t rest = room->open_minor - room->disputed_minor;

    w->amount_minor = w->in->amount_minor;
    if (w->amount_minor == I64_NONE)
        w->amount_minor = w->in->lines_n ? lines_minor : rest;
    if (w->in->lines_n && w->amount_minor != lines_minor)
        faults_add(w->f, "/amount", "is not what the lines come to");
    if (w->amount_minor <= 0)
        faults_add(w->f, "/amount", "must be more than nothing");
    else if (w->amount_minor > rest)
        faults_add(w->f, "/amount",
            "The amount disputed, %s, is more than the %s that is open and not "
            "disputed "
            "yet.",
            amount_words(w->arena, w->amount_minor, w->in->currency),
            amount_words(w->arena, rest, w->in->currency));
}

static enum err
check_room(struct db *db, struct work *w, uint64_t *division_id)
{
    struct dispute_room room;
    int64_t lines_minor = 0;
    enum err e;

    if ((e = dispute_room(db, w->arena, w->in->item_id, 0, &room)))
        return e;
    *division_id = room.division_id;
    if (!text_eq(room.side, "debit") || !text_eq(room.status, "posted")) {
        faults_add(w->f, "", "only a posted invoice or fee can be disputed");
        return ERR_INVALID;
    }
    if (w->in->deduction && room.open_minor >= room.amount_minor)
        faults_add(w->f, "/kind", "nothing was paid of it, so nothing was deducted");
    if (w->in->lines_n && (e = dispute_check_lines(db, w->arena, w->in->item_id,
                               w->in->lines, w->in->lines_n, w->f, &lines_minor)))
        return e;
    settle_amount(w, &room, lines_minor);
    return faults_err(w->f);
}

enum err
dispute_check_reason(struct db *db, struct arena *a, const char *code, bool deduction,
    struct faults *f, const char *at, int32_t *target_days)
{
    struct dispute_reasons_for all;
    struct dispute_reason_find r;
    enum err e = dispute_reason_find(db, a, code, &r);

    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!e && r.active && !text_eq(r.kind, deduction ? "dispute" : "deduction")) {
        *target_days = r.target_days;
        return OK;
    }
    if ((e = dispute_reasons_for(db, a, deduction, &all)))
        return e;
    faults_add(f, at, "must be one of: %s", all.codes);
    return ERR_INVALID;
}

static enum err
check_reason(struct db *db, struct work *w)
{
    const struct dispute_in *in = w->in;
    int32_t days;
    enum err e = dispute_check_reason(
        db, w->arena, in->reason_code, in->deduction, w->f, "/reason_code", &days);

    if (e)
        return e;
    w->target_on = in->target_on == DAY_NONE ? in->today + days : in->target_on;
    if (w->target_on < in->today)
        faults_add(w->f, "/target_on", "is in the past");
    return faults_err(w->f);
}

static enum err
find_owner(struct db *db, struct work *w, uint64_t division_id)
{
    struct conversation_assignee assignee;
    struct dispute_rule_owner rule;
    enum err e;

    if ((w->owner_id = w->in->owner_id))
        return OK;
    e = dispute_rule_owner(db, w->arena, w->in->reason_code, division_id, &rule);
    if (!e)
        w->owner_id = rule.owner_id;
    if (e != ERR_NOT_FOUND)
        return e;
    e = conversation_assignee(db, w->arena, w->in->customer_id, &assignee);
    w->owner_id = e ? actor_user_id(w->by) : assignee.user_id;
    return e == ERR_NOT_FOUND ? OK : e;
}

/* -- opening ---------------------------------------------------------------- */

static enum err
tell(struct db *db, const struct work *w)
{
    const struct dispute_in *in = w->in;
    char amount[MONEY_TEXT__SIZE];
    const struct dispute_trail t = { .by = w->by,
        .id = w->id,
        .customer_id = in->customer_id,
        .case_id = in->case_id,
        .event = "opened",
        .title = arena_fmt(w->arena, "%s %s %s of %s: %s",
            in->deduction ? "Deducted" : "Disputed",
            money_format(w->amount_minor, in->currency, amount), in->currency,
            in->item_number, in->reason_code),
        .after = AUDIT_TEXTS(w->arena, "item_id", audit_id(w->arena, in->item_id),
            "amount", money_format(w->amount_minor, in->currency, amount), "currency",
            in->currency, "reason_code", in->reason_code, "detail", in->detail,
            "owner_id", audit_id(w->arena, w->owner_id), "target_on",
            audit_day(w->arena, w->target_on)),
        /* the customer's own words, which later changes by staff leave alone */
        .detail = w->by->kind == ACTOR_CONTACT && in->detail
                      ? AUDIT_TEXTS(w->arena, "words", in->detail)
                      : NULL };
    enum err e = dispute_tell(db, w->arena, &t);

    if (!e && !w->owner_id && w->by->kind == ACTOR_CONTACT)
        return notify_owners(db, w->arena, NOTIFY_ASSIGNED, t.title, "dispute", w->id,
            in->customer_id, NULL);
    if (e || w->owner_id == actor_user_id(w->by))
        return e;
    return notify(db, w->arena, w->owner_id, NOTIFY_ASSIGNED, t.title, "dispute", w->id,
        in->customer_id, NULL);
}

static enum err
write_it(struct db *db, const struct work *w)
{
    const struct dispute_in *in = w->in;
    const struct dispute_insert_in row = { .id = w->id,
        .case_id = in->case_id,
        .customer_id = in->customer_id,
        .item_id = in->item_id,
        .amount_minor = w->amount_minor,
        .kind = in->deduction ? "deduction" : "dispute",
        .reason_code = in->reason_code,
        .detail = in->detail,
        .owner_id = w->owner_id,
        .target_on = w->target_on,
        .opened_on = in->today,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .known_from = w->by->now_us };
    enum err e;

    if ((e = dispute_insert(db, &row, NULL)) || (e = write_lines(db, w)) ||
        (e = tell(db, w)))
        return e;
    return case_said(db, in->case_id, "dispute", w->by->now_us);
}

static enum err
open_it(struct db *db, void *arg)
{
    struct work *w = arg;
    uint64_t division_id;
    enum err e;

    if ((e = case_lock(db, w->in->case_id)) || (e = check_reason(db, w)) ||
        (e = check_room(db, w, &division_id)) || (e = find_owner(db, w, division_id)))
        return e;
    return write_it(db, w);
}

enum err
open_deduction(
    struct db *db, struct arena *a, const struct actor *by, const struct dispute_in *in)
{
    struct work w = { .arena = a, .by = by, .in = in };
    struct dispute_reason_find reason;
    struct dispute_room room;
    int64_t rest;
    enum err e;

    if ((e = dispute_room(db, a, in->item_id, 0, &room)))
        return e;
    rest = room.open_minor - room.disputed_minor;
    w.amount_minor = in->amount_minor < rest ? in->amount_minor : rest;
    if (w.amount_minor <= 0 || room.open_minor >= room.amount_minor)
        return OK;
    if ((e = dispute_reason_find(db, a, in->reason_code, &reason)) ||
        (e = find_owner(db, &w, room.division_id)) || (e = db_id(db, &w.id)))
        return e;
    w.target_on = in->today + reason.target_days;
    return write_it(db, &w);
}

enum err
open_dispute(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_in *in, struct faults *f, uint64_t *id)
{
    struct work w = { .arena = a, .by = by, .in = in, .f = f };
    enum err e;

    if (in->amount_minor != I64_NONE && in->amount_minor <= 0)
        faults_add(f, "/amount", "must be more than nothing");
    else if (in->amount_minor == I64_NONE && !in->lines_n && !in->deduction)
        faults_add(f, "/amount", "is needed");
    if ((e = faults_err(f)) || (e = db_id(db, &w.id)))
        return e;
    *id = w.id;
    return db_retry(db, open_it, &w);
}
