#include "service/receive_mail.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/sha.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "intake/inmail.h"
#include "service/delivery.h"
#include "service/inbound_post.h"
#include "service/keep_attachment.h"
#include "service/mail_token.h"
#include "service/receive_report.h"
#include "store/case.h"
#include "store/q_inbound.h"

struct work {
    struct arena *arena;
    const struct mail_source *s;
    const struct mail_fetched *f;
    struct inmail mail;
    bool readable;
    uint8_t raw_hash[SHA_BYTES], once_hash[SHA_BYTES];
    struct inbound_file_add *files;
    size_t files_n;
    uint64_t *id;
    enum received_as *as;
    /* of this try */
    const char *why;
    uint64_t outbox_id, customer_id, case_id, contact_id, posted_id;
    bool foreign;
};

/* -- which one it is ------------------------------------------------------- */

static void
hash(struct work *w)
{
    const struct inmail *m = &w->mail;
    struct sha s;

    sha_of(w->f->raw, w->f->n, w->raw_hash);
    memcpy(w->once_hash, w->raw_hash, sizeof w->once_hash);
    if (!w->readable || !m->message_id)
        return;
    sha_start(&s);
    sha_add(&s, m->message_id, strlen(m->message_id) + 1);
    if (m->from_email)
        sha_add(&s, m->from_email, strlen(m->from_email));
    sha_add(&s, "", 1);
    sha_add(&s, m->text, strlen(m->text));
    sha_end(&s, w->once_hash);
}

/* -- whose it is ----------------------------------------------------------- */

/* A message of ours by its Message-ID, which begins with its id; 0 when there is none.
 */
static enum err
find_by_id(struct db *db, struct work *w, const char *message_id, uint64_t *outbox_id)
{
    struct inbound_outbox_peek row;
    uint64_t id;
    enum err e;

    *outbox_id = 0;
    if (!message_id || *message_id != '<' ||
        text_u64(
            arena_strn(w->arena, message_id + 1, strspn(message_id + 1, "0123456789")),
            &id))
        return OK;
    e = inbound_outbox_peek(db, w->arena, id, &row);
    if (!e && text_eq(row.message_id, message_id)) {
        *outbox_id = id;
        w->customer_id = row.customer_id;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

/* Who wrote, as the customer is known: by a contact, or by having got that message. */
static enum err
look_at_sender(struct db *db, struct work *w)
{
    struct inbound_sender by;
    struct inbound_was_recipient was;
    const char *email = w->mail.from_email;
    enum err e;

    w->contact_id = 0;
    w->foreign = true;
    if (!email)
        return OK;
    e = inbound_sender(db, w->arena, w->customer_id, email, &by);
    if (!e)
        w->contact_id = by.contact_id;
    if (e == ERR_NOT_FOUND)
        e = inbound_was_recipient(db, w->arena, w->outbox_id, email, &was);
    w->foreign = e == ERR_NOT_FOUND;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
tie_by_reference(struct db *db, struct work *w)
{
    const struct inmail *m = &w->mail;
    enum err e = OK;

    if (m->kind == INMAIL_DELIVERY)
        e = find_by_id(db, w, m->original_id, &w->outbox_id);
    for (size_t i = 0; i < m->about_n && !e && !w->outbox_id; i++)
        e = find_by_id(db, w, m->about[i], &w->outbox_id);
    if (e || !w->outbox_id)
        return e;
    w->why = "reference";
    if (m->kind == INMAIL_DELIVERY)
        return OK;
    if ((e = look_at_sender(db, w)))
        return e;
    if (w->foreign) {
        w->why = "stranger";
        w->customer_id = 0;
    }
    return OK;
}

static enum err
tie_by_token(struct db *db, struct work *w)
{
    struct inbound_outbox_peek row;
    enum err e = inbound_outbox_peek(db, w->arena, w->outbox_id, &row);

    if (e == ERR_NOT_FOUND) {
        w->outbox_id = 0;
        return OK;
    }
    if (e)
        return e;
    w->why = "token";
    w->customer_id = row.customer_id;
    return look_at_sender(db, w);
}

static enum err
tie(struct db *db, struct work *w)
{
    const struct inmail *m = &w->mail;
    enum err e;

    w->why = "unknown";
    w->outbox_id = w->customer_id = 0;
    if (!w->readable)
        return OK;
    e = mail_reply_find(
        w->s->reply_key, w->s->reply_base, m->to, m->to_n, &w->outbox_id);
    if (e == OK)
        return tie_by_token(db, w);
    w->outbox_id = 0;
    if (e == ERR_NOT_FOUND)
        return tie_by_reference(db, w);
    w->why = "forged";
    return OK;
}

/* -- what becomes of it ---------------------------------------------------- */

/* The conversation that the mail was written in, else the one about its document. */
static enum err
find_thread(struct db *db, struct work *w, struct inbound_words *x)
{
    struct inbound_conversation_of_outbox c;
    struct inbound_outbox_item *items;
    size_t n;
    enum err e =
        inbound_conversation_of_outbox(db, w->arena, w->outbox_id, w->customer_id, &c);

    if (!e) {
        x->conversation_id = c.id;
        x->item_id = c.item_id;
        return inbound_reopen(db, c.id, NULL);
    }
    if (e != ERR_NOT_FOUND)
        return e;
    if ((e = inbound_outbox_item(db, w->arena, w->outbox_id, &items, &n)) || n != 1)
        return e;
    x->item_id = items[0].item_id;
    x->item_number = items[0].number;
    return OK;
}

static enum err
reply(struct db *db, struct work *w)
{
    const struct inmail *m = &w->mail;
    struct inbound_words x = { .id = *w->id,
        .customer_id = w->customer_id,
        .case_id = w->case_id,
        .contact_id = w->contact_id,
        .from_name = m->from_name,
        .from_email = m->from_email,
        .subject = m->subject,
        .fresh = m->fresh,
        .now_at = w->f->now_at };
    enum err e = find_thread(db, w, &x);

    return e ? e : inbound_post(db, w->arena, &x, &w->posted_id);
}

/* Words of a machine: told, and no more. */
static enum err
automatic(struct db *db, struct work *w, const struct delivery_about *about)
{
    const struct inmail *m = &w->mail;

    return delivery_tell(db, w->arena, about, "mail_auto",
        arena_fmt(w->arena, "Automatic answer of %.120s: %.150s",
            m->from_email ? m->from_email : "a machine", m->subject),
        *m->fresh ? arena_strn(w->arena, m->fresh, strnlen(m->fresh, 2000)) : NULL);
}

/* Tied: under the locks of the message and its case. */
static enum err
act(struct db *db, struct work *w)
{
    struct inbound_outbox row;
    struct delivery_about about;
    enum err e;

    if ((e = inbound_outbox(db, w->arena, w->outbox_id, &row)))
        return e;
    w->case_id = row.case_id;
    if ((e = case_lock_customer(db, w->arena, row.customer_id)))
        return e;
    about = (struct delivery_about){ .outbox_id = row.id,
        .customer_id = row.customer_id,
        .case_id = row.case_id,
        .subject = row.subject ? row.subject : row.template,
        .now_at = w->f->now_at };
    if ((e = inbound_day(db, w->arena, row.case_id, w->f->now_at, &about.today)))
        return e;
    switch (w->mail.kind) {
    case INMAIL_WORDS:
        return reply(db, w);
    case INMAIL_AUTO:
        return automatic(db, w, &about);
    case INMAIL_DELIVERY:
        break;
    }
    return receive_report(db, w->arena, &about, &w->mail);
}

/* -- kept ------------------------------------------------------------------ */

static const char *
kind_of(const struct work *w)
{
    if (!w->readable)
        return "unreadable";
    return w->mail.kind == INMAIL_WORDS  ? "reply"
           : w->mail.kind == INMAIL_AUTO ? "auto"
                                         : report_kind(&w->mail);
}

static enum err
keep(struct db *db, struct work *w, const char *kind, const char *state)
{
    const struct inmail *m = &w->mail;
    bool copy = *w->as == RECEIVED_COPY;
    const struct inbound_add_in row = { .id = *w->id,
        .mailbox = w->s->mailbox,
        .uidvalidity = w->f->uidvalidity,
        .uid = w->f->uid,
        .once_hash = copy ? NULL : w->once_hash,
        .raw_hash = w->raw_hash,
        .message_id = m->message_id,
        .kind = kind,
        .state = state,
        .why = copy ? "copy" : w->why,
        .from_email = m->from_email,
        .from_name = m->from_name,
        .foreign_sender = w->foreign,
        .subject = m->subject,
        .body = copy ? "" : m->text,
        .sent_at = m->sent_at,
        .received_at = w->f->now_at,
        .cut = m->cut || w->f->header_only,
        .outbox_id = w->outbox_id,
        .customer_id = w->customer_id,
        .posted_id = w->posted_id };
    enum err e = inbound_add(db, &row, NULL);

    return e ? e
             : inbound_mailbox_put(
                   db, w->s->mailbox, w->f->uidvalidity, w->f->uid, NULL);
}

static enum err
tell_infected(struct db *db, const struct work *w)
{
    const struct actor by = { .kind = ACTOR_CONTACT,
        .id = arena_fmt(w->arena, "mail:%" PRIu64, *w->id),
        .ip = "",
        .request_id = "",
        .now_us = w->f->now_at };
    enum err e = OK;

    for (size_t i = 0; i < w->files_n && !e; i++)
        if (w->files[i].refused &&
            text_starts(w->files[i].refused, ATTACHMENT_INFECTED))
            e = attachment_tell_infected(db, w->arena, &by, w->customer_id,
                w->files[i].file_name, w->files[i].refused);
    return e;
}

static enum err
keep_files(struct db *db, struct work *w)
{
    enum err e;

    if (!w->files_n)
        return OK;
    for (size_t i = 0; i < w->files_n; i++)
        w->files[i].inbound_id = *w->id;
    e = inbound_file_add(db, w->files, w->files_n, NULL);
    return e ? e : tell_infected(db, w);
}

static enum err
receive(struct db *db, void *arg)
{
    struct work *w = arg;
    struct inbound_by_uid here;
    struct inbound_by_hash same;
    enum err e;

    w->outbox_id = w->customer_id = w->case_id = w->contact_id = w->posted_id = 0;
    w->foreign = false;
    *w->as = RECEIVED_BEFORE;
    e = inbound_by_uid(
        db, w->arena, w->s->mailbox, w->f->uidvalidity, w->f->uid, &here);
    if (!e)
        *w->id = here.id;
    if (e != ERR_NOT_FOUND)
        return e;
    if ((e = db_id(db, w->id)))
        return e;
    e = inbound_by_hash(db, w->arena, w->once_hash, &same);
    if (!e) {
        *w->as = RECEIVED_COPY;
        return keep(db, w, "copy", "dropped");
    }
    if (e != ERR_NOT_FOUND || (e = tie(db, w)))
        return e;
    *w->as = w->customer_id ? RECEIVED_TIED : RECEIVED_UNASSIGNED;
    if ((e = keep_files(db, w)) || (w->customer_id && (e = act(db, w))))
        return e;
    return keep(db, w, kind_of(w), w->customer_id ? "tied" : "unassigned");
}

enum err
receive_mail(struct db *db, struct arena *a, const struct mail_source *s,
    const struct mail_fetched *f, uint64_t *id, enum received_as *as)
{
    struct work w = { .arena = a, .s = s, .f = f, .id = id, .as = as };
    enum err e;

    w.readable = inmail_parse(a, f->raw, f->n, &w.mail) == OK;
    hash(&w);
    if (w.mail.kind != INMAIL_DELIVERY &&
        (e = inbound_files_write(a, s->conf, &w.mail, &w.files, &w.files_n)))
        return e;
    return db_retry(db, receive, &w);
}
