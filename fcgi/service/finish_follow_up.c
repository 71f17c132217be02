#include "service/finish_follow_up.h"

#include "base/date.h"
#include "db/tx.h"
#include "service/notify.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_follow_up.h"
#include "store/q_user.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    uint64_t id, scope;
    uint64_t user_id; /* whose it becomes */
    const char *outcome;
    int32_t until_on;
    bool snooze, decision;
};

static enum err
audit_of(struct db *db, const struct work *w, const struct follow_up_lock *f,
    const char *action, const char *before, const char *after)
{
    const struct audit done = { .by = w->by,
        .action = action,
        .object_kind = "follow_up",
        .object_id = f->id,
        .customer_id = f->customer_id,
        .before = before,
        .after = after };

    return audit_add(db, &done);
}

static char *
state_of(struct arena *a, const struct follow_up_lock *f)
{
    return AUDIT_TEXTS(a, "state", f->state, "outcome", f->outcome);
}

static enum err
tell(struct db *db, const struct work *w, const struct follow_up_lock *f)
{
    char until[DATE_TEXT__SIZE];
    const struct activity seen = { .customer_id = f->customer_id,
        .case_id = f->case_id,
        .kind = w->snooze ? "follow_up" : "follow_up_done",
        .by = w->by,
        .ref_kind = "follow_up",
        .ref_id = f->id,
        .title = w->snooze ? arena_fmt(w->arena, "Put off to %s: %s",
                                 date_format(w->until_on, until), f->title)
                           : f->title };
    enum err e = activity_add(db, &seen);

    if (e)
        return e;
    if (w->snooze)
        return audit_of(db, w, f, "follow_up.snooze",
            AUDIT_TEXTS(w->arena, "snoozed_to", audit_day(w->arena, f->snoozed_to)),
            AUDIT_TEXTS(w->arena, "snoozed_to", audit_day(w->arena, w->until_on)));
    return audit_of(db, w, f, "follow_up.done", state_of(w->arena, f),
        AUDIT_TEXTS(w->arena, "state", "done", "outcome", w->outcome));
}

/* An uncertain message or a failed address holds its case until the task is done: its
 * end can change a decision. */
static enum err
change(struct db *db, void *arg)
{
    struct work *w = arg;
    struct follow_up_lock f;
    enum err e;

    if ((e = follow_up_lock(db, w->arena, w->id, w->scope, &f)))
        return e;
    w->decision = f.decision && !w->snooze;
    if (f.state[0] != 'o' || w->decision)
        return ERR_CONFLICT;
    e = w->snooze ? follow_up_snooze(db, f.id, w->until_on, NULL)
                  : follow_up_end(db, f.id, "done", w->outcome, w->by->now_us,
                        actor_user_id(w->by), NULL);
    if (e || (e = tell(db, w, &f)))
        return e;
    if (f.case_id)
        return case_touch(db, f.case_id, "follow_up");
    return case_touch_customer(db, f.customer_id, "follow_up");
}

enum err
finish_follow_up(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, const char *outcome, bool *decision)
{
    struct work w = {
        .arena = a, .by = by, .id = id, .scope = scope, .outcome = outcome
    };
    enum err e = db_retry(db, change, &w);

    *decision = w.decision;
    return e;
}

enum err
snooze_follow_up(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, int32_t until_on)
{
    struct work w = { .arena = a,
        .by = by,
        .id = id,
        .scope = scope,
        .until_on = until_on,
        .snooze = true };

    return db_retry(db, change, &w);
}

/* -- undone, given away ------------------------------------------------------- */

static enum err
touch(struct db *db, const struct follow_up_lock *f)
{
    return f->case_id ? case_touch(db, f->case_id, "follow_up")
                      : case_touch_customer(db, f->customer_id, "follow_up");
}

/* Who may not see the customer any more would never come to it. */
static enum err
free_of_the_blind(struct db *db, const struct work *w, const struct follow_up_lock *f)
{
    struct user_of_customer u;
    enum err e;

    if (!f->assignee_id)
        return OK;
    e = user_of_customer(db, w->arena, f->assignee_id, f->customer_id, f->case_id, &u);
    if (e || u.sees)
        return e == ERR_NOT_FOUND ? OK : e;
    return follow_up_assign(db, f->id, 0, NULL);
}

static enum err
reopen(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct follow_up_lock f;
    uint64_t changed;
    enum err e;

    if ((e = follow_up_lock(db, w->arena, w->id, w->scope, &f)))
        return e;
    if (f.decision)
        return ERR_CONFLICT;
    if ((e = follow_up_reopen(db, f.id, &changed)))
        return e;
    if (!changed)
        return ERR_CONFLICT;
    if ((e = free_of_the_blind(db, w, &f)))
        return e;
    const struct activity seen = { .customer_id = f.customer_id,
        .case_id = f.case_id,
        .kind = "follow_up",
        .by = w->by,
        .ref_kind = "follow_up",
        .ref_id = f.id,
        .title = f.title };

    if ((e = activity_add(db, &seen)) ||
        (e = audit_of(db, w, &f, "follow_up.reopen", state_of(w->arena, &f),
             AUDIT_TEXTS(w->arena, "state", "open"))))
        return e;
    return touch(db, &f);
}

enum err
reopen_follow_up(
    struct db *db, struct arena *a, const struct actor *by, uint64_t id, uint64_t scope)
{
    struct work w = { .arena = a, .by = by, .id = id, .scope = scope };

    return db_retry(db, reopen, &w);
}

static enum err
assign(struct db *db, void *arg)
{
    const struct work *w = arg;
    struct follow_up_lock f;
    uint64_t changed;
    enum err e;

    if ((e = follow_up_lock(db, w->arena, w->id, w->scope, &f)) ||
        (e = follow_up_assign(db, f.id, w->user_id, &changed)))
        return e;
    if (!changed)
        return ERR_CONFLICT;
    if ((e = audit_of(db, w, &f, "follow_up.assign",
             AUDIT_TEXTS(w->arena, "assignee_id", audit_id(w->arena, f.assignee_id)),
             AUDIT_TEXTS(w->arena, "assignee_id", audit_id(w->arena, w->user_id)))) ||
        w->user_id == actor_user_id(w->by))
        return e;
    return notify(db, w->arena, w->user_id, NOTIFY_ASSIGNED, f.title, "follow_up", f.id,
        f.customer_id, NULL);
}

enum err
assign_follow_up(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint64_t scope, uint64_t user_id)
{
    struct work w = {
        .arena = a, .by = by, .id = id, .scope = scope, .user_id = user_id
    };

    return db_retry(db, assign, &w);
}
