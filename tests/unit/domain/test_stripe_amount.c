#include "tests/unit/test.h"

#include <string.h>

#include "domain/stripe_amount.h"

static const struct vector {
    const char *currency;
    int64_t minor, there;
} VECTOR[] = { { "EUR", 1050, 1050 }, { "USD", 1, 1 }, { "JPY", 500, 500 },
    { "KRW", 125000, 125000 }, { "MGA", 500, 5 }, { "ISK", 5, 500 },
    { "KWD", 5120, 5120 }, { "BHD", 10, 10 }, { "HUF", 1045, 1045 }, { "EUR", 0, 0 } };

static void
an_amount_goes_there_and_comes_back(void **)
{
    for (size_t i = 0; i < sizeof VECTOR / sizeof *VECTOR; i++) {
        const struct vector *v = &VECTOR[i];
        int64_t got = -1, back = -1;

        assert_int_equal(stripe_amount_of(v->minor, v->currency, &got), OK);
        assert_int_equal(got, v->there);
        assert_int_equal(stripe_amount_to_minor(got, v->currency, &back), OK);
        assert_int_equal(back, v->minor);
    }
}

static void
what_cannot_be_said_there_is_refused(void **)
{
    static const struct vector BAD[] = { { "KWD", 5124, 0 }, { "MGA", 501, 0 },
        { "UGX", 500, 0 }, { "ZZZ", 5, 0 }, { "EU", 5, 0 }, { "", 5, 0 },
        { "ISK", INT64_MAX, 0 }, { "eur", 5, 0 } };

    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        int64_t got = -7;

        assert_int_equal(
            stripe_amount_of(BAD[i].minor, BAD[i].currency, &got), ERR_INVALID);
        assert_int_equal(got, -7);
    }
}

static void
what_comes_from_there_must_be_an_amount_here(void **)
{
    int64_t got = -7;

    assert_int_equal(stripe_amount_to_minor(501, "ISK", &got), ERR_INVALID);
    assert_int_equal(stripe_amount_to_minor(5, "UGX", &got), ERR_INVALID);
    assert_int_equal(stripe_amount_to_minor(INT64_MAX, "MGA", &got), ERR_INVALID);
    assert_int_equal(got, -7);
    /* three decimals that do not end in 0 may come: it is their word */
    assert_int_equal(stripe_amount_to_minor(5124, "KWD", &got), OK);
    assert_int_equal(got, 5124);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_amount_goes_there_and_comes_back),
        cmocka_unit_test(what_cannot_be_said_there_is_refused),
        cmocka_unit_test(what_comes_from_there_must_be_an_amount_here),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
