#include "tests/unit/test.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "domain/creditor_reference.h"
#include "domain/payment_code.h"

static struct arena *arena;
static char got[CREDITOR_REFERENCE__SIZE];

static void
a_reference_carries_its_check_digits(void **)
{
    static const struct {
        const char *number, *want;
    } vector[] = {
        { "539007547034", "RF18539007547034" },
        { "5390 0754-7034", "RF18539007547034" },
        { "000000000539007547034", "RF18000000000539007547034" },
        { "G72UUR", "RF45G72UUR" },
        { "g72uur", "RF45G72UUR" },
        { "123456789012345678901", "RF40123456789012345678901" },
    };

    for (size_t i = 0; i < sizeof vector / sizeof *vector; i++) {
        assert_int_equal(creditor_reference(vector[i].number, got), OK);
        assert_string_equal(got, vector[i].want);
        assert_true(creditor_reference_valid(got));
    }
}

static void
of_a_long_number_the_end_counts(void **)
{
    assert_int_equal(creditor_reference("AAAA539007547034000000001", got), OK);
    assert_int_equal(strlen(got), CREDITOR_REFERENCE__MAX);
    assert_string_equal(got + 4, "539007547034000000001");
    assert_true(creditor_reference_valid(got));
}

static void
a_number_of_nothing_has_no_reference(void **)
{
    (void)text_copy(got, sizeof got, "as it was");
    assert_int_equal(creditor_reference("–/–", got), ERR_INVALID);
    assert_string_equal(got, "as it was");
}

/* One digit off, or two that changed places: the check digits tell. */
static void
a_slip_is_found(void **)
{
    static const char good[] = "RF18539007547034";
    char bad[sizeof good];

    for (size_t i = 4; i < sizeof good - 1; i++) {
        (void)text_copy(bad, sizeof bad, good);
        bad[i] = bad[i] == '9' ? '0' : (char)(bad[i] + 1);
        assert_false(creditor_reference_valid(bad));
        (void)text_copy(bad, sizeof bad, good);
        if (i > 4 && bad[i] != bad[i - 1]) {
            bad[i] = good[i - 1];
            bad[i - 1] = good[i];
            assert_false(creditor_reference_valid(bad));
        }
    }
    assert_false(creditor_reference_valid(""));
    assert_false(creditor_reference_valid("RF18"));
    assert_false(creditor_reference_valid("RF18539007547034539007547034"));
    assert_true(creditor_reference_valid("RF18 5390 0754 7034"));
}

static void
people_read_it_in_fours(void **)
{
    char text[CREDITOR_REFERENCE_TEXT__SIZE];

    assert_string_equal(
        creditor_reference_text("RF18539007547034", text), "RF18 5390 0754 7034");
    assert_string_equal(creditor_reference_text("RF40123456789012345678901", text),
        "RF40 1234 5678 9012 3456 7890 1");
}

struct seen {
    char text[256];
};

static void
note(void *ctx, const char *reference)
{
    struct seen *s = ctx;
    size_t n = strlen(s->text);

    (void)text_copy(s->text + n, sizeof s->text - n, reference);
    n = strlen(s->text);
    (void)text_copy(s->text + n, sizeof s->text - n, " ");
}

static bool
finds(const char *text, const char *reference)
{
    struct seen s = { "" };

    creditor_references_in(text, note, &s);
    return *reference ? strstr(s.text, reference) != NULL : !*s.text;
}

static void
a_reference_is_found_wherever_it_stands(void **)
{
    assert_true(finds("RF18539007547034", "RF18539007547034 "));
    assert_true(finds("Invoice 4711 RF18 5390 0754 7034 thanks", "RF18539007547034 "));
    assert_true(finds("rf18539007547034.", "RF18539007547034 "));
    assert_true(finds("/ROC/RF18539007547034/URI/", "RF18539007547034 "));
    assert_true(finds("RF45G72UUR RF18539007547034", "RF45G72UUR "));
    assert_true(finds("RF45G72UUR RF18539007547034", "RF18539007547034 "));
    assert_true(finds("", ""));
    assert_true(finds("RF", ""));
    assert_true(finds("RF19539007547034", ""));
    assert_true(finds("Refund 18539007547034", ""));
}

static void
an_account_number_is_checked(void **)
{
    assert_true(iban_valid("DE89370400440532013000"));
    assert_true(iban_valid("GB29 NWBK 6016 1331 9268 19"));
    assert_true(iban_valid("CH9300762011623852957"));
    assert_false(iban_valid("DE89370400440532013001"));
    assert_false(iban_valid("DE89"));
    assert_false(iban_valid(""));
    assert_false(iban_valid("DE8937040044053201300!"));
}

static const char *
text_of(const struct payment_code *c)
{
    const char *out = NULL;

    return payment_code_text(arena, c, &out) ? NULL : out;
}

static const struct payment_code code = { .name = "Wikimedia Fördergesellschaft",
    .iban = "DE33 1002 0500 0001 1947 00",
    .bic = "BFSWDE33BER",
    .reference = "RF18539007547034",
    .minor = 12310 };

static void
a_code_has_its_eleven_lines(void **)
{
    struct payment_code plain = code;

    assert_string_equal(text_of(&code),
        "BCD\n002\n1\nSCT\nBFSWDE33BER\nWikimedia Fördergesellschaft\n"
        "DE33100205000001194700\nEUR123.10\n\nRF18539007547034");
    plain.bic = NULL;
    plain.reference = NULL;
    assert_string_equal(text_of(&plain),
        "BCD\n002\n1\nSCT\n\nWikimedia Fördergesellschaft\n"
        "DE33100205000001194700\nEUR123.10");
}

static void
a_name_is_one_line_of_seventy(void **)
{
    struct payment_code c = code;
    struct buf name;
    const char *at;

    buf_init(&name, arena);
    for (int i = 0; i < 80; i++)
        buf_text(&name, i == 1 ? "\n" : "株");
    c.name = name.text;
    at = strstr(text_of(&c), "株");
    assert_non_null(at);
    assert_int_equal(strcspn(at, "\n"), 69 * 3 + 1);
    assert_int_equal(at[3], ' ');
}

static void
what_no_bank_takes_gets_no_code(void **)
{
    struct payment_code c = code;

    c.minor = 0;
    assert_null(text_of(&c));
    c.minor = INT64_C(100000000000);
    assert_null(text_of(&c));
    c.minor = INT64_C(99999999999);
    assert_non_null(strstr(text_of(&c), "EUR999999999.99"));
    c.iban = "DE33100205000001194701";
    assert_null(text_of(&c));
    c = code;
    c.reference = "RF19539007547034";
    assert_null(text_of(&c));
    c = code;
    c.bic = "BFSW";
    assert_null(text_of(&c));
    c = code;
    c.name = "";
    assert_null(text_of(&c));
}

static int
begin(void **)
{
    arena = arena_new();
    return 0;
}

static int
end(void **)
{
    arena_free(arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reference_carries_its_check_digits),
        cmocka_unit_test(of_a_long_number_the_end_counts),
        cmocka_unit_test(a_number_of_nothing_has_no_reference),
        cmocka_unit_test(a_slip_is_found),
        cmocka_unit_test(people_read_it_in_fours),
        cmocka_unit_test(a_reference_is_found_wherever_it_stands),
        cmocka_unit_test(an_account_number_is_checked),
        cmocka_unit_test(a_code_has_its_eleven_lines),
        cmocka_unit_test(a_name_is_one_line_of_seventy),
        cmocka_unit_test(what_no_bank_takes_gets_no_code),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
