#include "service/change_thread.h"

#include "base/date.h"
#include "db/tx.h"
#include "service/inbox_thread.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_inbox.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    uint64_t conversation_id, scope, assignee_id;
    const char *outcome;
};

static enum err
told(struct db *db, const struct work *w, uint64_t customer_id, const char *action,
    const char *before, const char *after)
{
    return audit_add(db, &(struct audit){ .by = w->by,
                             .action = action,
                             .object_kind = "conversation",
                             .object_id = w->conversation_id,
                             .customer_id = customer_id,
                             .before = before,
                             .after = after });
}

static enum err
assign(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct inbox_lock t;
    enum err e;

    if ((e = inbox_lock(db, w->arena, w->conversation_id, w->scope, &t)) ||
        (e = inbox_give(db, w->conversation_id, w->assignee_id, NULL)) ||
        (e = inbox_give_task(db, inbox_thread_task(w->arena, w->conversation_id),
             w->assignee_id, NULL)))
        return e;
    return told(db, w, t.customer_id, "conversation.assign",
        AUDIT_TEXTS(w->arena, "assignee_id", audit_id(w->arena, t.assignee_id)),
        AUDIT_TEXTS(w->arena, "assignee_id", audit_id(w->arena, w->assignee_id)));
}

static enum err
finish(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct inbox_lock t;
    struct activity seen = { .kind = "message_done",
        .by = w->by,
        .ref_kind = "conversation",
        .ref_id = w->conversation_id,
        .title = w->outcome ? w->outcome : "Nothing to answer" };
    enum err e = inbox_lock(db, w->arena, w->conversation_id, w->scope, &t);

    if (e)
        return e;
    seen.customer_id = t.customer_id;
    seen.case_id = t.case_id;
    if (t.waiting_since == INSTANT_NONE)
        return ERR_CONFLICT;
    if ((t.case_id && (e = case_lock(db, t.case_id))) ||
        (e = inbox_thread_answered(db, w->arena, w->by, w->conversation_id,
             w->outcome ? w->outcome : "nothing to answer")) ||
        (e = activity_add(db, &seen)) ||
        (e = told(db, w, t.customer_id, "conversation.done",
             AUDIT_TEXTS(
                 w->arena, "waiting_since", audit_instant(w->arena, t.waiting_since)),
             AUDIT_TEXTS(w->arena, "waiting_since", NULL, "outcome", w->outcome))))
        return e;
    return t.case_id ? case_touch(db, t.case_id, "message_done") : OK;
}

static enum err
reopen(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct inbox_lock t;
    struct activity seen = { .kind = "message_reopened",
        .by = w->by,
        .ref_kind = "conversation",
        .ref_id = w->conversation_id,
        .title = "Waits for an answer again" };
    enum err e = inbox_lock(db, w->arena, w->conversation_id, w->scope, &t);

    if (e)
        return e;
    seen.customer_id = t.customer_id;
    seen.case_id = t.case_id;
    if ((t.case_id && (e = case_lock(db, t.case_id))) ||
        (e = inbox_thread_waits_again(
             db, w->arena, w->conversation_id, t.customer_id)) ||
        (e = activity_add(db, &seen)) ||
        (e = told(db, w, t.customer_id, "conversation.reopen",
             AUDIT_TEXTS(w->arena, "state", "done"),
             AUDIT_TEXTS(w->arena, "state", "waiting"))))
        return e;
    return t.case_id ? case_touch(db, t.case_id, "message_reopened") : OK;
}

enum err
assign_thread(struct db *db, struct arena *a, const struct actor *by,
    uint64_t conversation_id, uint64_t scope, uint64_t assignee_id)
{
    struct work w = { .arena = a,
        .by = by,
        .conversation_id = conversation_id,
        .scope = scope,
        .assignee_id = assignee_id };

    return db_retry(db, assign, &w);
}

enum err
finish_thread(struct db *db, struct arena *a, const struct actor *by,
    uint64_t conversation_id, uint64_t scope, const char *outcome)
{
    struct work w = { .arena = a,
        .by = by,
        .conversation_id = conversation_id,
        .scope = scope,
        .outcome = outcome };

    return db_retry(db, finish, &w);
}

enum err
reopen_thread(struct db *db, struct arena *a, const struct actor *by,
    uint64_t conversation_id, uint64_t scope)
{
    struct work w = {
        .arena = a, .by = by, .conversation_id = conversation_id, .scope = scope
    };

    return db_retry(db, reopen, &w);
}
