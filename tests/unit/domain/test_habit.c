#include "tests/unit/test.h"

#include "base/date.h"
#include "domain/habit.h"

static int32_t
on(int y, int m, int d)
{
    return date_join((struct ymd){ y, m, d });
}

/* Paid on a day, so many days after it was due. */
static struct metric_paid
paid(int64_t minor, int32_t paid_on, int32_t late)
{
    return (struct metric_paid){ .minor = minor,
        .issued_on = paid_on - late - 30,
        .due_on = paid_on - late,
        .paid_on = paid_on };
}

static void
months_hold_what_was_paid_in_them_and_how_late(void **)
{
    const int32_t today = on(2026, 3, 4);
    const struct metric_paid p[] = {
        paid(900, on(2024, 3, 31), 5), /* a day before the window */
        paid(100, on(2024, 4, 1), 0), paid(4000, on(2026, 2, 1), 0),
        paid(6000, on(2026, 2, 10), 6), paid(2000, on(2026, 2, 28), 40),
        paid(500, on(2026, 3, 4), -3), paid(700, on(2026, 3, 5), 9), /* tomorrow */
    };
    struct habit_month m[HABIT_MONTHS];

    habit_months(p, sizeof p / sizeof *p, today, m);
    assert_int_equal(m[0].first_on, on(2024, 4, 1));
    assert_int_equal(m[0].paid_minor, 100);
    assert_int_equal(m[1].paid_minor, 0);
    assert_int_equal(m[1].dbt_milli, 0);
    assert_int_equal(m[22].first_on, on(2026, 2, 1));
    assert_int_equal(m[22].paid_minor, 12000);
    assert_int_equal(m[22].on_time_minor, 4000);
    assert_int_equal(m[22].late_minor, 6000);
    assert_int_equal(m[22].dbt_milli, 9667); /* (36,000 + 80,000) / 12,000 */
    assert_int_equal(m[23].paid_minor, 500);
    assert_int_equal(m[23].on_time_minor, 500);
    assert_int_equal(m[23].dbt_milli, 0);
}

static void
days_beyond_terms_take_the_window_alone(void **)
{
    const struct metric_paid p[] = {
        paid(100, on(2026, 1, 31), 90),
        paid(4000, on(2026, 2, 1), 0),
        paid(6000, on(2026, 2, 10), 6),
        paid(2000, on(2026, 2, 28), 8),
        paid(100, on(2026, 3, 1), 90),
    };
    int64_t with_sign, floored;

    assert_int_equal(
        habit_dbt(p, 5, on(2026, 2, 1), on(2026, 2, 28), &with_sign, &floored), OK);
    assert_int_equal((floored + 5) / 10, 433); /* the vector of days beyond terms */
    assert_int_equal(
        habit_dbt(p, 5, on(2025, 2, 1), on(2025, 2, 28), &with_sign, &floored),
        ERR_INVALID);
}

static void
the_next_payment_comes_as_late_as_the_others_did(void **)
{
    struct metric_paid p[] = {
        paid(100, on(2025, 9, 1), 2),
        paid(800, on(2025, 10, 1), 12),
        paid(100, on(2025, 11, 1), 30),
    };
    const struct habit_open open[] = {
        { on(2026, 2, 10), 700 }, /* usually paid on 22 February */
        { on(2026, 2, 25), 2500 },
        { on(2026, 2, 25), 500 },
        { on(2026, 3, 20), 9000 },
    };
    struct habit_expected x;

    assert_int_equal(habit_expect(p, 3, open, 4, on(2026, 3, 4), &x), OK);
    assert_int_equal(x.payments, 3);
    assert_int_equal(x.usual, 12);
    assert_int_equal(x.earliest, 2);
    assert_int_equal(x.latest, 12);
    assert_int_equal(x.on, on(2026, 3, 9));
    assert_int_equal(x.from, on(2026, 3, 4)); /* 27 February is past */
    assert_int_equal(x.to, on(2026, 3, 9));
    assert_int_equal(x.minor, 3000);
    assert_int_equal(x.missed_minor, 700);
}

static void
a_day_that_is_today_is_not_missed(void **)
{
    struct metric_paid p[] = { paid(1, 10, 5), paid(1, 20, 5), paid(1, 30, 5) };
    const struct habit_open open[] = { { 95, 100 } };
    struct habit_expected x;

    assert_int_equal(habit_expect(p, 3, open, 1, 100, &x), OK);
    assert_int_equal(x.on, 100);
    assert_int_equal(habit_expect(p, 3, open, 1, 101, &x), OK);
    assert_int_equal(x.on, DAY_NONE);
    assert_int_equal(x.missed_minor, 100);
}

static void
too_little_history_says_nothing(void **)
{
    struct metric_paid p[] = { paid(1, 10, 5), paid(1, 20, 5), paid(1, 30, 5) };
    const struct habit_open open[] = { { 95, 100 } };
    struct habit_expected x = { .minor = 7 };

    assert_int_equal(habit_expect(p, 2, open, 1, 100, &x), ERR_NOT_FOUND);
    assert_int_equal(habit_expect(p, 3, open, 0, 100, &x), ERR_NOT_FOUND);
    assert_int_equal(x.minor, 7);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_hold_what_was_paid_in_them_and_how_late),
        cmocka_unit_test(days_beyond_terms_take_the_window_alone),
        cmocka_unit_test(the_next_payment_comes_as_late_as_the_others_did),
        cmocka_unit_test(a_day_that_is_today_is_not_missed),
        cmocka_unit_test(too_little_history_says_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
