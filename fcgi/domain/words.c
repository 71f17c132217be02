#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "domain/coverage.h"
#include "domain/internal.h"

/* -- small texts ---------------------------------------------------------- */

const char *
day_words(struct arena *a, int32_t day)
{
    char text[DATE_TEXT__SIZE];

    return arena_str(a, date_format(day, text));
}

/* -- what the words are about --------------------------------------------- */

struct facts {
    size_t overdue_n;    /* overdue, no fees */
    bool several;        /* one of them is an instalment of several */
    int64_t free_minor;  /* overdue and free */
    int64_t part[3];     /* overdue and disputed, promised, held */
    int32_t next_due_on; /* DAY_NONE */
    enum guard first;    /* the first guard that held a message or task */
    const char *detail;  /* of it */
    bool net_zero;       /* that held something */
};

/* The guard of the oldest instalment that one held, in whatever order they come. */
static void
look_at_guards(const struct work *w, struct facts *f)
{
    const struct open_instalment *oldest = NULL;

    for (size_t k = 0; k < w->p->held_n; k++) {
        const struct held *h = &w->p->held[k];
        const struct open_instalment *i =
            &w->s->instalments[w->p->proposals.list[h->proposal].instalment];

        if (oldest && (i->due_on > oldest->due_on ||
                          (i->due_on == oldest->due_on && i->id > oldest->id)))
            continue;
        oldest = i;
        f->first = h->guard;
        f->detail = h->detail;
    }
}

static void
look(const struct work *w, struct facts *f)
{
    *f = (struct facts){ .next_due_on = DAY_NONE };
    for (size_t k = 0; k < w->s->instalments_n; k++) {
        const struct open_instalment *i = &w->s->instalments[k];

        if (i->due_on >= w->s->today) {
            if (f->next_due_on == DAY_NONE || i->due_on < f->next_due_on)
                f->next_due_on = i->due_on;
            continue;
        }
        f->overdue_n += !i->is_fee;
        f->several = f->several || i->seq > 1;
        f->free_minor += instalment_free_minor(i);
        f->part[0] += i->disputed_minor;
        f->part[1] += i->promised_minor;
        f->part[2] += i->held_minor;
    }
    f->net_zero =
        w->sums.overdue_minor > 0 && w->sums.unapplied_minor >= w->sums.overdue_minor;
    look_at_guards(w, f);
}

/* The part that keeps all of what is overdue from being asked for. */
static const char *
covered_status(const struct facts *f)
{
    if (f->part[2] >= f->part[0] && f->part[2] >= f->part[1])
        return "held";
    return f->part[0] >= f->part[1] ? "disputed" : "promised";
}

static const char *
status_of(const struct work *w, const struct facts *f)
{
    if (w->s->mail_uncertain)
        return "uncertain";
    if (w->s->instalments_n == 0)
        return "ok";
    if (w->s->status != CUSTOMER_ACTIVE)
        return "held";
    if (w->broken)
        return "promise_broken";
    if (w->sums.overdue_minor > 0)
        return f->free_minor > 0 ? "overdue" : covered_status(f);
    if (w->sums.disputed_minor > 0)
        return "disputed";
    return w->sums.promised_minor > 0 ? "promised" : "due";
}

/* -- the sentence --------------------------------------------------------- */

static void
say(struct buf *b, const char *text)
{
    if (b->len > 0)
        buf_text(b, "; ");
    buf_text(b, text);
}

static const char *
balance_words(const struct work *w, const struct facts *f)
{
    const char *what = f->several ? "instalment" : "invoice";

    if (w->s->instalments_n == 0)
        return w->sums.unapplied_minor > 0 ? "only unapplied credit is open"
                                           : "nothing is open";
    if (w->sums.overdue_minor == 0)
        return arena_fmt(
            w->a, "nothing overdue, next due %s", day_words(w->a, f->next_due_on));
    if (f->overdue_n == 0)
        return arena_fmt(w->a, "fees of %s overdue",
            amount_words(w->a, w->sums.overdue_minor, w->s->currency));
    return arena_fmt(w->a, "%zu %s%s overdue, %s%d %s", f->overdue_n, what,
        f->overdue_n == 1 ? "" : "s", f->overdue_n == 1 ? "" : "oldest ",
        w->sums.days_late, w->sums.days_late == 1 ? "day" : "days");
}

static const char *
promise_words(const struct work *w)
{
    const struct snap_promise *p = w->broken;
    const char *amount = amount_words(w->a, p->amount_minor, w->s->currency);

    if (p->kept_minor == 0)
        return arena_fmt(w->a, "promise of %s broken", amount);
    return arena_fmt(w->a, "promise of %s kept with only %s", amount,
        amount_words(w->a, p->kept_minor, w->s->currency));
}

static const char *
customer_words(const struct snapshot *s)
{
    return s->status == CUSTOMER_ON_HOLD ? "the customer is on hold"
           : s->status == CUSTOMER_LEGAL ? "the customer is at law"
                                         : "the customer is closed";
}

static bool
worth_saying(enum guard g)
{
    return g != GUARD_NONE && g != GUARD_CUSTOMER && g != GUARD_HOLD &&
           g != GUARD_DISPUTE && g != GUARD_PROMISE && g != GUARD_UNCERTAIN &&
           g != GUARD_NET_ZERO && g != GUARD_APPROVAL && g != GUARD_YIELD &&
           g != GUARD_PENDING;
}

/* What of the overdue money nobody may ask for, and why. */
static void
say_covered(const struct work *w, const struct facts *f, struct buf *b)
{
    static const char *const WHAT[] = { "disputed", "promised", "on hold" };

    if (w->sums.overdue_minor == 0)
        return;
    for (size_t k = 0; k < 3; k++) {
        if (f->part[k] == w->sums.overdue_minor)
            say(b, arena_fmt(w->a, "all of it %s", WHAT[k]));
        else if (f->part[k] > 0)
            say(b, arena_fmt(w->a, "%s %s",
                       amount_words(w->a, f->part[k], w->s->currency), WHAT[k]));
    }
}

static const char *
reason_of(const struct work *w, const struct facts *f)
{
    struct buf b;

    buf_init(&b, w->a);
    say(&b, balance_words(w, f));
    if (w->broken)
        say(&b, promise_words(w));
    if (w->s->status != CUSTOMER_ACTIVE && w->s->instalments_n > 0)
        say(&b, customer_words(w->s));
    if (w->s->mail_uncertain)
        say(&b, "nobody knows whether the last mail went out");
    if (f->net_zero)
        say(&b, "unapplied credit covers it");
    say_covered(w, f, &b);
    if (worth_saying(f->first) && w->p->messages_n == 0)
        say(&b, f->detail);
    if (w->p->proposals.exhausted && w->p->messages_n == 0)
        say(&b, "no step is left");
    return b.text;
}

/* -- what comes next ------------------------------------------------------ */

static const char *
step_words(const struct work *w, const struct step *step)
{
    if (step->kind == STEP_TASK)
        return step->task;
    if (step->approval)
        return "approval";
    return arena_fmt(w->a, "send %s", step->template);
}

static const char *
waiting_words(const struct facts *f)
{
    switch (f->first) {
    case GUARD_NET_ZERO:
        return "apply_credit";
    case GUARD_DISPUTE:
        return "resolve dispute";
    case GUARD_PROMISE:
        return "wait for payment";
    case GUARD_STALE:
        return "wait for cash data";
    case GUARD_RECIPIENT:
        return "find contact";
    case GUARD_PENDING:
        return "wait for delivery";
    case GUARD_APPROVAL:
        return "approval";
    default:
        return "wait";
    }
}

static const char *
action_of(const struct work *w, const struct facts *f)
{
    const struct plan *p = w->p;

    if (w->s->mail_uncertain)
        return "check mail";
    for (size_t k = 0; k < p->tasks_n; k++)
        if (p->messages_n == 0 || p->tasks[k].priority == 1)
            return p->tasks[k].kind;
    if (p->messages_n > 0)
        return step_words(w, p->messages[0].step);
    if (w->s->instalments_n == 0)
        return "none";
    if (w->s->status != CUSTOMER_ACTIVE)
        return "wait";
    if (f->first == GUARD_NET_ZERO || f->first == GUARD_RECIPIENT)
        return waiting_words(f);
    if (p->next_step)
        return step_words(w, p->next_step);
    if (p->proposals.exhausted)
        return "decide";
    return waiting_words(f);
}

void
words_fill(struct work *w)
{
    struct plan *p = w->p;
    struct facts f;

    look(w, &f);
    p->status = status_of(w, &f);
    p->reason = reason_of(w, &f);
    p->next_action = action_of(w, &f);
    exceptions_fill(w);
}
