#include "domain/manual.h"

#include "domain/internal.h"

/* What counts where a case follows no strategy. */
static const struct strategy USUAL = {
    .name = "none", .min_gap_days = 5, .send_minute = 480
};

enum manual_needs
manual_needs_of(bool reminds, uint32_t stage)
{
    return !reminds     ? MANUAL_NEEDS_NOTHING
           : stage == 0 ? MANUAL_NEEDS_ITEMS
                        : MANUAL_NEEDS_OVERDUE;
}

/* Nothing is asked for. */
static void
check_words(const struct manual_in *in, const struct strategy *st,
    const struct guard_limits *limits, const struct step *step, struct arena *a,
    struct manual_plan *out)
{
    if (in->needs == MANUAL_NEEDS_NOTHING)
        out->goes = !guard_contact(in->snapshot, st, limits, step, a, &out->held[0]);
    else
        out->held[0] = (struct held){ .guard = GUARD_NO_ITEM,
            .until_on = DAY_NONE,
            .detail = in->needs == MANUAL_NEEDS_ITEMS
                          ? "a reminder names at least one invoice"
                          : "a reminder names at least one overdue invoice" };
    out->held_n = !out->goes;
}

/* What is not late is in no reminder, whatever else holds it or not. */
static void
leave_out(const struct manual_in *in, struct arena *a, bool *pass,
    const struct held *found, size_t found_n, struct manual_plan *out)
{
    const struct snapshot *s = in->snapshot;
    size_t f = 0;

    for (size_t k = 0; k < in->n; k++) {
        int32_t due_on = s->instalments[in->instalments[k]].due_on;
        bool late = in->needs != MANUAL_NEEDS_OVERDUE || due_on < s->today;

        if (!pass[k] && late)
            out->held[out->held_n++] = found[f];
        f += !pass[k] && f < found_n;
        if (!late)
            out->held[out->held_n++] = (struct held){ .proposal = k,
                .guard = GUARD_NOT_DUE,
                .until_on = due_on + 1,
                .detail = arena_fmt(
                    a, "not overdue: it is due on %s", day_words(a, due_on)) };
        pass[k] &= late;
        out->goes |= pass[k];
    }
}

static void
check(const struct manual_in *in, const struct strategy *st,
    const struct guard_limits *limits, struct arena *a, struct manual_plan *out)
{
    struct step step = { .id = "manual",
        .kind = STEP_SEND,
        .level = 1,
        .to_role = in->to_role,
        .by_letter = in->by_letter };
    struct proposal *list = arena_new_n(a, in->n + 1, struct proposal);
    struct held *found = arena_new_n(a, in->n + 1, struct held);
    const struct proposals p = {
        .list = list, .n = in->n, .next_overdue_on = DAY_NONE, .next_on = DAY_NONE
    };
    bool *pass = arena_new_n(a, in->n + 1, bool);
    size_t found_n = 0;

    out->held = arena_new_n(a, in->n + 1, struct held);
    out->held_n = 0;
    out->pass = pass;
    out->goes = false;
    if (in->n == 0) {
        check_words(in, st, limits, &step, a, out);
        return;
    }
    for (size_t k = 0; k < in->n; k++)
        list[k] = (struct proposal){ .instalment = in->instalments[k], .step = &step };
    guard_check(in->snapshot, st, &p, limits, a, pass, found, &found_n);
    leave_out(in, a, pass, found, found_n, out);
}

void
manual_plan(const struct manual_in *in, struct arena *a, struct manual_plan *out)
{
    const struct strategy *st = in->strategy ? in->strategy : &USUAL;
    struct guard_limits limits = *in->limits;
    struct manual_plan passed;

    *out = (struct manual_plan){ 0 };
    limits.by_person = true;
    check(in, st, &limits, a, out);
    out->not_before_at = in->by_letter ? in->snapshot->now_at
                                       : plan_not_before(in->snapshot, st, in->calendar,
                                             &limits, in->to_role);
    if (out->goes || limits.confirmed)
        return;
    limits.confirmed = true;
    check(in, st, &limits, a, &passed);
    out->may_confirm = passed.goes;
}
