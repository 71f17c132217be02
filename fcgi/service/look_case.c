#include "service/look_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/text.h"
#include "domain/coverage.h"
#include "store/case.h"

enum { REASON__SIZE = 300 };

enum look_kind
look_case_kind(const struct look_case *c)
{
    return text_eq(c->row.kind, "upcoming")  ? LOOK_UPCOMING
           : text_eq(c->row.kind, "overdue") ? LOOK_OVERDUE
                                             : LOOK_MANUAL;
}

enum err
look_case_lock(struct db *db, struct look_case *c)
{
    enum err e = c->no_wait ? outbox_lock_free(db, c->arena, c->id, &c->row)
                            : outbox_lock(db, c->arena, c->id, &c->row);

    if (!e && c->no_wait && c->row.case_id && !c->row.case_locked)
        e = ERR_NOT_FOUND;
    c->seen =
        !e && c->ahead && look_ahead_holds(c->ahead, &c->row, c->touched, c->now_at)
            ? c->ahead
            : NULL;
    c->about = (struct delivery_about){ .outbox_id = c->id,
        .customer_id = e ? 0 : c->row.customer_id,
        .subject = e                ? NULL
                   : c->row.subject ? c->row.subject
                                    : c->row.template,
        .letter = !e && text_eq(c->row.channel, "letter"),
        .today = date_of_instant(c->now_at),
        .now_at = c->now_at };
    return e;
}

static void
take_ahead(struct look_case *c)
{
    const struct seen_ahead *seen = c->seen;

    c->facts = seen->facts;
    c->about_case = seen->about;
    c->look = (struct look){ .own = arena_new_n(
                                 c->arena, seen->lines_n + 1, struct look_line) };
    for (size_t k = 0; k < seen->lines_n; k++)
        c->look.own[c->look.own_n++] = (struct look_line){
            .instalment_id = seen->lines[k].instalment_id,
            .script_id = seen->lines[k].script_id,
            .step = seen->lines[k].step,
            .cycle = seen->lines[k].cycle,
        };
}

static enum err
read_lines(struct db *db, struct look_case *c)
{
    struct outbox_standing_lines *rows;
    size_t n;
    enum err e = outbox_standing_lines(db, c->arena, c->id, &rows, &n);

    if (e)
        return e;
    c->look = (struct look){ .own = arena_new_n(c->arena, n + 1, struct look_line) };
    for (size_t k = 0; k < n; k++)
        c->look.own[c->look.own_n++] = (struct look_line){
            .instalment_id = rows[k].instalment_id,
            .script_id = rows[k].script_id,
            .step = rows[k].step,
            .cycle = rows[k].cycle,
        };
    return OK;
}

static enum err
read_now(struct db *db, struct look_case *c)
{
    enum err e;

    if ((e = outbox_case(db, c->arena, c->row.case_id, &c->about_case)) ||
        (e = case_read_said(db, c->arena, c->row.case_id, c->now_at, &c->facts)) ||
        (e = read_lines(db, c)))
        return e;
    coverage_apply(&c->facts.snapshot, c->arena);
    return OK;
}

enum err
look_case_read(struct db *db, struct look_case *c)
{
    enum look_kind kind = look_case_kind(c);
    enum err e;

    if (c->seen)
        take_ahead(c);
    else if ((e = read_now(db, c)))
        return e;
    c->about.case_id = c->row.case_id;
    c->about.today = c->facts.snapshot.today;
    if (kind == LOOK_MANUAL &&
        (e = compose_read(db, c->arena, c->id, &c->facts.snapshot, &c->own)))
        return e;
    c->look.asked_n = c->own.items_n;
    look_at_lines(&c->facts.snapshot, kind, c->arena, &c->look);
    return OK;
}

/* As outbox_fee_lines orders them: what is due first is claimed first. */
static int
by_due(const void *a, const void *b)
{
    const struct outbox_fee_lines *x = a, *y = b;

    if (x->due_on != y->due_on)
        return x->due_on < y->due_on ? -1 : 1;
    if (x->instalment_id != y->instalment_id)
        return x->instalment_id < y->instalment_id ? -1 : 1;
    return strcmp(x->step, y->step);
}

void
look_case_fees(const struct look_case *c, struct fees *out)
{
    const struct outbox_lines_ahead *of = c->seen->lines;
    struct outbox_fee_lines *lines =
        arena_new_n(c->arena, c->look.own_n + 1, struct outbox_fee_lines);
    size_t n = 0;

    for (size_t k = 0; k < c->look.own_n; k++)
        if (c->look.own[k].ask_minor > 0 && !of[k].free_of_fee)
            lines[n++] =
                (struct outbox_fee_lines){ .instalment_id = of[k].instalment_id,
                    .script_id = of[k].script_id,
                    .step = of[k].step,
                    .cycle = of[k].cycle,
                    .open_minor = c->look.own[k].ask_minor,
                    .due_on = of[k].due_on,
                    .number = of[k].number };
    qsort(lines, n, sizeof *lines, by_due);
    fees_of_lines(c->arena, c->d, &c->about_case, lines, n, c->about.today, out);
}

enum err
look_case_cancel(
    struct db *db, struct look_case *c, enum outbox_cause cause, const char *reason)
{
    char why[REASON__SIZE];
    enum err e;

    text_copy(why, sizeof why, reason);
    if ((e = outbox_end(
             db, c->id, "cancelled", OUTBOX_CAUSE_NAME[cause], why, NULL, NULL)) ||
        (e = outbox_lines_void(db, c->id, NULL)) ||
        (e = delivery_tell(db, c->arena, &c->about, "mail_cancelled",
             arena_fmt(c->arena, "%s %s cancelled: %s", delivery_noun(&c->about),
                 c->row.template, reason),
             reason)))
        return e;
    return case_touch(db, c->row.case_id, "mail_cancelled");
}

enum err
look_case_nobody(struct db *db, struct look_case *c, const char *words, const char *why,
    enum outbox_cause cause, const char *reason)
{
    const struct delivery_task task = { .kind = "undeliverable",
        .title = arena_fmt(c->arena, "%s: %s", words, why),
        .dedup_key = arena_fmt(
            c->arena, "no_recipient:%llu", (unsigned long long)c->row.case_id),
        .priority = 2 };
    enum err e = delivery_ask_person(db, &c->about, &task);

    return e ? e : look_case_cancel(db, c, cause, reason);
}

enum err
look_case_fail(
    struct db *db, struct look_case *c, enum outbox_cause cause, const char *why)
{
    log_error("message_cannot_be_written", kv("outbox_id", c->id), kv("why", why));
    return delivery_fail(db, c->arena, &c->about, cause, why, NULL);
}

enum err
look_case_store_lines(struct db *db, struct look_case *c)
{
    struct outbox_line_ask *asks =
        arena_new_n(c->arena, c->look.own_n + 1, struct outbox_line_ask);
    struct outbox_line_void *voids =
        arena_new_n(c->arena, c->look.own_n + 1, struct outbox_line_void);
    size_t asks_n = 0, voids_n = 0;
    enum err e = OK;

    for (size_t k = 0; k < c->look.own_n; k++) {
        const struct look_line *l = &c->look.own[k];

        if (l->ask_minor > 0)
            asks[asks_n++] = (struct outbox_line_ask){ l->ask_minor, l->instalment_id,
                l->script_id, l->step, l->cycle, c->id };
        else
            voids[voids_n++] = (struct outbox_line_void){ l->instalment_id,
                l->script_id, l->step, l->cycle, c->id };
    }
    if (asks_n > 0)
        e = outbox_line_ask(db, asks, asks_n, NULL);
    if (!e && voids_n > 0)
        e = outbox_line_void(db, voids, voids_n, NULL);
    return e;
}
