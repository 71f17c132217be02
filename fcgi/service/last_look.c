#include "service/last_look.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/tx.h"
#include "service/attach_documents.h"
#include "service/claim_fees.h"
#include "service/look_answer.h"
#include "service/look_case.h"
#include "service/look_notice.h"
#include "service/mail_link.h"
#include "service/mail_view.h"
#include "service/opt_out.h"
#include "service/resolve_recipients.h"
#include "service/track_mail.h"
#include "service/write_mail.h"
#include "store/q_outbox.h"

struct work {
    struct look_case c;
    struct outgoing *out;
    struct recipients readers; /* as read in this try */
};

/* -- it does not go -------------------------------------------------------- */

static enum err
stop(struct db *db, struct work *w)
{
    w->out->look = LAST_CANCELLED;
    return look_case_cancel(db, &w->c, w->c.look.cause, w->c.look.stop);
}

static enum err
fail(struct db *db, struct work *w, enum outbox_cause cause, const char *why)
{
    w->out->look = LAST_FAILED;
    return look_case_fail(db, &w->c, cause, why);
}

/* Whether somebody could be written to, were it not stopped. */
static bool
is_suppressed(const struct snapshot *s)
{
    for (size_t k = 0; k < s->contacts_n; k++)
        if (s->contacts[k].suppressed)
            return true;
    return false;
}

static enum err
nobody(struct db *db, struct work *w)
{
    w->out->look = LAST_CANCELLED;
    return look_case_nobody(db, &w->c, "Nobody to write to", w->readers.why,
        is_suppressed(&w->c.facts.snapshot) ? CAUSE_SUPPRESSED : CAUSE_NOBODY,
        "nobody to write to");
}

/* -- it goes --------------------------------------------------------------- */

/* Whether an earlier look may have left recipients, files or a link. */
static bool
tried(const struct work *w)
{
    return !w->c.seen || w->c.seen->tried;
}

static enum err
store_recipients(struct db *db, struct work *w)
{
    size_t n = w->readers.n + w->c.own.cc_n;
    struct outbox_recipient_put *rows =
        arena_new_n(w->c.arena, n, struct outbox_recipient_put);
    enum err e = tried(w) ? outbox_recipients_drop(db, w->c.id, NULL) : OK;

    w->out->to = arena_alloc_n(w->c.arena, n, sizeof *w->out->to);
    for (size_t k = 0; k < w->readers.n; k++) {
        const struct snap_contact *c = w->readers.list[k];

        rows[k] = (struct outbox_recipient_put){ w->c.id, c->email, c->id, "to" };
    }
    for (size_t k = 0; k < w->c.own.cc_n; k++)
        rows[w->readers.n + k] = (struct outbox_recipient_put){ w->c.id,
            w->c.own.cc[k].email, w->c.own.cc[k].contact_id, "cc" };
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
    const struct outbox_send_in in = { .id = w->c.id,
        .lease_until = clock_real_us() + w->c.d->send_lease_us,
        .message_id = w->out->message_id,
        .subject = text->subject,
        .body_text = without(w->c.arena, text->text, link->token),
        .body_html = without(w->c.arena, text->html, link->token),
        .total_minor = w->c.look.total_minor,
        .currency = w->c.facts.snapshot.currency };
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

    if (!c || look_case_kind(&w->c) == LOOK_OVERDUE)
        return;
    in->opt_out_link =
        arena_fmt(w->c.arena, "%s/api/portal/v1/opt-out/%s", w->c.d->public_url,
            opt_out_token(w->c.arena, w->c.d->link_key, c->id, c->email));
    if (text_starts(in->opt_out_link, "https://"))
        m->unsubscribe_url = in->opt_out_link;
}

static void
address_mail(const struct work *w, struct mail *m)
{
    struct mail_address *to =
        arena_new_n(w->c.arena, w->readers.n, struct mail_address);
    struct mail_address *cc =
        arena_new_n(w->c.arena, w->c.own.cc_n + 1, struct mail_address);

    for (size_t k = 0; k < w->readers.n; k++)
        to[k] = (struct mail_address){ w->readers.list[k]->name,
            w->readers.list[k]->email };
    for (size_t k = 0; k < w->c.own.cc_n; k++)
        cc[k] = (struct mail_address){ w->c.own.cc[k].name, w->c.own.cc[k].email };
    m->to = to;
    m->to_n = w->readers.n;
    m->cc = cc;
    m->cc_n = w->c.own.cc_n;
}

/* A person's own words go into the company's text for them. */
static enum err
say_it(struct db *db, struct work *w, const struct text_reader *reader,
    struct reminder *view, struct written *text, const char **why)
{
    struct mail_text words;
    enum err e;

    if (w->c.own.body && (e = fill_words(w->c.arena, view, w->c.own.subject,
                              w->c.own.body, &view->subject, &view->message, why)))
        return e;
    if ((e = find_text(
             db, w->c.arena, w->c.d->texts, w->c.row.template, reader, &words, why)))
        return e;
    return fill_text(w->c.arena, &words, view, text, why);
}

/* What the step says, or a person. */
static enum err
attach(struct db *db, struct work *w, const struct written *text, struct mail *m,
    enum outbox_cause *cause, const char **why)
{
    const struct step *step = delivery_step(w->c.d, w->c.row.script_id, w->c.row.step);
    const struct letter_ask letter = { .outbox_id = w->c.id,
        .customer_id = w->c.row.customer_id,
        .case_id = w->c.row.case_id,
        .subject = text->subject,
        .text = text->text,
        .minor = w->c.look.total_minor,
        .now_at = w->c.now_at };
    const struct attach_ask ask = { .outbox_id = w->c.id,
        .customer_id = w->c.row.customer_id,
        .look = &w->c.look,
        .invoice = w->c.own.attach_invoice || (step && step->attach_invoice),
        .statement = w->c.own.attach_statement || (step && step->attach_statement),
        .letter =
            w->c.own.attach_letter || (step && step->attach_letter) ? &letter : NULL,
        .currency = w->c.facts.snapshot.currency,
        .language = recipients_language(&w->readers, &w->c.facts.snapshot),
        .now_at = w->c.now_at };
    struct attached files;
    enum err e;

    if (!tried(w) && !ask.invoice && !ask.statement && !ask.letter)
        return OK;
    e = attach_documents(db, w->c.arena, w->c.d->conf, &ask, &files, cause, why);

    m->attachments = files.list;
    m->attachments_n = files.n;
    return e;
}

/* What leaves may lead over us, where the company allows it; what is kept does not. */
static enum err
build(struct db *db, struct work *w, const struct mail_link *link, struct mail *m,
    struct written *text, const char **why)
{
    struct written leaves = *text;
    enum err e = track_mail(db, w->c.arena, w->c.d->settings, &w->c.d->keys,
        w->c.d->public_url, w->c.id, link->url, text->html, &leaves.html);

    if (e || (e = build_mail(w->c.arena, m, &leaves, why)))
        return e;
    text->data = leaves.data;
    text->data_n = leaves.data_n;
    return OK;
}

static enum err
fees_of_work(struct db *db, struct work *w, struct fees *fees)
{
    enum err e = OK;

    if (w->c.seen)
        look_case_fees(&w->c, fees);
    else
        e = fees_of_message(
            db, w->c.arena, w->c.d, &w->c.about_case, w->c.id, w->c.about.today, fees);
    w->out->claims = !e && fees->n > 0;
    return e;
}

static enum err
write_and_store(struct db *db, struct work *w)
{
    struct mail m = { .date_at = w->c.now_at,
        .message_id = w->out->message_id,
        .automatic = look_case_kind(&w->c) != LOOK_MANUAL };
    struct mail_view_in in = { .head = &w->c.d->settings->head,
        .rules = w->c.d->rules,
        .facts = &w->c.facts,
        .look = &w->c.look,
        .readers = &w->readers,
        .division_name = w->c.about_case.division_name,
        .overdue = look_case_kind(&w->c) != LOOK_UPCOMING };
    struct text_reader reader;
    struct mail_link link;
    struct reminder view;
    struct written text;
    struct fees fees;
    enum outbox_cause cause = CAUSE_NOT_WRITTEN;
    const char *why = NULL;
    enum err e;

    if ((e = fees_of_work(db, w, &fees)) ||
        (e = mail_link(db, w->c.arena, w->c.d, &w->c.about,
             w->readers.n == 1 ? w->readers.list[0]->id : 0, tried(w), &link)))
        return e;
    in.fee_minor = fees.total_minor;
    in.fee_basis = fees.basis;
    in.portal_link = link.url;
    offer_end(w, &in, &m);
    if ((e = mail_view(db, w->c.arena, &in, &reader, &view)))
        return e;
    address_mail(w, &m);
    m.from = (struct mail_address){ view.sender, w->c.d->mail_from };
    m.reply_to.email = w->out->reply_to;
    e = say_it(db, w, &reader, &view, &text, &why);
    if (!e && (e = attach(db, w, &text, &m, &cause, &why)) == ERR_INVALID && why)
        return fail(db, w, cause, why);
    if (!e)
        e = build(db, w, &link, &m, &text, &why);
    if (e == ERR_INVALID && why)
        return fail(db, w, CAUSE_NOT_WRITTEN, why);
    return e ? e : store_message(db, w, &text, &link);
}

/* -- the look -------------------------------------------------------------- */

/* Where answers go, and reports of delivery: the token in it names this message. */
static void
address_answers(struct work *w)
{
    const struct delivery *d = w->c.d;

    w->out->from = d->mail_from;
    w->out->reply_to = NULL;
    if (!d->mail_reply || !*d->mail_reply)
        return;
    w->out->reply_to =
        mail_reply_address(w->c.arena, d->keys.reply, d->mail_reply, w->c.id);
    if (!text_eq_nocase(d->mail_reply, d->mail_from))
        w->out->from = w->out->reply_to;
}

/* Locks the row; *mine: it is claimed, and by this worker. */
static enum err
lock_row(struct db *db, struct work *w, bool *mine)
{
    enum err e = look_case_lock(db, &w->c);

    *mine = !e && text_eq(w->c.row.state, "claimed") &&
            text_eq(w->c.row.claimed_by, w->c.d->worker);
    if (e == ERR_NOT_FOUND && w->c.no_wait)
        w->out->look = LAST_BUSY;
    return e == ERR_NOT_FOUND ? OK : e;
}

/* What a person wrote goes as it is: nothing in it depends on what is owed. */
static enum err
answer(struct db *db, struct work *w)
{
    enum outbox_cause cause;
    const char *why;
    enum err e;

    w->c.about.case_id = w->c.row.case_id;
    e = look_answer(db, w->c.arena, w->c.d, w->c.now_at, w->out, &cause, &why);
    return e == ERR_INVALID && why ? fail(db, w, cause, why) : e;
}

/* What waits for its reader in the portal; nothing in it depends on what is owed,
 * either. */
static enum err
notice(struct db *db, struct work *w)
{
    enum outbox_cause cause;
    const char *why;
    enum err e = look_notice(db, w->c.arena, w->c.d, &w->c.about, w->out, &cause, &why);

    return e == ERR_INVALID && why ? fail(db, w, cause, why) : e;
}

static enum err
look(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct step *step;
    bool mine;
    enum err e;

    *w->out = (struct outgoing){ .look = LAST_GONE, .id = w->c.id };
    if ((e = lock_row(db, w, &mine)) || !mine)
        return e;
    w->out->case_id = w->c.row.case_id;
    w->out->attempt = w->c.row.attempts + 1;
    address_answers(w);
    w->out->message_id =
        mail_message_id(w->c.arena, w->c.id, w->c.d->installation, w->c.d->mail_from);
    if (text_eq(w->c.row.template, ANSWER_TEMPLATE))
        return answer(db, w);
    if (text_eq(w->c.row.template, NOTICE_TEMPLATE))
        return notice(db, w);
    if (!w->c.row.case_id)
        return fail(db, w, CAUSE_NOT_WRITTEN, "it is about no case");
    if ((e = look_case_read(db, &w->c)))
        return e;
    w->out->about = w->c.about_case;
    if (w->c.look.stop)
        return stop(db, w);
    step = delivery_step(w->c.d, w->c.row.script_id, w->c.row.step);
    resolve_recipients(&w->c.facts.snapshot, step ? step->to_role : w->c.own.to_role,
        w->c.arena, &w->readers);
    compose_copy_once(&w->c.own, &w->readers);
    if (w->readers.n == 0)
        return nobody(db, w);
    if ((e = look_case_store_lines(db, &w->c)) || (e = store_recipients(db, w)))
        return e;
    return write_and_store(db, w);
}

static struct work
work_of(struct arena *a, const struct delivery *d, const struct look_ask *ask,
    struct outgoing *out)
{
    return (struct work){ .c = { .arena = a,
                              .d = d,
                              .id = ask->id,
                              .now_at = ask->now_at,
                              .ahead = ask->ahead,
                              .touched = ask->touched },
        .out = out };
}

enum err
last_look(struct db *db, struct arena *a, const struct delivery *d,
    const struct look_ask *ask, struct outgoing *out)
{
    struct work w = work_of(a, d, ask, out);

    return db_retry(db, look, &w);
}

enum err
last_look_inside(struct db *db, struct arena *a, const struct delivery *d,
    const struct look_ask *ask, struct outgoing *out)
{
    struct work w = work_of(a, d, ask, out);

    w.c.no_wait = true;
    return look(db, &w);
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

    return e || !mine ? e : fail(db, &g->w, CAUSE_NOT_WRITTEN, g->why);
}

enum err
give_up_claimed(struct db *db, struct arena *a, const struct delivery *d, uint64_t id,
    int64_t now_at, const char *why)
{
    struct outgoing nothing;
    struct giving_up g = {
        .w = { .c = { .arena = a, .d = d, .id = id, .now_at = now_at },
            .out = &nothing },
        .why = why,
    };

    return db_retry(db, give_up, &g);
}
