#include "base/date.h"
#include "domain/pace.h"
#include "tests/unit/test.h"

enum { SENT__MAX = 4000 };

static const struct pace TWO_A_SECOND = { 120, 60 * DATE_US_PER_S };
static const int64_t NOW = INT64_C(1770000000000000);

/* Takes whatever is free, every step_us for so long; when each was taken. */
static size_t
take_all(const struct pace *p, int64_t step_us, int64_t long_us, enum pace_for whom,
    int64_t when[static SENT__MAX])
{
    int64_t used_to = NOW - DATE_US_PER_DAY;
    size_t n = 0;

    for (int64_t now = NOW; now < NOW + long_us; now += step_us) {
        uint32_t take = pace_free(p, used_to, now, whom, 50);

        used_to = take ? pace_use(p, used_to, now, take) : used_to;
        while (take-- > 0 && n < SENT__MAX)
            when[n++] = now;
    }
    return n;
}

static size_t
most_in_a_window(const struct pace *p, const int64_t *when, size_t n)
{
    size_t most = 0;

    for (size_t first = 0, k = 0; k < n; k++) {
        while (when[k] - when[first] >= p->window_us)
            first++;
        most = k - first + 1 > most ? k - first + 1 : most;
    }
    return most;
}

static void
without_a_limit_everything_goes(void **)
{
    const struct pace p = { 0, 60 * DATE_US_PER_S };

    assert_int_equal(pace_free(&p, 0, NOW, PACE_FOR_CUSTOMERS, 50), 50);
    assert_int_equal(pace_use(&p, 7, NOW, 50), 7);
}

static void
no_window_sees_more_and_little_is_left_unused(void **)
{
    static const int64_t RATES[] = { 1, 2, 3, 4, 10, 59, 60, 61, 120, 600, 3000 };
    static int64_t when[SENT__MAX];

    for (size_t k = 0; k < sizeof RATES / sizeof *RATES; k++) {
        const struct pace p = { RATES[k], 60 * DATE_US_PER_S };
        size_t n = take_all(&p, 7001, 75 * DATE_US_PER_S, PACE_FOR_STAFF, when);
        size_t most = most_in_a_window(&p, when, n);

        assert_in_range(most, 1, RATES[k]);
        assert_true(most * 100 >= (size_t)RATES[k] * 75);
    }
}

static void
a_second_of_lateness_brings_no_more_to_a_window(void **)
{
    static int64_t when[SENT__MAX];
    size_t n =
        take_all(&TWO_A_SECOND, 7001, 130 * DATE_US_PER_S, PACE_FOR_CUSTOMERS, when);
    const struct pace late = { 120, 61 * DATE_US_PER_S };

    assert_in_range(most_in_a_window(&late, when, n), 100, 120);
}

static void
one_is_kept_for_staff(void **)
{
    int64_t used_to = NOW - DATE_US_PER_DAY;
    uint32_t n = pace_free(&TWO_A_SECOND, used_to, NOW, PACE_FOR_CUSTOMERS, 50);

    assert_int_equal(n, 2);
    used_to = pace_use(&TWO_A_SECOND, used_to, NOW, n);
    assert_int_equal(pace_free(&TWO_A_SECOND, used_to, NOW, PACE_FOR_CUSTOMERS, 50), 0);
    assert_int_equal(pace_free(&TWO_A_SECOND, used_to, NOW, PACE_FOR_STAFF, 20), 1);
    used_to = pace_use(&TWO_A_SECOND, used_to, NOW, 1);
    assert_int_equal(pace_free(&TWO_A_SECOND, used_to, NOW, PACE_FOR_STAFF, 20), 0);
}

static void
a_clock_that_was_wrong_stops_nobody_for_good(void **)
{
    int64_t used_to = NOW + 365 * DATE_US_PER_DAY;

    assert_int_equal(pace_free(&TWO_A_SECOND, used_to, NOW, PACE_FOR_STAFF, 20), 0);
    used_to = pace_use(&TWO_A_SECOND, used_to, NOW, 1);
    assert_true(used_to < NOW + DATE_US_PER_S);
}

static void
a_slow_clock_waits_for_a_fast_one(void **)
{
    int64_t ahead = NOW + 30 * DATE_US_PER_S;
    int64_t used_to = pace_use(&TWO_A_SECOND, ahead, ahead, 1);

    assert_int_equal(pace_free(&TWO_A_SECOND, used_to, NOW, PACE_FOR_STAFF, 20), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_limit_everything_goes),
        cmocka_unit_test(no_window_sees_more_and_little_is_left_unused),
        cmocka_unit_test(a_second_of_lateness_brings_no_more_to_a_window),
        cmocka_unit_test(one_is_kept_for_staff),
        cmocka_unit_test(a_clock_that_was_wrong_stops_nobody_for_good),
        cmocka_unit_test(a_slow_clock_waits_for_a_fast_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
