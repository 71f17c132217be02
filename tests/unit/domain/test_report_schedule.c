#include "tests/unit/test.h"

#include "base/date.h"
#include "domain/report_schedule.h"

static int64_t
at(const char *text)
{
    int64_t out = 0;

    assert_int_equal(date_parse_instant(text, &out), OK);
    return out;
}

static void
check(const struct report_schedule *s, const char *now, const char *last,
    const char *next)
{
    const struct zone *berlin = zone_find("Europe/Berlin");
    char text[DATE_INSTANT_TEXT__SIZE];

    assert_string_equal(
        date_format_instant(report_due_last(s, berlin, at(now)), text), last);
    assert_string_equal(
        date_format_instant(report_due_after(s, berlin, at(now)), text), next);
}

static void
each_day_at_its_hour_by_the_clock_of_the_zone(void **)
{
    const struct report_schedule s = { REPORT_DAILY, 0, 7 };

    check(&s, "2026-03-04T05:59:59Z", "2026-03-03T06:00:00.000Z",
        "2026-03-04T06:00:00.000Z");
    check(&s, "2026-03-04T06:00:00Z", "2026-03-04T06:00:00.000Z",
        "2026-03-05T06:00:00.000Z");
    /* the clock went on by an hour in between */
    check(&s, "2026-03-28T12:00:00Z", "2026-03-28T06:00:00.000Z",
        "2026-03-29T05:00:00.000Z");
}

static void
an_hour_that_the_clock_skips_or_has_twice_comes_once(void **)
{
    const struct report_schedule s = { REPORT_DAILY, 0, 2 };

    check(&s, "2026-03-29T00:30:00Z", "2026-03-28T01:00:00.000Z",
        "2026-03-29T01:00:00.000Z");
    check(&s, "2026-10-25T00:00:00Z", "2026-10-25T00:00:00.000Z",
        "2026-10-26T01:00:00.000Z");
    check(&s, "2026-10-25T01:00:00Z", "2026-10-25T00:00:00.000Z",
        "2026-10-26T01:00:00.000Z");
}

static void
each_week_on_its_day(void **)
{
    const struct report_schedule monday = { REPORT_WEEKLY, 1, 0 };

    /* 2 March 2026 is a Monday */
    check(&monday, "2026-03-04T09:00:00Z", "2026-03-01T23:00:00.000Z",
        "2026-03-08T23:00:00.000Z");
}

static void
each_month_on_its_day_or_its_last(void **)
{
    const struct report_schedule s = { REPORT_MONTHLY, 31, 8 };

    check(&s, "2026-02-15T09:00:00Z", "2026-01-31T07:00:00.000Z",
        "2026-02-28T07:00:00.000Z");
    check(&s, "2026-02-28T09:00:00Z", "2026-02-28T07:00:00.000Z",
        "2026-03-31T06:00:00.000Z");
}

static void
never_is_never(void **)
{
    const struct report_schedule s = { REPORT_NEVER, 0, 0 };

    assert_true(report_due_after(&s, zone_find("UTC"), 0) == INSTANT_NONE);
    assert_true(report_due_last(&s, zone_find("UTC"), 0) == INSTANT_NONE);
    assert_int_equal(report_every("week"), REPORT_WEEKLY);
    assert_int_equal(report_every("fortnight"), REPORT_NEVER);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_day_at_its_hour_by_the_clock_of_the_zone),
        cmocka_unit_test(an_hour_that_the_clock_skips_or_has_twice_comes_once),
        cmocka_unit_test(each_week_on_its_day),
        cmocka_unit_test(each_month_on_its_day_or_its_last),
        cmocka_unit_test(never_is_never),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
