#include "tests/unit/test.h"

#include "base/date.h"
#include "domain/calendar.h"

static int32_t
day_of(int y, int m, int d)
{
    return date_join((struct ymd){ y, m, d });
}

static void
easter_falls_where_the_tables_say(void **)
{
    assert_int_equal(calendar_easter(1961), day_of(1961, 4, 2));
    assert_int_equal(calendar_easter(2000), day_of(2000, 4, 23));
    assert_int_equal(calendar_easter(2008), day_of(2008, 3, 23));
    assert_int_equal(calendar_easter(2011), day_of(2011, 4, 24));
    assert_int_equal(calendar_easter(2024), day_of(2024, 3, 31));
    assert_int_equal(calendar_easter(2025), day_of(2025, 4, 20));
    assert_int_equal(calendar_easter(2026), day_of(2026, 4, 5));
    assert_int_equal(calendar_easter(2038), day_of(2038, 4, 25));
}

static void
easter_is_a_sunday_between_22_march_and_25_april(void **)
{
    for (int y = 1583; y < 4000; y++) {
        int32_t day = calendar_easter(y);

        assert_int_equal(date_weekday(day), 7);
        assert_in_range(day - day_of(y, 3, 22), 0, 34);
    }
}

static void
weekends_and_holidays_are_no_business_days(void **)
{
    const int32_t holidays[] = { day_of(2026, 4, 3), day_of(2026, 4, 6) };
    const struct calendar c = { CALENDAR_SAT_SUN, holidays, 2 };

    assert_true(calendar_is_business(&c, day_of(2026, 4, 2)));
    assert_false(calendar_is_business(&c, day_of(2026, 4, 3)));
    assert_false(calendar_is_business(&c, day_of(2026, 4, 5)));
    assert_false(calendar_is_business(&c, day_of(2026, 4, 6)));
    assert_int_equal(
        calendar_next_business(&c, day_of(2026, 4, 3)), day_of(2026, 4, 7));
    assert_int_equal(
        calendar_next_business(&c, day_of(2026, 4, 2)), day_of(2026, 4, 2));
    assert_int_equal(
        calendar_add_business(&c, day_of(2026, 4, 2), 1), day_of(2026, 4, 7));
    assert_int_equal(
        calendar_add_business(&c, day_of(2026, 4, 7), -1), day_of(2026, 4, 2));
    assert_true(calendar_is_business(NULL, day_of(2026, 4, 3)));
    assert_false(calendar_is_business(NULL, day_of(2026, 4, 4)));
}

static void
a_weekend_of_friday_and_saturday_is_as_good(void **)
{
    const struct calendar c = { 1 << 4 | 1 << 5, NULL, 0 }; /* Friday, Saturday */

    assert_false(calendar_is_business(&c, day_of(2026, 4, 3)));
    assert_true(calendar_is_business(&c, day_of(2026, 4, 5)));
}

static void
days_before_1970_have_their_weekday_too(void **)
{
    assert_false(calendar_is_business(NULL, day_of(1969, 12, 28)));
    assert_true(calendar_is_business(NULL, day_of(1969, 12, 29)));
}

static void
adding_and_counting_agree(void **)
{
    const int32_t holidays[] = { day_of(2026, 12, 25), day_of(2027, 1, 1) };
    const struct calendar c = { CALENDAR_SAT_SUN, holidays, 2 };
    int32_t from = day_of(2026, 12, 17);

    for (int n = 0; n < 40; n++) {
        int32_t to = calendar_add_business(&c, from, n);

        assert_int_equal(calendar_business_between(&c, from, to), n);
        assert_int_equal(calendar_business_between(&c, to, from), -n);
        assert_true(calendar_is_business(&c, to));
    }
}

static void
a_calendar_without_business_days_ends_the_search(void **)
{
    const struct calendar never = { 0x7f, NULL, 0 };

    assert_int_equal(calendar_next_business(&never, 100), 100);
    assert_int_equal(calendar_add_business(&never, 100, 3), 103);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easter_falls_where_the_tables_say),
        cmocka_unit_test(easter_is_a_sunday_between_22_march_and_25_april),
        cmocka_unit_test(weekends_and_holidays_are_no_business_days),
        cmocka_unit_test(a_weekend_of_friday_and_saturday_is_as_good),
        cmocka_unit_test(days_before_1970_have_their_weekday_too),
        cmocka_unit_test(adding_and_counting_agree),
        cmocka_unit_test(a_calendar_without_business_days_ends_the_search),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
