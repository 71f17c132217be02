#include "service/look_notice.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "render/mail.h"
#include "service/chat_words.h"
#include "service/mail_link.h"
#include "store/q_chat_notice.h"
#include "store/q_inbox.h"
#include "store/q_outbox.h"
#include "store/setting.h"

enum { WORDS__MAX = 20 }; /* messages in a mail; the others wait where it leads */

struct work {
    struct arena *arena;
    const struct delivery *d;
    const struct delivery_about *about;
    struct outgoing *out;
    struct chat_notice_of to;
    struct chat_notice_words *said;
    size_t said_n;
    bool more; /* was said than there is room for */
    const char *company;
};

static const char *
say(const struct work *w, enum chat_word which)
{
    return chat_word(which, w->to.language);
}

/* What it says, with that way in. */
static char *
write_text(const struct work *w, const char *url)
{
    const struct chat_notice_of *to = &w->to;
    struct buf b;

    buf_init(&b, w->arena);
    if (to->to_name)
        buf_fmt(&b, say(w, CHAT_HELLO_NAME), to->to_name);
    else
        buf_text(&b, say(w, CHAT_HELLO));
    buf_text(&b, "\n\n");
    if (to->item_number)
        buf_fmt(&b, say(w, CHAT_WROTE_ABOUT), w->company, to->item_number);
    else
        buf_fmt(&b, say(w, CHAT_WROTE), w->company);
    buf_text(&b, "\n\n");
    for (size_t i = 0; i < w->said_n; i++) {
        const struct chat_notice_words *m = &w->said[i];

        if (m->author_name)
            buf_fmt(&b, "%s:\n", m->author_name);
        buf_fmt(&b, "%s\n", m->body);
        if (m->files_n)
            buf_fmt(&b, say(w, CHAT_FILES), m->files_n);
        buf_text(&b, "\n");
    }
    if (w->more)
        buf_fmt(&b, "%s\n\n", say(w, CHAT_MORE));
    buf_fmt(&b, "%s\n%s\n",
        say(w, w->out->reply_to ? CHAT_ANSWER_OR_REPLY : CHAT_ANSWER), url);
    return b.text;
}

/* A link of the contact's own; whoever has an account comes in by that alone, as what
 * he may do stands there. *kept: the same without what lets in. */
static enum err
find_way(struct db *db, const struct work *w, const char **url, const char **kept)
{
    struct mail_link link;
    enum err e;

    if (!w->to.contact_id) {
        *url = *kept = arena_fmt(w->arena, "%s/portal/messages", w->d->public_url);
        return OK;
    }
    e = mail_link(db, w->arena, w->d, w->about, w->to.contact_id, true, &link);
    if (e)
        return e;
    *url = link.url;
    *kept = arena_fmt(w->arena, "%s/p/…", w->d->public_url);
    return OK;
}

static enum err
store(struct db *db, const struct work *w, const char *subject, const char *body)
{
    struct outgoing *out = w->out;
    const struct outbox_recipient_put to = { out->id, w->to.to_email, w->to.contact_id,
        "to" };
    uint64_t changed;
    enum err e = outbox_recipients_drop(db, out->id, NULL);

    if (e || (e = outbox_recipient_put(db, &to, 1, NULL)) ||
        (e = inbox_answer_send(db, out->id, clock_real_us() + w->d->send_lease_us,
             out->message_id, subject, body, &changed)))
        return e;
    out->to = arena_alloc_n(w->arena, 1, sizeof *out->to);
    out->to[0] = w->to.to_email;
    out->to_n = 1;
    out->look = LAST_SEND;
    return changed ? OK : ERR_BUG;
}

static enum err
write_mail(struct db *db, struct work *w, const char **why)
{
    const struct mail_address to = { w->to.to_name, w->to.to_email };
    struct mail m = { .to = &to,
        .to_n = 1,
        .date_at = w->about->now_at,
        .message_id = w->out->message_id,
        .reply_to.email = w->out->reply_to,
        .language = w->to.language,
        .automatic = true };
    const char *url, *kept;
    struct buf data;
    enum err e = find_way(db, w, &url, &kept);

    if (e)
        return e;
    m.from = (struct mail_address){ w->company, w->d->mail_from };
    m.subject = arena_fmt(w->arena, say(w, CHAT_SUBJECT), w->company);
    m.text = write_text(w, url);
    buf_init(&data, w->arena);
    if ((e = mail_build(&m, &data, why)))
        return e;
    w->out->data = data.text;
    w->out->data_n = data.len;
    return store(db, w, m.subject, write_text(w, kept));
}

static enum err
read_words(struct db *db, struct work *w)
{
    const char *name = w->to.division_name ? w->to.division_name : "";
    enum err e = chat_notice_words(
        db, w->arena, w->to.conversation_id, WORDS__MAX + 1, &w->said, &w->said_n);

    if (e)
        return e;
    if ((w->more = w->said_n > WORDS__MAX))
        w->said_n = WORDS__MAX;
    return setting_read(db, w->arena, "company.mail_from_name", name, &w->company);
}

enum err
look_notice(struct db *db, struct arena *a, const struct delivery *d,
    const struct delivery_about *m, struct outgoing *out, enum outbox_cause *cause,
    const char **why)
{
    struct work w = { .arena = a, .d = d, .about = m, .out = out };
    enum err e = chat_notice_of(db, a, out->id, &w.to);

    *why = NULL;
    *cause = CAUSE_NOT_WRITTEN;
    if (e == ERR_NOT_FOUND) {
        *why = "what was written is gone";
        return ERR_INVALID;
    }
    if (e || (e = read_words(db, &w)))
        return e;
    if (w.said_n == 0) {
        out->look = LAST_CANCELLED;
        return outbox_end(
            db, out->id, "cancelled", NULL, "it was read in the portal", NULL, NULL);
    }
    if (w.to.suppressed || w.to.consent == 0) {
        *cause = w.to.suppressed ? CAUSE_SUPPRESSED : CAUSE_NOBODY;
        *why = w.to.suppressed ? "mail to that address comes back"
                               : "the contact asked not to be mailed";
        return ERR_INVALID;
    }
    return write_mail(db, &w, why);
}
