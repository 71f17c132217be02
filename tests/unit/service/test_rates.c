#include "service/keep_rates.h"
#include "tests/unit/test.h"

static struct arena *arena;

static int
setup(void **)
{
    arena = arena_new();
    return 0;
}

static int
teardown(void **)
{
    arena_free(arena);
    return 0;
}

/* Reference rates of the ECB of 2 January 2024, and the ends of the range. */
static void
rates_are_read_and_written_back(void **)
{
    static const struct {
        const char *text;
        int64_t e8;
        const char *back; /* NULL: the same */
    } GOOD[] = { { "1.0956", 109560000, NULL }, { "155.92", 15592000000, NULL },
        { "0.86645", 86645000, NULL }, { "1", 100000000, NULL },
        { "0.00000001", 1, NULL }, { "9999999.99999999", 999999999999999, NULL },
        { "007.50", 750000000, "7.5" } };

    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        int64_t e8 = -1;

        assert_int_equal(rate_parse(GOOD[i].text, &e8), OK);
        assert_int_equal(e8, GOOD[i].e8);
        assert_string_equal(
            rate_text(arena, e8), GOOD[i].back ? GOOD[i].back : GOOD[i].text);
    }
}

/* Refused as a whole; the caller's number stays. */
static void
what_is_no_rate_is_refused(void **)
{
    static const char *const BAD[] = { "", ".", "0", "0.0", "0.00000000", "-1", "+1",
        "1.", ".5", "1,5", "1.5.1", "1.000000001", "10000000", "99999999999999999999",
        " 1", "1 ", "1e3", "0x1", "nan", "inf", "1.5\n", "\xd9\xa1", "1.5\xc2\xa0" };

    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        int64_t e8 = 42;

        if (rate_parse(BAD[i], &e8) != ERR_INVALID || e8 != 42)
            fail_msg("\"%s\" was taken for a rate", BAD[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_read_and_written_back),
        cmocka_unit_test(what_is_no_rate_is_refused),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
