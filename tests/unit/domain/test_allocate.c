#include "tests/unit/test.h"

#include "domain/allocate.h"

static struct open_item items[3];
static struct share shares[3];
static struct allocation got;

/* Three instalments, 100 each, due on days 30, 10, 20. */
static int
setup(void **)
{
    items[0] =
        (struct open_item){ .instalment_id = 1, .due_on = 30, .open_minor = 100 };
    items[1] =
        (struct open_item){ .instalment_id = 2, .due_on = 10, .open_minor = 100 };
    items[2] =
        (struct open_item){ .instalment_id = 3, .due_on = 20, .open_minor = 100 };
    got = (struct allocation){ .shares = shares };
    return 0;
}

static void
the_oldest_is_settled_first(void **)
{
    assert_int_equal(allocate_oldest_first(150, items, 3, &got), OK);
    assert_int_equal(got.n, 2);
    assert_int_equal(shares[0].instalment_id, 2);
    assert_int_equal(shares[0].minor, 100);
    assert_int_equal(shares[1].instalment_id, 3);
    assert_int_equal(shares[1].minor, 50);
    assert_int_equal(got.credit_minor, 0);
}

static void
the_rest_becomes_credit(void **)
{
    assert_int_equal(allocate_oldest_first(350, items, 3, &got), OK);
    assert_int_equal(got.n, 3);
    assert_int_equal(got.credit_minor, 50);
}

static void
a_payment_of_nothing_is_refused(void **)
{
    got.credit_minor = 7;
    assert_int_equal(allocate_oldest_first(0, items, 3, &got), ERR_INVALID);
    items[1].open_minor = 0;
    assert_int_equal(allocate_oldest_first(10, items, 3, &got), ERR_INVALID);
    assert_int_equal(got.credit_minor, 7);
}

static void
money_is_conserved(void **state)
{
    for (int64_t paid = 1; paid <= 400; paid++) {
        int64_t sum = 0;

        setup(state);
        assert_int_equal(allocate_oldest_first(paid, items, 3, &got), OK);
        for (size_t k = 0; k < got.n; k++) {
            assert_in_range(shares[k].minor, 1, 100);
            sum += shares[k].minor;
        }
        assert_int_equal(sum + got.credit_minor, paid);
    }
}

static const struct alloc_fact FACTS[] = {
    { 11, 1, 60, 60, 5 }, { 11, 2, 40, 40, 7 },
    { 11, 1, -60, -60, 9 }, /* the first, returned */
    { 12, 1, 100, 90, 12 }, /* the credit is in another currency */
};
enum { FACTS_N = sizeof FACTS / sizeof *FACTS };

static struct alloc_open debits[2], credits[2];

static void
ledger(void)
{
    debits[0] = (struct alloc_open){ .id = 2, .issued_on = 0, .amount_minor = 50 };
    debits[1] = (struct alloc_open){ .id = 1, .issued_on = 0, .amount_minor = 100 };
    credits[0] = (struct alloc_open){ .id = 12, .issued_on = 10, .amount_minor = 120 };
    credits[1] = (struct alloc_open){ .id = 11, .issued_on = 4, .amount_minor = 100 };
}

static void
open_as_of(int32_t day, int64_t first, int64_t second, int64_t c11, int64_t c12)
{
    struct arena *a = arena_new();

    for (size_t turn = 0; turn < FACTS_N; turn++) {
        struct alloc_fact facts[FACTS_N];

        for (size_t k = 0; k < FACTS_N; k++)
            facts[k] = FACTS[(k * 3 + turn) % FACTS_N];
        ledger();
        assert_int_equal(
            allocate_open_as_of(facts, FACTS_N, debits, 2, credits, 2, day, a), OK);
        assert_int_equal(debits[1].open_minor, first);
        assert_int_equal(debits[0].open_minor, second);
        assert_int_equal(credits[1].open_minor, c11);
        assert_int_equal(credits[0].open_minor, c12);
    }
    arena_free(a);
}

static void
open_amounts_of_any_day_follow_from_the_facts_in_any_order(void **)
{
    open_as_of(4, 100, 50, 100, 0);
    open_as_of(5, 40, 50, 40, 0);
    open_as_of(7, 40, 10, 0, 0);
    open_as_of(9, 100, 10, 60, 0);
    open_as_of(10, 100, 10, 60, 120);
    open_as_of(12, 10, 10, 60, 20);
}

static void
settling_more_than_there_is_is_reported(void **)
{
    struct arena *a = arena_new();
    const struct alloc_fact much = { 11, 2, 60, 60, 5 };

    ledger();
    assert_int_equal(
        allocate_open_as_of(&much, 1, debits, 2, credits, 2, 5, a), ERR_CONFLICT);
    assert_int_equal(debits[0].open_minor, -10);
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_oldest_is_settled_first, setup),
        cmocka_unit_test_setup(the_rest_becomes_credit, setup),
        cmocka_unit_test_setup(a_payment_of_nothing_is_refused, setup),
        cmocka_unit_test_setup(money_is_conserved, setup),
        cmocka_unit_test(open_amounts_of_any_day_follow_from_the_facts_in_any_order),
        cmocka_unit_test(settling_more_than_there_is_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
