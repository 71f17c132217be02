#include "tests/unit/domain/world.h"

#include <string.h>

static struct world *w;
static size_t inv;
static int32_t due;

static int
setup(void **)
{
    due = day_of(2026, 3, 2);
    w = world_new(due);
    inv = world_invoice(w, due, 100000);
    return 0;
}

static int
teardown(void **)
{
    world_free(w);
    return 0;
}

static const char *
proposed(void)
{
    world_plan(w);
    return w->plan.proposals.n ? w->plan.proposals.list[0].step->id : "";
}

static void
on_or_before_never_equals(void **)
{
    world_today(w, due + 2);
    assert_string_equal(proposed(), "");
    for (int32_t day = due + 3; day < due + 10; day++) {
        world_today(w, day);
        assert_string_equal(proposed(), "R1");
        assert_int_equal(w->plan.proposals.list[0].day, due + 3);
    }
}

static void
catch_up_latest_takes_the_highest(void **)
{
    world_today(w, due + 25);
    assert_string_equal(proposed(), "R3");
    assert_int_equal(w->plan.proposals.skipped_n, 2);
}

static void
catch_up_all_walks_up_at_the_gap(void **)
{
    w->st.catch_up = CATCH_UP_ALL;
    world_today(w, due + 25);
    assert_string_equal(proposed(), "R1");
    assert_int_equal(w->plan.skipped_n, 0);
    world_apply(w);
    world_today(w, due + 30);
    assert_string_equal(proposed(), "R2");
    world_apply(w);
    world_today(w, due + 35);
    assert_string_equal(proposed(), "R3");
}

static void
catch_up_none_takes_only_what_is_due_today(void **)
{
    w->st.catch_up = CATCH_UP_NONE;
    world_today(w, due + 4);
    assert_string_equal(proposed(), "");
    world_today(w, due + 10);
    assert_string_equal(proposed(), "R2");
    assert_int_equal(w->plan.skipped_n, 1);
}

static void
a_level_never_falls(void **)
{
    world_taken(w, inv, "R2", due + 10);
    world_today(w, due + 19);
    assert_string_equal(proposed(), "");
    world_today(w, due + 20);
    assert_string_equal(proposed(), "R3");
}

static void
what_another_script_took_counts_by_its_level(void **)
{
    world_taken(w, inv, "other", due + 3);
    w->taken[inv][0].script_id = 99;
    w->taken[inv][0].level = 2;
    world_today(w, due + 12);
    assert_string_equal(proposed(), "");
    world_today(w, due + 20);
    assert_string_equal(proposed(), "R3");
}

static void
a_newer_version_that_moves_a_step_does_not_send_it_again(void **)
{
    /* taken as level 2, in the version of today it is level 1 */
    world_taken(w, inv, "R1", due + 3);
    w->taken[inv][0].level = 2;
    world_today(w, due + 10);
    assert_string_equal(proposed(), "R2");
}

static void
a_persons_own_message_is_on_no_ladder(void **)
{
    world_taken(w, inv, "manual:5", due + 1);
    w->taken[inv][0].script_id = 0;
    w->taken[inv][0].level = 9;
    world_today(w, due + 3);
    assert_string_equal(proposed(), "R1");
}

static void
a_step_on_its_way_holds_its_place(void **)
{
    world_taken(w, inv, "R1", DAY_NONE);
    world_today(w, due + 4);
    assert_string_equal(proposed(), "");
    assert_int_equal(
        step_stand(&w->s, &w->st, &w->cal, &w->st.steps[0], &w->instalments[inv]).is,
        STEP_ON_ITS_WAY);
}

static void
fees_trigger_no_step(void **)
{
    w->instalments[inv].is_fee = true;
    world_today(w, due + 40);
    assert_string_equal(proposed(), "");
    assert_false(w->plan.proposals.exhausted);
}

static void
a_due_date_that_moves_moves_the_steps(void **)
{
    /* S06: due 24 May moved to 31 May */
    w->instalments[inv].due_on = day_of(2026, 5, 31);
    world_today(w, day_of(2026, 5, 27));
    assert_string_equal(proposed(), "");
    world_today(w, day_of(2026, 6, 3));
    assert_string_equal(proposed(), "R1");
}

static void
grace_days_count_before_arrears_do(void **)
{
    w->st.grace_days = 3;
    world_today(w, due + 5);
    assert_string_equal(proposed(), "");
    world_today(w, due + 6);
    assert_string_equal(proposed(), "R1");
}

static void
an_upcoming_notice_is_over_once_it_is_due(void **)
{
    w->st.steps_n = 0;
    world_step(w, "up", -3);
    world_today(w, due - 3);
    assert_string_equal(proposed(), "up");
    world_today(w, due);
    assert_string_equal(proposed(), "up");
    world_today(w, due + 1);
    assert_string_equal(proposed(), "");
}

static void
business_days_follow_the_debtors_calendar(void **)
{
    const int32_t holidays[] = { due + 1 }; /* a Tuesday */

    w->cal.holidays = holidays;
    w->cal.holidays_n = 1;
    w->st.steps[0].business_days = true; /* +3 from Monday: Wed, Thu, Fri */
    assert_int_equal(
        step_day(&w->s, &w->st, &w->cal, &w->st.steps[0], &w->instalments[inv]),
        due + 4);
}

static void
steps_can_count_from_document_promise_or_last_contact(void **)
{
    struct step *step = &w->st.steps[0];
    const struct open_instalment *i = &w->instalments[inv];

    step->kind = STEP_TASK;
    step->task = "call";
    step->anchor = ANCHOR_DOCUMENT;
    assert_int_equal(step_day(&w->s, &w->st, &w->cal, step, i), due - 30 + 3);
    step->anchor = ANCHOR_PROMISE;
    assert_int_equal(step_day(&w->s, &w->st, &w->cal, step, i), DAY_NONE);
    world_promise(w, 500, due + 6);
    assert_int_equal(step_day(&w->s, &w->st, &w->cal, step, i), due + 9);
    w->promises[0].state = PROMISE_KEPT;
    assert_int_equal(step_day(&w->s, &w->st, &w->cal, step, i), DAY_NONE);
    step->anchor = ANCHOR_LAST_CONTACT;
    assert_int_equal(step_day(&w->s, &w->st, &w->cal, step, i), DAY_NONE);
    w->s.last_contact_on = due - 1;
    assert_int_equal(step_day(&w->s, &w->st, &w->cal, step, i), due + 2);
}

static void
a_message_about_arrears_never_comes_before_them(void **)
{
    w->st.steps[0].anchor = ANCHOR_DOCUMENT; /* three days after issue */
    world_today(w, due);
    assert_string_equal(proposed(), "");
    world_today(w, due + 1);
    assert_string_equal(proposed(), "R1");
}

static void
repeats_come_at_their_distance_and_end_at_their_limit(void **)
{
    int32_t days[8];
    size_t n = 0;

    w->st.steps_n = 1;
    w->st.steps[0].repeat_days = 7;
    w->st.steps[0].repeat_max = 3;
    for (int32_t day = due; day < due + 60; day++) {
        world_today(w, day);
        world_plan(w);
        if (mailed(w, inv)) {
            assert_in_range(n, 0, 7);
            assert_int_equal(w->plan.messages[0].lines[0].cycle, n);
            days[n++] = day;
        }
        world_apply(w);
    }
    assert_int_equal(n, 3);
    assert_int_equal(days[0], due + 3);
    assert_int_equal(days[1], due + 10);
    assert_int_equal(days[2], due + 17);
}

static void
a_higher_step_ends_the_repeats_of_a_lower(void **)
{
    w->st.steps[0].repeat_days = 2;
    w->st.steps[0].repeat_max = 100;
    world_taken(w, inv, "R1", due + 3);
    world_taken(w, inv, "R2", due + 10);
    world_today(w, due + 15);
    assert_string_equal(proposed(), "");
}

static void
a_condition_that_does_not_hold_makes_way_for_the_lower_step(void **)
{
    w->st.steps[1].has_when = true;
    w->when_answer = false;
    world_today(w, due + 12);
    assert_string_equal(proposed(), "R1");
    w->when_answer = true;
    assert_string_equal(proposed(), "R2");
}

static enum err
faulty(void *ctx, const struct step *step, size_t instalment, bool *yes)
{
    (void)ctx;
    (void)step;
    (void)instalment;
    *yes = true;
    return ERR_LIMIT;
}

static void
a_script_that_fails_fails_the_case(void **)
{
    struct plan_in in = {
        .snapshot = &w->s,
        .strategy = &w->st,
        .asks = &(struct propose_asks){ NULL, faulty },
        .limits = &w->limits,
        .calendar = &w->cal,
    };

    w->st.steps[0].has_when = true;
    world_today(w, due + 4);
    assert_int_equal(plan_case(&in, w->a, &w->plan), ERR_LIMIT);
}

/* The worked case: 100 of 1,000 passes 10 %, 100 of 1,100 falls back. */
static void
too_small_a_share_falls_back_to_the_lower_level(void **)
{
    w->st.min_share_e6 = 100000;
    w->instalments[inv].open_minor = 10000;
    world_invoice(w, due + 5, 90000);
    world_today(w, due + 10);
    assert_string_equal(proposed(), "R2");
    w->instalments[1].open_minor = 100000;
    world_today(w, due + 8);
    world_taken(w, 1, "R1", due + 8);
    world_today(w, due + 10);
    /* one level down it is still too small, and there is no lower one */
    assert_string_equal(proposed(), "R1");
    assert_true(w->plan.proposals.list[0].below_share);
    assert_int_equal(held_by(w, inv), GUARD_MINIMUM);
}

static void
the_end_of_the_schedule_is_reported(void **)
{
    w->st.steps_n = 3;
    world_taken(w, inv, "R3", due + 20);
    world_today(w, due + 40);
    world_plan(w);
    assert_true(w->plan.proposals.exhausted);
    assert_int_equal(w->plan.proposals.exhausted_n, 1);
    assert_non_null(task_of(w, "review"));
    assert_true(w->plan.exception);
    w->raised[0] = task_of(w, "review")->dedup_key;
    w->s.raised_n = 1;
    world_plan(w);
    assert_int_equal(w->plan.tasks_n, 0);
    assert_string_equal(w->plan.next_action, "decide");
}

static void
the_next_step_is_known(void **)
{
    world_today(w, due);
    world_plan(w);
    assert_string_equal(w->plan.next_step->id, "R1");
    assert_int_equal(w->plan.next_on, due + 3);
    assert_string_equal(w->plan.next_action, "send R1");
}

static void
a_task_step_is_taken_once(void **)
{
    size_t calls = 0;

    w->st.steps[0] = w->st.steps[3];
    w->st.steps[0].offset_days = 3;
    w->st.steps[0].level = 1;
    w->st.steps_n = 1;
    for (int32_t day = due; day < due + 30; day++) {
        world_today(w, day);
        world_plan(w);
        calls += task_of(w, "call") != NULL;
        world_apply(w);
    }
    assert_int_equal(calls, 1);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(on_or_before_never_equals),
        TEST(catch_up_latest_takes_the_highest),
        TEST(catch_up_all_walks_up_at_the_gap),
        TEST(catch_up_none_takes_only_what_is_due_today),
        TEST(a_level_never_falls),
        TEST(what_another_script_took_counts_by_its_level),
        TEST(a_newer_version_that_moves_a_step_does_not_send_it_again),
        TEST(a_persons_own_message_is_on_no_ladder),
        TEST(a_step_on_its_way_holds_its_place),
        TEST(fees_trigger_no_step),
        TEST(a_due_date_that_moves_moves_the_steps),
        TEST(grace_days_count_before_arrears_do),
        TEST(an_upcoming_notice_is_over_once_it_is_due),
        TEST(business_days_follow_the_debtors_calendar),
        TEST(steps_can_count_from_document_promise_or_last_contact),
        TEST(a_message_about_arrears_never_comes_before_them),
        TEST(repeats_come_at_their_distance_and_end_at_their_limit),
        TEST(a_higher_step_ends_the_repeats_of_a_lower),
        TEST(a_condition_that_does_not_hold_makes_way_for_the_lower_step),
        TEST(a_script_that_fails_fails_the_case),
        TEST(too_small_a_share_falls_back_to_the_lower_level),
        TEST(the_end_of_the_schedule_is_reported),
        TEST(the_next_step_is_known),
        TEST(a_task_step_is_taken_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
