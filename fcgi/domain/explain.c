#include "domain/explain.h"

#include "domain/internal.h"

const char *
outcome_name(enum outcome o)
{
    static const char *const NAMES[OUTCOME__MAX] = {
        [OUTCOME_TAKEN] = "taken",
        [OUTCOME_SKIPPED] = "skipped",
        [OUTCOME_HELD] = "held",
        [OUTCOME_PASSED] = "passed",
        [OUTCOME_FUTURE] = "future",
        [OUTCOME_NOT_MET] = "not_met",
    };

    return (unsigned)o < OUTCOME__MAX ? NAMES[o] : "unknown";
}

struct telling {
    const struct snapshot *s;
    const struct strategy *st;
    const struct calendar *cal;
    const struct plan *p;
    struct arena *a;
    const struct held **held; /* of each proposal; NULL where it passed */
    const struct step *waits; /* the highest that is on its way; NULL none */
    const char *waits_why;
};

static struct explain_line
of_proposal(const struct telling *t, size_t k)
{
    const struct proposal *x = &t->p->proposals.list[k];
    const struct held *h = t->held[k];
    struct explain_line line = {
        .instalment = x->instalment,
        .outcome = h ? OUTCOME_HELD : OUTCOME_TAKEN,
        .day = h ? x->day : t->s->today,
        .until_on = DAY_NONE,
    };

    if (h) {
        line.guard = h->guard;
        line.detail = h->detail;
        line.until_on = h->until_on;
    } else {
        line.detail = "its turn is today";
    }
    return line;
}

static void
on_its_way(struct explain_line *line, bool uncertain)
{
    line->outcome = OUTCOME_HELD;
    line->guard = uncertain ? GUARD_UNCERTAIN : GUARD_PENDING;
    line->detail = uncertain ? "it is unknown whether the mail went out"
                             : "planned and not yet handed over";
}

/* A step whose day has come and that is not what was proposed. */
static void
due_but_not_proposed(const struct telling *t, const struct step *step,
    const struct reach *r, const struct proposal *x, struct explain_line *line)
{
    bool lower = x && step->level < x->step->level;

    if (r->last_on == t->s->today) {
        line->outcome = OUTCOME_FUTURE;
        line->detail = "another step was taken today";
    } else if (t->st->catch_up == CATCH_UP_NONE && line->day < t->s->today) {
        line->outcome = OUTCOME_SKIPPED;
        line->detail = "missed, and this strategy catches up on nothing";
    } else if (t->st->catch_up == CATCH_UP_ALL && x && !lower) {
        line->outcome = OUTCOME_FUTURE;
        line->detail = "waits for the step before it";
    } else if (t->st->catch_up == CATCH_UP_LATEST && lower) {
        line->outcome = OUTCOME_SKIPPED;
        line->detail = "missed, a later step takes its place";
    } else {
        line->outcome = OUTCOME_NOT_MET;
        line->detail = "its condition does not hold";
    }
}

static struct explain_line
of_step(const struct telling *t, const struct step *step, size_t instalment,
    const struct reach *r, const struct proposal *x)
{
    const struct open_instalment *i = &t->s->instalments[instalment];
    struct step_stand at = reach_stand(t->s, t->st, t->cal, step, i, r);
    struct explain_line line = {
        .instalment = instalment,
        .outcome = OUTCOME_PASSED,
        .day = at.day,
        .until_on = DAY_NONE,
    };

    switch (at.is) {
    case STEP_NEVER:
        line.outcome = OUTCOME_NOT_MET;
        line.detail = "there is no day to count from";
        break;
    case STEP_FUTURE:
        line.outcome = OUTCOME_FUTURE;
        break;
    case STEP_DUE:
        due_but_not_proposed(t, step, r, x, &line);
        break;
    case STEP_TAKEN:
        line.outcome = OUTCOME_TAKEN;
        break;
    case STEP_ON_ITS_WAY:
        on_its_way(&line, r->of[step - t->st->steps].uncertain);
        break;
    case STEP_PASSED:
        line.detail = step->level <= r->top ? "a later step was taken"
                                            : "the invoice has fallen due";
        break;
    }
    return line;
}

/* -- the sentence --------------------------------------------------------- */

static const char *
lines_word(const struct telling *t, size_t n)
{
    return arena_fmt(t->a, "%zu invoice%s", n, n == 1 ? "" : "s");
}

/* What covers one invoice is told of that invoice; the rest holds for the case. */
static void
held_words(const struct telling *t, const struct held *h, struct buf *b)
{
    const struct proposals *x = &t->p->proposals;
    bool of_one = h->guard == GUARD_HOLD || h->guard == GUARD_DISPUTE ||
                  h->guard == GUARD_PROMISE;

    buf_text(b, "Nothing happens today: ");
    if (of_one)
        buf_fmt(b, "%s: ", t->s->instalments[x->list[h->proposal].instalment].number);
    buf_text(b, h->detail);
    if (of_one && t->p->held_n > 1)
        buf_fmt(b, ", and %s more held back", lines_word(t, t->p->held_n - 1));
}

static const char *
sentence(const struct telling *t, const struct explanation *x)
{
    const struct plan *p = t->p;
    struct buf b;

    buf_init(&b, t->a);
    for (size_t k = 0; k < p->messages_n; k++)
        buf_fmt(&b, "%s%s goes out for %s", b.len ? ", and " : "",
            p->messages[k].step->template, lines_word(t, p->messages[k].lines_n));
    for (size_t k = 0; k < p->tasks_n; k++)
        buf_fmt(
            &b, "%sa task for a person: %s", b.len ? ", and " : "", p->tasks[k].title);
    if (b.len == 0 && t->s->instalments_n == 0)
        buf_text(&b, "Nothing happens: nothing is open");
    else if (b.len == 0 && t->waits)
        buf_fmt(&b, "%s: %s", t->waits->id, t->waits_why);
    else if (b.len == 0 && x->first_guard)
        held_words(t, x->first_guard, &b);
    else if (b.len == 0)
        buf_text(&b, "Nothing happens today: no step has come due");
    if (b.text[0] >= 'a' && b.text[0] <= 'z')
        b.text[0] = (char)(b.text[0] - 'a' + 'A');
    if (x->next_step && x->next_on > t->s->today)
        buf_fmt(
            &b, "; next is %s on %s", x->next_step->id, day_words(t->a, x->next_on));
    buf_char(&b, '.');
    return b.text;
}

/* -- all of it ------------------------------------------------------------ */

static void
fill_lines(struct telling *t, struct explanation *out)
{
    const struct proposals *p = &t->p->proposals;
    size_t next = 0;

    for (size_t k = 0; k < t->s->instalments_n; k++) {
        const struct open_instalment *i = &t->s->instalments[k];
        const struct proposal *x = NULL;
        struct reach r;
        size_t at = next;

        if (i->is_fee || i->open_minor <= 0)
            continue;
        if (next < p->n && p->list[next].instalment == k)
            x = &p->list[next++];
        reach_of(t->st, i, &r);
        for (size_t m = 0; m < t->st->steps_n; m++) {
            struct explain_step *e = &out->steps[m];
            struct explain_line *line = &e->lines[e->lines_n++];

            if (x && x->step == e->step) {
                *line = of_proposal(t, at);
                continue;
            }
            *line = of_step(t, e->step, k, &r, x);
            if (line->outcome == OUTCOME_HELD &&
                (!t->waits || e->step->level > t->waits->level)) {
                t->waits = e->step;
                t->waits_why = line->detail;
            }
        }
    }
}

void
explain_plan(const struct plan_in *in, const struct plan *p, struct arena *a,
    struct explanation *out)
{
    struct telling t = { in->snapshot, in->strategy, in->calendar, p, a, NULL, NULL,
        NULL };

    *out = (struct explanation){ .next_step = p->next_step, .next_on = p->next_on };
    t.held = arena_new_n(a, p->proposals.n + 1, const struct held *);
    for (size_t k = 0; k < p->held_n; k++)
        t.held[p->held[k].proposal] = &p->held[k];
    if (p->held_n > 0)
        out->first_guard = &p->held[0];
    if (in->strategy && in->strategy->steps_n > 0) {
        out->steps_n = in->strategy->steps_n;
        out->steps = arena_new_n(a, out->steps_n, struct explain_step);
        for (size_t k = 0; k < out->steps_n; k++) {
            out->steps[k].step = &in->strategy->steps[k];
            out->steps[k].lines =
                arena_new_n(a, in->snapshot->instalments_n + 1, struct explain_line);
        }
        fill_lines(&t, out);
    }
    out->sentence = sentence(&t, out);
}
