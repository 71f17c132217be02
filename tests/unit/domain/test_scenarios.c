#include "tests/unit/domain/world.h"

#include <string.h>

#include "domain/aging.h"
#include "domain/fee.h"

static struct world *w;

static int
setup(void **)
{
    w = world_new(day_of(2026, 3, 1));
    return 0;
}

static int
teardown(void **)
{
    world_free(w);
    return 0;
}

static void
s03_the_fee_step_is_taken_once_however_often_the_engine_runs(void **)
{
    int32_t due = day_of(2026, 3, 1);
    size_t k = world_invoice(w, due, 100000);
    size_t fees = 0;
    struct fee fee;

    for (int32_t day = due; day < due + 100; day++) {
        world_today(w, day);
        for (int run = 0; run < 24; run++) {
            world_plan(w);
            if (mailed(w, k) && strcmp(mailed(w, k), "R3") == 0) {
                fees++;
                assert_int_equal(fee_of_step(&w->plan.messages[0].lines[0].step->fee,
                                     NULL, w->s.kind, "EUR", 100000, day - due, &fee),
                    OK);
                assert_int_equal(fee.minor, 10000);
                assert_int_equal(fee.base_minor, 100000);
                /* the claim: an open item of its own, due at once */
                w->instalments[world_invoice(w, day, fee.minor)].is_fee = true;
            }
            world_apply(w);
        }
    }
    assert_int_equal(fees, 1);
    assert_int_equal(w->instalments[1].taken_n, 0);
    assert_int_equal(w->instalments[k].taken_n, 4);
}

static void
s04_after_an_outage_the_latest_step_goes_out_and_the_missed_one_is_logged(void **)
{
    size_t k = world_invoice(w, day_of(2026, 3, 1), 100000);

    world_today(w, day_of(2026, 3, 13));
    world_plan(w);
    assert_string_equal(mailed(w, k), "R2");
    assert_int_equal(w->plan.skipped_n, 1);
    assert_string_equal(w->plan.skipped[0].step->id, "R1");
    assert_int_equal(w->plan.skipped[0].day, day_of(2026, 3, 4));
    world_apply(w);

    world_plan(w);
    assert_null(mailed(w, k));
    assert_int_equal(w->plan.skipped_n, 0);
    assert_string_equal(w->plan.next_step->id, "R3");
    assert_int_equal(w->plan.next_on, day_of(2026, 3, 21));
}

static void
s05_a_strategy_enabled_late_starts_at_the_first_step_and_keeps_its_gap(void **)
{
    int32_t due = day_of(2026, 3, 1);
    size_t k = world_invoice(w, due, 100000);

    world_today(w, due + 6);
    world_plan(w);
    assert_string_equal(mailed(w, k), "R1");
    world_apply(w);

    world_plan(w);
    assert_int_equal(w->plan.next_on, due + 11);
    world_today(w, due + 10);
    world_plan(w);
    assert_null(mailed(w, k));
    assert_int_equal(held_by(w, k), GUARD_GAP);
    assert_int_equal(w->plan.held[0].until_on, due + 11);
    assert_int_equal(w->plan.next_on, due + 11);
    assert_string_equal(w->plan.next_step->id, "R2");

    world_today(w, due + 11);
    world_plan(w);
    assert_string_equal(mailed(w, k), "R2");
}

static void
s12_unapplied_credit_that_covers_it_stops_the_reminder_and_makes_a_task(void **)
{
    struct aging g;
    int32_t due = day_of(2026, 3, 1);
    size_t k = world_invoice(w, due, 100000);

    world_today(w, due + 10);
    world_credit(w, 100000);
    world_plan(w);
    assert_int_equal(w->plan.messages_n, 0);
    assert_int_equal(held_by(w, k), GUARD_NET_ZERO);
    assert_non_null(task_of(w, "apply_credit"));
    assert_true(w->plan.exception);

    aging_begin(&g, &AGING_DEFAULT, due + 10);
    aging_add_open(&g, due, 100000);
    aging_add_credit(&g, &(struct aging_credit){ due + 8, 100000, 0 });
    aging_end(&g);
    assert_int_equal(g.bucket_minor[1], 100000);
    assert_int_equal(g.unapplied_minor, 100000);
    assert_true(aging_proves(&g, 0));
}

static void
s13_what_is_paid_leaves_and_the_order_of_the_lines_changes_nothing(void **)
{
    int32_t due = day_of(2026, 3, 1);

    /* C is paid, so it is not among what is open */
    world_invoice(w, due, 30000);
    world_invoice(w, due, 20000);
    world_today(w, due + 3);
    world_plan(w);
    assert_int_equal(w->plan.messages_n, 1);
    assert_int_equal(w->plan.messages[0].lines_n, 2);
    assert_int_equal(w->plan.messages[0].total_minor, 50000);

    struct open_instalment first = w->instalments[0];
    w->instalments[0] = w->instalments[1];
    w->instalments[1] = first;
    world_plan(w);
    assert_int_equal(w->plan.messages[0].lines_n, 2);
    assert_int_equal(w->plan.messages[0].total_minor, 50000);
}

static void
s14_each_line_asks_for_its_own_residual(void **)
{
    int32_t due = day_of(2026, 3, 1);

    world_invoice(w, due, 10000);
    world_invoice(w, due, 25000);
    w->instalments[1].amount_minor = 90000;
    world_today(w, due + 3);
    world_plan(w);
    assert_int_equal(instalment_free_minor(&w->instalments[0]), 10000);
    assert_int_equal(instalment_free_minor(&w->instalments[1]), 25000);
    assert_int_equal(w->plan.messages[0].total_minor, 35000);
}

static void
s15_only_the_instalment_that_is_overdue_is_reminded(void **)
{
    int32_t issued = day_of(2026, 3, 1);
    struct snap_sums sums;

    world_invoice(w, issued + 14, 50000);
    world_invoice(w, issued + 30, 50000);
    w->instalments[1].item_id = w->instalments[0].item_id;
    w->instalments[1].seq = 2;
    world_today(w, issued + 17);
    world_plan(w);
    assert_string_equal(mailed(w, 0), "R1");
    assert_null(mailed(w, 1));
    assert_int_equal(w->plan.messages[0].also_n, 0);
    assert_int_equal(w->plan.messages[0].total_minor, 50000);
    snapshot_sums(&w->s, &sums);
    assert_int_equal(sums.overdue_minor, 50000);
    assert_int_equal(sums.not_due_minor, 50000);
}

static void
s16_what_is_due_today_is_not_late(void **)
{
    int32_t due = day_of(2026, 3, 1);
    struct snap_sums sums;

    world_invoice(w, due, 10000);
    w->st.steps[0].offset_days = 0;
    world_today(w, due);
    world_plan(w);
    snapshot_sums(&w->s, &sums);
    assert_int_equal(sums.overdue_minor, 0);
    assert_int_equal(sums.days_late, 0);
    assert_int_equal(sums.bucket_minor[0], 10000);
    assert_int_equal(w->plan.messages_n, 0);
    assert_string_equal(w->plan.status, "due");

    world_today(w, due + 1);
    world_plan(w);
    snapshot_sums(&w->s, &sums);
    assert_int_equal(sums.days_late, 1);
    assert_int_equal(sums.bucket_minor[1], 10000);
    assert_string_equal(w->plan.status, "overdue");
    assert_string_equal(mailed(w, 0), "R1");
}

static void
s22_signs_of_offsets_mean_before_and_after(void **)
{
    int32_t due = day_of(2026, 3, 1);
    size_t k = world_invoice(w, due, 10000);
    int32_t first = DAY_NONE, second = DAY_NONE;

    w->st.steps_n = 0;
    world_step(w, "before", -3);
    world_step(w, "after", 60);
    assert_int_equal(
        step_day(&w->s, &w->st, &w->cal, &w->st.steps[0], &w->instalments[k]), due - 3);
    assert_int_equal(
        step_day(&w->s, &w->st, &w->cal, &w->st.steps[1], &w->instalments[k]),
        due + 60);
    for (int32_t day = due - 20; day < due + 100; day++) {
        world_today(w, day);
        world_plan(w);
        if (mailed(w, k) && strcmp(mailed(w, k), "before") == 0)
            first = day;
        if (mailed(w, k) && strcmp(mailed(w, k), "after") == 0)
            second = day;
        world_apply(w);
    }
    assert_int_equal(first, due - 3);
    assert_int_equal(second, due + 60);
    assert_int_equal(w->instalments[k].taken_n, 2);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(s03_the_fee_step_is_taken_once_however_often_the_engine_runs),
        TEST(s04_after_an_outage_the_latest_step_goes_out_and_the_missed_one_is_logged),
        TEST(s05_a_strategy_enabled_late_starts_at_the_first_step_and_keeps_its_gap),
        TEST(s12_unapplied_credit_that_covers_it_stops_the_reminder_and_makes_a_task),
        TEST(s13_what_is_paid_leaves_and_the_order_of_the_lines_changes_nothing),
        TEST(s14_each_line_asks_for_its_own_residual),
        TEST(s15_only_the_instalment_that_is_overdue_is_reminded),
        TEST(s16_what_is_due_today_is_not_late),
        TEST(s22_signs_of_offsets_mean_before_and_after),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
