#include "service/change_dispute.h"

#include "base/date.h"
#include "base/json.h"
#include "base/money.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/stmt.h"
#include "db/tx.h"
#include "domain/amount_words.h"
#include "service/dispute_trail.h"
#include "service/notify.h"
#include "store/case.h"
#include "store/q_dispute.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct dispute_change_in *in;
    struct faults *f;
};

static void
json_lines(
    struct json *j, const struct dispute_line *lines, size_t n, const char *currency)
{
    json_open(j, "lines", '[');
    for (size_t k = 0; k < n; k++) {
        json_open(j, NULL, '{');
        json_u64(j, "line_no", lines[k].line_no);
        json_money(j, "amount", lines[k].minor, currency);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static char *
as_json(struct arena *a, const struct dispute_change_in *v, const char *currency)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_money(&j, "amount", v->amount_minor, currency);
    json_text(&j, "reason_code", v->reason_code);
    if (v->owner_id)
        json_id(&j, "owner_id", v->owner_id);
    if (v->target_on != DAY_NONE)
        json_day(&j, "target_on", v->target_on);
    json_text(&j, "waiting_on", v->waiting_on);
    if (v->detail)
        json_text(&j, "detail", v->detail);
    if (v->lines_n)
        json_lines(&j, v->lines, v->lines_n, currency);
    json_close(&j, '}');
    return b.text;
}

static enum err
check_amount(struct db *db, const struct work *w, const struct dispute_in_scope *d,
    struct dispute_change_in *next)
{
    struct dispute_room room;
    int64_t sum;
    enum err e;

    if (w->in->lines_n) {
        if ((e = dispute_check_lines(
                 db, w->arena, d->item_id, w->in->lines, w->in->lines_n, w->f, &sum)))
            return e;
        if (w->in->amount_minor != I64_NONE && w->in->amount_minor != sum)
            faults_add(w->f, "/amount", "is not what the lines come to");
        next->amount_minor = sum;
    } else if (d->lines_n && next->amount_minor != d->amount_minor) {
        faults_add(w->f, "/lines", "are needed: this dispute is about lines");
    }
    if ((e = dispute_room(db, w->arena, d->item_id, d->id, &room)))
        return e;
    if (next->amount_minor <= 0)
        faults_add(w->f, "/amount", "must be more than nothing");
    else if (next->amount_minor > d->amount_minor &&
             next->amount_minor > room.open_minor - room.disputed_minor)
        faults_add(w->f, "/amount",
            "The amount disputed, %s, is more than the %s that is open and not "
            "disputed "
            "yet.",
            amount_words(w->arena, next->amount_minor, d->currency),
            amount_words(w->arena, room.open_minor - room.disputed_minor, d->currency));
    return faults_err(w->f);
}

static enum err
check(struct db *db, const struct work *w, const struct dispute_in_scope *d,
    struct dispute_change_in *next)
{
    int32_t today = zone_day(zone_find(d->time_zone), w->by->now_us);
    bool deduction = text_eq(d->kind, "deduction");
    struct dispute_reason_find r;
    enum err e;

    if (next->target_on != DAY_NONE && next->target_on != d->target_on &&
        next->target_on < today)
        faults_add(w->f, "/target_on", "is in the past");
    if (!text_eq(next->reason_code, d->reason_code)) {
        e = dispute_reason_find(db, w->arena, next->reason_code, &r);
        if (e && e != ERR_NOT_FOUND)
            return e;
        if (e || !r.active || text_eq(r.kind, deduction ? "dispute" : "deduction")) {
            struct dispute_reasons_for all;

            if ((e = dispute_reasons_for(db, w->arena, deduction, &all)))
                return e;
            faults_add(w->f, "/reason_code", "must be one of: %s", all.codes);
        }
    }
    return check_amount(db, w, d, next);
}

static enum err
write_lines(struct db *db, const struct work *w)
{
    const struct dispute_change_in *in = w->in;
    struct dispute_line_insert *row =
        arena_new_n(w->arena, in->lines_n + 1, struct dispute_line_insert);
    enum err e;

    if (!in->lines_n)
        return OK;
    for (size_t k = 0; k < in->lines_n; k++)
        row[k] = (struct dispute_line_insert){ in->id, in->lines[k].line_no,
            in->lines[k].minor };
    if ((e = dispute_line_drop(db, in->id, NULL)))
        return e;
    return dispute_line_insert(db, row, in->lines_n, NULL);
}

/* Its lines as they are, when the change sets others. */
static enum err
lines_before(
    struct db *db, const struct work *w, const struct dispute_line **out, size_t *n)
{
    struct dispute_lines_set *has;
    struct dispute_line *line;
    enum err e;

    *out = NULL;
    *n = 0;
    if (!w->in->lines_n)
        return OK;
    if ((e = dispute_lines_set(db, w->arena, w->in->id, &has, n)))
        return e;
    *out = line = arena_new_n(w->arena, *n + 1, struct dispute_line);
    for (size_t k = 0; k < *n; k++)
        line[k] = (struct dispute_line){ has[k].line_no, has[k].minor };
    return OK;
}

static enum err
tell(struct db *db, const struct work *w, const struct dispute_in_scope *d,
    const struct dispute_change_in *next, const struct dispute_line *lines,
    size_t lines_n)
{
    const struct dispute_change_in old = { .owner_id = d->owner_id,
        .target_on = d->target_on,
        .amount_minor = d->amount_minor,
        .waiting_on = d->waiting_on,
        .reason_code = d->reason_code,
        .detail = w->in->detail ? d->detail : NULL,
        .lines = lines,
        .lines_n = lines_n };
    struct dispute_change_in now = *next;
    bool new_owner = next->owner_id != d->owner_id;
    const char *before, *after;

    now.detail = w->in->detail;
    before = as_json(w->arena, &old, d->currency);
    after = as_json(w->arena, &now, d->currency);
    const struct dispute_trail t = { .by = w->by,
        .id = d->id,
        .customer_id = d->customer_id,
        .case_id = d->case_id,
        .event = "changed",
        .title = arena_fmt(w->arena, "Dispute of %s changed", d->item_number),
        .before = before,
        .after = after,
        .detail = arena_fmt(w->arena, "{\"before\":%s,\"after\":%s}", before, after) };
    enum err e = dispute_tell(db, w->arena, &t);

    if (e || !new_owner || next->owner_id == actor_user_id(w->by))
        return e;
    return notify(db, w->arena, next->owner_id, NOTIFY_ASSIGNED,
        arena_fmt(w->arena, "Dispute of %s", d->item_number), "dispute", d->id,
        d->customer_id, NULL);
}

static struct dispute_change_in
merged(const struct dispute_change_in *in, const struct dispute_in_scope *d)
{
    struct dispute_change_in next = *in;

    next.owner_id = in->owner_id ? in->owner_id : d->owner_id;
    next.target_on = in->target_on == DAY_NONE ? d->target_on : in->target_on;
    next.amount_minor =
        in->amount_minor == I64_NONE ? d->amount_minor : in->amount_minor;
    next.waiting_on = in->waiting_on ? in->waiting_on : d->waiting_on;
    next.reason_code = in->reason_code ? in->reason_code : d->reason_code;
    next.detail = in->detail ? in->detail : d->detail;
    return next;
}

static enum err
change(struct db *db, void *arg)
{
    struct work *w = arg;
    struct dispute_in_scope d;
    struct dispute_change_in next;
    const struct dispute_line *lines;
    size_t lines_n;
    uint64_t changed;
    enum err e;

    if ((e = dispute_in_scope(db, w->arena, w->in->id, w->in->scope, &d)) ||
        (e = case_lock(db, d.case_id)) ||
        (e = dispute_in_scope(db, w->arena, w->in->id, w->in->scope, &d)))
        return e;
    if (!d.live || d.asked_resolution ||
        (w->in->version != U32_NONE && w->in->version != d.version))
        return ERR_CONFLICT;
    next = merged(w->in, &d);
    if ((e = check(db, w, &d, &next)) || (e = lines_before(db, w, &lines, &lines_n)) ||
        (e = dispute_keep_past(db, d.id, w->by->now_us, NULL)))
        return e;
    const struct dispute_set_in row = { .id = d.id,
        .version = d.version,
        .amount_minor = next.amount_minor,
        .owner_id = next.owner_id,
        .target_on = next.target_on,
        .waiting_on = next.waiting_on,
        .reason_code = next.reason_code,
        .detail = next.detail };

    if ((e = dispute_set(db, &row, &changed)))
        return e;
    if (!changed)
        return ERR_CONFLICT;
    if ((e = write_lines(db, w)) || (e = tell(db, w, &d, &next, lines, lines_n)))
        return e;
    return case_said(db, d.case_id, "dispute", w->by->now_us);
}

enum err
change_dispute(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_change_in *in, struct faults *f)
{
    struct work w = { .arena = a, .by = by, .in = in, .f = f };

    return db_retry(db, change, &w);
}
