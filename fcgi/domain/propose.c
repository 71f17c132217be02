#include "domain/propose.h"

#include <string.h>

#include "domain/coverage.h"
#include "domain/internal.h"

/* -- where an instalment stands ------------------------------------------- */

static const struct step *
step_called(const struct strategy *st, const char *id)
{
    for (size_t k = 0; k < st->steps_n; k++)
        if (strcmp(st->steps[k].id, id) == 0)
            return &st->steps[k];
    return NULL;
}

void
reach_of(const struct strategy *st, const struct open_instalment *i, struct reach *out)
{
    out->top = 0;
    out->last_on = DAY_NONE;
    out->last_mail = true;
    for (size_t k = 0; k < st->steps_n; k++)
        out->of[k].taken = false;
    for (size_t k = 0; k < i->taken_n; k++) {
        const struct taken *t = &i->taken[k];
        const struct step *step = NULL;
        uint16_t level = t->level;

        if (t->script_id == 0) /* a person's own message is on no ladder */
            continue;
        if (t->script_id == st->script_id)
            step = step_called(st, t->step);
        if (step) {
            size_t n = (size_t)(step - st->steps);

            level = step->level; /* a newer version may have moved it */
            if (!out->of[n].taken || t->cycle >= out->of[n].cycle) {
                out->of[n].taken = true;
                out->of[n].cycle = t->cycle;
                out->of[n].on_day = t->on_day;
                out->of[n].uncertain = t->uncertain;
            }
        }
        if (t->on_day > out->last_on)
            out->last_on = t->on_day;
        if (level >= out->top) {
            out->top = level;
            out->last_mail = !t->task;
        }
    }
}

/* The day of the promise that matters for an instalment: the newest not kept. */
static int32_t
promise_day(const struct snapshot *s, const struct open_instalment *i)
{
    int32_t day = DAY_NONE;

    for (size_t k = 0; k < s->promises_n; k++) {
        const struct snap_promise *p = &s->promises[k];
        bool mine = p->items_n == 0;

        if (p->state == PROMISE_KEPT || p->state == PROMISE_CANCELLED)
            continue;
        for (size_t m = 0; m < p->items_n && !mine; m++)
            mine = p->items[m].instalment_id == i->id;
        if (mine && p->promised_on > day)
            day = p->promised_on;
    }
    return day;
}

int32_t
step_day(const struct snapshot *s, const struct strategy *st,
    const struct calendar *cal, const struct step *step,
    const struct open_instalment *i)
{
    int32_t base = DAY_NONE, day, arrears_on = i->due_on + st->grace_days + 1;

    switch (step->anchor) {
    case ANCHOR_DUE:
        base = step->upcoming ? i->due_on : i->due_on + st->grace_days;
        break;
    case ANCHOR_DOCUMENT:
        base = i->issued_on;
        break;
    case ANCHOR_PROMISE:
        base = promise_day(s, i);
        break;
    case ANCHOR_LAST_CONTACT:
        base = s->last_contact_on;
        break;
    }
    if (base == DAY_NONE)
        return DAY_NONE;
    day = step->business_days ? calendar_add_business(cal, base, step->offset_days)
                              : base + step->offset_days;
    if (step->kind == STEP_SEND && !step->upcoming && day < arrears_on)
        day = arrears_on;
    return day;
}

static struct step_stand
stand_after_taken(const struct snapshot *s, const struct strategy *st,
    const struct step *step, const struct open_instalment *i, const struct reach *r,
    size_t n)
{
    struct step_stand at = { STEP_TAKEN, r->of[n].on_day, r->of[n].cycle };
    int32_t arrears_on = i->due_on + st->grace_days + 1;

    if (at.day == DAY_NONE) {
        at.is = STEP_ON_ITS_WAY;
        return at;
    }
    if (step->repeat_days == 0 || at.cycle + 1 >= step->repeat_max ||
        step->level < r->top)
        return at;
    at.cycle++;
    at.day += step->repeat_days;
    if (step->kind == STEP_SEND && !step->upcoming && at.day < arrears_on)
        at.day = arrears_on; /* the due date was moved since */
    at.is = at.day <= s->today ? STEP_DUE : STEP_FUTURE;
    return at;
}

struct step_stand
reach_stand(const struct snapshot *s, const struct strategy *st,
    const struct calendar *cal, const struct step *step,
    const struct open_instalment *i, const struct reach *r)
{
    size_t n = (size_t)(step - st->steps);
    struct step_stand at = { STEP_NEVER, DAY_NONE, 0 };

    if (r->of[n].taken) {
        at = stand_after_taken(s, st, step, i, r, n);
    } else {
        at.day = step_day(s, st, cal, step, i);
        if (step->level <= r->top)
            at.is = STEP_PASSED;
        else if (at.day != DAY_NONE)
            at.is = at.day <= s->today ? STEP_DUE : STEP_FUTURE;
    }
    if (at.is == STEP_DUE && step->upcoming && s->today > i->due_on)
        at.is = r->of[n].taken ? STEP_TAKEN : STEP_PASSED;
    return at;
}

struct step_stand
step_stand(const struct snapshot *s, const struct strategy *st,
    const struct calendar *cal, const struct step *step,
    const struct open_instalment *i)
{
    struct reach r = { 0 };

    reach_of(st, i, &r);
    return reach_stand(s, st, cal, step, i, &r);
}

/* -- proposing ------------------------------------------------------------ */

/* Steps of one instalment whose day has come, a bit each, and when. */
struct due {
    uint32_t mask;
    struct step_stand at[STRATEGY_STEPS__MAX];
};

struct proposing {
    const struct snapshot *s;
    const struct strategy *st;
    const struct calendar *cal;
    const struct propose_asks *asks;
    struct proposals *out;
    uint32_t *masks; /* of each proposal: what was due and not refused */
};

static uint32_t
below(size_t n)
{
    return (UINT32_C(1) << n) - 1;
}

static enum err
condition(const struct proposing *g, size_t n, size_t instalment, bool *yes)
{
    const struct step *step = &g->st->steps[n];

    *yes = true;
    if (!step->has_when)
        return OK;
    return g->asks->when(g->asks->ctx, step, instalment, yes);
}

/* The highest step in *mask whose condition holds; those that fail leave it. */
static enum err
highest(const struct proposing *g, size_t instalment, uint32_t *mask, size_t *n)
{
    for (*n = g->st->steps_n; (*n)-- > 0;) {
        bool yes;
        enum err e;

        if (!(*mask >> *n & 1))
            continue;
        if ((e = condition(g, *n, instalment, &yes)))
            return e;
        if (yes)
            return OK;
        *mask &= ~(UINT32_C(1) << *n);
    }
    return OK; /* *n is SIZE_MAX: none */
}

static enum err
lowest(const struct proposing *g, size_t instalment, uint32_t *mask, size_t *n)
{
    for (*n = 0; *n < g->st->steps_n; (*n)++) {
        bool yes;
        enum err e;

        if (!(*mask >> *n & 1))
            continue;
        if ((e = condition(g, *n, instalment, &yes)))
            return e;
        if (yes)
            return OK;
        *mask &= ~(UINT32_C(1) << *n);
    }
    *n = SIZE_MAX;
    return OK;
}

static void
note_next(struct proposals *out, const struct step *step, int32_t day)
{
    if (out->next_on == DAY_NONE || day < out->next_on ||
        (day == out->next_on && step->level > out->next_step->level)) {
        out->next_on = day;
        out->next_step = step;
    }
}

/* What comes after today for an instalment, `chosen` being today's step. */
static void
note_future(struct proposing *g, const struct open_instalment *i, const struct due *due,
    size_t chosen)
{
    struct proposals *out = g->out;
    int32_t free_on = g->s->today;
    const struct step *now = chosen == SIZE_MAX ? NULL : &g->st->steps[chosen];
    int gap = g->st->min_gap_days > 0 ? g->st->min_gap_days : 1;

    if (coverage_guard(g->s, i, &free_on) != GUARD_NONE && free_on == DAY_NONE)
        return;
    for (size_t n = 0; n < g->st->steps_n; n++) {
        const struct step *step = &g->st->steps[n];
        int32_t day = due->at[n].day;

        if (due->at[n].is != STEP_FUTURE || (now && step->level < now->level))
            continue;
        if (day < free_on)
            day = free_on;
        note_next(out, step, day);
        if (step->kind == STEP_SEND && !step->upcoming && free_on == g->s->today &&
            (out->next_overdue_on == DAY_NONE || day < out->next_overdue_on))
            out->next_overdue_on = day;
    }
    if (now && now->repeat_days && due->at[chosen].cycle + 1 < now->repeat_max)
        note_next(out, now, g->s->today + now->repeat_days);
    if (now && g->st->catch_up == CATCH_UP_ALL && due->mask >> chosen > 1)
        for (size_t n = chosen + 1; n < g->st->steps_n; n++)
            if (due->mask >> n & 1) {
                note_next(out, &g->st->steps[n], g->s->today + gap);
                break;
            }
}

/* One step a day is enough: what else is due waits for the gap. */
static void
note_tomorrow(struct proposing *g, const struct due *due)
{
    int32_t gap = g->st->min_gap_days > 0 ? g->st->min_gap_days : 1;

    for (size_t n = 0; n < g->st->steps_n; n++)
        if (due->mask >> n & 1) {
            note_next(g->out, &g->st->steps[n], g->s->today + gap);
            break;
        }
}

static void
note_exhausted(struct proposing *g, const struct open_instalment *i,
    const struct due *due, const struct reach *r)
{
    if (i->due_on >= g->s->today)
        return;
    for (size_t n = 0; n < g->st->steps_n; n++)
        if (due->at[n].is == STEP_FUTURE || due->at[n].is == STEP_ON_ITS_WAY)
            return;
    g->out->exhausted = true;
    g->out->exhausted_n++;
    if (r->last_mail && i->id > g->out->exhausted_id)
        g->out->exhausted_id = i->id;
}

static enum err
propose_for(struct proposing *g, size_t instalment)
{
    const struct open_instalment *i = &g->s->instalments[instalment];
    struct due due = { .mask = 0 };
    struct reach r;
    size_t chosen = SIZE_MAX;
    uint32_t mask;
    enum err e;

    reach_of(g->st, i, &r);
    for (size_t n = 0; n < g->st->steps_n; n++) {
        due.at[n] = reach_stand(g->s, g->st, g->cal, &g->st->steps[n], i, &r);
        if (due.at[n].is == STEP_DUE)
            due.mask |= UINT32_C(1) << n;
    }
    mask = due.mask;
    if (r.last_on == g->s->today) {
        note_tomorrow(g, &due);
        mask = 0;
    }
    if (g->st->catch_up == CATCH_UP_NONE)
        for (size_t n = 0; n < g->st->steps_n; n++)
            if (due.at[n].day != g->s->today)
                mask &= ~(UINT32_C(1) << n);
    if (mask) {
        e = g->st->catch_up == CATCH_UP_ALL ? lowest(g, instalment, &mask, &chosen)
                                            : highest(g, instalment, &mask, &chosen);
        if (e)
            return e;
    }
    if (chosen != SIZE_MAX) {
        /* with catch-up none, what was missed earlier is to be logged too */
        g->masks[g->out->n] = g->st->catch_up == CATCH_UP_NONE ? due.mask : mask;
        g->out->list[g->out->n++] = (struct proposal){
            .instalment = instalment,
            .step = &g->st->steps[chosen],
            .cycle = due.at[chosen].cycle,
            .day = due.at[chosen].day,
        };
    }
    note_future(g, i, &due, chosen);
    if (chosen == SIZE_MAX && (due.mask == 0 || r.last_on != g->s->today))
        note_exhausted(g, i, &due, &r);
    return OK;
}

/* -- a level must carry its share ----------------------------------------- */

/* Gives a proposal the next lower message that is due, or marks it. */
static enum err
step_down(struct proposing *g, size_t k)
{
    struct proposal *p = &g->out->list[k];
    const struct open_instalment *i = &g->s->instalments[p->instalment];
    uint32_t mask = g->masks[k] & below((size_t)(p->step - g->st->steps));
    size_t n;
    struct step_stand at;
    enum err e;

    for (n = 0; n < g->st->steps_n; n++)
        if (g->st->steps[n].kind != STEP_SEND || g->st->steps[n].upcoming)
            mask &= ~(UINT32_C(1) << n);
    if (g->st->catch_up != CATCH_UP_LATEST)
        mask = 0;
    if ((e = highest(g, p->instalment, &mask, &n)))
        return e;
    if (n == SIZE_MAX) {
        p->below_share = true;
        return OK;
    }
    at = step_stand(g->s, g->st, g->cal, &g->st->steps[n], i);
    p->step = &g->st->steps[n];
    p->day = at.day;
    p->cycle = at.cycle;
    return OK;
}

static enum err
fall_back(struct proposing *g)
{
    int64_t open = 0;

    for (size_t k = 0; k < g->s->instalments_n; k++)
        open += g->s->instalments[k].open_minor;
    for (size_t n = g->st->steps_n; n-- > 0;) {
        const struct step *step = &g->st->steps[n];
        int64_t carried = 0;
        enum err e;

        if (step->kind != STEP_SEND || step->upcoming)
            continue;
        for (size_t k = 0; k < g->out->n; k++)
            if (g->out->list[k].step == step && !g->out->list[k].below_share)
                carried += instalment_free_minor(
                    &g->s->instalments[g->out->list[k].instalment]);
        if ((__int128)carried * 1000000 >= (__int128)open * g->st->min_share_e6)
            continue;
        for (size_t k = 0; k < g->out->n; k++)
            if (g->out->list[k].step == step && !g->out->list[k].below_share)
                if ((e = step_down(g, k)))
                    return e;
    }
    return OK;
}

/* -- what was missed ------------------------------------------------------ */

static void
log_skipped(struct proposing *g, struct arena *a)
{
    struct proposals *out = g->out;
    size_t n = 0;

    for (size_t k = 0; k < out->n; k++)
        n += (size_t)__builtin_popcount(
            g->masks[k] & below((size_t)(out->list[k].step - g->st->steps)));
    if (n == 0)
        return;
    out->skipped = arena_new_n(a, n, struct skipped);
    for (size_t k = 0; k < out->n; k++) {
        const struct proposal *p = &out->list[k];
        size_t chosen = (size_t)(p->step - g->st->steps);

        for (size_t m = 0; m < chosen; m++)
            if (g->masks[k] >> m & 1)
                out->skipped[out->skipped_n++] = (struct skipped){
                    .instalment = p->instalment,
                    .step = &g->st->steps[m],
                    .day = step_day(g->s, g->st, g->cal, &g->st->steps[m],
                        &g->s->instalments[p->instalment]),
                    .proposal = k,
                };
    }
}

enum err
propose(const struct snapshot *s, const struct strategy *st, const struct calendar *cal,
    const struct propose_asks *asks, struct arena *a, struct proposals *out)
{
    struct proposing g = { s, st, cal, asks, out, NULL };
    enum err e;

    *out = (struct proposals){ .next_on = DAY_NONE, .next_overdue_on = DAY_NONE };
    if (s->instalments_n == 0 || st->steps_n == 0)
        return OK;
    out->list = arena_new_n(a, s->instalments_n, struct proposal);
    g.masks = arena_new_n(a, s->instalments_n, uint32_t);
    for (size_t k = 0; k < s->instalments_n; k++)
        if (!s->instalments[k].is_fee && s->instalments[k].open_minor > 0)
            if ((e = propose_for(&g, k)))
                return e;
    if (st->min_share_e6 > 0 && (e = fall_back(&g)))
        return e;
    log_skipped(&g, a);
    return OK;
}
