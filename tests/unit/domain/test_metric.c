#include "tests/unit/test.h"

#include "domain/metric.h"

static int64_t got, other;
static bool flagged;

static void
dso_simple_over_ninety_days_is_76_3(void **)
{
    assert_int_equal(metric_dso_simple(212000, 250000, 90, &got), OK);
    assert_int_equal(got, 76320);
}

static void
dso_countback_with_real_months_is_73_2(void **)
{
    const struct metric_month months[] = {
        { 100000, 31 },
        { 80000, 28 },
        { 70000, 31 },
    };

    assert_int_equal(metric_dso_countback(212000, months, 3, &got, &flagged), OK);
    assert_int_equal(got, 73171);
    assert_false(flagged);
}

static void
countback_counts_months_without_sales_and_flags_negative_ones(void **)
{
    const struct metric_month months[] = {
        { 0, 31 },
        { -500, 28 },
        { 1000, 31 },
    };

    assert_int_equal(metric_dso_countback(1000, months, 3, &got, &flagged), OK);
    assert_int_equal(got, 90000);
    assert_true(flagged);
}

static void
countback_says_when_the_months_do_not_reach_back_far_enough(void **)
{
    const struct metric_month months[] = { { 100, 31 } };

    assert_int_equal(metric_dso_countback(1000, months, 1, &got, &flagged), ERR_LIMIT);
    assert_int_equal(got, 31000);
}

static void
add_is_dso_minus_best_possible_dso(void **)
{
    assert_int_equal(metric_dso_simple(15000, 10000, 30, &got), OK);
    assert_int_equal(got, 45000);
    assert_int_equal(metric_bpdso(4000, 10000, 30, &got), OK);
    assert_int_equal(got, 12000);
    assert_int_equal(metric_add(15000, 4000, 10000, 30, &got), OK);
    assert_int_equal(got, 33000);
}

static void
cei_of_the_full_period_is_79_6(void **)
{
    const struct metric_cei q = { 6200, 10890, 6340, 3590 };

    assert_int_equal(metric_cei(&q, 1, &got), OK);
    assert_int_equal((got + 50) / 100, 796);
}

static void
cei_in_the_quarterly_form_is_55_9(void **)
{
    const struct metric_cei q = { 6200, 10890, 6340, 3590 };

    assert_int_equal(metric_cei_crf(&q, &got), OK);
    assert_int_equal((got + 50) / 100, 559);
}

static void
cei_of_months_adds_numerators_and_denominators(void **)
{
    const struct metric_cei months[] = {
        { 1000, 500, 700, 300 }, /* 800 of 1,200 */
        { 700, 600, 900, 500 },  /* 400 of 800 */
    };

    assert_int_equal(metric_cei(months, 2, &got), OK);
    assert_int_equal(got, 60000);
}

static void
adp_weighs_each_payment_by_its_amount(void **)
{
    const struct metric_paid paid[] = {
        { 100, 0, 0, 10, true },
        { 1000, 0, 0, 20, true },
    };

    assert_int_equal(metric_adp_weighted(paid, 2, &got), OK);
    assert_int_equal((got + 50) / 100, 191);
    assert_int_equal(metric_adp_unweighted(paid, 2, &got), OK);
    assert_int_equal(got, 15000);
}

static void
unweighted_adp_counts_closed_invoices_alone(void **)
{
    const struct metric_paid paid[] = {
        { 100, 0, 0, 10, false },
        { 1000, 0, 0, 20, true },
    };

    assert_int_equal(metric_adp_unweighted(paid, 2, &got), OK);
    assert_int_equal(got, 20000);
}

static void
days_beyond_terms_are_4_33_floored_and_lower_with_their_sign(void **)
{
    const struct metric_paid paid[] = {
        { 4000, 0, 30, 20, true },
        { 6000, 0, 30, 36, true },
        { 2000, 0, 30, 38, true },
    };

    assert_int_equal(metric_dbt(paid, 3, &got, &other), OK);
    assert_int_equal((other + 5) / 10, 433);
    assert_int_equal(got, 1000); /* (52,000 - 40,000) / 12,000 */
}

static void
nothing_to_divide_by_is_refused(void **)
{
    got = 7;
    assert_int_equal(metric_dso_simple(100, 0, 90, &got), ERR_INVALID);
    assert_int_equal(metric_ratio(1, 0, &got), ERR_INVALID);
    assert_int_equal(metric_adp_weighted(NULL, 0, &got), ERR_INVALID);
    assert_int_equal(got, 7);
}

static void
a_ratio_rounds_half_away_from_zero(void **)
{
    assert_int_equal(metric_ratio(1, 3, &got), OK);
    assert_int_equal(got, 33333);
    assert_int_equal(metric_ratio(-2, 3, &got), OK);
    assert_int_equal(got, -66667);
}

/* 1, 2, 2, 10 days: half of them within 2, nine tenths within 10. */
static void
a_percentile_is_the_day_that_so_many_stay_within(void **)
{
    const struct metric_count four[] = { { 1, 1 }, { 2, 2 }, { 10, 1 } };
    const struct metric_count two[] = { { 3, 1 }, { 8, 1 } };

    assert_int_equal(metric_percentile(four, 3, 50, &got), OK);
    assert_int_equal(got, 2000);
    assert_int_equal(metric_percentile(four, 3, 90, &got), OK);
    assert_int_equal(got, 10000);
    assert_int_equal(metric_percentile(two, 2, 50, &got), OK);
    assert_int_equal(got, 5500);
    assert_int_equal(metric_percentile(two, 1, 90, &got), OK);
    assert_int_equal(got, 3000);
    assert_int_equal(metric_percentile(NULL, 0, 50, &got), ERR_INVALID);
    assert_int_equal(got, 3000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dso_simple_over_ninety_days_is_76_3),
        cmocka_unit_test(dso_countback_with_real_months_is_73_2),
        cmocka_unit_test(countback_counts_months_without_sales_and_flags_negative_ones),
        cmocka_unit_test(countback_says_when_the_months_do_not_reach_back_far_enough),
        cmocka_unit_test(add_is_dso_minus_best_possible_dso),
        cmocka_unit_test(cei_of_the_full_period_is_79_6),
        cmocka_unit_test(cei_in_the_quarterly_form_is_55_9),
        cmocka_unit_test(cei_of_months_adds_numerators_and_denominators),
        cmocka_unit_test(adp_weighs_each_payment_by_its_amount),
        cmocka_unit_test(unweighted_adp_counts_closed_invoices_alone),
        cmocka_unit_test(days_beyond_terms_are_4_33_floored_and_lower_with_their_sign),
        cmocka_unit_test(nothing_to_divide_by_is_refused),
        cmocka_unit_test(a_ratio_rounds_half_away_from_zero),
        cmocka_unit_test(a_percentile_is_the_day_that_so_many_stay_within),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
