#include "tests/unit/base/help.h"

#include <pthread.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/ustring.h>

#include "base/date.h"
#include "base/zone.h"

static int64_t
at(const char *s)
{
    int64_t us;

    assert_int_equal(date_parse_instant(s, &us), OK);
    return us;
}

static int64_t
local(const char *zone, int y, int m, int d, int hour, int minute)
{
    assert_true(zone_valid(zone));
    return zone_instant(
        zone_find(zone), date_join((struct ymd){ y, m, d }), hour * 60 + minute);
}

static void
six_in_new_york_in_november_is_eleven_utc(void **)
{
    const struct zone *z = zone_find("America/New_York");

    assert_int_equal(
        local("America/New_York", 2026, 11, 5, 6, 0), at("2026-11-05T11:00:00Z"));
    assert_int_equal(
        local("America/New_York", 2026, 8, 5, 6, 0), at("2026-08-05T10:00:00Z"));
    assert_int_equal(zone_offset_s(z, at("2026-11-05T11:00:00Z")), -5 * 3600);
    assert_int_equal(zone_offset_s(z, at("2026-08-05T11:00:00Z")), -4 * 3600);
}

static void
the_day_is_that_of_the_zone(void **)
{
    int64_t t = at("2026-03-04T23:30:00Z");
    int32_t utc = date_of_instant(t);

    assert_int_equal(zone_day(zone_find("UTC"), t), utc);
    assert_int_equal(zone_day(zone_find("Europe/Berlin"), t), utc + 1);
    assert_int_equal(zone_day(zone_find("Pacific/Honolulu"), t), utc);
    assert_int_equal(zone_minute_of_day(zone_find("Europe/Berlin"), t), 30);
    assert_int_equal(zone_minute_of_day(zone_find("Asia/Kathmandu"), t), 5 * 60 + 15);
}

static void
a_time_that_the_clock_skips_comes_after_the_jump(void **)
{
    const struct zone *z = zone_find("Europe/Berlin");
    int64_t t = local("Europe/Berlin", 2026, 3, 29, 2, 30);

    assert_int_equal(t, at("2026-03-29T01:30:00Z"));
    assert_int_equal(zone_minute_of_day(z, t), 3 * 60 + 30);
    assert_int_equal(
        local("Europe/Berlin", 2026, 3, 29, 1, 59), at("2026-03-29T00:59:00Z"));
    assert_int_equal(
        local("Europe/Berlin", 2026, 3, 29, 3, 0), at("2026-03-29T01:00:00Z"));
}

static void
a_time_that_comes_twice_means_the_first(void **)
{
    assert_int_equal(
        local("Europe/Berlin", 2026, 10, 25, 2, 30), at("2026-10-25T00:30:00Z"));
    assert_int_equal(
        local("Europe/Berlin", 2026, 10, 25, 3, 0), at("2026-10-25T02:00:00Z"));
    assert_int_equal(
        local("America/New_York", 2026, 11, 1, 1, 0), at("2026-11-01T05:00:00Z"));
}

/* Samoa went over the date line: 2011-12-30 never was. */
static void
a_skipped_day_comes_after_the_jump(void **)
{
    const struct zone *z = zone_find("Pacific/Apia");
    int64_t t = local("Pacific/Apia", 2011, 12, 30, 12, 0);

    assert_int_equal(zone_day(z, t), date_join((struct ymd){ 2011, 12, 31 }));
    assert_int_equal(zone_minute_of_day(z, t), 12 * 60);
}

static void
what_is_no_zone_is_refused_and_counts_as_utc(void **)
{
    static const char *const WRONG[] = { "", "Berlin", "Europe/Atlantis",
        "europe/berlin", "GMT+25", "../../etc/passwd", "Europe/Berlin ",
        "Europe/Berlin\n", "\xff", ";" };
    char tall[200] = "";

    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_false(zone_valid(WRONG[i]));
    memset(tall, 'A', sizeof tall - 1);
    assert_false(zone_valid(tall));
    assert_false(zone_valid(NULL));
    assert_null(zone_find("Europe/Atlantis"));
    assert_int_equal(
        zone_instant(NULL, 1, 90), DATE_US_PER_DAY + 90 * DATE_US_PER_MINUTE);
    assert_int_equal(zone_day(NULL, -1), -1);
    assert_int_equal(zone_minute_of_day(NULL, -1), 1439);
    assert_int_equal(zone_offset_s(NULL, 0), 0);
    assert_string_equal(zone_name(NULL), "UTC");
}

static int
icu_offset_s(UCalendar *c, int64_t t)
{
    UErrorCode rc = U_ZERO_ERROR;
    int ms;

    ucal_setMillis(c, (double)(t / 1000), &rc);
    ms = ucal_get(c, UCAL_ZONE_OFFSET, &rc) + ucal_get(c, UCAL_DST_OFFSET, &rc);
    assert_true(U_SUCCESS(rc));
    return ms / 1000;
}

/* For any instant of any zone: ICU's own offset, and the wall clock read there
 * leads back to it, or to the first of two instants that show the same. */
static void
every_zone_agrees_with_icu_and_leads_back(void **)
{
    UErrorCode rc = U_ZERO_ERROR;
    UEnumeration *all =
        ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL, NULL, NULL, &rc);
    const char *name;
    int zones = 0;

    while ((name = uenum_next(all, NULL, &rc)) && U_SUCCESS(rc)) {
        const struct zone *z = zone_find(name);
        UChar wide[64];
        UCalendar *c;

        if (strcmp(name, "Etc/Unknown") == 0)
            continue;
        assert_non_null(z);
        assert_ptr_equal(zone_find(name), z);
        u_charsToUChars(name, wide, (int32_t)strlen(name) + 1);
        c = ucal_open(wide, -1, "en", UCAL_GREGORIAN, &rc);
        for (int i = 0; i < 200; i++) {
            int64_t t = random_i64(at("1970-01-01T00:00:00Z") / 60000000,
                            at("2099-12-31T00:00:00Z") / 60000000) *
                        60000000;
            int minute = zone_minute_of_day(z, t);
            int64_t back = zone_instant(z, zone_day(z, t), minute);

            assert_int_equal(zone_offset_s(z, t), icu_offset_s(c, t));
            if (zone_offset_s(z, t) % 60)
                continue; /* Liberia until 1972 */
            assert_true(back <= t);
            if (back != t) {
                assert_int_equal(zone_day(z, back), zone_day(z, t));
                assert_int_equal(zone_minute_of_day(z, back), minute);
            }
        }
        ucal_close(c);
        zones++;
    }
    uenum_close(all);
    assert_true(zones > 300);
}

static void *
find_many(void *out)
{
    static const char *const NAMES[] = { "Asia/Tokyo", "Asia/Seoul", "Asia/Kolkata",
        "Africa/Cairo", "Africa/Lagos", "America/Lima", "America/Denver",
        "Australia/Perth" };

    for (size_t i = 0; i < 8; i++)
        ((const struct zone **)out)[i] = zone_find(NAMES[i]);
    return NULL;
}

static void
threads_find_the_same_zone(void **)
{
    const struct zone *found[4][8];
    pthread_t threads[4];

    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, find_many, found[i]), 0);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < 8; k++) {
            assert_non_null(found[i][k]);
            assert_ptr_equal(found[i][k], found[0][k]);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_find_the_same_zone),
        cmocka_unit_test(six_in_new_york_in_november_is_eleven_utc),
        cmocka_unit_test(the_day_is_that_of_the_zone),
        cmocka_unit_test(a_time_that_the_clock_skips_comes_after_the_jump),
        cmocka_unit_test(a_time_that_comes_twice_means_the_first),
        cmocka_unit_test(a_skipped_day_comes_after_the_jump),
        cmocka_unit_test(what_is_no_zone_is_refused_and_counts_as_utc),
        with_arena(every_zone_agrees_with_icu_and_leads_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
