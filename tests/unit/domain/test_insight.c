#include "tests/unit/test.h"

#include <string.h>

#include "base/date.h"
#include "domain/aging.h"
#include "domain/insight.h"
#include "domain/metric.h"

static struct arena *a;
static struct day_span days;
static struct insight_figure got[INSIGHT_FIGURE__MAX];
static const struct insight_sums NOTHING;

static int32_t
on(int y, int m, int d)
{
    return date_join((struct ymd){ y, m, d });
}

static int
setup(void **)
{
    a = arena_new();
    return 0;
}

static int
teardown(void **)
{
    arena_free(a);
    return 0;
}

/* -- days ---------------------------------------------------------------- */

static void
what_is_open_moves_through_the_buckets_as_it_gets_late(void **)
{
    day_span_begin(&days, a, 0, 0, 200);
    day_debit(&days, 5, 10, DATE_DAY__MAX, 100);
    day_span_end(&days);
    assert_int_equal(day_debts(day_evening(&days, 4)), 0);
    for (int32_t day = 5; day <= 200; day++) {
        size_t k = aging_bucket(&AGING_DEFAULT, day - 10);

        assert_int_equal(day_evening(&days, day)->bucket_minor[k], 100);
        assert_int_equal(day_debts(day_evening(&days, day)), 100);
    }
}

static void
what_was_allocated_later_is_open_until_the_day_before(void **)
{
    day_span_begin(&days, a, 0, 0, 100);
    day_debit(&days, 5, 10, DATE_DAY__MAX, 60); /* open now */
    day_debit(&days, 5, 10, 50 - 1, 40);        /* a payment that counts from 50 */
    day_debit(&days, 5, 10, 70 - 1, -40);       /* returned on 70 */
    day_debit(&days, 5, 10, 90 - 1, 40);        /* and paid again on 90 */
    day_credit(&days, 20, DATE_DAY__MAX, 7);
    day_span_end(&days);
    assert_int_equal(day_debts(day_evening(&days, 49)), 100);
    assert_int_equal(day_debts(day_evening(&days, 50)), 60);
    assert_int_equal(day_debts(day_evening(&days, 69)), 60);
    assert_int_equal(day_debts(day_evening(&days, 70)), 100);
    assert_int_equal(day_debts(day_evening(&days, 90)), 60);
    assert_int_equal(day_open(day_evening(&days, 19)), 100);
    assert_int_equal(day_open(day_evening(&days, 20)), 93);
}

static void
days_outside_of_a_span_are_nothing(void **)
{
    day_span_begin(&days, a, 10, 20, 30);
    day_debit(&days, 0, 0, DATE_DAY__MAX, 5);
    day_span_end(&days);
    assert_int_equal(day_open(day_evening(&days, 9)), 0);
    assert_int_equal(day_open(day_evening(&days, 19)), 0);
    assert_int_equal(day_open(day_evening(&days, 20)), 5);
    assert_int_equal(day_open(day_evening(&days, 31)), 0);
    assert_null(day_at(&days, 31));
}

/* -- the vectors of the definitions -------------------------------------- */

static void
sell(int32_t day, int64_t minor)
{
    day_at(&days, day)->sales_minor += minor;
}

static void
dso_is_76_3_simple_and_73_2_counted_back(void **)
{
    int32_t end = on(2026, 3, 31);
    struct insight_window w = insight_window(DAY_NONE, end);

    assert_int_equal(w.as_of - w.from + 1, 90);
    day_span_begin(&days, a, w.sales_from, w.balance_from, end);
    sell(on(2026, 3, 15), 100000);
    sell(on(2026, 2, 15), 80000);
    sell(on(2026, 1, 15), 70000);
    day_debit(&days, on(2026, 1, 15), end, DATE_DAY__MAX, 212000);
    day_span_end(&days);
    insight_figures(&w, &days, &NOTHING, got);
    assert_int_equal(got[INSIGHT_DSO_SIMPLE].milli, 76320);
    assert_int_equal(got[INSIGHT_DSO_COUNTBACK].milli, 73171);
    assert_null(got[INSIGHT_DSO_COUNTBACK].note);
}

static void
add_is_33_of_45_and_12(void **)
{
    int32_t end = on(2026, 4, 30);
    struct insight_window w = insight_window(on(2026, 4, 1), end);

    day_span_begin(&days, a, w.sales_from, w.balance_from, end);
    sell(on(2026, 4, 2), 10000);
    day_debit(&days, on(2026, 4, 2), end, DATE_DAY__MAX, 4000);
    day_debit(&days, on(2026, 4, 2), end - 5, DATE_DAY__MAX, 11000);
    day_span_end(&days);
    insight_figures(&w, &days, &NOTHING, got);
    assert_int_equal(got[INSIGHT_DSO_SIMPLE].milli, 45000);
    assert_int_equal(got[INSIGHT_DSO_BEST].milli, 12000);
    assert_int_equal(got[INSIGHT_ADD].milli, 33000);
    assert_string_equal(got[INSIGHT_DSO_COUNTBACK].note, "at_least");
}

/* Beginning 6,200, sales 10,890, ending 6,340, of it 3,590 current. */
static void
collect(int32_t first, int32_t end)
{
    struct insight_window w = insight_window(first, end);

    day_span_begin(&days, a, w.sales_from, w.balance_from, end);
    day_debit(&days, first - 10, first - 5, end - 1, 6200);
    sell(first, 10890);
    day_debit(&days, end, end, DATE_DAY__MAX, 3590);
    day_debit(&days, end, end - 1, DATE_DAY__MAX, 2750);
    day_span_end(&days);
    insight_figures(&w, &days, &NOTHING, got);
}

static void
cei_is_79_6_of_the_full_period_and_55_9_of_a_quarter_of_the_crf(void **)
{
    collect(on(2026, 1, 1), on(2026, 3, 31));
    assert_int_equal(got[INSIGHT_CEI_FULL].milli, 79630);
    assert_int_equal(got[INSIGHT_CEI_CRF].milli, 55929);
}

static void
cei_is_of_one_month_unless_a_longer_period_is_asked_for(void **)
{
    collect(on(2026, 3, 1), on(2026, 3, 31));
    assert_int_equal(got[INSIGHT_CEI_MONTHLY].milli, 79630);
    assert_int_equal(got[INSIGHT_CEI_MONTHLY].input[6].value, 1);
    collect(on(2026, 1, 1), on(2026, 3, 31));
    assert_int_equal(got[INSIGHT_CEI_MONTHLY].input[6].value, 3);
    assert_true(got[INSIGHT_CEI_MONTHLY].milli != got[INSIGHT_CEI_FULL].milli);
}

static void
days_to_pay_are_19_1_weighted_and_15_unweighted(void **)
{
    struct insight_window w = insight_window(0, 89);

    day_span_begin(&days, a, w.sales_from, w.balance_from, 89);
    day_paid(&days, 20, 0, 30, 100);
    day_paid(&days, 20, 0, 40, 1000);
    day_at(&days, 30)->closed_n = 1;
    day_at(&days, 30)->closed_days = 10;
    day_at(&days, 40)->closed_n = 1;
    day_at(&days, 40)->closed_days = 20;
    day_span_end(&days);
    insight_figures(&w, &days, &NOTHING, got);
    assert_int_equal(got[INSIGHT_ADP_WEIGHTED].milli, 19091);
    assert_int_equal(got[INSIGHT_ADP_UNWEIGHTED].milli, 15000);
}

static void
days_beyond_terms_are_4_33_floored_and_less_with_their_sign(void **)
{
    struct insight_window w = insight_window(0, 89);

    day_span_begin(&days, a, w.sales_from, w.balance_from, 89);
    day_paid(&days, 0, 30, 30, 4000);
    day_paid(&days, 0, 30, 36, 6000);
    day_paid(&days, 0, 30, 38, 2000);
    day_span_end(&days);
    insight_figures(&w, &days, &NOTHING, got);
    assert_int_equal(got[INSIGHT_DBT_FLOORED].milli, 4333);
    assert_int_equal(got[INSIGHT_DBT_SIGNED].milli, 4333);

    day_span_begin(&days, a, w.sales_from, w.balance_from, 89);
    day_paid(&days, 0, 30, 20, 1000);
    day_paid(&days, 0, 30, 36, 1000);
    day_span_end(&days);
    insight_figures(&w, &days, &NOTHING, got);
    assert_int_equal(got[INSIGHT_DBT_FLOORED].milli, 3000);
    assert_int_equal(got[INSIGHT_DBT_SIGNED].milli, -2000);
}

/* -- the rest ------------------------------------------------------------ */

static void
shares_say_what_went_in(void **)
{
    static const struct metric_count resolved[] = { { 2, 1 }, { 4, 1 }, { 9, 8 } };
    const struct insight_sums sums = { .judged_n = 4,
        .kept_n = 3,
        .promised_minor = 1000,
        .received_minor = 905,
        .at_risk_billed_minor = 200,
        .at_risk_unpaid_minor = 1,
        .disputed_late_minor = 25,
        .top_minor = 80,
        .top_n = 10,
        .resolved = resolved,
        .resolved_n = 3 };
    struct insight_window w = insight_window(0, 200);

    day_span_begin(&days, a, w.sales_from, w.balance_from, 200);
    day_debit(&days, 0, 50, DATE_DAY__MAX, 50);
    day_debit(&days, 0, 200, DATE_DAY__MAX, 50);
    sell(100, 1000);
    day_at(&days, 100)->written_off_minor = 30;
    day_at(&days, 101)->recovered_minor = 10;
    day_span_end(&days);
    insight_figures(&w, &days, &sums, got);
    assert_int_equal(got[INSIGHT_PAST_DUE].milli, 50000);
    assert_int_equal(got[INSIGHT_OVER_90].milli, 50000);
    assert_int_equal(got[INSIGHT_BAD_DEBT].milli, 2000);
    assert_int_equal(got[INSIGHT_AT_RISK].milli, 500);
    assert_int_equal(got[INSIGHT_KEPT_COUNT].milli, 75000);
    assert_int_equal(got[INSIGHT_KEPT_AMOUNT].milli, 90500);
    assert_int_equal(got[INSIGHT_DISPUTED].milli, 50000);
    assert_int_equal(got[INSIGHT_CONCENTRATION].milli, 80000);
    assert_int_equal(got[INSIGHT_DISPUTE_MEDIAN].milli, 9000);
    assert_string_equal(got[INSIGHT_PAST_DUE].input[0].name, "past_due");
    assert_int_equal(got[INSIGHT_PAST_DUE].input[0].value, 50);
}

static void
without_anything_no_figure_is_made_up(void **)
{
    struct insight_window w = insight_window(0, 89);

    day_span_begin(&days, a, w.sales_from, w.balance_from, 89);
    day_span_end(&days);
    insight_figures(&w, &days, &NOTHING, got);
    for (int k = 0; k < INSIGHT_FIGURE__MAX; k++)
        assert_false(got[k].known);
}

static void
no_two_figures_share_a_label_and_each_name_has_one_default(void **)
{
    for (int k = 0; k < INSIGHT_FIGURE__MAX; k++) {
        int defaults = 0;

        for (int i = 0; i < INSIGHT_FIGURE__MAX; i++) {
            const struct insight_definition *d = &INSIGHT_DEFINITIONS[i];

            if (strcmp(d->name, INSIGHT_DEFINITIONS[k].name) != 0)
                continue;
            defaults += d->is_default;
            if (i != k)
                assert_string_not_equal(d->variant, INSIGHT_DEFINITIONS[k].variant);
        }
        assert_int_equal(defaults, 1);
    }
}

static void
at_risk_is_of_the_last_month_that_all_had_ninety_days_for(void **)
{
    int32_t first, last;

    insight_at_risk_month(on(2026, 3, 4), &first, &last);
    assert_int_equal(first, on(2025, 10, 1));
    assert_int_equal(last, on(2025, 10, 31));
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_is_open_moves_through_the_buckets_as_it_gets_late),
        TEST(what_was_allocated_later_is_open_until_the_day_before),
        TEST(days_outside_of_a_span_are_nothing),
        TEST(dso_is_76_3_simple_and_73_2_counted_back),
        TEST(add_is_33_of_45_and_12),
        TEST(cei_is_79_6_of_the_full_period_and_55_9_of_a_quarter_of_the_crf),
        TEST(cei_is_of_one_month_unless_a_longer_period_is_asked_for),
        TEST(days_to_pay_are_19_1_weighted_and_15_unweighted),
        TEST(days_beyond_terms_are_4_33_floored_and_less_with_their_sign),
        TEST(shares_say_what_went_in),
        TEST(without_anything_no_figure_is_made_up),
        TEST(no_two_figures_share_a_label_and_each_name_has_one_default),
        TEST(at_risk_is_of_the_last_month_that_all_had_ninety_days_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
