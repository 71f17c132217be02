#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

#include "domain/search_terms.h"

static struct search_terms t;

/* The readings of a text as "value/decimals value/decimals". */
static const char *
amounts(const char *text)
{
    static char out[100];
    size_t n = 0;

    search_terms(&t, text);
    out[0] = '\0';
    for (size_t i = 0; i < t.amounts_n; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%lld/%d", i ? " " : "",
            (long long)t.amount[i].value, t.amount[i].decimals);
    return out;
}

static void
words_are_what_stands_between_signs(void **)
{
    assert_true(search_terms(&t, "  Müller & Söhne-Zürich GmbH  "));
    assert_string_equal(t.whole, "Müller & Söhne-Zürich GmbH");
    assert_int_equal(t.words_n, SEARCH_WORDS);
    assert_string_equal(t.word[0], "Müller");
    assert_string_equal(t.word[1], "Söhne");
    assert_string_equal(t.word[2], "Zürich");
    assert_true(t.has_letter);
    assert_false(t.has_digit);
}

static void
signs_alone_are_nothing_to_look_for(void **)
{
    assert_false(search_terms(&t, ""));
    assert_false(search_terms(&t, "   "));
    assert_false(search_terms(&t, "%_\\*\"'"));
}

static void
a_number_has_digits(void **)
{
    assert_true(search_terms(&t, "R-0017"));
    assert_true(t.has_digit && t.has_letter);
    assert_int_equal(t.amounts_n, 0);
}

static void
amounts_are_read_in_any_notation(void **)
{
    assert_string_equal(amounts("1250"), "1250/0");
    assert_string_equal(amounts("1250.00"), "125000/2");
    assert_string_equal(amounts("1250,5"), "12505/1");
    assert_string_equal(amounts("1.250,00"), "125000/2");
    assert_string_equal(amounts("1,250.00"), "125000/2");
    assert_string_equal(amounts("1.234.567,89"), "123456789/2");
    assert_string_equal(amounts("1,250"), "1250/3 1250/0");
    assert_string_equal(amounts("1.250.000"), "1250000/0");
    assert_string_equal(amounts("0.05"), "5/2");
}

static void
what_is_no_amount_is_none(void **)
{
    static const char *const TEXTS[] = { "12a", "1.2.3", "1,25,000.00", ".", ",50",
        "1.", "1..2", "-5", "1234567890123456", "1.2345", "1 250", NULL };

    for (size_t i = 0; TEXTS[i]; i++)
        assert_string_equal(amounts(TEXTS[i]), "");
}

static void
minor_units_follow_the_currency(void **)
{
    const struct search_amount a = { 12505, 1 }, large = { INT64_MAX / 2, 0 };
    int64_t minor;

    assert_true(search_amount_minor(&a, 2, &minor));
    assert_int_equal(minor, 125050);
    assert_false(search_amount_minor(&a, 0, &minor));
    assert_false(search_amount_minor(&large, 2, &minor));
}

/* Long texts are cut between characters, long words as the index cuts them. */
static void
long_texts_are_cut_between_characters(void **)
{
    char text[400] = "";

    for (int i = 0; i < 90; i++)
        memcpy(text + strlen("ü") * (size_t)i, "ü", sizeof "ü");
    assert_true(search_terms(&t, text));
    assert_int_equal(strlen(t.whole), SEARCH_TEXT__MAX);
    assert_int_equal(strlen(t.word[0]), 64);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_what_stands_between_signs),
        cmocka_unit_test(signs_alone_are_nothing_to_look_for),
        cmocka_unit_test(a_number_has_digits),
        cmocka_unit_test(amounts_are_read_in_any_notation),
        cmocka_unit_test(what_is_no_amount_is_none),
        cmocka_unit_test(minor_units_follow_the_currency),
        cmocka_unit_test(long_texts_are_cut_between_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
