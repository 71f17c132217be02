#include "tests/unit/base/help.h"

#include <string.h>

#include "base/totp.h"

#define S INT64_C(1000000)

/* RFC 6238's secret, "12345678901234567890" */
static const char SECRET[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

static void
codes_are_those_of_the_standard(void **)
{
    static const struct {
        int64_t at_s;
        const char *code; /* the last six of the standard's eight digits */
    } WANT[] = { { 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" },
        { 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" } };
    char code[TOTP_CODE__SIZE];

    for (size_t i = 0; i < sizeof WANT / sizeof *WANT; i++) {
        assert_int_equal(totp_code(SECRET, WANT[i].at_s * S, code), OK);
        assert_string_equal(code, WANT[i].code);
    }
}

static void
a_code_is_right_one_step_early_or_late(void **)
{
    const int64_t at = 1111111111 * S;
    const uint64_t want = 1111111111 / TOTP_STEP_S;
    char code[TOTP_CODE__SIZE];

    for (int off = -4; off <= 4; off++) {
        uint64_t step = 42;
        enum err e;

        assert_int_equal(totp_code(SECRET, at + off * TOTP_STEP_S * S, code), OK);
        e = totp_check(SECRET, code, at, &step);
        if (off < -TOTP_WINDOW || off > TOTP_WINDOW) {
            assert_int_equal(e, ERR_DENIED);
            assert_int_equal(step, 42);
        } else {
            assert_int_equal(e, OK);
            assert_int_equal(step, (int64_t)want + off);
        }
    }
}

static void
what_is_no_code_is_denied(void **)
{
    static const char *const WRONG[] = { "", "28708", "2870822", "28708a", " 287082",
        "000000" };
    uint64_t step;

    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_int_equal(totp_check(SECRET, WRONG[i], 59 * S, &step), ERR_DENIED);
}

static void
a_secret_that_is_no_base32_is_refused(void **)
{
    char code[TOTP_CODE__SIZE];
    uint64_t step;

    assert_int_equal(totp_code("not base32!", 0, code), ERR_INVALID);
    assert_int_equal(totp_code("", 0, code), ERR_INVALID);
    assert_int_equal(totp_check("1", "000000", 0, &step), ERR_INVALID);
}

static void
a_new_secret_works_and_is_new(void **)
{
    char *a = totp_new_secret(arena), *b = totp_new_secret(arena);
    char code[TOTP_CODE__SIZE];
    uint64_t step;

    assert_string_not_equal(a, b);
    assert_int_equal(strlen(a), 32);
    assert_int_equal(totp_code(a, 59 * S, code), OK);
    assert_int_equal(totp_check(a, code, 59 * S, &step), OK);
}

static void
the_address_for_programs_is_escaped(void **)
{
    assert_string_equal(totp_uri(arena, "Dunlin & Co", "a@b.example", "ABC"),
        "otpauth://totp/Dunlin%20%26%20Co:a%40b.example?secret=ABC"
        "&issuer=Dunlin%20%26%20Co");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_standard),
        cmocka_unit_test(a_code_is_right_one_step_early_or_late),
        cmocka_unit_test(what_is_no_code_is_denied),
        cmocka_unit_test(a_secret_that_is_no_base32_is_refused),
        with_arena(a_new_secret_works_and_is_new),
        with_arena(the_address_for_programs_is_escaped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
