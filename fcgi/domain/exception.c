#include "domain/exception.h"

#include <stddef.h>
#include <string.h>

#include "domain/internal.h"
#include "domain/promise.h"

/* A reminder that goes within this many days is worth mending today. */
enum { AHEAD_DAYS = 7 };

const char *const EXCEPTION_NAME[] = { "fault", "mail_uncertain", "mail_failed",
    "reply", "promise_broken", "promise_due", "dispute_late", "task", "no_contact",
    "no_text", "stale", "credit", "exhausted", "no_address", "approval", "risk", NULL };

/* By number, but for those that came later: without an address is as without anybody to
 * write to, and tasks of their own kind come before the rest of the tasks. */
static int
rank(enum exception x)
{
    switch (x) {
    case EXCEPTION_NO_ADDRESS:
        return EXCEPTION_NO_CONTACT * 4 + 1;
    case EXCEPTION_APPROVAL:
        return EXCEPTION_TASK * 4 - 2;
    case EXCEPTION_RISK:
        return EXCEPTION_TASK * 4 - 1;
    default:
        return (int)x * 4;
    }
}

enum exception
exception_first(uint32_t causes)
{
    enum exception first = EXCEPTION__MAX;

    for (unsigned k = 0; k < EXCEPTION__MAX; k++) {
        enum exception x = (enum exception)k;

        if (causes >> k & 1 && (first == EXCEPTION__MAX || rank(x) < rank(first)))
            first = x;
    }
    return first;
}

int
exception_urgency(uint32_t causes)
{
    enum exception first = exception_first(causes);
    int urgency = EXCEPTION__MAX;

    if (first == EXCEPTION__MAX)
        return 0;
    for (unsigned k = 0; k < EXCEPTION__MAX; k++)
        urgency -= rank((enum exception)k) < rank(first);
    return urgency;
}

/* -- what each is derived from --------------------------------------------- */

/* The open promise whose day came first, if it has come. */
static const struct snap_promise *
due_promise(const struct snapshot *s)
{
    const struct snap_promise *due = NULL;

    for (size_t k = 0; k < s->promises_n; k++) {
        const struct snap_promise *p = &s->promises[k];

        if (p->state == PROMISE_OPEN && p->promised_on <= s->today &&
            (!due || p->promised_on < due->promised_on))
            due = p;
    }
    return due;
}

static const struct snap_dispute *
late_dispute(const struct snapshot *s)
{
    const struct snap_dispute *late = NULL;

    for (size_t k = 0; k < s->disputes_n; k++) {
        const struct snap_dispute *d = &s->disputes[k];

        if (d->target_on != DAY_NONE && d->target_on < s->today &&
            (!late || d->target_on < late->target_on))
            late = d;
    }
    return late;
}

/* A step that writes to somebody, in the next days. */
static const struct step *
near_send(const struct plan *p, const struct snapshot *s)
{
    if (p->messages_n == 0 && p->next_step && p->next_step->kind == STEP_SEND &&
        p->next_on != DAY_NONE && p->next_on <= s->today + AHEAD_DAYS)
        return p->next_step;
    return NULL;
}

static bool
lacks_text(const struct work *w, const struct step *step)
{
    const struct snap_contact *to =
        step->by_letter ? NULL : snapshot_recipient(w->s, step->to_role, NULL);
    const char *language = to && to->language ? to->language : w->s->language;

    return w->in->has_text &&
           !w->in->has_text(w->in->has_text_ctx, step->template, language);
}

static bool
any_lacks_text(const struct work *w)
{
    const struct step *near = near_send(w->p, w->s);

    for (size_t k = 0; k < w->p->messages_n; k++)
        if (lacks_text(w, w->p->messages[k].step))
            return true;
    return near && lacks_text(w, near);
}

static bool
reaches_nobody(const struct work *w, bool by_letter)
{
    const struct step *near = near_send(w->p, w->s);

    for (size_t k = 0; k < w->p->held_n; k++) {
        const struct held *h = &w->p->held[k];

        if (h->guard == GUARD_RECIPIENT &&
            w->p->proposals.list[h->proposal].step->by_letter == by_letter)
            return true;
    }
    return near && near->by_letter == by_letter &&
           !snapshot_reaches(w->s, near->to_role, by_letter, NULL);
}

static bool
held_by(const struct plan *p, enum guard g)
{
    for (size_t k = 0; k < p->held_n; k++)
        if (p->held[k].guard == g)
            return true;
    return false;
}

/* A task of this very plan asks somebody to agree. */
static bool
any_approval(const struct plan *p)
{
    for (size_t k = 0; k < p->tasks_n; k++)
        if (strcmp(p->tasks[k].kind, "approval") == 0)
            return true;
    return false;
}

/* Beside something overdue, credit that nobody has applied: all that covers it, else
 * what the strategy would write for. */
static bool
credit_waits(const struct work *w)
{
    int64_t least = w->st ? per_currency_get(&w->st->min_total, w->s->currency) : -1;

    if (w->sums.overdue_minor <= 0 || w->sums.unapplied_minor <= 0)
        return false;
    return w->sums.unapplied_minor >= w->sums.overdue_minor ||
           w->sums.unapplied_minor >= least;
}

static uint32_t
causes_of(const struct work *w)
{
    const struct snapshot *s = w->s;
    const struct snap_waiting *wait = &s->waiting;
    const bool is[EXCEPTION__MAX] = {
        [EXCEPTION_MAIL_UNCERTAIN] = s->mail_uncertain,
        [EXCEPTION_MAIL_FAILED] = wait->mail_failed,
        [EXCEPTION_REPLY] = wait->reply,
        [EXCEPTION_PROMISE_BROKEN] = w->broken != NULL,
        [EXCEPTION_PROMISE_DUE] = due_promise(s) != NULL,
        [EXCEPTION_DISPUTE_LATE] = late_dispute(s) != NULL,
        [EXCEPTION_TASK] = w->p->tasks_n > 0 || s->open_tasks > 0 ||
                           (wait->task_kind && wait->task_on <= s->today),
        [EXCEPTION_APPROVAL] = wait->approval || any_approval(w->p),
        [EXCEPTION_RISK] = wait->risk,
        [EXCEPTION_NO_CONTACT] = reaches_nobody(w, false),
        [EXCEPTION_NO_ADDRESS] = reaches_nobody(w, true),
        [EXCEPTION_NO_TEXT] = any_lacks_text(w),
        [EXCEPTION_STALE] = held_by(w->p, GUARD_STALE),
        [EXCEPTION_CREDIT] = credit_waits(w),
        [EXCEPTION_EXHAUSTED] =
            w->p->proposals.exhausted && s->status == CUSTOMER_ACTIVE,
    };
    uint32_t set = 0;

    for (unsigned x = 0; x < EXCEPTION__MAX; x++)
        if (is[x])
            set |= exception_bit((enum exception)x);
    return set;
}

/* -- what is to be done ---------------------------------------------------- */

/* A task of somebody's comes before what goes by itself that day or later. */
static void
do_task(const struct work *w)
{
    const struct snap_waiting *wait = &w->s->waiting;

    if (!wait->task_kind ||
        (w->p->action_on != DAY_NONE && w->p->action_on < wait->task_on))
        return;
    w->p->next_action = wait->task_kind;
    w->p->action_on = wait->task_on;
}

static void
act(struct plan *p, const char *action, int32_t on)
{
    p->next_action = action;
    p->action_on = on;
}

/* Of the causes that the plan itself has no words for. */
static void
do_first(const struct work *w)
{
    struct plan *p = w->p;

    switch (exception_first(p->causes)) {
    case EXCEPTION_REPLY:
        act(p, "answer", w->s->waiting.reply_on);
        return;
    case EXCEPTION_PROMISE_DUE:
        act(p, "check payment", due_promise(w->s)->promised_on);
        return;
    case EXCEPTION_DISPUTE_LATE:
        act(p, "resolve dispute", late_dispute(w->s)->target_on);
        return;
    case EXCEPTION_NO_CONTACT:
        act(p, "find contact", w->s->today);
        return;
    case EXCEPTION_NO_ADDRESS:
        act(p, "find address", w->s->today);
        return;
    case EXCEPTION_NO_TEXT:
        act(p, "write text", w->s->today);
        return;
    case EXCEPTION_STALE:
        act(p, "bring cash data", w->s->today);
        return;
    case EXCEPTION_CREDIT:
        act(p, "apply_credit", w->s->today);
        return;
    default:
        return;
    }
}

static void
say(struct work *w, const char *what)
{
    w->p->reason = *w->p->reason ? arena_fmt(w->a, "%s; %s", w->p->reason, what) : what;
}

/* The plan's sentence tells of the rest already. */
static void
say_causes(struct work *w)
{
    const struct snap_promise *due = due_promise(w->s);
    const struct snap_dispute *late = late_dispute(w->s);

    if (w->s->waiting.reply)
        say(w, arena_fmt(w->a, "a reply waits since %s",
                   day_words(w->a, w->s->waiting.reply_on)));
    if (w->s->waiting.mail_failed)
        say(w, "mail could not be delivered");
    if (due)
        say(w, arena_fmt(w->a, "promise of %s due %s",
                   amount_words(w->a, due->amount_minor, w->s->currency),
                   day_words(w->a, due->promised_on)));
    if (w->s->waiting.approval)
        say(w, "something waits for approval");
    if (w->s->waiting.risk)
        say(w, arena_fmt(w->a,
                   "risk has become high: %d %% will probably be over 30 days late",
                   (w->s->late_permille + 5) / 10));
    if (late)
        say(w, arena_fmt(w->a, "dispute past its target of %s",
                   day_words(w->a, late->target_on)));
    if (w->p->causes & exception_bit(EXCEPTION_CREDIT) &&
        w->sums.unapplied_minor < w->sums.overdue_minor)
        say(w, arena_fmt(w->a, "credit of %s is not applied yet",
                   amount_words(w->a, w->sums.unapplied_minor, w->s->currency)));
    if (w->p->causes & exception_bit(EXCEPTION_NO_TEXT))
        say(w, "the next reminder has no text");
}

void
exceptions_fill(struct work *w)
{
    struct plan *p = w->p;

    p->action_on = p->next_on;
    p->causes = causes_of(w);
    p->exception = p->causes != 0;
    do_task(w);
    do_first(w);
    if (p->exception && p->action_on == DAY_NONE)
        p->action_on = w->s->today;
    say_causes(w);
}
