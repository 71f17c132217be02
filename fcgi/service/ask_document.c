#include "service/ask_document.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/notify.h"
#include "service/send_message.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/q_document_request.h"
#include "store/q_follow_up.h"
#include "store/q_outbox.h"

enum { TITLE__SIZE = 300 };

static const char *
kind_words(const char *kind)
{
    static const struct {
        const char *kind, *words;
    } KIND[] = { { "tax_form", "tax form" },
        { "proof_of_delivery", "proof of delivery" },
        { "remittance_advice", "remittance advice" },
        { "purchase_order", "purchase order" }, { "contract", "contract" } };

    for (size_t i = 0; i < sizeof KIND / sizeof *KIND; i++)
        if (text_eq(KIND[i].kind, kind))
            return KIND[i].words;
    return "document";
}

static char *
first_line(struct arena *a, const char *text)
{
    return arena_strn(a, text, strcspn(text, "\r\n"));
}

struct request_step {
    uint64_t id, customer_id, case_id;
    const char *kind;      /* of the event */
    const char *was, *now; /* states; was is NULL at first */
    const char *title, *body;
};

/* Event, timeline and audit of one step. */
static enum err
note(struct db *db, struct arena *a, const struct actor *by,
    const struct request_step *s)
{
    struct document_request_event_insert_in row = { .request_id = s->id,
        .kind = s->kind,
        .body = s->body,
        .at = by->now_us,
        .actor_kind = actor_kind_name(by->kind),
        .actor_id = by->id };
    const struct activity seen = { .customer_id = s->customer_id,
        .case_id = s->case_id,
        .kind = "document_request",
        .by = by,
        .ref_kind = "document_request",
        .ref_id = s->id,
        .title = s->title };
    enum err e;

    if ((e = db_id(db, &row.id)) ||
        (e = document_request_event_insert(db, &row, NULL)) ||
        (e = activity_add(db, &seen)))
        return e;
    return audit_add(
        db, &(struct audit){ .by = by,
                .action = arena_fmt(a, "document_request.%s", s->kind),
                .object_kind = "document_request",
                .object_id = s->id,
                .customer_id = s->customer_id,
                .before = s->was ? AUDIT_TEXTS(a, "state", s->was) : NULL,
                .after = AUDIT_TEXTS(a, "state", s->now, "text", s->body) });
}

/* -- asking ---------------------------------------------------------------- */

struct asking {
    struct arena *arena;
    const struct actor *by;
    const struct document_ask *in;
    struct document_asked *out;
};

/* Whom a document of that kind is asked of. */
static const char *
role_of(const char *kind)
{
    if (text_eq(kind, "contract"))
        return "legal";
    return text_eq(kind, "proof_of_delivery") ? "dispute" : "billing";
}

static enum err
write_for(struct db *db, const struct asking *w)
{
    const struct message_draft draft = { .case_id = w->in->case_id,
        .template = "document_request",
        .subject = kind_words(w->in->kind),
        .body = w->in->body,
        .to_role = role_of(w->in->kind),
        .confirmed = "asks for a document" };
    struct message_look *m = arena_new_of(w->arena, struct message_look);
    enum err e;

    w->out->outbox_id = 0;
    w->out->mail_why = "there is no case to write by";
    if (!draft.case_id)
        return OK;
    e = send_message_in(
        db, w->arena, w->by, w->in->desk, &draft, m, &w->out->outbox_id);
    w->out->mail_why = e == ERR_INVALID    ? m->why
                       : e != ERR_CONFLICT ? NULL
                       : m->plan.held_n    ? m->plan.held[0].detail
                                           : m->look.stop;
    return e == ERR_CONFLICT ? OK : e;
}

static enum err
ask(struct db *db, void *arg)
{
    const struct asking *w = arg;
    const struct document_ask *in = w->in;
    struct document_request_insert_in row = { .id = w->out->id,
        .customer_id = in->customer_id,
        .item_id = in->item_id,
        .kind = in->kind,
        .body = in->body,
        .due_on = in->due_on,
        .asked_by = actor_user_id(w->by),
        .asked_at = w->by->now_us };
    enum err e = write_for(db, w);

    row.outbox_id = w->out->outbox_id;
    if (!e)
        e = document_request_insert(db, &row, NULL);
    return e ? e
             : note(db, w->arena, w->by,
                   &(struct request_step){ .id = row.id,
                       .customer_id = in->customer_id,
                       .case_id = in->case_id,
                       .kind = "asked",
                       .now = "open",
                       .title = arena_fmt(w->arena, "Asked for a %s: %s",
                           kind_words(in->kind), first_line(w->arena, in->body)),
                       .body = in->body });
}

enum err
ask_document(struct db *db, struct arena *a, const struct actor *by,
    const struct document_ask *in, struct document_asked *out)
{
    struct asking w = { .arena = a, .by = by, .in = in, .out = out };
    enum err e;

    *out = (struct document_asked){ 0 };
    if ((e = db_id(db, &out->id)))
        return e;
    return db_retry(db, ask, &w);
}

/* -- moving ---------------------------------------------------------------- */

struct moving {
    struct arena *arena;
    const struct actor *by;
    const struct document_move *in;
    struct document_request_lock row;
};

static const struct {
    const char *event, *state, *title;
} STEP[] = {
    [DOCUMENT_ANSWER] = { "answered", "answered", "Answered the request for a %s" },
    [DOCUMENT_ACCEPT] = { "accepted", "accepted", "Accepted the %s" },
    [DOCUMENT_ASK_AGAIN] = { "asked_again", "open", "Asked again for a %s" },
    [DOCUMENT_WITHDRAW] = { "withdrawn", "withdrawn", "Withdrew the request for a %s" },
};

static bool
may(const struct moving *w)
{
    bool open = text_eq(w->row.state, "open"),
         answered = text_eq(w->row.state, "answered");

    switch (w->in->step) {
    case DOCUMENT_ANSWER:
    case DOCUMENT_WITHDRAW:
        return open || answered;
    case DOCUMENT_ACCEPT:
    case DOCUMENT_ASK_AGAIN:
        break;
    }
    return answered;
}

static const char *
task_key(const struct moving *w)
{
    return arena_fmt(w->arena, "document_request:%" PRIu64, w->in->id);
}

/* One open task for the request, for whoever asked. */
static enum err
tell_asker(struct db *db, const struct moving *w)
{
    char title[TITLE__SIZE];
    struct follow_up_insert_once_in row = { .customer_id = w->row.customer_id,
        .kind = "review",
        .title = title,
        .due_on = w->in->today,
        .priority = 2,
        .assignee_id = w->row.asked_by,
        .dedup_key = task_key(w),
        .origin = actor_kind_name(w->by->kind),
        .origin_id = w->by->id,
        .created_at = w->by->now_us };
    enum err e;

    text_copy(title, sizeof title,
        arena_fmt(w->arena, "Look at the %s that the customer sent%s%s",
            kind_words(w->row.kind), w->in->body ? ": " : "",
            w->in->body ? first_line(w->arena, w->in->body) : ""));
    if ((e = db_id(db, &row.id)) || (e = follow_up_insert_once(db, &row, NULL)))
        return e;
    return notify(db, w->arena, w->row.asked_by, NOTIFY_REPLY, title, "customer",
        w->row.customer_id, w->row.customer_id,
        arena_fmt(w->arena, "document_request:%" PRIu64 ":%u", w->in->id,
            (unsigned)w->row.version));
}

static enum err
check_answer(struct db *db, const struct moving *w)
{
    struct document_request_answerable got;
    enum err e;

    if (w->in->step != DOCUMENT_ANSWER || w->in->body)
        return OK;
    e = document_request_answerable(db, w->arena, w->in->id, &got);
    return e ? e : got.files ? OK : ERR_INVALID;
}

static enum err
move(struct db *db, void *arg)
{
    struct moving *w = arg;
    const struct document_move *in = w->in;
    bool again = in->step == DOCUMENT_ASK_AGAIN, answer = in->step == DOCUMENT_ANSWER;
    enum err e = document_request_lock(db, w->arena, in->id, &w->row);

    if (e)
        return e;
    if (!may(w))
        return ERR_CONFLICT;
    if ((e = check_answer(db, w)) ||
        (e = document_request_move(db, in->id, STEP[in->step].state,
             again ? in->due_on : w->row.due_on,
             again || answer ? INSTANT_NONE : w->by->now_us, NULL)) ||
        (e = note(db, w->arena, w->by,
             &(struct request_step){ .id = in->id,
                 .customer_id = w->row.customer_id,
                 .kind = STEP[in->step].event,
                 .was = w->row.state,
                 .now = STEP[in->step].state,
                 .title =
                     arena_fmt(w->arena, STEP[in->step].title, kind_words(w->row.kind)),
                 .body = in->body })))
        return e;
    return answer ? tell_asker(db, w)
                  : follow_up_end_for(db, task_key(w), STEP[in->step].event,
                        w->by->now_us, actor_user_id(w->by), NULL);
}

enum err
move_document(struct db *db, struct arena *a, const struct actor *by,
    const struct document_move *in)
{
    struct moving w = { .arena = a, .by = by, .in = in };

    return db_retry(db, move, &w);
}
