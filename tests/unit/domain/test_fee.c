#include "tests/unit/test.h"

#include "domain/fee.h"
#include "domain/interest.h"

/* Act of 1998: 40, 70, 100 pounds for debts under 1,000, under 10,000, from there. */
static const struct fee_law UK = {
    .basis = "Late Payment of Commercial Debts (Interest) Act 1998",
    .currency = "GBP",
    .tiers = { { 100000, 4000 }, { 1000000, 7000 }, { INT64_MAX, 10000 } },
    .tiers_n = 3,
};

static const struct fee_law EU = {
    .basis = "Directive 2011/7/EU, article 6",
    .currency = "EUR",
    .tiers = { { INT64_MAX, 4000 } },
    .tiers_n = 1,
};

static const struct step_fee LEGAL = { .kind = FEE_LEGAL };

static struct fee got;

static void
the_british_sum_goes_by_the_debt(void **)
{
    assert_int_equal(fee_law_minor(&UK, 99999), 4000);
    assert_int_equal(fee_law_minor(&UK, 100000), 7000);
    assert_int_equal(fee_law_minor(&UK, 999999), 7000);
    assert_int_equal(fee_law_minor(&UK, 1000000), 10000);
}

static void
the_european_sum_is_forty_euros_and_keeps_its_inputs(void **)
{
    assert_int_equal(
        fee_of_step(&LEGAL, &EU, CUSTOMER_BUSINESS, "EUR", 123456, 21, &got), OK);
    assert_int_equal(got.minor, 4000);
    assert_int_equal(got.fixed_minor, 4000);
    assert_int_equal(got.base_minor, 123456);
    assert_int_equal(got.rate_e6, 0);
    assert_int_equal(got.days, 21);
    assert_string_equal(got.basis, EU.basis);
}

static void
a_law_claims_nothing_from_consumers_or_in_another_currency(void **)
{
    assert_int_equal(
        fee_of_step(&LEGAL, &EU, CUSTOMER_CONSUMER, "EUR", 100, 1, &got), OK);
    assert_int_equal(got.minor, 0);
    assert_int_equal(
        fee_of_step(&LEGAL, &EU, CUSTOMER_BUSINESS, "USD", 100, 1, &got), OK);
    assert_int_equal(got.minor, 0);
    assert_int_equal(
        fee_of_step(&LEGAL, NULL, CUSTOMER_BUSINESS, "EUR", 100, 1, &got), OK);
    assert_int_equal(got.minor, 0);
}

static void
a_percentage_rounds_half_up(void **)
{
    const struct step_fee ten = { .kind = FEE_PERCENT, .rate_e6 = 100000 };

    assert_int_equal(
        fee_of_step(&ten, NULL, CUSTOMER_BUSINESS, "EUR", 105, 20, &got), OK);
    assert_int_equal(got.minor, 11);
    assert_int_equal(got.rate_e6, 100000);
    assert_int_equal(
        fee_of_step(&ten, NULL, CUSTOMER_BUSINESS, "EUR", 104, 20, &got), OK);
    assert_int_equal(got.minor, 10);
}

static void
a_fixed_fee_is_that_of_the_currency_or_none(void **)
{
    const struct step_fee fixed = {
        .kind = FEE_FIXED,
        .fixed = { { "EUR", 500 }, { "JPY", 700 } },
        .fixed_n = 2,
    };

    assert_int_equal(
        fee_of_step(&fixed, NULL, CUSTOMER_BUSINESS, "JPY", 9, 1, &got), OK);
    assert_int_equal(got.minor, 700);
    assert_int_equal(
        fee_of_step(&fixed, NULL, CUSTOMER_BUSINESS, "USD", 9, 1, &got), OK);
    assert_int_equal(got.minor, 0);
}

static void
blank_means_no_fee_and_so_does_nothing_open(void **)
{
    const struct step_fee none = { .kind = FEE_NONE };

    assert_int_equal(
        fee_of_step(&none, &EU, CUSTOMER_BUSINESS, "EUR", 100, 1, &got), OK);
    assert_int_equal(got.minor, 0);
    assert_int_equal(
        fee_of_step(&LEGAL, &EU, CUSTOMER_BUSINESS, "EUR", 0, 1, &got), OK);
    assert_int_equal(got.minor, 0);
}

static void
interest_of_2000_at_12_25_percent_for_45_days_is_30_21(void **)
{
    int64_t minor;

    assert_int_equal(interest_simple(200000, 122500, 45, &minor), OK);
    assert_int_equal(minor, 3021);
}

static void
a_change_of_rate_splits_the_days_and_rounds_once(void **)
{
    const struct interest_rate rates[] = { { 0, 120000 }, { 111, 115000 } };
    int64_t minor, once;
    const struct interest_span spans[] = { { 200000, 120000, 10 },
        { 200000, 115000, 20 } };

    assert_int_equal(interest_until(200000, 100, 130, rates, 2, &minor), OK);
    assert_int_equal(interest_of_spans(spans, 2, &once), OK);
    assert_int_equal(minor, once);
    assert_int_equal(interest_until_fixed(200000, 100, 130, rates, 2, &minor), OK);
    assert_int_equal(interest_simple(200000, 120000, 30, &once), OK);
    assert_int_equal(minor, once);
}

static void
nothing_is_borne_up_to_the_due_date(void **)
{
    const struct interest_rate rates[] = { { 0, 120000 } };
    int64_t minor;

    assert_int_equal(interest_until(200000, 100, 100, rates, 1, &minor), OK);
    assert_int_equal(minor, 0);
    assert_int_equal(interest_until_fixed(200000, 100, 90, rates, 1, &minor), OK);
    assert_int_equal(minor, 0);
}

static void
more_than_an_amount_can_hold_is_refused(void **)
{
    int64_t minor = 5;

    assert_int_equal(
        interest_simple(INT64_MAX, 1000000000, 36500, &minor), ERR_INVALID);
    assert_int_equal(interest_simple(-1, 1, 1, &minor), ERR_INVALID);
    assert_int_equal(minor, 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_british_sum_goes_by_the_debt),
        cmocka_unit_test(the_european_sum_is_forty_euros_and_keeps_its_inputs),
        cmocka_unit_test(a_law_claims_nothing_from_consumers_or_in_another_currency),
        cmocka_unit_test(a_percentage_rounds_half_up),
        cmocka_unit_test(a_fixed_fee_is_that_of_the_currency_or_none),
        cmocka_unit_test(blank_means_no_fee_and_so_does_nothing_open),
        cmocka_unit_test(interest_of_2000_at_12_25_percent_for_45_days_is_30_21),
        cmocka_unit_test(a_change_of_rate_splits_the_days_and_rounds_once),
        cmocka_unit_test(nothing_is_borne_up_to_the_due_date),
        cmocka_unit_test(more_than_an_amount_can_hold_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
