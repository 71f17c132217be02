#include "tests/unit/test.h"

#include "base/date.h"
#include "domain/effect.h"

enum { DAY = 20000, DUE = DAY - 10 };

#define SHARE(s, at, from, to)             \
    do {                                   \
        assert_true((s).known);            \
        assert_int_equal((s).milli, (at)); \
        assert_int_equal((s).low, (from)); \
        assert_int_equal((s).high, (to));  \
    } while (0)

/* An item of 100.00, due ten days before DAY. */
static struct effect_item
item_of(int64_t open_minor, const struct effect_settled *s, size_t n)
{
    return (struct effect_item){ DUE - 30, DUE, open_minor, s, n };
}

/* -- Wilson ---------------------------------------------------------------- */

static void
the_interval_is_wilsons(void **)
{
    SHARE(effect_wilson(0.5, 10), 50000, 23659, 76341);
    SHARE(effect_wilson(0.8, 10), 80000, 49016, 94332);
    SHARE(effect_wilson(0, 10), 0, 0, 27753);
    SHARE(effect_wilson(1, 4), 100000, 51011, 100000);
}

static void
of_nothing_there_is_no_share(void **)
{
    const struct effect_tally none = { 0 };

    assert_false(effect_wilson(0, 0).known);
    assert_false(effect_of_items(&none).known);
    assert_false(effect_of_amount(&none).known);
}

/* 1.00, 2.00 and 3.00, of which 1.00 and 3.00 were paid: 4/6 of the amount, which says
 * as much as (1+2+3)^2 / (1+4+9) = 2.571 items of equal amount. */
static void
a_share_of_amount_has_the_interval_of_so_many_equal_items(void **)
{
    struct effect_tally t = { 0 };

    effect_tally_add(&t, &(struct effect_outcome){ 100, 100, true });
    effect_tally_add(&t, &(struct effect_outcome){ 200, 0, false });
    effect_tally_add(&t, &(struct effect_outcome){ 300, 300, true });
    SHARE(effect_of_amount(&t), 66667, 18857, 94509);
    assert_int_equal(t.n, 3);
    assert_int_equal(t.paid_n, 2);
    assert_int_equal(effect_of_items(&t).milli, 66667);
}

/* -- standardisation -------------------------------------------------------- */

static struct effect_tally
tally_of(int64_t n, int64_t paid_n)
{
    return (struct effect_tally){ n, paid_n, n * 100, paid_n * 100, (double)n * 10000 };
}

/* 0.6 x 10/20 + 0.4 x 2/10 = 38 %, as sure as 1 / (0.36/20 + 0.16/10) = 29.41 items
 * are. */
static void
like_items_are_weighted_by_the_mix_of_the_reminded(void **)
{
    struct effect_tally mix[EFFECT_CELLS] = {
        [3] = tally_of(60, 30), [7] = tally_of(40, 20)
    };
    struct effect_tally like[EFFECT_CELLS] = {
        [3] = tally_of(20, 10), [7] = tally_of(10, 2), [9] = tally_of(500, 500)
    };
    struct effect_compared c = effect_compare(mix, like);

    assert_true(c.enough);
    assert_int_equal(c.n, 30);
    assert_int_equal(c.covered_n, 100);
    SHARE(c.items, 38000, 22831, 55942);
    SHARE(c.amount, 38000, 22831, 55942);
}

static void
amounts_have_the_mix_of_amounts(void **)
{
    struct effect_tally mix[EFFECT_CELLS] = {
        [0] = { 50, 0, 1000, 0, 1 }, [1] = { 50, 0, 3000, 0, 1 }
    };
    struct effect_tally like[EFFECT_CELLS] = {
        [0] = tally_of(20, 20), [1] = tally_of(20, 0)
    };
    struct effect_compared c = effect_compare(mix, like);

    assert_int_equal(c.items.milli, 50000);
    assert_int_equal(c.amount.milli, 25000);
}

static void
too_few_like_items_are_not_compared(void **)
{
    struct effect_tally mix[EFFECT_CELLS] = { [3] = tally_of(60, 30) };
    struct effect_tally like[EFFECT_CELLS] = { [3] = tally_of(EFFECT_LEAST - 1, 10) };
    struct effect_compared c = effect_compare(mix, like);

    assert_false(c.enough);
    assert_int_equal(c.n, EFFECT_LEAST - 1);
    assert_false(c.items.known);
    like[3] = tally_of(EFFECT_LEAST, 10);
    assert_true(effect_compare(mix, like).enough);
}

static void
what_was_reminded_must_have_its_like(void **)
{
    struct effect_tally mix[EFFECT_CELLS] = {
        [3] = tally_of(80, 30), [7] = tally_of(20, 10)
    };
    struct effect_tally like[EFFECT_CELLS] = {
        [3] = tally_of(40, 10), [7] = tally_of(EFFECT_CELL_LEAST - 1, 2)
    };
    struct effect_compared c = effect_compare(mix, like);

    assert_true(c.enough); /* exactly so many percent */
    assert_int_equal(c.n, 40);
    assert_int_equal(c.covered_n, 80);
    assert_int_equal(c.items.milli, 25000);
    mix[7] = tally_of(21, 10);
    assert_false(effect_compare(mix, like).enough);
}

/* -- items ------------------------------------------------------------------ */

static void
what_was_open_in_the_morning_counts_what_came_since(void **)
{
    const struct effect_settled s[] = { { DAY, 4000, true, true },
        { DAY + 3, 6000, true, true } };
    const struct effect_item i = item_of(0, s, 2);

    assert_int_equal(effect_open(&i, DAY), 10000);
    assert_int_equal(effect_open(&i, DAY + 1), 6000);
    assert_int_equal(effect_open(&i, DAY + 4), 0);
    assert_int_equal(effect_open(&i, DUE - 31), 0);
}

static void
paid_by_the_last_day_of_the_window_is_paid(void **)
{
    const struct effect_settled s[] = { { DAY, 4000, true, true },
        { DAY + 7, 6000, true, true } };
    const struct effect_item i = item_of(0, s, 2);
    struct effect_outcome o = effect_outcome(&i, DAY, 7);

    assert_true(o.paid);
    assert_int_equal(o.open_minor, 10000);
    assert_int_equal(o.paid_minor, 10000);
    o = effect_outcome(&i, DAY, 6);
    assert_false(o.paid);
    assert_int_equal(o.paid_minor, 4000);
}

static void
a_credit_note_alone_is_no_payment(void **)
{
    const struct effect_settled s[] = { { DAY + 1, 7000, false, true },
        { DAY + 2, 3000, true, true } };
    const struct effect_item both = item_of(0, s, 2), alone = item_of(3000, s, 1);

    assert_true(effect_outcome(&both, DAY, 7).paid);
    assert_int_equal(effect_outcome(&both, DAY, 7).paid_minor, 3000);
    assert_false(effect_outcome(&alone, DAY, 7).paid);
}

static void
a_returned_payment_leaves_it_as_if_it_had_never_been(void **)
{
    const struct effect_settled s[] = { { DAY + 1, 10000, true, false },
        { DAY + 20, -10000, true, false } };
    const struct effect_item i = item_of(10000, s, 2);

    assert_int_equal(effect_open(&i, DAY), 10000);
    assert_int_equal(effect_open(&i, DAY + 2), 0);
    assert_false(effect_outcome(&i, DAY, 7).paid);
    assert_int_equal(effect_outcome(&i, DAY, 7).paid_minor, 0);
}

/* -- like items -------------------------------------------------------------- */

static void
bands_have_their_bounds(void **)
{
    const int32_t days[] = { -9, -8, -7, -1, 0, 7, 8, 14, 15, 30, 31, 60, 61, 90, 91 };
    const int band[] = { 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7 };

    for (size_t k = 0; k < sizeof days / sizeof *days; k++)
        assert_int_equal(effect_late_band(days[k]), band[k]);
    assert_int_equal(effect_cell(-9, 99999, 2, EFFECT_UNKNOWN), 0);
    assert_int_equal(effect_cell(-9, 100000, 2, EFFECT_PROMPT), 4);
    assert_int_equal(effect_cell(-9, 1000, 0, EFFECT_PROMPT), 4);
    assert_int_equal(effect_cell(-9, 1000000, 2, EFFECT_SLOW), 8);
    assert_int_equal(effect_cell(91, INT64_MAX, 2, EFFECT_SLOW), EFFECT_CELLS - 1);
}

static void
an_account_pays_as_it_did_at_least_three_times(void **)
{
    assert_int_equal(effect_payer(2, 0), EFFECT_UNKNOWN);
    assert_int_equal(effect_payer(3, 21), EFFECT_PROMPT);
    assert_int_equal(effect_payer(3, 22), EFFECT_SLOW);
    assert_int_equal(effect_payer(3, -50), EFFECT_PROMPT);
}

static void
the_day_of_reference_is_the_first_in_the_band_without_a_message_near(void **)
{
    const struct effect_item i = item_of(10000, NULL, 0);
    const int32_t sent[] = { DUE + 16, DUE + 20 };

    /* 15 to 30 days past due */
    assert_int_equal(
        effect_reference(&i, 4, DUE - 100, DUE + 100, 7, NULL, 0), DUE + 15);
    assert_int_equal(
        effect_reference(&i, 4, DUE + 17, DUE + 100, 7, NULL, 0), DUE + 17);
    assert_int_equal(
        effect_reference(&i, 4, DUE - 100, DUE + 100, 7, sent, 2), DUE + 28);
    assert_int_equal(
        effect_reference(&i, 4, DUE - 100, DUE + 27, 7, sent, 2), DAY_NONE);
    assert_int_equal(
        effect_reference(&i, 4, DUE - 100, DUE + 100, 14, sent, 2), DAY_NONE);
    /* before it was issued there was nothing */
    assert_int_equal(
        effect_reference(&i, 0, DUE - 100, DUE + 100, 7, NULL, 0), DUE - 30);
}

static void
what_is_settled_by_then_is_no_like(void **)
{
    const struct effect_settled s[] = { { DUE + 5, 10000, true, true } };
    const struct effect_item i = item_of(0, s, 1);

    assert_int_equal(effect_reference(&i, 4, DUE, DUE + 100, 7, NULL, 0), DAY_NONE);
    assert_int_equal(effect_reference(&i, 2, DUE, DUE + 100, 7, NULL, 0), DUE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_is_wilsons),
        cmocka_unit_test(of_nothing_there_is_no_share),
        cmocka_unit_test(a_share_of_amount_has_the_interval_of_so_many_equal_items),
        cmocka_unit_test(like_items_are_weighted_by_the_mix_of_the_reminded),
        cmocka_unit_test(amounts_have_the_mix_of_amounts),
        cmocka_unit_test(too_few_like_items_are_not_compared),
        cmocka_unit_test(what_was_reminded_must_have_its_like),
        cmocka_unit_test(what_was_open_in_the_morning_counts_what_came_since),
        cmocka_unit_test(paid_by_the_last_day_of_the_window_is_paid),
        cmocka_unit_test(a_credit_note_alone_is_no_payment),
        cmocka_unit_test(a_returned_payment_leaves_it_as_if_it_had_never_been),
        cmocka_unit_test(bands_have_their_bounds),
        cmocka_unit_test(an_account_pays_as_it_did_at_least_three_times),
        cmocka_unit_test(
            the_day_of_reference_is_the_first_in_the_band_without_a_message_near),
        cmocka_unit_test(what_is_settled_by_then_is_no_like),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
