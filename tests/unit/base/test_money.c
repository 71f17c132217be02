#include "tests/unit/base/help.h"

#include <string.h>

#include "base/money.h"

static int64_t
parsed(const char *s, const char *currency)
{
    int64_t minor = INT64_MIN;

    assert_int_equal(money_parse(s, currency, &minor), OK);
    return minor;
}

static int64_t
marked(const char *s, const char *currency, char decimal, char group)
{
    int64_t minor = INT64_MIN;

    if (money_parse_marked(s, currency, decimal, group, &minor))
        fail_msg("'%s' is not read", s);
    return minor;
}

static void
refused(const char *s, const char *currency, char decimal, char group)
{
    int64_t minor = 42;

    if (money_parse_marked(s, currency, decimal, group, &minor) != ERR_INVALID)
        fail_msg("'%s' is read as %lld", s, (long long)minor);
    assert_int_equal(minor, 42);
}

static void
each_currency_has_its_decimals(void **)
{
    assert_int_equal(money_exponent("EUR"), 2);
    assert_int_equal(money_exponent("JPY"), 0);
    assert_int_equal(money_exponent("KWD"), 3);
    assert_int_equal(money_exponent("CLF"), 4);
    assert_int_equal(money_exponent("AED"), 2);
    assert_int_equal(money_exponent("ZWL"), 2);
    assert_int_equal(money_exponent("eur"), -1);
    assert_int_equal(money_exponent("EU"), -1);
    assert_int_equal(money_exponent("EURO"), -1);
    assert_int_equal(money_exponent("QQQ"), -1);
    assert_int_equal(money_exponent(""), -1);
    assert_int_equal(money_exponent(NULL), -1);
}

/* A binary search over a table out of order would lose some. */
static void
every_three_letters_are_looked_up_in_order(void **)
{
    int known = 0;

    for (int i = 0; i < 26 * 26 * 26; i++) {
        char code[4] = { (char)('A' + i / 676), (char)('A' + i / 26 % 26),
            (char)('A' + i % 26), 0 };

        known += money_known(code);
    }
    assert_int_equal(known, 170);
}

static void
an_amount_is_read_exactly(void **)
{
    assert_int_equal(parsed("1250.00", "EUR"), 125000);
    assert_int_equal(parsed("1250", "EUR"), 125000);
    assert_int_equal(parsed("1250.5", "EUR"), 125050);
    assert_int_equal(parsed("-0.01", "EUR"), -1);
    assert_int_equal(parsed("1250", "JPY"), 1250);
    assert_int_equal(parsed("0.005", "KWD"), 5);
    assert_int_equal(parsed("92233720368547758.07", "EUR"), INT64_MAX);
    assert_int_equal(parsed("-92233720368547758.08", "EUR"), INT64_MIN);
}

static void
what_is_not_exactly_an_amount_is_refused(void **)
{
    static const char *const WRONG[] = { "", "-", ".", "1.", ".5", "1.234", "1.000",
        "1,00", "+1", " 1", "1 ", "1e2", "0x1", "1.-5", "--1", "1.5.5", "NaN",
        "92233720368547758.08", "-92233720368547758.09", "99999999999999999999",
        "184467440737095516.16" };
    int64_t minor = 42;

    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_int_equal(money_parse(WRONG[i], "EUR", &minor), ERR_INVALID);
    assert_int_equal(money_parse("1.0", "JPY", &minor), ERR_INVALID);
    assert_int_equal(money_parse("1.00", "QQQ", &minor), ERR_INVALID);
    assert_int_equal(money_parse("1.00", NULL, &minor), ERR_INVALID);
    assert_int_equal(minor, 42);
}

static void
any_amount_comes_back(void **)
{
    static const char *const CURRENCIES[] = { "EUR", "JPY", "KWD", "CLF" };
    static const int64_t EDGES[] = { INT64_MIN, INT64_MAX, 0, 1, -1, 9, 10, 99, 100,
        -100, 999, 1000 };

    for (size_t c = 0; c < 4; c++)
        for (int i = 0; i < 20000; i++) {
            int64_t minor = i < 12 ? EDGES[i] : random_i64(INT64_MIN, INT64_MAX);
            char text[MONEY_TEXT__SIZE];

            minor >>= i < 12 ? 0 : next_random() % 64;
            money_format(minor, CURRENCIES[c], text);
            assert_int_equal(parsed(text, CURRENCIES[c]), minor);
            assert_int_equal(marked(text, CURRENCIES[c], '.', 0), minor);
        }
}

static void
foreign_marks_are_read_as_declared(void **)
{
    assert_int_equal(marked("1.250,00", "EUR", ',', '.'), 125000);
    assert_int_equal(marked("1,234,567.8", "USD", '.', ','), 123456780);
    assert_int_equal(marked("1234567.80", "USD", '.', ','), 123456780);
    assert_int_equal(marked("1'250.00", "CHF", '.', '\''), 125000);
    assert_int_equal(marked("1 250,00", "EUR", ',', ' '), 125000);
    assert_int_equal(marked("1\xc2\xa0"
                            "250,00",
                         "EUR", ',', ' '),
        125000);
    assert_int_equal(marked("1\xe2\x80\xaf"
                            "250,00",
                         "EUR", ',', ' '),
        125000);
    assert_int_equal(marked("-12.5", "USD", '.', 0), -1250);
    assert_int_equal(marked("12.5-", "USD", '.', 0), -1250);
    assert_int_equal(marked("(12.50)", "USD", '.', 0), -1250);
    assert_int_equal(marked("+12.50", "USD", '.', 0), 1250);
    assert_int_equal(marked(".50", "USD", '.', 0), 50);
    assert_int_equal(marked("1,250", "JPY", '.', ','), 1250);
}

static void
an_ambiguous_number_is_refused(void **)
{
    refused("1,234", "USD", '.', 0);
    refused("1.234", "EUR", '.', 0);
    refused("1,234", "EUR", ',', '.');
    refused("12,34.00", "USD", '.', ',');
    refused("1,2345.00", "USD", '.', ',');
    refused("1234,567.00", "USD", '.', ',');
    refused("1,234567.00", "USD", '.', ',');
    refused(",234.00", "USD", '.', ',');
    refused("1,,234.00", "USD", '.', ',');
    refused("1,234,.00", "USD", '.', ',');
    refused("1.00,000", "USD", '.', ',');
    refused("-12.50-", "USD", '.', 0);
    refused("(12.50", "USD", '.', 0);
    refused("(-12.50)", "USD", '.', 0);
    refused("12.50)", "USD", '.', 0);
    refused("USD 12.50", "USD", '.', 0);
    refused("12.", "USD", '.', 0);
    refused(".", "USD", '.', 0);
    refused("", "USD", '.', 0);
    refused("-", "USD", '.', 0);
    refused("()", "USD", '.', 0);
    refused("1.00", "USD", ';', 0);
    refused("1.00", "USD", '.', '.');
    refused("1x000", "USD", '.', 'x');
}

static void
sums_say_when_they_overflow(void **)
{
    int64_t v = 42;

    assert_int_equal(money_add(INT64_MAX, 1, &v), ERR_INVALID);
    assert_int_equal(money_sub(INT64_MIN, 1, &v), ERR_INVALID);
    assert_int_equal(v, 42);
    assert_int_equal(money_add(INT64_MAX, INT64_MIN, &v), OK);
    assert_int_equal(v, -1);
    assert_int_equal(money_sub(-1, INT64_MAX, &v), OK);
    assert_int_equal(v, INT64_MIN);
}

static void
a_percentage_rounds_half_up(void **)
{
    int64_t ppm, v = 42;

    assert_int_equal(money_parse_percent("10", &ppm), OK);
    assert_int_equal(ppm, 100000);
    assert_int_equal(money_percent(105, ppm, &v), OK);
    assert_int_equal(v, 11);
    assert_int_equal(money_percent(104, ppm, &v), OK);
    assert_int_equal(v, 10);
    assert_int_equal(money_percent(-105, ppm, &v), OK);
    assert_int_equal(v, -11);
    assert_int_equal(money_parse_percent("8.125", &ppm), OK);
    assert_int_equal(ppm, 81250);
    assert_int_equal(money_parse_percent("0.00001", &ppm), ERR_INVALID);
    assert_int_equal(money_parse_percent("10%", &ppm), ERR_INVALID);
    assert_int_equal(money_percent(INT64_MAX, 2000000, &v), ERR_INVALID);
    assert_int_equal(v, -11);
}

/* For any values: |result * den - minor * num| * 2 <= den, and a tie leaves zero. */
static void
scaling_is_off_by_half_at_most(void **)
{
    int64_t v;

    for (int i = 0; i < 200000; i++) {
        int64_t minor = random_i64(-1000000000000, 1000000000000),
                num = random_i64(-100000, 100000), den = random_i64(1, 2000);
        __int128 off;

        assert_int_equal(money_scale(minor, num, den, &v), OK);
        off = (__int128)v * den - (__int128)minor * num;
        assert_true(off * 2 <= den && off * 2 >= -den);
        if (off * 2 == den)
            assert_true(v > 0);
        if (off * 2 == -den)
            assert_true(v < 0);
    }
    assert_int_equal(money_scale(1, 1, 0, &v), ERR_INVALID);
    assert_int_equal(money_scale(INT64_MIN, INT64_MIN, 1, &v), ERR_INVALID);
    assert_int_equal(money_scale(INT64_MIN, 1, INT64_MAX, &v), OK);
    assert_int_equal(v, -1);
    assert_int_equal(money_scale(INT64_MAX, INT64_MAX, INT64_MAX, &v), OK);
    assert_int_equal(v, INT64_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_currency_has_its_decimals),
        cmocka_unit_test(every_three_letters_are_looked_up_in_order),
        cmocka_unit_test(an_amount_is_read_exactly),
        cmocka_unit_test(what_is_not_exactly_an_amount_is_refused),
        with_arena(any_amount_comes_back),
        cmocka_unit_test(foreign_marks_are_read_as_declared),
        cmocka_unit_test(an_ambiguous_number_is_refused),
        cmocka_unit_test(sums_say_when_they_overflow),
        cmocka_unit_test(a_percentage_rounds_half_up),
        with_arena(scaling_is_off_by_half_at_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
