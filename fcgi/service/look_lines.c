#include "service/look_lines.h"

#include <string.h>

#include "domain/coverage.h"

static const char HELD[] = "held";

static const struct open_instalment *
instalment(const struct snapshot *s, uint64_t id)
{
    for (size_t k = 0; k < s->instalments_n; k++)
        if (s->instalments[k].id == id)
            return &s->instalments[k];
    return NULL;
}

/* Credits settle what is due first: all that is due by then, together. */
static bool
is_covered(const struct snapshot *s, int64_t unapplied_minor, int32_t due_on)
{
    int64_t sum = 0;

    if (unapplied_minor == 0)
        return false;
    for (size_t k = 0; k < s->instalments_n; k++)
        if (s->instalments[k].due_on <= due_on)
            sum += s->instalments[k].open_minor;
    return sum <= unapplied_minor;
}

static const char *
covered_by(const struct snapshot *s, const struct open_instalment *i)
{
    int32_t until_on;

    switch (coverage_guard(s, i, &until_on)) {
    case GUARD_DISPUTE:
        return "disputed";
    case GUARD_PROMISE:
        return "promised";
    default:
        return HELD;
    }
}

static void
look_at(const struct snapshot *s, enum look_kind kind, int64_t unapplied_minor,
    struct look_line *l)
{
    const struct open_instalment *i = instalment(s, l->instalment_id);

    l->ask_minor = 0;
    if (!i || i->open_minor <= 0)
        l->why = "settled";
    else if (kind == LOOK_OVERDUE && i->due_on >= s->today)
        l->why = "no longer overdue";
    else if (kind == LOOK_UPCOMING && i->due_on < s->today)
        l->why = "overdue by now";
    else if (kind == LOOK_UPCOMING && is_covered(s, unapplied_minor, i->due_on))
        l->why = "covered by credit";
    else if (instalment_free_minor(i) <= 0)
        l->why = covered_by(s, i);
    else
        l->ask_minor = instalment_free_minor(i);
}

static const char *
customer_stops(const struct snapshot *s)
{
    switch (s->status) {
    case CUSTOMER_ACTIVE:
        return NULL;
    case CUSTOMER_ON_HOLD:
        return "the customer is on hold";
    case CUSTOMER_LEGAL:
        return "the customer is at law";
    case CUSTOMER_CLOSED:
        break;
    }
    return "the customer is closed";
}

/* The reason that says most: what is settled is told only when all is. */
static const char *
why_nothing(const struct look *look)
{
    const char *why = "settled";

    for (size_t k = 0; k < look->own_n; k++) {
        if (look->own[k].ask_minor > 0)
            return NULL;
        if (strcmp(why, "settled") == 0)
            why = look->own[k].why;
    }
    return why;
}

static const struct look_line *
own_line(const struct look *look, uint64_t instalment_id)
{
    for (size_t k = 0; k < look->own_n; k++)
        if (look->own[k].instalment_id == instalment_id && look->own[k].ask_minor > 0)
            return &look->own[k];
    return NULL;
}

static void
say_lines(
    const struct snapshot *s, enum look_kind kind, struct arena *a, struct look *look)
{
    look->lines = arena_new_n(a, s->instalments_n + 1, struct reminder_line);
    for (size_t k = 0; k < s->instalments_n; k++) {
        const struct open_instalment *i = &s->instalments[k];
        int64_t ask = instalment_free_minor(i);
        bool own = own_line(look, i->id) != NULL;

        if (!own && (kind != LOOK_OVERDUE || i->due_on >= s->today || ask <= 0))
            continue;
        look->lines[look->lines_n++] = (struct reminder_line){
            .number = i->number,
            .issued_on = i->issued_on,
            .due_on = i->due_on,
            .days_late = s->today - i->due_on,
            .amount_minor = i->amount_minor,
            .open_minor = ask,
            .is_fee = i->is_fee,
            .also = !own,
        };
        look->total_minor += ask;
    }
}

void
look_at_lines(
    const struct snapshot *s, enum look_kind kind, struct arena *a, struct look *look)
{
    struct snap_sums sums;
    const char *nothing;

    look->lines_n = 0;
    look->total_minor = 0;
    if (kind == LOOK_MANUAL && look->asked_n == 0) {
        look->stop = customer_stops(s);
        return;
    }
    snapshot_sums(s, &sums);
    for (size_t k = 0; k < look->own_n; k++)
        look_at(s, kind, sums.unapplied_minor, &look->own[k]);
    nothing = why_nothing(look);
    look->cause = CAUSE_NONE;
    if (nothing && strcmp(nothing, "settled") == 0)
        look->stop = nothing;
    else if (!(look->stop = customer_stops(s)) && kind != LOOK_UPCOMING &&
             sums.unapplied_minor > 0 && sums.overdue_minor <= sums.unapplied_minor)
        look->stop = "covered by credit";
    else if (!look->stop && (look->stop = nothing))
        look->cause = strcmp(nothing, HELD) == 0 ? CAUSE_HELD : CAUSE_NONE;
    if (!look->stop)
        say_lines(s, kind, a, look);
}
