#include "service/undo_dispute.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/jsonscan.h"
#include "base/money.h"
#include "base/text.h"
#include "db/stmt.h"
#include "db/tx.h"
#include "service/dispute_trail.h"
#include "service/open_dispute.h"
#include "service/resolve_dispute.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_dispute.h"
#include "store/q_dispute_undo.h"

#define UNDO_US (24 * 3600 * INT64_C(1000000))

struct work {
    struct arena *arena;
    const struct actor *by;
    uint64_t id, scope;
    struct dispute_in_scope d; /* as it is under the case's lock */
    struct dispute_last_event last;
    const char *why;
    bool asked; /* its own undo is that of the four eyes */
};

static enum err
cannot(struct work *w, const char *why)
{
    w->why = why;
    return ERR_CONFLICT;
}

static enum err
tell(struct db *db, const struct work *w, const char *event, const char *title,
    const char *before, const char *after)
{
    const struct dispute_trail t = { .by = w->by,
        .id = w->id,
        .customer_id = w->d.customer_id,
        .case_id = w->d.case_id,
        .event = event,
        .title = title,
        .detail = after,
        .before = before,
        .after = after };

    return dispute_tell(db, w->arena, &t);
}

/* Whether the amount is still open and not disputed otherwise. */
static enum err
check_room(struct db *db, struct work *w, int64_t minor)
{
    struct dispute_room room;
    enum err e = dispute_room(db, w->arena, w->d.item_id, w->id, &room);

    if (e)
        return e;
    if (!text_eq(room.status, "posted") ||
        minor > room.open_minor - room.disputed_minor)
        return cannot(w, "the amount is not open any more");
    return OK;
}

/* -- opened ------------------------------------------------------------------- */

static enum err
withdraw(struct db *db, struct work *w)
{
    struct dispute_heard heard;
    enum err e = dispute_heard(db, w->arena, w->id, w->last.at, &heard);

    if (e)
        return e;
    if (heard.messages_n)
        return cannot(w, "something was written to or by the customer about it");
    if ((e = dispute_close(db, w->id, w->by->now_us, "withdrawn", NULL)))
        return e;
    return tell(db, w, "resolved",
        arena_fmt(w->arena, "Dispute of %s was opened by mistake", w->d.item_number),
        AUDIT_TEXTS(w->arena, "state", "open"),
        AUDIT_TEXTS(w->arena, "resolution", "withdrawn", "note", "opened by mistake"));
}

/* -- changed ------------------------------------------------------------------ */

struct was {
    struct dispute_set_in row;
    struct jsonscan_value lines;
};

static uint64_t
id_in(struct arena *a, const struct jsonscan_value *object, const char *key)
{
    const struct jsonscan_value v = jsonscan_find(object, key);
    uint64_t id;

    return v.kind == JSONSCAN_TEXT && !text_u64(jsonscan_text(a, &v), &id) ? id : 0;
}

/* What stood before, as the event has it; what it does not name has not changed. */
static bool
read_was(struct work *w, struct was *out)
{
    struct arena *a = w->arena;
    const char *text = w->last.detail ? w->last.detail : "";
    struct jsonscan s = jsonscan(text, strlen(text));
    struct jsonscan_value whole, before, after, v;

    if (!jsonscan_value(&s, &whole))
        return false;
    before = jsonscan_find(&whole, "before");
    after = jsonscan_find(&whole, "after");
    out->row = (struct dispute_set_in){ .id = w->id,
        .version = w->d.version,
        .target_on = DAY_NONE,
        .detail = w->d.detail,
        .owner_id = id_in(a, &before, "owner_id") };
    v = jsonscan_find(&before, "amount");
    if (v.kind != JSONSCAN_TEXT ||
        money_parse(jsonscan_text(a, &v), w->d.currency, &out->row.amount_minor))
        return false;
    v = jsonscan_find(&before, "target_on");
    if (v.kind == JSONSCAN_TEXT &&
        date_parse(jsonscan_text(a, &v), &out->row.target_on))
        return false;
    if (jsonscan_find(&after, "detail").kind == JSONSCAN_TEXT) {
        v = jsonscan_find(&before, "detail");
        out->row.detail = v.kind == JSONSCAN_TEXT ? jsonscan_text(a, &v) : NULL;
    }
    v = jsonscan_find(&before, "waiting_on");
    out->row.waiting_on = jsonscan_text(a, &v);
    v = jsonscan_find(&before, "reason_code");
    out->row.reason_code = jsonscan_text(a, &v);
    out->lines = jsonscan_find(&before, "lines");
    return true;
}

static enum err
lines_back(struct db *db, struct work *w, const struct was *was)
{
    struct dispute_line_insert *row =
        arena_new_n(w->arena, DISPUTE_LINES__MAX, struct dispute_line_insert);
    struct jsonscan in = jsonscan_inside(&was->lines);
    struct jsonscan_value line, v;
    size_t n = 0;
    enum err e;

    if (was->lines.kind != JSONSCAN_LIST)
        return OK;
    while (n < DISPUTE_LINES__MAX && jsonscan_element(&in, &line)) {
        int64_t minor;

        v = jsonscan_find(&line, "amount");
        if (money_parse(jsonscan_text(w->arena, &v), w->d.currency, &minor))
            return ERR_BUG;
        v = jsonscan_find(&line, "line_no");
        row[n++] = (struct dispute_line_insert){ w->id,
            (uint32_t)strtoul(jsonscan_text(w->arena, &v), NULL, 10), minor };
    }
    if ((e = dispute_line_drop(db, w->id, NULL)))
        return e;
    return n ? dispute_line_insert(db, row, n, NULL) : OK;
}

static enum err
change_back(struct db *db, struct work *w)
{
    struct jsonscan s;
    struct jsonscan_value whole, before, after;
    const char *is, *was_text;
    struct was was;
    uint64_t changed;
    enum err e;

    if (!read_was(w, &was))
        return cannot(w, "what stood before is not known");
    if (was.row.amount_minor > w->d.amount_minor &&
        (e = check_room(db, w, was.row.amount_minor)))
        return e;
    if ((e = dispute_keep_past(db, w->id, w->by->now_us, NULL)) ||
        (e = dispute_set(db, &was.row, &changed)))
        return e;
    if (!changed)
        return cannot(w, "it was changed again");
    s = jsonscan(w->last.detail, strlen(w->last.detail));
    if (!jsonscan_value(&s, &whole))
        return ERR_BUG;
    before = jsonscan_find(&whole, "before");
    after = jsonscan_find(&whole, "after");
    was_text = arena_strn(w->arena, before.from, before.n);
    is = arena_strn(w->arena, after.from, after.n);
    if ((e = lines_back(db, w, &was)))
        return e;
    const struct dispute_trail t = { .by = w->by,
        .id = w->id,
        .customer_id = w->d.customer_id,
        .case_id = w->d.case_id,
        .event = "changed",
        .title = arena_fmt(w->arena, "Dispute of %s changed back", w->d.item_number),
        .before = is,
        .after = was_text,
        .detail = arena_fmt(w->arena, "{\"before\":%s,\"after\":%s}", is, was_text) };

    return dispute_tell(db, w->arena, &t);
}

/* -- resolved ----------------------------------------------------------------- */

static enum err
reopen(struct db *db, struct work *w)
{
    const char *key = arena_fmt(w->arena, "dispute_resolved:%" PRIu64, w->id);
    struct dispute_end end;
    uint64_t changed;
    enum err e = dispute_end(db, w->arena, w->id, key, w->last.at, &end);

    if (e)
        return e;
    if (end.approved)
        return cannot(w, "a second person agreed to it");
    if (end.task_over)
        return cannot(w, "the ledger was told already: its task is done");
    if (end.mails_n)
        return cannot(w, "a message about the document has left since");
    if ((e = check_room(db, w, w->d.amount_minor)))
        return e;
    // Between its end and now nothing was held, unless the task held it.
    if (!end.task_open && ((e = dispute_keep_end(db, w->id, NULL)) ||
                              (e = dispute_keep_gap(db, w->id, w->by->now_us, NULL))))
        return e;
    if ((e = dispute_task_cancel(
             db, key, w->by->now_us, actor_user_id(w->by), "taken back", NULL)) ||
        (e = dispute_reopen(db, w->id, w->last.at, &changed)))
        return e;
    if (!changed)
        return cannot(w, "it was changed again");
    return tell(db, w, "reopened",
        arena_fmt(w->arena, "Dispute of %s open again", w->d.item_number),
        AUDIT_TEXTS(w->arena, "resolution", end.resolution),
        AUDIT_TEXTS(w->arena, "state", "open"));
}

/* -- whichever it was --------------------------------------------------------- */

static enum err
undo(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct dispute_last_event *last = &w->last;
    enum err e;

    if ((e = dispute_in_scope(db, w->arena, w->id, w->scope, &w->d)) ||
        (e = case_lock(db, w->d.case_id)) ||
        (e = dispute_in_scope(db, w->arena, w->id, w->scope, &w->d)) ||
        (e = dispute_last_event(db, w->arena, w->id, &w->last)))
        return e;
    if (!text_eq(last->actor_kind, "user") || !text_eq(last->actor_id, w->by->id))
        return cannot(w, "the last change of it is not yours");
    if (last->at < w->by->now_us - UNDO_US)
        return cannot(w, "that was more than a day ago");
    w->asked = text_eq(last->kind, "asked");
    if (w->asked)
        return OK;
    if (w->d.live && text_eq(last->kind, "opened"))
        e = withdraw(db, w);
    else if (w->d.live && text_eq(last->kind, "changed"))
        e = change_back(db, w);
    else if (!w->d.live && text_eq(last->kind, "resolved"))
        e = reopen(db, w);
    else
        e = cannot(w, "there is nothing to take back");
    return e ? e : case_said(db, w->d.case_id, "dispute", w->by->now_us);
}

enum err
undo_dispute(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, const char **why)
{
    struct work w = { .arena = a, .by = by, .id = id, .scope = scope };
    enum err e = db_retry(db, undo, &w);

    *why = w.why ? w.why : "it was changed meanwhile";
    if (e || !w.asked)
        return e;
    return refuse_dispute(db, a, by, id, scope, false, NULL);
}
