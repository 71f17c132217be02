#include "tests/unit/domain/world.h"

#include <string.h>

#include "domain/explain.h"

static struct world *w;
static struct explanation x;
static int32_t due;

static int
setup(void **)
{
    due = day_of(2026, 3, 2);
    w = world_new(due);
    world_invoice(w, due, 100000);
    return 0;
}

static int
teardown(void **)
{
    world_free(w);
    return 0;
}

static void
explain(void)
{
    struct plan_in in = {
        .snapshot = &w->s,
        .strategy = &w->st,
        .asks = &w->asks,
        .limits = &w->limits,
        .calendar = &w->cal,
    };

    world_plan(w);
    explain_plan(&in, &w->plan, w->a, &x);
}

static const struct explain_line *
line(const char *step, size_t k)
{
    for (size_t n = 0; n < x.steps_n; n++)
        if (strcmp(x.steps[n].step->id, step) == 0)
            return &x.steps[n].lines[k];
    fail();
    return NULL;
}

static void
assert_outcome(const char *step, const char *outcome)
{
    assert_string_equal(outcome_name(line(step, 0)->outcome), outcome);
}

static void
each_step_says_where_it_stands(void **)
{
    world_taken(w, 0, "R1", due + 4);
    w->s.last_contact_on = due + 4;
    world_today(w, due + 7);
    explain();
    assert_outcome("R1", "taken");
    assert_int_equal(line("R1", 0)->day, due + 4);
    assert_outcome("R2", "future");
    assert_int_equal(line("R2", 0)->day, due + 10);
    assert_string_equal(x.sentence,
        "Nothing happens today: no step has come due; next is R2 on 2026-03-12.");
}

static void
a_guard_says_what_it_waits_for(void **)
{
    world_today(w, due + 10);
    w->s.last_contact_on = due + 6;
    explain();
    assert_outcome("R1", "skipped");
    assert_outcome("R2", "held");
    assert_int_equal(line("R2", 0)->guard, GUARD_GAP);
    assert_int_equal(line("R2", 0)->until_on, due + 11);
    assert_outcome("R3", "future");
    assert_int_equal(x.first_guard->guard, GUARD_GAP);
    assert_string_equal(x.sentence, "Nothing happens today: last contact on "
                                    "2026-03-08, minimum gap 5 days; next is "
                                    "R2 on 2026-03-13.");
}

static void
what_goes_out_today_is_taken(void **)
{
    world_today(w, due + 12);
    explain();
    assert_outcome("R1", "skipped");
    assert_outcome("R2", "taken");
    assert_outcome("CALL", "future");
    assert_null(x.first_guard);
    assert_string_equal(x.sentence, "R2 goes out for 1 invoice.");
}

static void
conditions_and_passed_steps_are_told_apart(void **)
{
    world_taken(w, 0, "R2", due + 10);
    w->st.steps[2].has_when = true;
    w->when_answer = false;
    world_today(w, due + 25);
    explain();
    assert_outcome("R1", "passed");
    assert_outcome("R2", "taken");
    assert_outcome("R3", "not_met");
}

static void
a_step_on_its_way_is_held_by_itself(void **)
{
    world_taken(w, 0, "R1", DAY_NONE);
    world_today(w, due + 5);
    explain();
    assert_outcome("R1", "held");
    assert_int_equal(line("R1", 0)->guard, GUARD_PENDING);
    assert_string_equal(x.sentence, "R1: planned and not yet handed over; next is R2 "
                                    "on 2026-03-12.");
    w->taken[0][0].uncertain = true;
    explain();
    assert_int_equal(line("R1", 0)->guard, GUARD_UNCERTAIN);
}

static void
catching_up_on_all_the_higher_step_waits(void **)
{
    w->st.catch_up = CATCH_UP_ALL;
    world_today(w, due + 12);
    explain();
    assert_outcome("R1", "taken");
    assert_outcome("R2", "future");
}

static void
catching_up_on_nothing_the_missed_step_is_skipped(void **)
{
    w->st.catch_up = CATCH_UP_NONE;
    world_today(w, due + 5);
    explain();
    assert_outcome("R1", "skipped");
}

static void
fees_are_not_explained_and_nothing_open_is_said(void **)
{
    w->instalments[0].is_fee = true;
    explain();
    assert_int_equal(x.steps[0].lines_n, 0);
    w->s.instalments_n = 0;
    explain();
    assert_string_equal(x.sentence, "Nothing happens: nothing is open.");
}

static void
every_outcome_has_a_name(void **)
{
    for (int o = 0; o < OUTCOME__MAX; o++)
        assert_string_not_equal(outcome_name((enum outcome)o), "unknown");
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(each_step_says_where_it_stands),
        TEST(a_guard_says_what_it_waits_for),
        TEST(what_goes_out_today_is_taken),
        TEST(conditions_and_passed_steps_are_told_apart),
        TEST(a_step_on_its_way_is_held_by_itself),
        TEST(catching_up_on_all_the_higher_step_waits),
        TEST(catching_up_on_nothing_the_missed_step_is_skipped),
        TEST(fees_are_not_explained_and_nothing_open_is_said),
        TEST(every_outcome_has_a_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
