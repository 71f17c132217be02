#include "domain/plan.h"

#include "domain/case_state.h"
#include "domain/internal.h"
#include "domain/priority.h"
#include "domain/promise.h"

/* A case that no strategy wants is still looked at: it just has no steps. */
static const struct strategy NO_STRATEGY = { .name = "none" };

static const struct guard_limits NO_LIMITS;

/* Missed steps are logged when what passes them over is taken, not before. */
static void
keep_skipped(struct work *w)
{
    const struct proposals *p = &w->p->proposals;

    if (p->skipped_n == 0)
        return;
    w->p->skipped = arena_new_n(w->a, p->skipped_n, struct skipped);
    for (size_t k = 0; k < p->skipped_n; k++)
        if (w->p->pass[p->skipped[k].proposal])
            w->p->skipped[w->p->skipped_n++] = p->skipped[k];
}

/* -- the next day --------------------------------------------------------- */

static void
sooner(struct plan *p, const struct step *step, int32_t day)
{
    if (p->next_on == DAY_NONE || day < p->next_on ||
        (day == p->next_on && step && p->next_step &&
            step->level > p->next_step->level)) {
        p->next_on = day;
        p->next_step = step;
    }
}

/* A message waits for the gap after the last one, today's included, and for a day
 * on which mail goes out. */
static int32_t
sendable_on(const struct work *w, const struct step *step, int32_t day)
{
    int32_t last = w->p->messages_n > 0 ? w->s->today : w->s->last_contact_on;

    if (step->kind != STEP_SEND)
        return day;
    if (last != DAY_NONE && day < last + w->st->min_gap_days)
        day = last + w->st->min_gap_days;
    if (w->st->business_days_only)
        day = calendar_next_business(w->cal, day);
    return day;
}

static void
find_next(struct work *w)
{
    struct plan *p = w->p;
    const struct proposals *pr = &p->proposals;

    p->next_on = DAY_NONE;
    p->next_step = NULL;
    p->next_step_at = INSTANT_NONE;
    if (p->messages_n > 0) {
        p->next_on = w->s->today;
        p->next_step = p->messages[0].step;
        p->next_step_at = p->messages[0].not_before_at;
        return;
    }
    if (p->tasks_n > 0) {
        p->next_on = w->s->today;
        p->next_step = p->tasks[0].step;
        return;
    }
    if (w->s->status != CUSTOMER_ACTIVE)
        return;
    for (size_t k = 0; k < p->held_n; k++) {
        const struct step *step = pr->list[p->held[k].proposal].step;

        if (p->held[k].until_on != DAY_NONE)
            sooner(p, step, sendable_on(w, step, p->held[k].until_on));
    }
    if (pr->next_on != DAY_NONE)
        sooner(p, pr->next_step, sendable_on(w, pr->next_step, pr->next_on));
    if (p->next_step && p->next_step->kind == STEP_SEND)
        p->next_step_at = consolidate_send_at(w, p->next_step, p->next_on);
}

/* -- the plan ------------------------------------------------------------- */

static enum err
fill_score(struct work *w)
{
    struct plan *p = w->p;
    enum err e = OK;

    if (w->in->priority)
        e = w->in->priority(w->in->priority_ctx, w->a, &p->score, &p->score_n);
    else
        priority_default(w->s, &w->sums, w->a, &p->score, &p->score_n);
    if (e)
        return e;
    for (size_t k = 0; k < p->score_n; k++)
        p->score_milli += p->score[k].milli;
    return OK;
}

enum err
plan_case(const struct plan_in *in, struct arena *a, struct plan *out)
{
    struct plan_in filled = *in;
    struct work w = { .in = &filled, .s = in->snapshot, .a = a, .p = out };
    bool *pass;
    enum err e;

    if (!filled.strategy)
        filled.strategy = &NO_STRATEGY;
    if (!filled.limits)
        filled.limits = &NO_LIMITS;
    w.st = filled.strategy;
    w.cal = filled.calendar;
    *out = (struct plan){
        .strategy = in->strategy,
        .strategy_why = in->strategy_why,
        .next_on = DAY_NONE,
    };
    snapshot_sums(w.s, &w.sums);
    w.broken = promise_broken_now(w.s);
    if ((e = propose(w.s, w.st, w.cal, in->asks, a, &out->proposals)))
        return e;
    pass = arena_new_n(a, out->proposals.n + 1, bool);
    out->pass = pass;
    out->held = arena_new_n(a, out->proposals.n + 1, struct held);
    guard_check(
        w.s, w.st, &out->proposals, filled.limits, a, pass, out->held, &out->held_n);
    keep_skipped(&w);
    consolidate_messages(&w);
    consolidate_tasks(&w);
    if ((e = fill_score(&w)))
        return e;
    find_next(&w);
    words_fill(&w);
    out->next_at = case_next_at(w.s);
    return OK;
}

bool
plan_acts(const struct plan *p)
{
    return p->messages_n > 0 || p->tasks_n > 0 || p->skipped_n > 0;
}
