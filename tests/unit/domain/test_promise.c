#include "tests/unit/test.h"

#include <string.h>

#include "base/date.h"
#include "domain/promise.h"

/* Promises of one case, days counted from 0; instalments 1 and 2; facts as said. */
static struct arena *a;
static struct snap_promise p[4];
static struct snap_promise_item items[4][2];
static struct promise_fact facts[8];
static size_t facts_n;
static struct promise_payment payments[4];
static size_t payments_n;

static int
setup(void **)
{
    a = arena_new();
    memset(p, 0, sizeof p);
    facts_n = payments_n = 0;
    return 0;
}

static int
teardown(void **)
{
    arena_free(a);
    return 0;
}

/* Promise k: made on day 0, by the promised day, judged two days later. */
static void
promise(size_t k, uint64_t instalment, int64_t minor, int32_t promised_on)
{
    items[k][0] = (struct snap_promise_item){ instalment, minor, 0 };
    p[k] = (struct snap_promise){
        .id = k + 1,
        .amount_minor = minor,
        .made_on = 0,
        .promised_on = promised_on,
        .judged_on = promised_on + 2,
        .items = items[k],
        .items_n = instalment ? 1 : 0,
    };
}

static void
paid(uint64_t instalment, int64_t minor, int32_t on)
{
    facts[facts_n] = (struct promise_fact){
        .id = facts_n + 1,
        .instalment_id = instalment,
        .credit_item_id = 50 + facts_n,
        .effective_on = on,
        .debit_minor = minor,
    };
    facts_n++;
}

static void
reversed(uint64_t fact, int32_t on)
{
    facts[facts_n] = facts[fact - 1];
    facts[facts_n].id = facts_n + 1;
    facts[facts_n].reverses_id = fact;
    facts[facts_n].effective_on = on;
    facts[facts_n].debit_minor = -facts[fact - 1].debit_minor;
    facts_n++;
}

static void
received(uint64_t item, int64_t minor, int32_t on)
{
    payments[payments_n++] = (struct promise_payment){ item, on, minor };
}

static enum promise_state
judged(size_t n, int32_t today)
{
    promise_judge(p, n, facts, facts_n, payments, payments_n, today, a);
    return p[0].state;
}

static void
promise_kept(void **)
{
    promise(0, 1, 1000, 10);
    paid(1, 1000, 9);
    assert_int_equal(judged(1, 8), PROMISE_OPEN);
    assert_int_equal(judged(1, 9), PROMISE_KEPT);
    assert_int_equal(judged(1, 20), PROMISE_KEPT);
    assert_int_equal(p[0].kept_minor, 1000);
}

static void
promise_partly(void **)
{
    promise(0, 1, 1000, 10);
    paid(1, 400, 9);
    assert_int_equal(judged(1, 12), PROMISE_OPEN);
    assert_int_equal(judged(1, 13), PROMISE_PARTLY);
    assert_int_equal(p[0].kept_minor, 400);
    assert_int_equal(items[0][0].kept_minor, 400);
}

static void
promise_broken(void **)
{
    promise(0, 1, 1000, 10);
    assert_int_equal(judged(1, 12), PROMISE_OPEN);
    assert_int_equal(judged(1, 13), PROMISE_BROKEN);
}

static void
promise_kept_after_reversal(void **)
{
    promise(0, 1, 1000, 10);
    paid(1, 1000, 5);
    reversed(1, 20);
    paid(1, 600, 6);
    assert_int_equal(judged(1, 8), PROMISE_KEPT);
    assert_int_equal(judged(1, 15), PROMISE_KEPT);
    /* the return is known now: as if the money had never come */
    assert_int_equal(judged(1, 20), PROMISE_PARTLY);
    assert_int_equal(p[0].kept_minor, 600);
    paid(1, 400, 11);
    assert_int_equal(judged(1, 20), PROMISE_KEPT);
}

static void
a_return_before_the_day_breaks_it(void **)
{
    promise(0, 1, 1000, 10);
    paid(1, 1000, 5);
    reversed(1, 6);
    assert_int_equal(judged(1, 7), PROMISE_OPEN);
    assert_int_equal(judged(1, 13), PROMISE_BROKEN);
    assert_int_equal(p[0].kept_minor, 0);
}

static void
money_within_the_tolerance_counts_and_later_money_does_not(void **)
{
    promise(0, 1, 1000, 10);
    paid(1, 1000, 12);
    assert_int_equal(judged(1, 30), PROMISE_KEPT);
    facts[0].effective_on = 13;
    assert_int_equal(judged(1, 30), PROMISE_BROKEN);
}

static void
money_from_before_it_was_made_does_not_count(void **)
{
    promise(0, 1, 1000, 10);
    p[0].made_on = 5;
    paid(1, 1000, 4);
    assert_int_equal(judged(1, 30), PROMISE_BROKEN);
}

static void
of_two_on_one_invoice_the_earlier_is_served_first_and_each_cent_once(void **)
{
    promise(0, 1, 600, 20);
    promise(1, 1, 400, 10);
    paid(1, 700, 9);
    assert_int_equal(judged(2, 30), PROMISE_PARTLY);
    assert_int_equal(p[1].state, PROMISE_KEPT);
    assert_int_equal(p[1].kept_minor, 400);
    assert_int_equal(p[0].kept_minor, 300);
}

static void
money_too_late_for_the_earlier_serves_the_later(void **)
{
    promise(0, 1, 400, 10);
    promise(1, 1, 600, 20);
    paid(1, 600, 15);
    judged(2, 30);
    assert_int_equal(p[0].state, PROMISE_BROKEN);
    assert_int_equal(p[1].state, PROMISE_KEPT);
}

static void
each_instalment_counts_up_to_what_was_promised_for_it(void **)
{
    promise(0, 1, 500, 10);
    items[0][1] = (struct snap_promise_item){ 2, 500, 0 };
    p[0].items_n = 2;
    p[0].amount_minor = 1000;
    paid(1, 900, 5);
    assert_int_equal(judged(1, 13), PROMISE_PARTLY);
    assert_int_equal(p[0].kept_minor, 500);
    assert_int_equal(items[0][0].kept_minor, 500);
    assert_int_equal(items[0][1].kept_minor, 0);
    paid(2, 500, 6);
    assert_int_equal(judged(1, 13), PROMISE_KEPT);
}

static void
money_for_another_invoice_does_not_count(void **)
{
    promise(0, 1, 500, 10);
    paid(2, 500, 5);
    assert_int_equal(judged(1, 13), PROMISE_BROKEN);
}

static void
without_items_payments_received_decide(void **)
{
    promise(0, 0, 1000, 10);
    received(50, 600, 5);
    assert_int_equal(judged(1, 8), PROMISE_OPEN);
    received(51, 400, 12);
    assert_int_equal(judged(1, 12), PROMISE_KEPT);
    payments[1].on_day = 13;
    assert_int_equal(judged(1, 13), PROMISE_PARTLY);
}

static void
a_payment_counted_for_items_is_not_counted_again(void **)
{
    promise(0, 0, 1000, 10);
    promise(1, 1, 700, 12);
    paid(1, 700, 5);
    received(50, 1000, 5); /* the credit behind that allocation */
    judged(2, 30);
    assert_int_equal(p[1].state, PROMISE_KEPT);
    assert_int_equal(p[0].state, PROMISE_PARTLY);
    assert_int_equal(p[0].kept_minor, 300);
}

static void
a_cancelled_promise_takes_nothing(void **)
{
    promise(0, 1, 400, 10);
    promise(1, 1, 400, 12);
    p[0].state = PROMISE_CANCELLED;
    paid(1, 400, 5);
    assert_int_equal(judged(2, 30), PROMISE_CANCELLED);
    assert_int_equal(p[0].kept_minor, 0);
    assert_int_equal(p[1].state, PROMISE_KEPT);
}

static void
the_order_of_facts_changes_nothing(void **)
{
    struct promise_fact kept_facts[8];

    promise(0, 1, 400, 10);
    promise(1, 1, 600, 20);
    paid(1, 300, 5);
    paid(1, 300, 9);
    paid(1, 200, 15);
    reversed(2, 18);
    judged(2, 30);
    assert_int_equal(p[0].kept_minor, 300);
    assert_int_equal(p[1].kept_minor, 200);
    memcpy(kept_facts, facts, sizeof facts);
    for (size_t turn = 1; turn < facts_n; turn++) {
        for (size_t k = 0; k < facts_n; k++)
            facts[k] = kept_facts[(k + turn) % facts_n];
        judged(2, 30);
        assert_int_equal(p[0].kept_minor, 300);
        assert_int_equal(p[1].kept_minor, 200);
    }
}

static void
tolerance_is_in_business_days(void **)
{
    int32_t friday = date_join((struct ymd){ 2026, 3, 6 });

    assert_int_equal(promise_judged_on(NULL, friday, 2), friday + 4);
    assert_int_equal(promise_judged_on(NULL, friday, 0), friday);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(promise_kept),
        TEST(promise_partly),
        TEST(promise_broken),
        TEST(promise_kept_after_reversal),
        TEST(a_return_before_the_day_breaks_it),
        TEST(money_within_the_tolerance_counts_and_later_money_does_not),
        TEST(money_from_before_it_was_made_does_not_count),
        TEST(of_two_on_one_invoice_the_earlier_is_served_first_and_each_cent_once),
        TEST(money_too_late_for_the_earlier_serves_the_later),
        TEST(each_instalment_counts_up_to_what_was_promised_for_it),
        TEST(money_for_another_invoice_does_not_count),
        TEST(without_items_payments_received_decide),
        TEST(a_payment_counted_for_items_is_not_counted_again),
        TEST(a_cancelled_promise_takes_nothing),
        TEST(the_order_of_facts_changes_nothing),
        TEST(tolerance_is_in_business_days),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
