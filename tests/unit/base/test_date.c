#include "tests/unit/base/help.h"

#include "base/date.h"

static int32_t
day(int y, int m, int d)
{
    return date_join((struct ymd){ y, m, d });
}

/* Walks through all days there are by the rules of the calendar alone. */
static void
every_day_is_counted_once_and_comes_back(void **)
{
    struct ymd want = { 1000, 1, 1 };
    int weekday = 3; /* Wednesday, by the calendar carried back */

    for (int32_t n = DATE_DAY__MIN; n <= DATE_DAY__MAX; n++) {
        struct ymd got = date_split(n);

        if (got.y != want.y || got.m != want.m || got.d != want.d ||
            date_join(want) != n || date_weekday(n) != weekday || !date_valid(want))
            fail_msg("day %d is not %d-%d-%d", (int)n, want.y, want.m, want.d);
        weekday = weekday % 7 + 1;
        if (++want.d > date_days_in_month(want.y, want.m)) {
            want.d = 1;
            if (++want.m > 12) {
                want.m = 1;
                want.y++;
            }
        }
    }
    assert_int_equal(want.y, 10000);
}

static void
known_days_have_their_numbers(void **)
{
    assert_int_equal(day(1970, 1, 1), 0);
    assert_int_equal(day(2000, 3, 1), 11017);
    assert_int_equal(day(1969, 12, 31), -1);
    assert_int_equal(date_weekday(day(2026, 3, 4)), 3);
    assert_int_equal(date_weekday(day(1969, 12, 28)), 7);
}

static void
days_that_do_not_exist_are_refused(void **)
{
    static const char *const WRONG[] = { "2025-02-29", "1900-02-29", "2025-13-01",
        "2025-00-01", "2025-01-00", "2025-04-31", "2025-1-1", "2025-01-01 ",
        " 2025-01-01", "20250101", "0999-12-31", "10000-01-01", "2025/01/01", "",
        "2025-01-0x", "+025-01-01" };
    int32_t got = 42;

    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_int_equal(date_parse(WRONG[i], &got), ERR_INVALID);
    assert_int_equal(got, 42);
}

static void
what_is_formatted_parses_back(void **)
{
    char text[DATE_TEXT__SIZE];

    for (int32_t n = DATE_DAY__MIN; n <= DATE_DAY__MAX; n += 13) {
        int32_t got;

        assert_int_equal(date_parse(date_format(n, text), &got), OK);
        assert_int_equal(got, n);
    }
    assert_string_equal(date_format(DATE_DAY__MAX + 1, text), "0000-00-00");
    assert_string_equal(date_format(INT32_MIN, text), "0000-00-00");
}

static void
a_month_on_from_the_31st_is_the_last_of_a_shorter_month(void **)
{
    assert_int_equal(date_add_months(day(2026, 1, 31), 1), day(2026, 2, 28));
    assert_int_equal(date_add_months(day(2024, 1, 31), 1), day(2024, 2, 29));
    assert_int_equal(date_add_months(day(2026, 3, 31), -1), day(2026, 2, 28));
    assert_int_equal(date_add_months(day(2026, 11, 30), 3), day(2027, 2, 28));
    assert_int_equal(date_add_months(day(2026, 1, 15), -13), day(2024, 12, 15));
    assert_int_equal(date_add_months(day(2026, 6, 30), 0), day(2026, 6, 30));
}

static void
foreign_orders_are_read_as_declared(void **)
{
    int32_t got;

    assert_int_equal(date_parse_order("4.3.2026", DATE_DMY, &got), OK);
    assert_int_equal(got, day(2026, 3, 4));
    assert_int_equal(date_parse_order("3/4/2026", DATE_MDY, &got), OK);
    assert_int_equal(got, day(2026, 3, 4));
    assert_int_equal(date_parse_order("20260304", DATE_YMD, &got), OK);
    assert_int_equal(got, day(2026, 3, 4));
    assert_int_equal(date_parse_order("2026-3-04", DATE_YMD, &got), OK);
    assert_int_equal(got, day(2026, 3, 4));
}

static void
a_guess_at_a_foreign_date_is_refused(void **)
{
    int32_t got = 42;

    assert_int_equal(date_parse_order("4.3.26", DATE_DMY, &got), ERR_INVALID);
    assert_int_equal(date_parse_order("13/25/2026", DATE_DMY, &got), ERR_INVALID);
    assert_int_equal(date_parse_order("25/13/2026", DATE_MDY, &got), ERR_INVALID);
    assert_int_equal(date_parse_order("4.3/2026", DATE_DMY, &got), ERR_INVALID);
    assert_int_equal(date_parse_order("2026-03-04", DATE_DMY, &got), ERR_INVALID);
    assert_int_equal(date_parse_order("04-03-2026", DATE_YMD, &got), ERR_INVALID);
    assert_int_equal(date_parse_order("4.3.2026 ", DATE_DMY, &got), ERR_INVALID);
    assert_int_equal(date_parse_order("04032026", DATE_DMY, &got), ERR_INVALID);
    assert_int_equal(date_parse_order("4..2026", DATE_DMY, &got), ERR_INVALID);
    assert_int_equal(date_parse_order("", DATE_DMY, &got), ERR_INVALID);
    assert_int_equal(date_parse_order("4", DATE_DMY, &got), ERR_INVALID);
    assert_int_equal(got, 42);
}

static void
an_instant_is_read_with_its_offset(void **)
{
    int64_t a, b;

    assert_int_equal(date_parse_instant("2026-11-05T06:00:00-05:00", &a), OK);
    assert_int_equal(date_parse_instant("2026-11-05T11:00:00Z", &b), OK);
    assert_int_equal(a, b);
    assert_int_equal(date_parse_instant("2026-11-05T11:00:00.5Z", &a), OK);
    assert_int_equal(a - b, 500000);
}

static void
a_wrong_instant_is_refused(void **)
{
    static const char *const WRONG[] = { "2026-11-05", "2026-11-05T24:00:00Z",
        "2026-11-05T23:60:00Z", "2026-11-05T23:59:60Z", "2026-11-05T11:00:00",
        "2026-11-05 11:00:00Z", "2026-11-05T11:00:00.Z", "2026-11-05T11:00:00.1234567Z",
        "2026-11-05T11:00:00+0100", "2026-11-05T11:00:00+24:00",
        "2026-11-05T11:00:00ZZ", "2026-02-30T11:00:00Z", "1000-01-01T00:00:00+01:00",
        "9999-12-31T23:00:00-05:00" };
    int64_t got = 42;

    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_int_equal(date_parse_instant(WRONG[i], &got), ERR_INVALID);
    assert_int_equal(got, 42);
}

static void
any_instant_comes_back(void **)
{
    char text[DATE_INSTANT_TEXT__SIZE];

    for (int i = 0; i < 100000; i++) {
        int64_t at = random_i64(date_instant(DATE_DAY__MIN),
                    date_instant(DATE_DAY__MAX) + DATE_US_PER_DAY - 1),
                got;

        assert_int_equal(date_parse_instant(date_format_instant(at, text), &got), OK);
        assert_int_equal(got, at);
        assert_in_range(at - date_instant(date_of_instant(at)), 0, DATE_US_PER_DAY - 1);
    }
    assert_string_equal(date_format_instant(0, text), "1970-01-01T00:00:00.000Z");
    assert_string_equal(date_format_instant(-1, text), "1969-12-31T23:59:59.999999Z");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_is_counted_once_and_comes_back),
        cmocka_unit_test(known_days_have_their_numbers),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(what_is_formatted_parses_back),
        cmocka_unit_test(a_month_on_from_the_31st_is_the_last_of_a_shorter_month),
        cmocka_unit_test(foreign_orders_are_read_as_declared),
        cmocka_unit_test(a_guess_at_a_foreign_date_is_refused),
        cmocka_unit_test(an_instant_is_read_with_its_offset),
        cmocka_unit_test(a_wrong_instant_is_refused),
        with_arena(any_instant_comes_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
