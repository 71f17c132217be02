#include "tests/unit/test.h"

#include "base/date.h"
#include "domain/cash_target.h"

static int64_t got;

static int32_t
on(int y, int m, int d)
{
    return date_join((struct ymd){ y, m, d });
}

static void
a_week_has_its_target_and_a_part_of_it_its_share(void **)
{
    const struct cash_target t[] = { { on(2026, 3, 2), false, 7000 } };

    assert_true(cash_target_of(t, 1, on(2026, 3, 2), on(2026, 3, 8), &got));
    assert_int_equal(got, 7000);
    assert_true(cash_target_of(t, 1, on(2026, 3, 4), on(2026, 3, 8), &got));
    assert_int_equal(got, 5000);
    assert_true(cash_target_of(t, 1, on(2026, 2, 23), on(2026, 3, 3), &got));
    assert_int_equal(got, 2000); /* it begins on the second */
}

static void
days_of_a_month_have_one_of_its_days_each(void **)
{
    const struct cash_target t[] = { { on(2026, 1, 1), true, 31000 } };

    assert_true(cash_target_of(t, 1, on(2026, 1, 1), on(2026, 1, 31), &got));
    assert_int_equal(got, 31000);
    assert_true(cash_target_of(t, 1, on(2026, 1, 26), on(2026, 2, 1), &got));
    assert_int_equal(got, 6000 + 1107); /* 31,000 / 28 */
}

static void
the_newest_holds_until_the_next_and_nothing_ends_it(void **)
{
    const struct cash_target t[] = { { on(2026, 3, 2), false, 7000 },
        { on(2026, 3, 9), true, 31000 }, { on(2026, 3, 12), false, 0 } };

    assert_true(cash_target_of(t, 3, on(2026, 3, 2), on(2026, 3, 15), &got));
    assert_int_equal(got, 7000 + 3000);
    assert_false(cash_target_of(t, 3, on(2026, 3, 12), on(2026, 3, 15), &got));
    assert_int_equal(got, 0);
    assert_false(cash_target_of(t, 3, on(2026, 1, 1), on(2026, 1, 7), &got));
    assert_false(cash_target_of(NULL, 0, 0, 6, &got));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_week_has_its_target_and_a_part_of_it_its_share),
        cmocka_unit_test(days_of_a_month_have_one_of_its_days_each),
        cmocka_unit_test(the_newest_holds_until_the_next_and_nothing_ends_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
