#include "service/answer_customer.h"

#include <string.h>

#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/attach_documents.h"
#include "service/inbox_thread.h"
#include "service/post_message.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_chat.h"
#include "store/q_document.h"
#include "store/q_inbox.h"

enum { SUBJECT__SIZE = 300 };

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct answer_in *in;
    struct faults *faults;
    struct answered *out;
};

/* -- to whom --------------------------------------------------------------- */

static enum err
choose_address(struct db *db, const struct work *w, uint64_t customer_id,
    struct inbox_addresses *out)
{
    struct inbox_addresses *list;
    size_t n;
    enum err e =
        inbox_addresses(db, w->arena, w->in->conversation_id, customer_id, &list, &n);

    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        if (w->in->to ? text_eq_nocase(list[i].email, w->in->to) : list[i].last) {
            *out = list[i];
            return OK;
        }
    faults_add(w->faults, "/to",
        w->in->to ? "is no address of this conversation that can be written to"
                  : "choose an address: nobody the customer is known by wrote last");
    return ERR_INVALID;
}

/* "Re: " once. */
static const char *
subject_of(struct arena *a, const char *subject)
{
    char *out = arena_alloc(a, SUBJECT__SIZE);
    bool again = strncmp(subject, "Re:", 3) == 0 || strncmp(subject, "RE:", 3) == 0 ||
                 strncmp(subject, "AW:", 3) == 0;

    text_copy(out, SUBJECT__SIZE, arena_fmt(a, "%s%s", again ? "" : "Re: ", subject));
    return out;
}

/* -- what goes along ------------------------------------------------------- */

/* Of what is handed over and not sent yet; what was sent before counts for nothing. */
static enum err
check_size(struct db *db, const struct work *w, uint64_t customer_id)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < w->in->files_n; i++) {
        struct chat_upload f;
        enum err e = chat_upload(db, w->arena, w->in->file_ids[i], customer_id,
            actor_kind_name(w->by->kind), w->by->id, &f);

        if (e && e != ERR_NOT_FOUND)
            return e;
        bytes += e ? 0 : f.bytes_n;
    }
    if (bytes <= ATTACHED_BYTES__MAX)
        return OK;
    faults_add(w->faults, "/file_ids", ATTACHED_TOO_LARGE, ATTACHED_BYTES__MAX >> 20,
        ATTACHED__MAX);
    return ERR_INVALID;
}

static enum err
add_documents(
    struct db *db, const struct work *w, const struct inbox_lock *t, uint64_t outbox_id)
{
    const struct answer_in *in = w->in;
    struct inbox_answer_item_add *rows =
        arena_new_n(w->arena, in->items_n + 1, struct inbox_answer_item_add);
    struct document_items_of *items = NULL;
    struct buf names;
    size_t n = 0;
    enum err e;

    if (!in->items_n && !in->statement)
        return OK;
    for (size_t k = 0; k < in->items_n; k++)
        rows[k] = (struct inbox_answer_item_add){ outbox_id, in->item_ids[k] };
    if (in->items_n &&
        ((e = inbox_answer_item_add(db, rows, in->items_n, NULL)) ||
            (e = document_items_named(db, w->arena,
                 case_ids_json(w->arena, in->item_ids, in->items_n), &items, &n))))
        return e;
    buf_init(&names, w->arena);
    for (size_t k = 0; k < n; k++)
        buf_fmt(&names, "%s%s", k ? ", " : "", items[k].number);
    return activity_add(
        db, &(struct activity){ .customer_id = t->customer_id,
                .case_id = t->case_id,
                .kind = "attachment",
                .by = w->by,
                .ref_kind = "outbox",
                .ref_id = outbox_id,
                .title =
                    !n ? "With the answer: account statement"
                       : arena_fmt(w->arena, "With the answer: copies of %s%s",
                             names.text, in->statement ? "; account statement" : "") });
}

/* -- it goes --------------------------------------------------------------- */

static enum err
plan_mail(struct db *db, const struct work *w, const struct inbox_lock *t,
    const struct inbox_addresses *to, uint64_t posted_id)
{
    struct inbox_question q = { .subject = "" };
    struct inbox_answer_outbox_in row = { .case_id = t->case_id,
        .customer_id = t->customer_id,
        .not_before = w->by->now_us,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .created_at = w->by->now_us };
    enum err e = inbox_question(db, w->arena, t->conversation_id, &q);

    if (e && e != ERR_NOT_FOUND)
        return e;
    if ((e = db_id(db, &row.id)) || (e = inbox_answer_outbox(db, &row, NULL)) ||
        (e = inbox_answer_add(db,
             &(struct inbox_answer_add_in){ .outbox_id = row.id,
                 .posted_id = posted_id,
                 .to_email = to->email,
                 .to_name = to->name,
                 .contact_id = to->contact_id,
                 .subject =
                     subject_of(w->arena, *q.subject ? q.subject : "Your message"),
                 .body = w->in->body,
                 .in_reply_to = q.message_id,
                 .attach_statement = w->in->statement },
             NULL)) ||
        (e = add_documents(db, w, t, row.id)))
        return e;
    return inbox_answer_in(db, row.id, t->conversation_id, NULL);
}

static enum err
answer(struct db *db, void *arg)
{
    const struct work *w = arg;
    const struct answer_in *in = w->in;
    struct inbox_lock t;
    struct inbox_addresses to = { 0 };
    struct message_in m = { .author_name = in->author_name,
        .body = in->body,
        .channel = in->by_mail ? "mail" : "portal",
        .client_key = in->client_key,
        .conversation_id = in->conversation_id,
        .file_ids = in->file_ids,
        .files_n = in->files_n };
    struct message_posted *posted = &w->out->posted;
    struct audit done = { .by = w->by,
        .action = "message.answer",
        .object_kind = "conversation",
        .object_id = in->conversation_id };
    enum err e;

    if ((e = inbox_lock(db, w->arena, in->conversation_id, in->scope, &t)) ||
        (t.case_id && (e = case_lock(db, t.case_id))) ||
        (in->by_mail && ((e = choose_address(db, w, t.customer_id, &to)) ||
                            (e = check_size(db, w, t.customer_id)))))
        return e;
    m.customer_id = done.customer_id = w->out->customer_id = t.customer_id;
    w->out->item_id = t.item_id;
    m.case_id = t.case_id;
    if ((e = post_message_in(db, w->arena, w->by, &m, posted))) {
        if (e == ERR_INVALID && posted->bad_file)
            faults_add(w->faults, "/file_ids",
                "names a file that you have not handed over, or sent already");
        return e;
    }
    done.after = AUDIT_TEXTS(w->arena, "message_id", audit_id(w->arena, posted->id),
        "channel", m.channel, "to", in->by_mail ? to.email : NULL, "files",
        in->files_n ? arena_fmt(w->arena, "%zu", in->files_n) : NULL, "documents",
        in->items_n ? case_ids_json(w->arena, in->item_ids, in->items_n) : NULL,
        "statement", in->statement ? "true" : NULL);
    if (posted->before)
        return OK;
    if ((in->by_mail && (e = plan_mail(db, w, &t, &to, posted->id))) ||
        (e = audit_add(db, &done)))
        return e;
    return t.case_id ? case_touch(db, t.case_id, "message") : OK;
}

enum err
answer_customer(struct db *db, struct arena *a, const struct actor *by,
    const struct answer_in *in, struct faults *f, struct answered *out)
{
    struct work w = { .arena = a, .by = by, .in = in, .faults = f, .out = out };

    return db_retry(db, answer, &w);
}
