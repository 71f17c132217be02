#include "tests/unit/test.h"

#include <math.h>

#include "domain/forecast.h"

enum { DUE = 20000 };

/* Errors from -10 to 10 days, all alike. */
static struct forecast_shape
flat(void)
{
    struct forecast_shape s;
    double errors[2001];

    for (int k = 0; k < 2001; k++)
        errors[k] = (1000 - k) / 100.0;
    forecast_shape_of(errors, 2001, &s);
    return s;
}

static bool
near(double a, double b, double by)
{
    return fabs(a - b) <= by;
}

static void
shares_and_quantiles_are_each_others_inverse(void **)
{
    struct forecast_shape s = flat();
    double before = 1;

    assert_true(near(forecast_later(&s, 0), 0.5, 0.001));
    assert_true(near(forecast_later(&s, -8), 0.9, 0.001));
    assert_true(near(forecast_at(&s, 0.1), 8, 0.01));
    for (double z = -12; z < 400; z += 0.37) {
        double later = forecast_later(&s, z);

        assert_true(later > 0 && later < before);
        assert_true(near(forecast_at(&s, later), z, 0.01 + fabs(z) * 1e-6));
        before = later;
    }
}

static void
at_issue_the_middle_and_four_fifths(void **)
{
    struct forecast_shape s = flat();
    struct forecast_item i = { DUE, 5, 1 };
    struct forecast_days d = forecast_days_at_issue(&s, &i);

    assert_int_equal(d.on, DUE + 5);
    assert_int_equal(d.from, DUE - 2); /* 5 - 8, and half a day inwards */
    assert_int_equal(d.to, DUE + 13);
}

static void
what_is_still_open_cannot_have_been_paid_before(void **)
{
    struct forecast_shape s = flat();
    struct forecast_item i = { DUE, 0, 1 };
    struct forecast_days early = forecast_days(&s, &i, DUE - 30),
                         half = forecast_days(&s, &i, DUE);
    int32_t before = 0;

    assert_int_equal(early.on, DUE); /* nothing to cut off yet */
    assert_true(half.from >= DUE);
    assert_int_equal(half.on, DUE + 5); /* the middle of what is left: 0 to 10 */
    for (int32_t age = -20; age < 300; age++) {
        struct forecast_days d = forecast_days(&s, &i, DUE + age);

        assert_true(d.from >= DUE + age && d.from <= d.on && d.on <= d.to);
        assert_true(d.on >= before); /* waiting never brings it nearer */
        before = d.on;
    }
}

static void
the_longer_it_is_overdue_the_longer_it_takes(void **)
{
    struct forecast_shape s = flat();
    struct forecast_item i = { DUE, 0, 1 };
    int32_t month = forecast_days(&s, &i, DUE + 30).on - (DUE + 30),
            year = forecast_days(&s, &i, DUE + 365).on - (DUE + 365);

    assert_true(month > 0 && year > 4 * month);
}

static void
the_days_of_an_item_add_up_to_one(void **)
{
    struct forecast_shape s = flat();
    struct forecast_item i = { DUE, 3, 1.5 };

    for (int32_t today = DUE - 40; today < DUE + 60; today += 9) {
        double sum = 0;

        for (int32_t d = today; d < today + 40; d++)
            sum += forecast_share(&s, &i, today, d, d);
        assert_true(near(sum, forecast_share(&s, &i, today, today, today + 39), 1e-9));
        assert_true(
            near(forecast_share(&s, &i, today, today, today + 1000000), 1, 1e-6));
        assert_true(forecast_share(&s, &i, today, today - 9, today - 1) == 0);
    }
}

static void
a_promise_moves_the_middle_and_narrows(void **)
{
    struct forecast_shape s = flat();
    struct forecast_item i = { DUE, 0, 1 };
    struct forecast_days before = forecast_days_at_issue(&s, &i), after;

    forecast_promise(&s, &i, DUE + 40);
    after = forecast_days_at_issue(&s, &i);
    assert_int_equal(after.on, DUE + 40);
    assert_true(after.to - after.from < before.to - before.from);
}

static void
a_dispute_waits_for_its_resolution(void **)
{
    struct forecast_item i = { DUE, 5, 1 }, late = { DUE, 60, 1 };

    forecast_dispute(&i, DUE - 10, DUE - 12, 30);
    assert_true(i.centre == 18);
    forecast_dispute(&i, DUE + 50, DUE - 12, 30); /* overdue: half as long again */
    assert_true(i.centre == 65);
    forecast_dispute(&late, DUE, DUE - 12, 30);
    assert_true(late.centre == 60);
}

static void
weeks_add_up_with_their_range(void **)
{
    struct forecast_week w = { 0 };
    struct forecast_range r;

    for (int k = 0; k < 100; k++)
        forecast_week_add(&w, 1000, 0.5);
    r = forecast_week_range(&w);
    assert_int_equal(r.p50, 50000);
    assert_int_equal(
        r.p10, 50000 - 6408); /* 1.2816 times the root of 100 x 1000² / 4 */
    assert_int_equal(r.p90, 50000 + 6408);
    w = (struct forecast_week){ 0 };
    forecast_week_add(&w, 1000, 0.9);
    r = forecast_week_range(&w);
    assert_int_equal(r.p90, 1000); /* no more than is open */
    assert_true(r.p10 >= 0);
}

/* A Wednesday; the weeks of a case are what its items bring in each, one by one. */
static void
weeks_of_a_case_are_those_of_its_items(void **)
{
    enum { TODAY = DUE - 10, N = 3 };
    struct forecast_shape s = flat();
    const struct forecast_item items[N] = { { DUE, 0, 1 }, { DUE - 40, 5, 2 },
        { DUE + 30, 9, 1.5 } };
    struct forecast_inflow w = { 0 };
    struct forecast_week week[FORECAST_WEEKS__MAX] = { 0 };
    uint64_t n[FORECAST_WEEKS__MAX] = { 0 };
    int32_t monday = forecast_monday(TODAY);

    assert_int_equal(forecast_monday(monday), monday);
    assert_int_equal(forecast_monday(monday + 6), monday);
    for (int k = 0; k < N; k++) {
        forecast_inflow_add(&w, &s, &items[k], TODAY, 1000 * (k + 1));
        forecast_inflow_count(&w, TODAY, forecast_days(&s, &items[k], TODAY).on);
    }
    forecast_inflow_add(&w, &s, &items[0], TODAY, 0); /* nothing of it is open */
    forecast_inflow_sum(&w, TODAY, TODAY, FORECAST_WEEKS, week, n);
    for (int32_t at = 0; at < FORECAST_WEEKS; at++) {
        struct forecast_week want = { 0 };
        uint64_t count = 0;
        int32_t from = monday + 7 * at;

        for (int k = 0; k < N; k++) {
            int32_t on = forecast_days(&s, &items[k], TODAY).on;

            forecast_week_add(&want, 1000 * (k + 1),
                forecast_share(&s, &items[k], TODAY, from, from + 6));
            count += on >= from && on <= from + 6;
        }
        assert_true(near(week[at].mean, want.mean, 0.01));
        assert_true(
            near(week[at].variance, want.variance, 0.01 + want.variance * 1e-5));
        assert_true(near(week[at].open, want.open, 0.001));
        assert_int_equal(n[at], count);
    }
}

static void
weeks_that_are_over_are_left_out_until_a_case_is_told_anew(void **)
{
    struct forecast_shape s = flat();
    const struct forecast_item i = { DUE, 0, 1 };
    struct forecast_inflow w = { 0 };
    struct forecast_week then[4] = { 0 }, now[4] = { 0 };
    uint64_t then_n[4] = { 0 }, now_n[4] = { 0 };

    forecast_inflow_add(&w, &s, &i, DUE - 7, 5000);
    forecast_inflow_count(&w, DUE - 7, DUE - 7);
    forecast_inflow_count(&w, DUE - 7, DUE + 7);
    forecast_inflow_sum(&w, DUE - 7, DUE - 7, 4, then, then_n);
    forecast_inflow_sum(&w, DUE - 7, DUE, 4, now, now_n);
    for (int k = 0; k < 3; k++)
        assert_true(now[k].mean == then[k + 1].mean);
    assert_int_equal(then_n[0], 1);
    assert_int_equal(then_n[2], 1);
    assert_int_equal(now_n[0], 1); /* expected before today: today's */
    assert_int_equal(now_n[1], 1);
    assert_true(now[0].open == 5000);
}

static void
scores_count_days(void **)
{
    struct forecast_score s = { 0 };

    assert_true(forecast_score_mae(&s) == 0);
    forecast_score_add(&s, (struct forecast_days){ 10, 5, 15 }, 15);
    forecast_score_add(&s, (struct forecast_days){ 10, 5, 15 }, 2);
    assert_true(forecast_score_mae(&s) == 6.5);
    assert_int_equal(s.within_7, 1);
    assert_int_equal(s.covered, 1);
    assert_true(s.width_sum == 20);
}

static void
without_errors_there_is_a_shape(void **)
{
    struct forecast_shape s;
    struct forecast_item i = { DUE, 0, 1 };
    struct forecast_days d;

    forecast_shape_of(NULL, 0, &s);
    d = forecast_days_at_issue(&s, &i);
    assert_int_equal(d.on, DUE);
    assert_true(d.to - d.from > 14 && d.to - d.from < 28);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_and_quantiles_are_each_others_inverse),
        cmocka_unit_test(at_issue_the_middle_and_four_fifths),
        cmocka_unit_test(what_is_still_open_cannot_have_been_paid_before),
        cmocka_unit_test(the_longer_it_is_overdue_the_longer_it_takes),
        cmocka_unit_test(the_days_of_an_item_add_up_to_one),
        cmocka_unit_test(a_promise_moves_the_middle_and_narrows),
        cmocka_unit_test(a_dispute_waits_for_its_resolution),
        cmocka_unit_test(weeks_add_up_with_their_range),
        cmocka_unit_test(weeks_of_a_case_are_those_of_its_items),
        cmocka_unit_test(weeks_that_are_over_are_left_out_until_a_case_is_told_anew),
        cmocka_unit_test(scores_count_days),
        cmocka_unit_test(without_errors_there_is_a_shape),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
