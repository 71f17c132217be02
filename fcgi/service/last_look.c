#include "service/last_look.h"

#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "base/text.h"
#include "db/tx.h"
#include "domain/coverage.h"
#include "service/attach_documents.h"
#include "service/case_stream.h"
#include "service/claim_fees.h"
#include "service/compose.h"
#include "service/look_answer.h"
#include "service/look_lines.h"
#include "service/mail_link.h"
#include "service/mail_view.h"
#include "service/opt_out.h"
#include "service/resolve_recipients.h"
#include "service/track_mail.h"
#include "service/write_mail.h"
#include "store/case.h"
#include "store/q_outbox.h"

enum { REASON__SIZE = 300 };

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
    struct compose own; /* of a person's message */
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
    size_t n = w->readers.n + w->own.cc_n;
    struct outbox_recipient_put *rows =
        arena_new_n(w->arena, n, struct outbox_recipient_put);
    enum err e = outbox_recipients_drop(db, w->id, NULL);

    w->out->to = arena_alloc_n(w->arena, n, sizeof *w->out->to);
    for (size_t k = 0; k < w->readers.n; k++) {
        const struct snap_contact *c = w->readers.list[k];

        rows[k] = (struct outbox_recipient_put){ w->id, c->email, c->id, "to" };
    }
    for (size_t k = 0; k < w->own.cc_n; k++)
        rows[w->readers.n + k] = (struct outbox_recipient_put){ w->id,
            w->own.cc[k].email, w->own.cc[k].contact_id, "cc" };
    for (size_t k = 0; k < n; k++)
        w->out->to[k] = rows[k].email;
    w->out->to_n = n;
    return e ? e : outbox_recipient_put(db, rows, n, NULL);
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

/* Where a reader may end such mail: a courtesy, or what a person wrote, not the
 * reminder of a debt; and only where it is clear who that reader is. */
static void
offer_end(struct work *w, struct mail_view_in *in, struct mail *m)
{
    const struct snap_contact *c = w->readers.n == 1 ? w->readers.list[0] : NULL;

    if (!c || kind_of(&w->row) == LOOK_OVERDUE)
        return;
    in->opt_out_link = arena_fmt(w->arena, "%s/api/portal/v1/opt-out/%s",
        w->d->public_url, opt_out_token(w->arena, w->d->link_key, c->id, c->email));
    if (text_starts(in->opt_out_link, "https://"))
        m->unsubscribe_url = in->opt_out_link;
}

static void
address_mail(const struct work *w, struct mail *m)
{
    struct mail_address *to = arena_new_n(w->arena, w->readers.n, struct mail_address);
    struct mail_address *cc =
        arena_new_n(w->arena, w->own.cc_n + 1, struct mail_address);

    for (size_t k = 0; k < w->readers.n; k++)
        to[k] = (struct mail_address){ w->readers.list[k]->name,
            w->readers.list[k]->email };
    for (size_t k = 0; k < w->own.cc_n; k++)
        cc[k] = (struct mail_address){ w->own.cc[k].name, w->own.cc[k].email };
    m->to = to;
    m->to_n = w->readers.n;
    m->cc = cc;
    m->cc_n = w->own.cc_n;
}

/* A person's own words go into the company's text for them. */
static enum err
say_it(struct db *db, struct work *w, const struct text_reader *reader,
    struct reminder *view, struct mail *m, struct written *text, const char **why)
{
    enum err e;

    if (w->own.body && (e = fill_words(w->arena, view, w->own.subject, w->own.body,
                            &view->subject, &view->message, why)))
        return e;
    return write_mail(db, w->arena, w->row.template, reader, view, m, text, why);
}

/* What the step says, or a person. */
static enum err
attach(struct db *db, struct work *w, const char *language, struct mail *m,
    const char **why)
{
    const struct step *step = delivery_step(w->d, w->row.script_id, w->row.step);
    const struct attach_ask ask = { .outbox_id = w->id,
        .customer_id = w->row.customer_id,
        .invoice = w->own.attach_invoice || (step && step->attach_invoice),
        .statement = w->own.attach_statement || (step && step->attach_statement),
        .currency = w->facts.snapshot.currency,
        .language = language,
        .now_at = w->now_at };
    struct attached files;
    enum err e = attach_documents(db, w->arena, w->d->conf, &ask, &files, why);

    m->attachments = files.list;
    m->attachments_n = files.n;
    return e;
}

/* What leaves may lead over us, where the company allows it; what is kept does not. */
static enum err
track(struct db *db, struct work *w, const struct mail_link *link, struct mail *m,
    struct written *text, const char **why)
{
    const char *html;
    struct buf data;
    enum err e = track_mail(db, w->arena, &w->d->keys, w->d->public_url, w->id,
        link->url, text->html, &html);

    if (e || html == text->html)
        return e;
    m->html = html;
    buf_init(&data, w->arena);
    if ((e = mail_build(m, &data, why)))
        return e;
    text->data = data.text;
    text->data_n = data.len;
    return OK;
}

static enum err
write_and_store(struct db *db, struct work *w)
{
    struct mail m = { .date_at = w->now_at,
        .message_id = w->out->message_id,
        .automatic = kind_of(&w->row) != LOOK_MANUAL };
    struct mail_view_in in = { .rules = w->d->rules,
        .facts = &w->facts,
        .look = &w->look,
        .readers = &w->readers,
        .division_name = w->about_case.division_name,
        .overdue = kind_of(&w->row) != LOOK_UPCOMING };
    struct text_reader reader;
    struct mail_link link;
    struct reminder view;
    struct written text;
    struct fees fees;
    const char *why = NULL;
    enum err e;

    if ((e = fees_of_message(
             db, w->arena, w->d, &w->about_case, w->id, w->about.today, &fees)) ||
        (e = mail_link(db, w->arena, w->d, &w->about,
             w->readers.n == 1 ? w->readers.list[0]->id : 0, &link)))
        return e;
    in.fee_minor = fees.total_minor;
    in.fee_basis = fees.basis;
    in.portal_link = link.url;
    offer_end(w, &in, &m);
    if ((e = mail_view(db, w->arena, &in, &reader, &view)))
        return e;
    address_mail(w, &m);
    m.from = (struct mail_address){ view.sender, w->d->mail_from };
    m.reply_to.email = w->out->reply_to;
    if ((e = attach(
             db, w, recipients_language(&w->readers, &w->facts.snapshot), &m, &why)))
        return e == ERR_INVALID && why ? fail(db, w, why) : e;
    e = say_it(db, w, &reader, &view, &m, &text, &why);
    if (!e)
        e = track(db, w, &link, &m, &text, &why);
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

/* What a person wrote goes as it is: nothing in it depends on what is owed. */
static enum err
answer(struct db *db, struct work *w)
{
    const char *why;
    enum err e;

    w->about.case_id = w->row.case_id;
    if (w->row.case_id && (e = case_lock(db, w->row.case_id)))
        return e;
    e = look_answer(db, w->arena, w->d, w->now_at, w->out, &why);
    return e == ERR_INVALID && why ? fail(db, w, why) : e;
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
    if (text_eq(w->row.template, ANSWER_TEMPLATE))
        return answer(db, w);
    if (!w->row.case_id)
        return fail(db, w, "it is about no case");
    if ((e = read_case(db, w)))
        return e;
    if (kind_of(&w->row) == LOOK_MANUAL &&
        (e = compose_read(db, w->arena, w->id, &w->facts.snapshot, &w->own)))
        return e;
    w->look.asked_n = w->own.items_n;
    look_at_lines(&w->facts.snapshot, kind_of(&w->row), w->arena, &w->look);
    if (w->look.stop)
        return cancel(db, w, w->look.stop);
    step = delivery_step(w->d, w->row.script_id, w->row.step);
    resolve_recipients(&w->facts.snapshot, step ? step->to_role : w->own.to_role,
        w->arena, &w->readers);
    compose_copy_once(&w->own, &w->readers);
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
