#include "service/last_look.h"

#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "base/text.h"
#include "db/tx.h"
#include "domain/coverage.h"
#include "service/case_stream.h"
#include "service/claim_fees.h"
#include "service/look_lines.h"
#include "service/mail_link.h"
#include "service/resolve_recipients.h"
#include "service/write_mail.h"
#include "store/case.h"
#include "store/q_outbox.h"
#include "store/setting.h"

enum { PAY_WITHIN_DAYS = 7, REASON__SIZE = 300 };

struct work {
    struct arena *arena;
    const struct delivery *d;
    uint64_t id;
    int64_t now_at;
    struct outgoing *out;
    /* as read in this try */
    struct outbox_lock row;
    struct outbox_case about_case;
    struct case_facts facts;
    struct look look;
    struct recipients readers;
    struct delivery_about about;
};

/* -- what it is about ------------------------------------------------------ */

static enum look_kind
kind_of(const struct outbox_lock *row)
{
    return text_eq(row->kind, "upcoming")  ? LOOK_UPCOMING
           : text_eq(row->kind, "overdue") ? LOOK_OVERDUE
                                           : LOOK_MANUAL;
}

static enum err
read_lines(struct db *db, struct work *w)
{
    struct outbox_standing_lines *rows;
    size_t n;
    enum err e = outbox_standing_lines(db, w->arena, w->id, &rows, &n);

    if (e)
        return e;
    w->look = (struct look){ .own = arena_new_n(w->arena, n + 1, struct look_line) };
    for (size_t k = 0; k < n; k++)
        w->look.own[w->look.own_n++] = (struct look_line){
            .instalment_id = rows[k].instalment_id,
            .script_id = rows[k].script_id,
            .step = rows[k].step,
            .cycle = rows[k].cycle,
        };
    return OK;
}

static enum err
read_case(struct db *db, struct work *w)
{
    enum err e;

    if ((e = case_lock(db, w->row.case_id)) ||
        (e = outbox_case(db, w->arena, w->row.case_id, &w->about_case)) ||
        (e = case_read(db, w->arena, w->row.case_id, w->now_at, DAY_NONE, &w->facts)) ||
        (e = read_lines(db, w)))
        return e;
    coverage_apply(&w->facts.snapshot, w->arena);
    w->about.case_id = w->row.case_id;
    w->about.today = w->facts.snapshot.today;
    return OK;
}

/* -- it does not go -------------------------------------------------------- */

static enum err
cancel(struct db *db, struct work *w, const char *reason)
{
    char why[REASON__SIZE];
    enum err e;

    text_copy(why, sizeof why, reason);
    if ((e = outbox_end(db, w->id, "cancelled", why, NULL, NULL)) ||
        (e = outbox_lines_void(db, w->id, NULL)) ||
        (e = delivery_tell(db, w->arena, &w->about, "mail_cancelled",
             arena_fmt(w->arena, "Mail %s cancelled: %s", w->row.template, reason),
             reason)) ||
        (e = case_touch(db, w->row.case_id, "mail_cancelled")))
        return e;
    w->out->look = LAST_CANCELLED;
    return OK;
}

static enum err
nobody(struct db *db, struct work *w)
{
    const struct delivery_task task = { .kind = "undeliverable",
        .title = arena_fmt(w->arena, "Nobody to write to: %s", w->readers.why),
        .dedup_key = arena_fmt(
            w->arena, "no_recipient:%llu", (unsigned long long)w->row.case_id),
        .priority = 2 };
    enum err e = delivery_ask_person(db, &w->about, &task);

    return e ? e : cancel(db, w, "nobody to write to");
}

static enum err
fail(struct db *db, struct work *w, const char *why)
{
    enum err e = delivery_fail(db, w->arena, &w->about, why, NULL);

    log_error("mail_cannot_be_written", kv("outbox_id", w->id), kv("why", why));
    w->out->look = LAST_FAILED;
    return e;
}

/* -- it goes --------------------------------------------------------------- */

static enum err
store_lines(struct db *db, struct work *w)
{
    struct outbox_line_ask *asks =
        arena_new_n(w->arena, w->look.own_n + 1, struct outbox_line_ask);
    struct outbox_line_void *voids =
        arena_new_n(w->arena, w->look.own_n + 1, struct outbox_line_void);
    size_t asks_n = 0, voids_n = 0;
    enum err e = OK;

    for (size_t k = 0; k < w->look.own_n; k++) {
        const struct look_line *l = &w->look.own[k];

        if (l->ask_minor > 0)
            asks[asks_n++] = (struct outbox_line_ask){ l->ask_minor, l->instalment_id,
                l->script_id, l->step, l->cycle, w->id };
        else
            voids[voids_n++] = (struct outbox_line_void){ l->instalment_id,
                l->script_id, l->step, l->cycle, w->id };
    }
    if (asks_n > 0)
        e = outbox_line_ask(db, asks, asks_n, NULL);
    if (!e && voids_n > 0)
        e = outbox_line_void(db, voids, voids_n, NULL);
    return e;
}

static enum err
store_recipients(struct db *db, struct work *w)
{
    struct outbox_recipient_put *rows =
        arena_new_n(w->arena, w->readers.n, struct outbox_recipient_put);
    enum err e = outbox_recipients_drop(db, w->id, NULL);

    w->out->to = arena_alloc_n(w->arena, w->readers.n, sizeof *w->out->to);
    for (size_t k = 0; k < w->readers.n; k++) {
        const struct snap_contact *c = w->readers.list[k];

        w->out->to[k] = c->email;
        rows[k] = (struct outbox_recipient_put){ w->id, c->email, c->id, "to" };
    }
    w->out->to_n = w->readers.n;
    return e ? e : outbox_recipient_put(db, rows, w->readers.n, NULL);
}

/* "de" of a Swiss reader is "de-CH". */
static const char *
locale_of(struct arena *a, const char *language, const char *country)
{
    if (strchr(language, '-') || !country || strlen(country) != 2)
        return language;
    return arena_fmt(a, "%s-%s", language, country);
}

static enum err
view_of(struct db *db, struct work *w, const char *language, const struct fees *fees,
    const char *portal_link, struct reminder *out)
{
    const struct snapshot *s = &w->facts.snapshot;
    const struct calendar *cal = rulebook_calendar(w->d->rules, s->country, s->region);

    *out = (struct reminder){
        .locale = locale_of(w->arena, language, s->country),
        .company = w->about_case.division_name,
        .customer = s->customer_name,
        .customer_number = s->customer_number,
        .contact = w->readers.n == 1 ? w->readers.list[0]->name : NULL,
        .today = s->today,
        .pay_by = calendar_next_business(cal, s->today + PAY_WITHIN_DAYS),
        .overdue = kind_of(&w->row) != LOOK_UPCOMING,
        .currency = s->currency,
        .lines = w->look.lines,
        .lines_n = w->look.lines_n,
        .fee_minor = fees->total_minor,
        .fee_basis = fees->basis,
        .portal_link = portal_link,
    };
    return setting_read(
        db, w->arena, "company.mail_from_name", out->company, &out->sender);
}

/* The text as it is kept: whoever reads it here must not get in by it. */
static const char *
without(struct arena *a, const char *text, const char *secret)
{
    size_t n = strlen(secret);
    struct buf b;

    buf_init(&b, a);
    for (const char *at; (at = strstr(text, secret)); text = at + n) {
        buf_add(&b, text, (size_t)(at - text));
        buf_text(&b, "…");
    }
    buf_text(&b, text);
    return b.text;
}

static enum err
store_message(struct db *db, struct work *w, const struct written *text,
    const struct mail_link *link)
{
    const struct outbox_send_in in = { .id = w->id,
        .lease_until = clock_real_us() + w->d->send_lease_us,
        .message_id = w->out->message_id,
        .subject = text->subject,
        .body_text = without(w->arena, text->text, link->token),
        .body_html = without(w->arena, text->html, link->token),
        .total_minor = w->look.total_minor,
        .currency = w->facts.snapshot.currency };
    uint64_t changed;
    enum err e = outbox_send(db, &in, &changed);

    if (e)
        return e;
    w->out->look = LAST_SEND;
    w->out->data = text->data;
    w->out->data_n = text->data_n;
    return changed ? OK : ERR_BUG;
}

static enum err
write_and_store(struct db *db, struct work *w)
{
    const char *language = recipients_language(&w->readers, &w->facts.snapshot);
    struct mail_address *to = arena_new_n(w->arena, w->readers.n, struct mail_address);
    struct mail m = { .to = to,
        .to_n = w->readers.n,
        .date_at = w->now_at,
        .message_id = w->out->message_id,
        .automatic = true };
    struct mail_link link;
    struct reminder view;
    struct written text;
    struct fees fees;
    const char *why = NULL;
    enum err e;

    for (size_t k = 0; k < w->readers.n; k++)
        to[k] = (struct mail_address){ w->readers.list[k]->name,
            w->readers.list[k]->email };
    if ((e = fees_of_message(
             db, w->arena, w->d, &w->about_case, w->id, w->about.today, &fees)) ||
        (e = mail_link(db, w->arena, w->d, &w->about,
             w->readers.n == 1 ? w->readers.list[0]->id : 0, &link)) ||
        (e = view_of(db, w, language, &fees, link.url, &view)))
        return e;
    m.from = (struct mail_address){ view.sender, w->d->mail_from };
    m.reply_to.email = w->out->reply_to;
    e = write_mail(db, w->arena, w->row.template, language, &view, &m, &text, &why);
    if (e == ERR_INVALID && why)
        return fail(db, w, why);
    return e ? e : store_message(db, w, &text, &link);
}

/* -- the look -------------------------------------------------------------- */

/* Where answers go, and reports of delivery: the token in it names this message. */
static void
address_answers(struct work *w)
{
    const struct delivery *d = w->d;

    w->out->from = d->mail_from;
    w->out->reply_to = NULL;
    if (!d->mail_reply || !*d->mail_reply)
        return;
    w->out->reply_to =
        mail_reply_address(w->arena, d->keys.reply, d->mail_reply, w->id);
    if (!text_eq_nocase(d->mail_reply, d->mail_from))
        w->out->from = w->out->reply_to;
}

/* Locks the row; *mine: it is claimed, and by this worker. */
static enum err
lock_row(struct db *db, struct work *w, bool *mine)
{
    enum err e = outbox_lock(db, w->arena, w->id, &w->row);

    *mine = !e && text_eq(w->row.state, "claimed") &&
            text_eq(w->row.claimed_by, w->d->worker);
    if (e == ERR_NOT_FOUND)
        return OK;
    w->about = (struct delivery_about){ .outbox_id = w->id,
        .customer_id = w->row.customer_id,
        .subject = w->row.subject ? w->row.subject : w->row.template,
        .today = date_of_instant(w->now_at),
        .now_at = w->now_at };
    return e;
}

static enum err
look(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct step *step;
    bool mine;
    enum err e;

    *w->out = (struct outgoing){ .look = LAST_GONE, .id = w->id };
    if ((e = lock_row(db, w, &mine)) || !mine)
        return e;
    w->out->attempt = w->row.attempts + 1;
    address_answers(w);
    w->out->message_id =
        mail_message_id(w->arena, w->id, w->d->installation, w->d->mail_from);
    if (!w->row.case_id)
        return fail(db, w, "it is about no case");
    if ((e = read_case(db, w)))
        return e;
    look_at_lines(&w->facts.snapshot, kind_of(&w->row), w->arena, &w->look);
    if (w->look.stop)
        return cancel(db, w, w->look.stop);
    step = delivery_step(w->d, w->row.script_id, w->row.step);
    resolve_recipients(
        &w->facts.snapshot, step ? step->to_role : NULL, w->arena, &w->readers);
    if (w->readers.n == 0)
        return nobody(db, w);
    if ((e = store_lines(db, w)) || (e = store_recipients(db, w)))
        return e;
    return write_and_store(db, w);
}

enum err
last_look(struct db *db, struct arena *a, const struct delivery *d, uint64_t id,
    int64_t now_at, struct outgoing *out)
{
    struct work w = { .arena = a, .d = d, .id = id, .now_at = now_at, .out = out };

    return db_retry(db, look, &w);
}

struct giving_up {
    struct work w;
    const char *why;
};

static enum err
give_up(struct db *db, void *arg)
{
    struct giving_up *g = arg;
    bool mine;
    enum err e = lock_row(db, &g->w, &mine);

    return e || !mine ? e : fail(db, &g->w, g->why);
}

enum err
give_up_claimed(struct db *db, struct arena *a, const struct delivery *d, uint64_t id,
    int64_t now_at, const char *why)
{
    struct outgoing nothing;
    struct giving_up g = {
        .w = { .arena = a, .d = d, .id = id, .now_at = now_at, .out = &nothing },
        .why = why,
    };

    return db_retry(db, give_up, &g);
}
