#include "service/look_answer.h"

#include "base/clock.h"
#include "render/mail.h"
#include "service/attach_documents.h"
#include "store/q_inbox.h"
#include "store/q_outbox.h"
#include "store/setting.h"

static enum err
store(struct db *db, struct arena *a, const struct delivery *d,
    const struct inbox_answer_of *w, struct outgoing *out)
{
    const struct outbox_recipient_put to = { out->id, w->to_email, w->contact_id,
        "to" };
    uint64_t changed;
    enum err e = outbox_recipients_drop(db, out->id, NULL);

    if (e || (e = outbox_recipient_put(db, &to, 1, NULL)) ||
        (e = inbox_answer_send(db, out->id, clock_real_us() + d->send_lease_us,
             out->message_id, w->subject, w->body, &changed)))
        return e;
    out->to = arena_alloc_n(a, 1, sizeof *out->to);
    out->to[0] = w->to_email;
    out->to_n = 1;
    out->look = LAST_SEND;
    return changed ? OK : ERR_BUG;
}

/* What the answer names, and what was handed over with it. */
static enum err
attach(struct db *db, struct arena *a, const struct delivery *d, int64_t now_at,
    const struct inbox_answer_of *w, uint64_t outbox_id, struct mail *m,
    enum outbox_cause *cause, const char **why)
{
    struct attach_ask ask = { .outbox_id = outbox_id,
        .customer_id = w->customer_id,
        .statement = w->attach_statement,
        .posted_id = w->posted_id,
        .currency = w->currency,
        .language = w->language,
        .now_at = now_at };
    struct inbox_answer_items *items;
    struct attached files;
    uint64_t *ids;
    enum err e = inbox_answer_items(db, a, outbox_id, &items, &ask.item_ids_n);

    if (e)
        return e;
    ids = arena_new_n(a, ask.item_ids_n + 1, uint64_t);
    for (size_t k = 0; k < ask.item_ids_n; k++)
        ids[k] = items[k].item_id;
    ask.item_ids = ids;
    ask.invoice = ask.item_ids_n > 0;
    e = attach_documents(db, a, d->conf, &ask, &files, cause, why);
    m->attachments = files.list;
    m->attachments_n = files.n;
    return e;
}

enum err
look_answer(struct db *db, struct arena *a, const struct delivery *d, int64_t now_at,
    struct outgoing *out, enum outbox_cause *cause, const char **why)
{
    struct inbox_answer_of w;
    struct mail_address to;
    struct mail m = { .to = &to,
        .to_n = 1,
        .date_at = now_at,
        .message_id = out->message_id,
        .reply_to.email = out->reply_to };
    const char *sender;
    struct buf data;
    enum err e = inbox_answer_of(db, a, out->id, &w);

    *why = NULL;
    *cause = CAUSE_NOT_WRITTEN;
    if (e == ERR_NOT_FOUND) {
        *why = "what was written is gone";
        return ERR_INVALID;
    }
    if (e)
        return e;
    if (w.suppressed || w.consent == 0) {
        *cause = w.suppressed ? CAUSE_SUPPRESSED : CAUSE_NOBODY;
        *why = w.suppressed ? "mail to that address comes back"
                            : "the contact asked not to be mailed";
        return ERR_INVALID;
    }
    if ((e = setting_read(db, a, "company.mail_from_name",
             w.division_name ? w.division_name : "", &sender)))
        return e;
    to = (struct mail_address){ w.to_name, w.to_email };
    m.from = (struct mail_address){ sender, d->mail_from };
    m.subject = w.subject;
    m.text = w.body;
    m.in_reply_to = w.in_reply_to;
    if ((e = attach(db, a, d, now_at, &w, out->id, &m, cause, why)))
        return e;
    buf_init(&data, a);
    if ((e = mail_build(&m, &data, why)))
        return e;
    out->data = data.text;
    out->data_n = data.len;
    return store(db, a, d, &w, out);
}
