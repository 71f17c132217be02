#include "tests/unit/test.h"

#include <string.h>

#include "base/date.h"
#include "tests/unit/script/kit.h"

static struct kit k;

static int
setup(void **)
{
    kit_open(&k);
    return 0;
}

static int
teardown(void **)
{
    kit_close(&k);
    return 0;
}

static const struct pack *
pack(const char *country)
{
    enum err e =
        kit_file(&k, SCRIPT_PACK, arena_fmt(k.arena, "lua/packs/%s.lua", country));

    if (e)
        fail_msg("%s: %s", country, script_fault(k.host));
    return script_pack(k.script);
}

static int32_t
day(const char *text)
{
    int32_t d;

    assert_int_equal(date_parse(text, &d), OK);
    return d;
}

static bool
works(const struct pack *p, const char *region, const char *text)
{
    struct calendar c;
    int32_t d = day(text);

    pack_calendar(p, region, date_split(d).y - 1, date_split(d).y + 1, k.arena, &c);
    return calendar_is_business(&c, d);
}

static void
holidays_are_those_of_the_region(void **)
{
    const struct pack *de = pack("de");

    assert_false(works(de, NULL, "2026-01-01"));
    assert_true(works(de, NULL, "2026-01-06"));
    assert_true(works(de, "BE", "2026-01-06"));
    assert_false(works(de, "BY", "2026-01-06"));
    assert_false(works(de, NULL, "2026-04-03")); /* Good Friday */
    assert_false(works(de, NULL, "2026-05-14")); /* Ascension */
    assert_false(works(de, "SN", "2026-11-18"));
    assert_true(works(de, "BY", "2026-11-18"));
    assert_false(works(de, "SN", "2027-11-17"));
    assert_false(works(pack("fr"), "67", "2026-04-03"));
    assert_true(works(pack("fr"), NULL, "2026-04-03"));
    assert_false(works(pack("ch"), "GE", "2026-09-10"));
    assert_false(works(pack("ch"), "VD", "2026-09-21"));
}

static void
holidays_on_a_weekend_move_where_the_law_says_so(void **)
{
    const struct pack *gb = pack("gb"), *us;

    /* Christmas 2027 is a Saturday: Monday and Tuesday instead */
    assert_false(works(gb, "ENG", "2027-12-27"));
    assert_false(works(gb, "ENG", "2027-12-28"));
    assert_true(works(gb, "ENG", "2027-12-29"));
    /* Christmas 2022 is a Sunday: Boxing Day stays, Christmas goes to Tuesday */
    assert_false(works(gb, "ENG", "2022-12-26"));
    assert_false(works(gb, "ENG", "2022-12-27"));
    assert_true(works(gb, "ENG", "2022-12-28"));
    assert_false(works(gb, "ENG", "2026-05-04"));
    assert_false(works(gb, "ENG", "2026-08-31"));
    assert_true(works(gb, "SCT", "2026-08-31"));
    us = pack("us");
    assert_false(works(us, NULL, "2026-07-03")); /* the 4th is a Saturday */
    assert_false(works(us, NULL, "2027-07-05")); /* the 4th is a Sunday */
    assert_false(works(us, NULL, "2026-11-26"));
    assert_true(works(us, NULL, "2026-11-19"));
    assert_true(works(pack("de"), NULL, "2027-12-27"));
}

static void
fixed_sums_follow_amount_currency_and_date(void **)
{
    const struct pack *gb = pack("gb");
    const struct fee_law *law = pack_fee_on(gb, "GBP", day("2026-03-04"));

    assert_non_null(law);
    assert_int_equal(fee_law_minor(law, 99999), 4000);
    assert_int_equal(fee_law_minor(law, 100000), 7000);
    assert_int_equal(fee_law_minor(law, 1000000), 10000);
    assert_null(pack_fee_on(gb, "EUR", day("2026-03-04")));
    assert_null(pack_fee_on(gb, "GBP", day("2002-08-06")));
    law = pack_fee_on(pack("de"), "EUR", day("2026-03-04"));
    assert_int_equal(fee_law_minor(law, 100), 4000);
    assert_false(law->consumers);
    assert_null(pack_fee_on(pack("ch"), "CHF", day("2026-03-04")));
}

static void
intervals_and_quiet_hours_are_dated(void **)
{
    const struct pack *no = pack("no");

    assert_int_equal(pack_rule_on(no, day("2026-03-04"))->min_gap_days, 14);
    assert_int_equal(pack_rule_on(no, day("1980-03-04"))->min_gap_days, 0);
    assert_int_equal(pack_rule_on(pack("de"), day("2026-03-04"))->min_gap_days, 0);
    assert_int_equal(
        pack_rule_on(pack("us"), day("2026-03-04"))->quiet_from_minute, 21 * 60);
}

static void
interest_matches_the_known_vector(void **)
{
    const struct pack *gb = pack("gb");
    int64_t minor;

    assert_int_equal(interest_until_fixed(200000, day("2025-07-31"), day("2025-09-14"),
                         gb->rates, gb->rates_n, &minor),
        OK);
    assert_int_equal(minor, 3021); /* 2,000 at 12.25 % for 45 days */
    assert_int_equal(gb->order[0], PACK_INTEREST);
    assert_int_equal(pack("de")->order[0], PACK_COSTS);
}

static void
every_shipped_pack_reads(void **)
{
    static const char *const CODES[] = { "at", "ch", "de", "fr", "gb", "no", "us" };

    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
        assert_true(pack(CODES[i])->holidays_n >= 10);
}

static void
a_wrong_pack_is_refused_with_its_place(void **)
{
    static const struct {
        const char *body, *fault;
    } WRONG[] = {
        { "country = 'de', name = 'x'", "country: must be a code such as \"DE\"" },
        { "country = 'DE'", "name: is missing" },
        { "country = 'DE', name = 'x', holiday = {}", "pack: unknown key 'holiday'" },
        { "country = 'DE', name = 'x', holidays = { { name = 'n', month = 2 } }",
            "holidays[1]: needs month and day, easter, or month, weekday and nth" },
        { "country = 'DE', name = 'x', holidays = { { name = 'n', month = 2, day = 30 "
          "} }",
            "holidays[1]: there is no such day" },
        { "country = 'DE', name = 'x', fees = { { from = '2024-1-1', law = 'l', "
          "currency "
          "= 'EUR', tiers = { { amount = '1' } } } }",
            "fees[1]: 'from' must be a date such as \"2024-07-01\"" },
        { "country = 'DE', name = 'x', fees = { { from = '2024-01-01', law = 'l', "
          "currency = 'EUR', tiers = { { amount = '1' }, { amount = '2' } } } }",
            "fees[1]: every sum but the last says 'below' what it holds" },
        { "country = 'DE', name = 'x', interest = { { from = '2024-01-01', percent = 5 "
          "} }",
            "interest[1]: 'percent' must be a rate a year such as \"12.25\"" },
        { "country = 'DE', name = 'x', payment_order = { 'costs' }",
            "payment_order: must name costs, interest and principal, each once" },
        { "country = 'DE', name = 'x', weekend = { 1, 2, 3, 4, 5, 6, 7 }",
            "weekend: the whole week is free" },
        { "country = 'DE', name = 'x', rules = { { from = '2024-01-01', quiet_from = "
          "'24:00' } }",
            "rules[1]: 'quiet_from' must be a time such as \"21:00\"" },
    };

    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        assert_int_equal(kit_load(&k, SCRIPT_PACK,
                             arena_fmt(k.arena, "return { %s }", WRONG[i].body)),
            ERR_INVALID);
        assert_string_equal(
            script_fault(k.host), arena_fmt(k.arena, "t.lua: %s", WRONG[i].fault));
    }
    assert_int_equal(
        kit_load(&k, SCRIPT_PACK, "local t = {} t.t = t return t"), ERR_INVALID);
    assert_int_equal(
        kit_load(&k, SCRIPT_PACK, "return { name = function() end }"), ERR_INVALID);
    assert_non_null(
        strstr(script_fault(k.host), "a function where only data may stand"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            holidays_are_those_of_the_region, setup, teardown),
        cmocka_unit_test_setup_teardown(
            holidays_on_a_weekend_move_where_the_law_says_so, setup, teardown),
        cmocka_unit_test_setup_teardown(
            fixed_sums_follow_amount_currency_and_date, setup, teardown),
        cmocka_unit_test_setup_teardown(
            intervals_and_quiet_hours_are_dated, setup, teardown),
        cmocka_unit_test_setup_teardown(
            interest_matches_the_known_vector, setup, teardown),
        cmocka_unit_test_setup_teardown(every_shipped_pack_reads, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_wrong_pack_is_refused_with_its_place, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
