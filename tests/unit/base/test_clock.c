#include "tests/unit/base/help.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"

static int
drop(void **state)
{
    clock_use_real();
    return arena_drop(state);
}

static int64_t
at(const char *s)
{
    int64_t us;

    assert_int_equal(date_parse_instant(s, &us), OK);
    return us;
}

static void
business_time_is_the_real_time_unless_a_test_sets_it(void **)
{
    int64_t before = (int64_t)time(NULL) * 1000000, now = clock_now_us();

    assert_in_range(now - before, 0, 2000000);
    assert_in_range(clock_real_us() - now, 0, 2000000);
}

static void
a_file_moves_business_time_and_only_that(void **)
{
    const char *path = fresh_file("clock", "2026-11-05T11:00:00Z\n");
    const char *next = fresh_file("next", "2026-11-06T11:00:00Z");
    int64_t real = clock_real_us();

    assert_int_equal(clock_use_file(path), OK);
    assert_int_equal(clock_now_us(), at("2026-11-05T11:00:00Z"));
    assert_int_equal(rename(next, path), 0);
    assert_int_equal(clock_now_us(), at("2026-11-06T11:00:00Z"));
    assert_in_range(clock_real_us() - real, 0, 5000000);
}

static void
the_last_time_read_stays_while_the_file_is_broken(void **)
{
    const char *path = fresh_file("clock", "2026-11-05T11:00:00Z");

    assert_int_equal(clock_use_file(path), OK);
    fresh_file("clock", "2026-11");
    assert_int_equal(clock_now_us(), at("2026-11-05T11:00:00Z"));
    fresh_file("clock", "");
    assert_int_equal(clock_now_us(), at("2026-11-05T11:00:00Z"));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(clock_now_us(), at("2026-11-05T11:00:00Z"));
}

static void
a_file_that_is_no_clock_is_refused(void **)
{
    assert_int_equal(
        clock_use_file(arena_fmt(arena, "%s/none", fresh_dir())), ERR_NOT_FOUND);
    assert_int_equal(clock_use_file(fresh_file("a", "yesterday")), ERR_INVALID);
    assert_int_equal(clock_use_file(arena_fmt(arena, "/%2000d", 1)), ERR_INVALID);
    business_time_is_the_real_time_unless_a_test_sets_it(NULL);
}

static void
the_measuring_clock_never_goes_back(void **)
{
    int64_t last = clock_mono_us();

    for (int i = 0; i < 10000; i++) {
        int64_t now = clock_mono_us();

        assert_true(now >= last);
        last = now;
    }
    assert_in_range(clock_mono_ms() - last / 1000, 0, 1000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, arena_setup, drop)
        T(business_time_is_the_real_time_unless_a_test_sets_it),
        T(a_file_moves_business_time_and_only_that),
        T(the_last_time_read_stays_while_the_file_is_broken),
        T(a_file_that_is_no_clock_is_refused),
        T(the_measuring_clock_never_goes_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
