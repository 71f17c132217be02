#include <string.h>

#include "base/date.h"
#include "base/zone.h"
#include "domain/internal.h"

/* -- when a message may go ------------------------------------------------ */

static const struct zone *
reader_zone(const struct snapshot *s, const char *to_role)
{
    const struct snap_contact *to = snapshot_recipient(s, to_role, NULL);
    const char *name = to && to->time_zone ? to->time_zone : s->time_zone;

    return zone_find(name ? name : s->division_time_zone);
}

int64_t
consolidate_send_at(const struct work *w, const struct step *step, int32_t day)
{
    return zone_instant(reader_zone(w->s, step->to_role), day, w->st->send_minute);
}

/* Never before the division's own day has begun there. */
int64_t
plan_not_before(const struct snapshot *s, const struct strategy *st,
    const struct calendar *cal, const struct guard_limits *limits, const char *to_role)
{
    const struct zone *zone = reader_zone(s, to_role);
    unsigned quiet = limits->quiet_from_minute;
    int32_t day = zone_day(zone, s->now_at);
    int64_t at;

    if (day < s->today)
        day = s->today;
    if (st->business_days_only)
        day = calendar_next_business(cal, day);
    at = zone_instant(zone, day, st->send_minute);
    if (at >= s->now_at)
        return at;
    /* the hour has passed: now, unless the evening has begun */
    if (quiet == 0 || quiet <= st->send_minute ||
        zone_minute_of_day(zone, s->now_at) < (int)quiet)
        return s->now_at;
    day++;
    if (st->business_days_only)
        day = calendar_next_business(cal, day);
    return zone_instant(zone, day, st->send_minute);
}

/* -- messages ------------------------------------------------------------- */

static bool
is_mail(const struct work *w, size_t k, bool upcoming)
{
    const struct step *step = w->p->proposals.list[k].step;

    return w->p->pass[k] && step->kind == STEP_SEND && step->upcoming == upcoming;
}

static int64_t
add_lines(struct work *w, struct plan_message *m, bool *mentioned)
{
    const struct proposals *p = &w->p->proposals;
    int64_t total = 0;

    for (size_t k = 0; k < p->n; k++) {
        const struct proposal *x = &p->list[k];

        if (!is_mail(w, k, m->upcoming))
            continue;
        m->lines[m->lines_n++] = (struct plan_line){ x->instalment, x->step, x->cycle };
        mentioned[x->instalment] = true;
        total += instalment_free_minor(&w->s->instalments[x->instalment]);
        if (!m->step || x->step->level > m->step->level)
            m->step = x->step;
    }
    return total;
}

static int64_t
add_also(struct work *w, struct plan_message *m, const bool *mentioned)
{
    int64_t total = 0;

    m->also = arena_new_n(w->a, w->s->instalments_n, size_t);
    for (size_t k = 0; k < w->s->instalments_n; k++) {
        const struct open_instalment *i = &w->s->instalments[k];
        int64_t rest = instalment_free_minor(i);

        if (mentioned[k] || i->due_on >= w->s->today || rest == 0)
            continue;
        m->also[m->also_n++] = k;
        total += rest;
    }
    return total;
}

static void
consolidate_one(struct work *w, bool upcoming)
{
    struct plan_message *m = &w->p->messages[w->p->messages_n];
    bool *mentioned;
    size_t n = 0;

    for (size_t k = 0; k < w->p->proposals.n; k++)
        n += is_mail(w, k, upcoming);
    if (n == 0)
        return;
    *m = (struct plan_message){ .upcoming = upcoming };
    m->lines = arena_new_n(w->a, n, struct plan_line);
    mentioned = arena_new_n(w->a, w->s->instalments_n, bool);
    m->total_minor = add_lines(w, m, mentioned);
    if (!upcoming)
        m->total_minor += add_also(w, m, mentioned);
    m->not_before_at = m->step->by_letter ? w->s->now_at
                                          : plan_not_before(w->s, w->st, w->cal,
                                                w->in->limits, m->step->to_role);
    w->p->messages_n++;
}

void
consolidate_messages(struct work *w)
{
    consolidate_one(w, false);
    consolidate_one(w, true);
}

/* -- tasks ---------------------------------------------------------------- */

/* Whether the proposal becomes a task today, and is one of this step. */
static bool
is_task(const struct work *w, const bool *agree, size_t k, const struct step *step)
{
    const struct step *x = w->p->proposals.list[k].step;

    return x == step && (step->kind == STEP_TASK ? w->p->pass[k] : agree[k]);
}

static const char *
lines_words(const struct work *w, const struct plan_task *t)
{
    int64_t sum = 0;

    for (size_t k = 0; k < t->lines_n; k++)
        sum += instalment_free_minor(&w->s->instalments[t->lines[k].instalment]);
    return arena_fmt(w->a, "%zu %s, %s", t->lines_n,
        t->lines_n == 1 ? "invoice" : "invoices",
        amount_words(w->a, sum, w->s->currency));
}

/* "review_for_agency" reads "Review for agency". */
static const char *
readable(struct arena *a, const char *word)
{
    char *text = arena_str(a, word);

    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
    if (*text >= 'a' && *text <= 'z')
        *text = (char)(*text - 'a' + 'A');
    return text;
}

static void
add_step_task(struct work *w, const struct step *step, const bool *agree)
{
    const struct proposals *p = &w->p->proposals;
    struct plan_task t = { .step = step, .role = step->approval };
    size_t n = 0;

    for (size_t k = 0; k < p->n; k++)
        n += is_task(w, agree, k, step);
    if (n == 0)
        return;
    t.lines = arena_new_n(w->a, n, struct plan_line);
    for (size_t k = 0; k < p->n; k++)
        if (is_task(w, agree, k, step))
            t.lines[t.lines_n++] =
                (struct plan_line){ p->list[k].instalment, step, p->list[k].cycle };
    t.due_on = w->s->today;
    t.priority = step->approval ? 1 : 2;
    t.dedup_key =
        arena_fmt(w->a, "step:%llu:%s", (unsigned long long)w->s->case_id, step->id);
    if (step->kind == STEP_TASK) {
        t.kind = step->task;
        t.title =
            arena_fmt(w->a, "%s: %s", readable(w->a, step->task), lines_words(w, &t));
    } else {
        t.kind = "approval";
        t.title = arena_fmt(w->a, "Approve %s: %s", step->template, lines_words(w, &t));
    }
    w->p->tasks[w->p->tasks_n++] = t;
}

/* A task of the engine's own, unless its cause has made one already. */
static void
add_own(struct work *w, const char *kind, uint8_t priority, const char *key,
    const char *title)
{
    for (size_t k = 0; k < w->s->raised_n; k++)
        if (strcmp(w->s->raised[k], key) == 0)
            return;
    w->p->tasks[w->p->tasks_n++] = (struct plan_task){
        .kind = kind,
        .title = title,
        .dedup_key = key,
        .due_on = w->s->today,
        .priority = priority,
    };
}

static void
add_broken(struct work *w)
{
    const struct snap_promise *p = w->broken;
    const char *amount = amount_words(w->a, p->amount_minor, w->s->currency);
    const char *day = day_words(w->a, p->promised_on);
    const char *title =
        p->kept_minor > 0
            ? arena_fmt(w->a, "Promise of %s for %s: only %s came", amount, day,
                  amount_words(w->a, p->kept_minor, w->s->currency))
            : arena_fmt(w->a, "Promise of %s for %s is broken", amount, day);

    add_own(w, "broken_promise", 1,
        arena_fmt(w->a, "broken_promise:%llu", (unsigned long long)p->id), title);
}

static void
add_credit(struct work *w)
{
    uint64_t newest = 0;

    for (size_t k = 0; k < w->s->credits_n; k++)
        if (w->s->credits[k].item_id > newest)
            newest = w->s->credits[k].item_id;
    add_own(w, "apply_credit", 2,
        arena_fmt(w->a, "apply_credit:%llu:%llu", (unsigned long long)w->s->case_id,
            (unsigned long long)newest),
        arena_fmt(w->a, "Apply credit of %s: it covers the %s overdue",
            amount_words(w->a, w->sums.unapplied_minor, w->s->currency),
            amount_words(w->a, w->sums.overdue_minor, w->s->currency)));
}

static void
add_own_tasks(struct work *w)
{
    const struct proposals *p = &w->p->proposals;
    const char *nobody = NULL;

    if (w->broken)
        add_broken(w);
    if (w->sums.overdue_minor > 0 && w->sums.unapplied_minor >= w->sums.overdue_minor)
        add_credit(w);
    for (size_t k = 0; k < w->p->held_n && !nobody; k++)
        if (w->p->held[k].guard == GUARD_RECIPIENT)
            nobody = w->p->held[k].detail;
    if (nobody)
        add_own(w, "undeliverable", 2,
            arena_fmt(w->a, "no_recipient:%llu", (unsigned long long)w->s->case_id),
            arena_fmt(w->a, "Nobody to write to: %s", nobody));
    if (p->exhausted_id != 0 && w->s->status == CUSTOMER_ACTIVE)
        add_own(w, "review", 2,
            arena_fmt(w->a, "exhausted:%llu:%llu", (unsigned long long)w->s->case_id,
                (unsigned long long)p->exhausted_id),
            arena_fmt(w->a, "No step is left for %zu overdue %s", p->exhausted_n,
                p->exhausted_n == 1 ? "invoice" : "invoices"));
}

enum { OWN_TASKS__MAX = 4 };

void
consolidate_tasks(struct work *w)
{
    struct plan *p = w->p;
    bool *agree = NULL;

    p->tasks = arena_new_n(w->a, w->st->steps_n + OWN_TASKS__MAX, struct plan_task);
    if (p->proposals.n > 0) {
        agree = arena_new_n(w->a, p->proposals.n, bool);
        for (size_t k = 0; k < p->held_n; k++)
            if (p->held[k].guard == GUARD_APPROVAL)
                agree[p->held[k].proposal] = true;
        for (size_t k = 0; k < w->st->steps_n; k++)
            add_step_task(w, &w->st->steps[k], agree);
    }
    add_own_tasks(w);
}
