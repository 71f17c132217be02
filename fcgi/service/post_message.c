#include "service/post_message.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/chat_notice.h"
#include "service/inbox_thread.h"
#include "service/keep_attachment.h"
#include "service/notify.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/q_chat.h"
#include "store/q_conversation.h"
#include "store/q_follow_up.h"

enum { TITLE__SIZE = 280 };

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct message_in *in;
    struct message_posted *out;
};

/* The conversation it belongs to, opened by the first message. */
static enum err
find_conversation(struct db *db, const struct work *w, uint64_t *id)
{
    const struct message_in *in = w->in;
    struct conversation_of_dispute of = { 0 };
    struct conversation_open_of open;
    enum err e;

    *id = in->conversation_id;
    if (*id)
        return OK;
    if (in->dispute_id) {
        e = conversation_of_dispute(db, w->arena, in->dispute_id, &of);
        open.id = of.id;
    } else {
        e = conversation_open_of(db, w->arena, in->customer_id, in->item_id, &open);
    }
    if (!e)
        *id = open.id;
    if (e != ERR_NOT_FOUND)
        return e;
    if ((e = db_id(db, id)))
        return e;
    if (in->dispute_id)
        return conversation_insert_dispute(
            db, *id, in->dispute_id, w->by->now_us, NULL);
    return conversation_insert(db, *id, in->customer_id, in->item_id,
        in->item_id ? in->item_number : "Your account", w->by->now_us, NULL);
}

/* OK: it was sent before, out says as what. */
static enum err
find_earlier(struct db *db, const struct work *w, uint64_t conversation_id)
{
    struct conversation_by_key had;
    enum err e;

    if (!w->in->client_key)
        return ERR_NOT_FOUND;
    e = conversation_by_key(db, w->arena, conversation_id, w->in->client_key, &had);
    if (!e)
        *w->out = (struct message_posted){ .id = had.id,
            .seq = had.seq,
            .conversation_id = conversation_id,
            .at = had.created_at,
            .body = had.body,
            .before = true };
    return e;
}

static char *
summary(const struct work *w)
{
    const char *body = w->in->body;

    return arena_fmt(
        w->arena, "%s: %.*s", w->in->author_name, (int)strcspn(body, "\r\n"), body);
}

/* One open task a conversation, whatever the number of messages. */
static enum err
tell_collector(
    struct db *db, const struct work *w, uint64_t conversation_id, uint64_t message_id)
{
    const struct message_in *in = w->in;
    struct conversation_assignee to = { 0 };
    char title[TITLE__SIZE];
    struct follow_up_insert_once_in row = { .customer_id = in->customer_id,
        .case_id = in->case_id,
        .kind = "message",
        .title = title,
        .due_on = in->today,
        .priority = 2,
        .dedup_key = inbox_thread_task(w->arena, conversation_id),
        .origin = actor_kind_name(w->by->kind),
        .origin_id = w->by->id,
        .created_at = w->by->now_us };
    enum err e = conversation_assignee(db, w->arena, in->customer_id, &to);

    if (e && e != ERR_NOT_FOUND)
        return e;
    text_copy(title, sizeof title, arena_fmt(w->arena, "Answer %s", summary(w)));
    row.assignee_id = e ? 0 : to.user_id;
    if ((e = db_id(db, &row.id)))
        return e;
    if ((e = follow_up_insert_once(db, &row, NULL)))
        return e;
    return notify_owners(db, w->arena, NOTIFY_REPLY, summary(w), "conversation",
        conversation_id, in->customer_id,
        arena_fmt(w->arena, "message:%" PRIu64, message_id));
}

/* The next number of this customer's messages; whoever else writes to it waits until
 * this one is committed, so that a reader never passes a number that is still to come.
 */
static enum err
take_number(struct db *db, const struct work *w, uint64_t *seq)
{
    struct chat_last_locked last = { 0 };
    enum err e = chat_next(db, w->in->customer_id, NULL);

    if (!e && !(e = chat_last_locked(db, w->arena, w->in->customer_id, &last)))
        *seq = last.seq;
    return e;
}

/* What was handed over before by whoever writes, and belongs to nothing yet. */
static enum err
add_files(struct db *db, const struct work *w, uint64_t message_id)
{
    const struct message_in *in = w->in;
    const struct attachment_owner owner = { .kind = "message",
        .id = message_id,
        .customer_id = in->customer_id,
        .case_id = in->case_id,
        .visible = true };
    enum err e = OK;

    for (size_t i = 0; i < in->files_n && !e; i++) {
        struct chat_upload f;

        e = chat_upload(db, w->arena, in->file_ids[i], in->customer_id,
            actor_kind_name(w->by->kind), w->by->id, &f);
        if (e == ERR_NOT_FOUND) {
            w->out->bad_file = in->file_ids[i];
            return ERR_INVALID;
        }
        if (!e)
            e = attachment_link(db, w->by, f.id, &owner);
        if (!e)
            e = activity_add(db,
                &(struct activity){ .customer_id = in->customer_id,
                    .case_id = in->case_id,
                    .kind = "attachment",
                    .by = w->by,
                    .ref_kind = "attachment",
                    .ref_id = f.id,
                    .title = arena_fmt(w->arena, "File attached: %s", f.file_name) });
    }
    return e;
}

/* The timeline finds all that was written by the message. */
static enum err
tell(struct db *db, const struct work *w, uint64_t message_id)
{
    const struct activity seen = { .customer_id = w->in->customer_id,
        .case_id = w->in->case_id,
        .kind = "message",
        .by = w->by,
        .ref_kind = "message",
        .ref_id = message_id,
        .title = summary(w) };

    return activity_add(db, &seen);
}

static enum err
write_message(struct db *db, const struct work *w, uint64_t conversation_id)
{
    const struct message_in *in = w->in;
    bool from_us = w->by->kind == ACTOR_USER;
    struct conversation_add_message_in row = { .conversation_id = conversation_id,
        .customer_id = in->customer_id,
        .author_kind = from_us ? "user" : "contact",
        .author_id = w->by->id,
        .channel = in->channel ? in->channel : "portal",
        .body = in->body,
        .created_at = w->by->now_us,
        .client_key = in->client_key };
    enum err e;

    if ((e = db_id(db, &row.id)) || (e = take_number(db, w, &row.seq)) ||
        (e = conversation_add_message(db, &row, NULL)) ||
        (e = add_files(db, w, row.id)) ||
        (e = chat_mark_own(db, conversation_id, from_us ? "staff" : "contact",
             w->by->id, row.seq, w->by->now_us, NULL)) ||
        (e = conversation_moved(db, conversation_id, w->by->now_us, NULL)) ||
        (e = tell(db, w, row.id)) ||
        (e = audit_add(db, &(struct audit){ .by = w->by,
                               .action = "message.post",
                               .object_kind = "message",
                               .object_id = row.id,
                               .customer_id = in->customer_id,
                               .after = AUDIT_TEXTS(w->arena, "conversation_id",
                                   audit_id(w->arena, conversation_id), "dispute_id",
                                   audit_id(w->arena, in->dispute_id), "channel",
                                   row.channel, "body", in->body) })))
        return e;
    *w->out = (struct message_posted){ .id = row.id,
        .seq = row.seq,
        .conversation_id = conversation_id,
        .at = w->by->now_us,
        .body = in->body };
    if (from_us && !text_eq(row.channel, "mail") &&
        (e = chat_notice_wait_for(db, conversation_id, row.seq, w->by->now_us)))
        return e;
    if (from_us) {
        e = inbox_thread_opened(db, conversation_id, in->customer_id, in->case_id);
        return e ? e
                 : inbox_thread_answered(
                       db, w->arena, w->by, conversation_id, "answered");
    }
    if ((e = inbox_thread_waits(
             db, conversation_id, in->customer_id, in->case_id, w->by->now_us)))
        return e;
    return tell_collector(db, w, conversation_id, row.id);
}

static enum err
post(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct conversation_lock_customer locked;
    uint64_t conversation_id = 0;
    enum err e;

    *w->out = (struct message_posted){ 0 };
    if ((e = conversation_lock_customer(db, w->arena, w->in->customer_id, &locked)) ||
        (e = find_conversation(db, w, &conversation_id)))
        return e;
    e = find_earlier(db, w, conversation_id);
    return e == ERR_NOT_FOUND ? write_message(db, w, conversation_id) : e;
}

enum err
post_message(struct db *db, struct arena *a, const struct actor *by,
    const struct message_in *in, struct message_posted *out)
{
    struct work w = { .arena = a, .by = by, .in = in, .out = out };

    return db_retry(db, post, &w);
}

enum err
post_message_in(struct db *db, struct arena *a, const struct actor *by,
    const struct message_in *in, struct message_posted *out)
{
    struct work w = { .arena = a, .by = by, .in = in, .out = out };

    return post(db, &w);
}
