#include "domain/manual.h"

/* What counts where a case follows no strategy. */
static const struct strategy USUAL = {
    .name = "none", .min_gap_days = 5, .send_minute = 480
};

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
    const struct proposals p = {
        .list = list, .n = in->n, .next_overdue_on = DAY_NONE, .next_on = DAY_NONE
    };
    bool *pass = arena_new_n(a, in->n + 1, bool);

    out->held = arena_new_n(a, in->n + 1, struct held);
    out->held_n = 0;
    out->pass = pass;
    out->goes = false;
    if (in->n == 0) {
        out->goes = !guard_contact(in->snapshot, st, limits, &step, a, &out->held[0]);
        out->held_n = !out->goes;
        return;
    }
    for (size_t k = 0; k < in->n; k++)
        list[k] = (struct proposal){ .instalment = in->instalments[k], .step = &step };
    guard_check(in->snapshot, st, &p, limits, a, pass, out->held, &out->held_n);
    for (size_t k = 0; k < in->n; k++)
        out->goes |= pass[k];
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
