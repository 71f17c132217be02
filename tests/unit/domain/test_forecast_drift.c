#include "tests/unit/test.h"

#include "domain/forecast_drift.h"

static enum forecast_verdict
of(uint64_t n, uint64_t error_sum, uint64_t ranged_n, uint64_t covered_n)
{
    const struct forecast_seen s = { n, error_sum, ranged_n, covered_n };

    return forecast_verdict(&s, 4000); /* proved 4 days off: 7 are too many */
}

static void
few_payments_say_nothing(void **)
{
    assert_int_equal(of(49, 4900, 49, 0), FORECAST_TOO_FEW);
    assert_int_equal(of(0, 0, 0, 0), FORECAST_TOO_FEW);
}

static void
an_error_is_beyond_bounds_from_half_more_and_a_day(void **)
{
    assert_int_equal(of(100, 700, 100, 80), FORECAST_HOLDS);
    assert_int_equal(of(100, 701, 100, 80), FORECAST_OFF);
}

static void
ranges_hold_seventy_to_ninety_percent(void **)
{
    assert_int_equal(of(100, 400, 100, 70), FORECAST_HOLDS);
    assert_int_equal(of(100, 400, 100, 69), FORECAST_NARROW);
    assert_int_equal(of(100, 400, 100, 90), FORECAST_HOLDS);
    assert_int_equal(of(100, 400, 100, 91), FORECAST_WIDE);
    assert_int_equal(of(100, 400, 49, 0), FORECAST_HOLDS); /* too few had one */
}

static void
without_a_proof_ranges_alone_are_judged(void **)
{
    const struct forecast_seen s = { 100, 5000, 100, 80 };

    assert_int_equal(forecast_verdict(&s, -1), FORECAST_HOLDS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_payments_say_nothing),
        cmocka_unit_test(an_error_is_beyond_bounds_from_half_more_and_a_day),
        cmocka_unit_test(ranges_hold_seventy_to_ninety_percent),
        cmocka_unit_test(without_a_proof_ranges_alone_are_judged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
