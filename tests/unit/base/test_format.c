#include "tests/unit/base/help.h"

#include <pthread.h>
#include <string.h>

#include "base/date.h"
#include "base/format.h"

#define NBSP "\xc2\xa0"
#define EURO "\xe2\x82\xac"
#define YEN "\xc2\xa5"

static void
money_is_written_as_the_reader_writes_it(void **)
{
    assert_string_equal(fmt_money(arena, 125000, "EUR", "de"), "1.250,00" NBSP EURO);
    assert_string_equal(fmt_money(arena, 125000, "EUR", "en-US"), EURO "1,250.00");
    assert_string_equal(fmt_money(arena, 1250, "JPY", "en-US"), YEN "1,250");
    assert_string_equal(fmt_money(arena, -5, "KWD", "en"), "-KWD" NBSP "0.005");
    assert_string_equal(fmt_money(arena, 5, "IQD", "en"), "IQD" NBSP "0.005");
}

static void
the_largest_amounts_are_exact(void **)
{
    assert_string_equal(
        fmt_money(arena, INT64_MAX, "EUR", "en"), EURO "92,233,720,368,547,758.07");
    assert_string_equal(
        fmt_money(arena, INT64_MIN, "EUR", "en"), "-" EURO "92,233,720,368,547,758.08");
    assert_string_equal(fmt_count(arena, INT64_MAX, "en"), "9,223,372,036,854,775,807");
}

static void
a_decimal_keeps_its_places(void **)
{
    assert_string_equal(fmt_decimal(arena, "1250.50", "de"), "1.250,50");
    assert_string_equal(fmt_decimal(arena, "-1250", "en"), "-1,250");
    assert_string_equal(fmt_decimal(arena, "0.125", "fr"), "0,125");
    assert_string_equal(
        fmt_decimal(arena, "92233720368547758.07", "en"), "92,233,720,368,547,758.07");
    assert_string_equal(fmt_decimal(arena, "", "de"), "");
    assert_string_equal(fmt_decimal(arena, "12 EUR", "de"), "12 EUR");
}

static void
a_country_abroad_stands_in_capitals_of_the_sender_s_language(void **)
{
    assert_string_equal(fmt_country_abroad(arena, "GR", "DE"), "GRIECHENLAND");
    assert_string_equal(fmt_country_abroad(arena, "DE", "FR"), "ALLEMAGNE");
    assert_string_equal(fmt_country_abroad(arena, "AT", "GB"), "AUSTRIA");
    assert_string_equal(fmt_country_abroad(arena, "JP", NULL), "JAPAN");
    assert_string_equal(fmt_country_abroad(arena, "Greece", "DE"), "Greece");
    assert_string_equal(fmt_country_abroad(arena, "QX", "DE"), "QX");
    assert_string_equal(fmt_country_abroad(arena, NULL, "DE"), "");
}

static void
an_unknown_currency_is_still_written(void **)
{
    assert_string_equal(fmt_money(arena, 125, "XX1", "de"), "XX1 125");
    assert_string_equal(fmt_money(arena, 125, NULL, "de"), " 125");
}

static void
days_are_written_as_the_reader_writes_them(void **)
{
    int32_t day = date_join((struct ymd){ 2026, 3, 4 });

    assert_string_equal(fmt_day(arena, day, "de"), "04.03.2026");
    assert_string_equal(fmt_day(arena, day, "en-US"), "Mar 4, 2026");
    assert_string_equal(fmt_day(arena, day, "en-GB"), "4 Mar 2026");
    assert_string_equal(fmt_day_long(arena, day, "de"), "4. M\xc3\xa4rz 2026");
    assert_string_equal(fmt_day_long(arena, day, "en-US"), "March 4, 2026");
}

static void
an_instant_is_written_in_its_zone(void **)
{
    int64_t at;
    const char *s;

    assert_int_equal(date_parse_instant("2026-11-05T11:00:00Z", &at), OK);
    s = fmt_instant(arena, at, zone_find("America/New_York"), "en-US");
    assert_non_null(strstr(s, "Nov 5, 2026"));
    assert_non_null(strstr(s, "6:00"));
    assert_non_null(strstr(fmt_instant(arena, at, NULL, "de"), "11:00"));
}

static void
an_unknown_locale_falls_back_to_english(void **)
{
    static const char *const ODD[] = { "xx-nowhere", "", "e", NULL, "de;DROP", "../..",
        "a-locale-name-that-is-longer-than-any-there-is" };

    for (size_t i = 0; i < sizeof ODD / sizeof *ODD; i++) {
        assert_non_null(strstr(fmt_money(arena, 125000, "EUR", ODD[i]), "250"));
        assert_non_null(strstr(fmt_day(arena, 0, ODD[i]), "1970"));
    }
    assert_string_equal(fmt_day(arena, 0, "de;DROP"), fmt_day(arena, 0, "en"));
}

/* More kinds than a thread keeps, again and again: what is kept must never be
 * taken for another. */
static void *
format_many(void *)
{
    static const char *const LOCALES[] = { "de", "en-US", "fr", "ja", "pt-BR", "de-CH",
        "pl", "sv" };
    static const char *const CURRENCIES[] = { "EUR", "USD", "JPY", "KWD" };
    struct arena *a = arena_new();
    char *first[8][4] = { 0 }, *days[8];

    for (int round = 0; round < 3; round++)
        for (size_t l = 0; l < 8; l++) {
            for (size_t c = 0; c < 4; c++) {
                char *s = fmt_money(a, 123456789, CURRENCIES[c], LOCALES[l]);

                if (round && strcmp(s, first[l][c]) != 0)
                    return first[l][c];
                first[l][c] = s;
            }
            if (round && strcmp(fmt_day(a, 20000, LOCALES[l]), days[l]) != 0)
                return days[l];
            days[l] = fmt_day(a, 20000, LOCALES[l]);
        }
    arena_free(a);
    return NULL;
}

static void
kept_formatters_are_never_mixed_up(void **)
{
    pthread_t threads[3];
    void *wrong;

    for (size_t i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, format_many, NULL), 0);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(pthread_join(threads[i], &wrong), 0);
        assert_null(wrong);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        with_arena(money_is_written_as_the_reader_writes_it),
        with_arena(the_largest_amounts_are_exact),
        with_arena(a_decimal_keeps_its_places),
        with_arena(an_unknown_currency_is_still_written),
        with_arena(a_country_abroad_stands_in_capitals_of_the_sender_s_language),
        with_arena(days_are_written_as_the_reader_writes_them),
        with_arena(an_instant_is_written_in_its_zone),
        with_arena(an_unknown_locale_falls_back_to_english),
        with_arena(kept_formatters_are_never_mixed_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
