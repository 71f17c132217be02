#include <string.h>

#include "tests/unit/service/ledger_kit.h"
#include "tests/unit/test.h"

static const char *
open_of(const char *id)
{
    return kit_ask(arena_fmt(kit.a,
        "SELECT CONCAT(open_minor, ' ', status) FROM item WHERE source_id = '%s' AND "
        "source_system = 'erp'",
        id));
}

static const char *
instalments_of(const char *id)
{
    return kit_ask(arena_fmt(kit.a,
        "SELECT CONCAT(n.seq, ' ', n.due_on, ' ', n.amount_minor, ' ', n.open_minor, ' "
        "', "
        "n.settled_on) FROM instalment n JOIN item i ON i.id = n.item_id WHERE "
        "i.source_id = '%s' AND i.source_system = 'erp' ORDER BY n.seq",
        id));
}

static void
an_invoice_falls_due_and_is_open(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "100.00", "2026-01-10", "2026-02-09");
    assert_string_equal(open_of("A"), "10000 posted");
    assert_string_equal(instalments_of("A"), "1 2026-02-09 10000 10000 9999-12-31");
    assert_string_equal(kit_ask("SELECT touched_by FROM case_state"), "ledger");
    kit_proves();
}

static void
an_invoice_without_due_date_ages_by_its_document_date(void **state)
{
    (void)state;
    kit_customer("1");
    kit_expect(kit_send(LEDGER_INVOICE,
                   "{'source_id':'A','customer':{'source_id':'1'},'division':'north',"
                   "'number':'A','issued_on':'2026-01-10','amount':'1.00','currency':"
                   "'EUR'}"),
        "created");
    assert_string_equal(
        kit_ask("SELECT CONCAT(due_on, ' ', due_missing) FROM instalment"),
        "2026-01-10 1");
}

static void
a_part_payment_leaves_the_rest_open(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "100.00", "2026-01-10", "2026-02-09");
    kit_payment("P", "40.00", "2026-02-20");
    kit_allocate("P-A", "P", "A", "40.00", "2026-02-20");
    assert_string_equal(open_of("A"), "6000 posted");
    assert_string_equal(open_of("P"), "0 posted");
    kit_payment("Q", "70.00", "2026-02-25");
    kit_allocate("Q-A", "Q", "A", "60.00", "2026-02-25");
    assert_string_equal(instalments_of("A"), "1 2026-02-09 10000 0 2026-02-25");
    assert_string_equal(open_of("Q"), "1000 posted");
    kit_proves();
}

static void
a_reversed_payment_reopens_the_invoice_with_its_due_date(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "100.00", "2026-01-10", "2026-02-09");
    kit_payment("P", "100.00", "2026-02-20");
    kit_allocate("P-A", "P", "A", "100.00", "2026-02-20");
    kit_expect(
        kit_send(LEDGER_REVERSAL,
            "{'source_id':'P-A','effective_on':'2026-02-27','reason':'returned'}"),
        "created");
    assert_string_equal(instalments_of("A"), "1 2026-02-09 10000 10000 9999-12-31");
    assert_string_equal(open_of("P"), "10000 posted");
    assert_string_equal(
        kit_ask("SELECT CONCAT(debit_minor, ' ', effective_on, ' ', reason) FROM "
                "allocation WHERE reverses_id IS NOT NULL"),
        "-10000 2026-02-27 returned");
    kit_expect(
        kit_send(LEDGER_REVERSAL, "{'source_id':'P-A','effective_on':'2026-02-27'}"),
        "same");
    assert_string_equal(
        kit_ask("SELECT kind FROM item_event WHERE kind = 'returned'"), "returned");
    kit_proves();
}

static void
a_reversal_before_its_allocation_is_refused(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "100.00", "2026-01-10", "2026-02-09");
    kit_payment("P", "100.00", "2026-02-20");
    kit_allocate("P-A", "P", "A", "100.00", "2026-02-20");
    kit_expect(
        kit_send(LEDGER_REVERSAL, "{'source_id':'P-A','effective_on':'2026-02-19'}"),
        "error effective_on");
}

static void
an_allocation_that_came_first_waits_for_both_sides(void **state)
{
    (void)state;
    kit_customer("1");
    kit_expect(kit_send(LEDGER_ALLOCATION,
                   "{'source_id':'P-A','credit':{'kind':'payment','source_id':'P'},"
                   "'invoice':{'source_id':'A'},'amount':'30.00','effective_on':"
                   "'2026-02-20'}"),
        "parked payment/P");
    kit_payment("P", "30.00", "2026-02-20");
    assert_string_equal(kit_ask("SELECT waits_for FROM parked_row"), "invoice/A");
    kit_invoice("A", "100.00", "2026-01-10", "2026-02-09");
    assert_string_equal(kit_ask("SELECT COUNT(*) FROM parked_row"), "0");
    assert_string_equal(open_of("A"), "7000 posted");
    kit_proves();
}

static void
an_allocation_never_takes_more_than_is_open(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "50.00", "2026-01-10", "2026-02-09");
    kit_payment("P", "80.00", "2026-02-20");
    kit_allocate("1", "P", "A", "40.00", "2026-02-20");
    kit_expect(kit_send(LEDGER_ALLOCATION,
                   "{'source_id':'2','credit':{'kind':'payment','source_id':'P'},"
                   "'invoice':{'source_id':'A'},'amount':'30.00','effective_on':"
                   "'2026-02-20'}"),
        "parked room/invoice/A");
    kit_expect(
        kit_send(LEDGER_REVERSAL, "{'source_id':'1','effective_on':'2026-02-21'}"),
        "created");
    assert_string_equal(open_of("A"), "2000 posted");
    assert_string_equal(open_of("P"), "5000 posted");
    kit_proves();
}

static void
an_allocation_never_changes(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "50.00", "2026-01-10", "2026-02-09");
    kit_payment("P", "80.00", "2026-02-20");
    kit_allocate("1", "P", "A", "40.00", "2026-02-20");
    kit_expect(kit_send(LEDGER_ALLOCATION,
                   "{'source_id':'1','credit':{'kind':'payment','source_id':'P'},"
                   "'invoice':{'source_id':'A'},'amount':'40.00','effective_on':"
                   "'2026-02-20'}"),
        "same");
    kit_expect(kit_send(LEDGER_ALLOCATION,
                   "{'source_id':'1','credit':{'kind':'payment','source_id':'P'},"
                   "'invoice':{'source_id':'A'},'amount':'41.00','effective_on':"
                   "'2026-02-20'}"),
        "error");
}

static void
a_payment_in_another_currency_has_both_amounts(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "100.00", "2026-01-10", "2026-02-09");
    kit_expect(kit_send(LEDGER_PAYMENT,
                   "{'source_id':'P','customer':{'source_id':'1'},'division':'south',"
                   "'issued_on':'2026-02-20','amount':'108.00','currency':'USD'}"),
        "created");
    kit_expect(kit_send(LEDGER_ALLOCATION,
                   "{'source_id':'1','credit':{'kind':'payment','source_id':'P'},"
                   "'invoice':{'source_id':'A'},'amount':'100.00','effective_on':"
                   "'2026-02-20'}"),
        "error credit_amount");
    kit_expect(kit_send(LEDGER_ALLOCATION,
                   "{'source_id':'1','credit':{'kind':'payment','source_id':'P'},"
                   "'invoice':{'source_id':'A'},'amount':'100.00','credit_amount':"
                   "'108.00','effective_on':'2026-02-20'}"),
        "created");
    assert_string_equal(open_of("A"), "0 posted");
    assert_string_equal(open_of("P"), "0 posted");
    assert_string_equal(kit_ask("SELECT COUNT(*) FROM case_state"), "2");
    kit_proves();
}

static void
an_older_version_is_ignored_and_the_same_changes_nothing(void **state)
{
    static const char *const v2 =
        "{'source_id':'A','source_version':2,'customer':{'source_id':'1'},'division':"
        "'north','number':'A','issued_on':'2026-01-10','due_on':'2026-02-09','amount':"
        "'120.00','currency':'EUR'}";

    (void)state;
    kit_customer("1");
    kit_expect(kit_send(LEDGER_INVOICE, v2), "created");
    kit_expect(kit_send(LEDGER_INVOICE, v2), "same");
    kit_expect(kit_send(LEDGER_INVOICE,
                   "{'source_id':'A','source_version':1,'customer':{'source_id':'1'},"
                   "'division':'north','number':'A','issued_on':'2026-01-10','due_on':"
                   "'2026-02-09','amount':'100.00','currency':'EUR'}"),
        "older");
    kit_expect(kit_send(LEDGER_INVOICE,
                   "{'source_id':'A','source_version':2,'customer':{'source_id':'1'},"
                   "'division':'north','number':'A','issued_on':'2026-01-10','due_on':"
                   "'2026-02-09','amount':'100.00','currency':'EUR'}"),
        "error source_version");
    assert_string_equal(open_of("A"), "12000 posted");
    assert_string_equal(kit_ask("SELECT version FROM item"), "1");
}

static void
a_corrected_due_date_leaves_its_history(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "100.00", "2026-01-10", "2026-02-09");
    kit.by.now_us += 60000000;
    kit_expect(kit_send(LEDGER_INVOICE,
                   "{'source_id':'A','source_version':1,'customer':{'source_id':'1'},"
                   "'division':'north','number':'A','issued_on':'2026-01-10','due_on':"
                   "'2026-02-19','amount':'100.00','currency':'EUR'}"),
        "changed");
    assert_string_equal(instalments_of("A"), "1 2026-02-19 10000 10000 9999-12-31");
    assert_string_equal(
        kit_ask("SELECT CONCAT(due_on, ' ', known_to) FROM instalment_history"),
        "2026-02-09 2026-03-04 12:01:00.000000");
    assert_string_equal(
        kit_ask("SELECT detail FROM item_event WHERE kind = 'due_changed'"),
        "{\"seq\":1,\"from\":\"2026-02-09\",\"to\":\"2026-02-19\"}");
}

static void
instalments_fall_due_one_by_one(void **state)
{
    (void)state;
    kit_customer("1");
    kit_expect(
        kit_send(LEDGER_INVOICE,
            "{'source_id':'A','customer':{'source_id':'1'},'division':'north',"
            "'number':'A','issued_on':'2026-01-01','amount':'1000.00','currency':"
            "'EUR','instalments':[{'due_on':'2026-01-15','amount':'500.00'},{"
            "'due_on':'2026-01-31','amount':'500.00'}]}"),
        "created");
    kit_payment("P", "700.00", "2026-01-20");
    kit_expect(kit_send(LEDGER_ALLOCATION,
                   "{'source_id':'1','credit':{'kind':'payment','source_id':'P'},"
                   "'invoice':{'source_id':'A'},'amount':'500.00','effective_on':"
                   "'2026-01-20'}"),
        "error instalment");
    kit_expect(kit_send(LEDGER_ALLOCATION,
                   "{'source_id':'1','credit':{'kind':'payment','source_id':'P'},"
                   "'invoice':{'source_id':'A','instalment':1},'amount':'500.00',"
                   "'effective_on':'2026-01-20'}"),
        "created");
    assert_string_equal(instalments_of("A"), "1 2026-01-15 50000 0 2026-01-20\n"
                                             "2 2026-01-31 50000 50000 9999-12-31");
    kit_proves();
}

static void
a_cancelled_invoice_frees_its_payment(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "100.00", "2026-01-10", "2026-02-09");
    kit_payment("P", "40.00", "2026-02-20");
    kit_allocate("P-A", "P", "A", "40.00", "2026-02-20");
    kit_expect(kit_send(LEDGER_INVOICE,
                   "{'source_id':'A','source_version':1,'customer':{'source_id':'1'},"
                   "'division':'north','number':'A','issued_on':'2026-01-10','due_on':"
                   "'2026-02-09','amount':'100.00','currency':'EUR','status':"
                   "'cancelled'}"),
        "changed");
    assert_string_equal(open_of("A"), "0 cancelled");
    assert_string_equal(open_of("P"), "4000 posted");
    assert_string_equal(kit_ask("SELECT CONCAT(kind, open_minor) FROM item WHERE "
                                "source_system = 'dunlin'"),
        "credit0");
    kit_proves();
    kit_expect(kit_send(LEDGER_INVOICE,
                   "{'source_id':'A','source_version':2,'customer':{'source_id':'1'},"
                   "'division':'north','number':'A','issued_on':'2026-01-10','due_on':"
                   "'2026-02-09','amount':'100.00','currency':'EUR'}"),
        "changed");
    assert_string_equal(open_of("A"), "10000 posted");
    assert_string_equal(
        kit_ask("SELECT SUM(open_minor) FROM item WHERE source_system = "
                "'dunlin'"),
        "0");
    kit_proves();
}

static void
cash_of_another_master_confirms_and_never_adds(void **state)
{
    static const char *const payment =
        "{'source_id':'P','customer':{'source_id':'1'},'division':'ours','issued_on':"
        "'2026-02-20','amount':'108.00','currency':'EUR'}";

    (void)state;
    kit_customer("1");
    kit_expect(kit_send(LEDGER_PAYMENT, payment), "created");
    kit_expect(kit_send(LEDGER_PAYMENT, payment), "same");
    assert_string_equal(kit_ask("SELECT COUNT(*) FROM item"), "0");
    assert_string_equal(kit_ask("SELECT amount_minor FROM cash_confirmation"), "10800");
    kit_expect(kit_send(LEDGER_INVOICE,
                   "{'source_id':'A','customer':{'source_id':'1'},'division':'ours',"
                   "'number':'A','issued_on':'2026-01-10','amount':'100.00','currency':"
                   "'EUR'}"),
        "created");
    kit_expect(kit_send(LEDGER_ALLOCATION,
                   "{'source_id':'1','credit':{'kind':'payment','source_id':'P'},"
                   "'invoice':{'source_id':'A'},'amount':'100.00','effective_on':"
                   "'2026-02-20'}"),
        "same");
    assert_string_equal(open_of("A"), "10000 posted");
}

static void
what_was_known_of_a_customer_stays_known(void **state)
{
    (void)state;
    kit_customer("1");
    kit.by.now_us += 1000000;
    kit_expect(kit_send(LEDGER_CUSTOMER,
                   "{'source_id':'1','number':'K1','name':'New Name','addresses':[{"
                   "'line1':'Main St 1','country':'US'}]}"),
        "changed");
    assert_string_equal(kit_ask("SELECT name FROM customer_history"), "Customer 1");
    assert_string_equal(kit_ask("SELECT line1 FROM address"), "Main St 1");
    kit_expect(kit_send(LEDGER_CUSTOMER,
                   "{'source_id':'1','number':'K1','name':'New Name','addresses':[{"
                   "'line1':'Main St 1','country':'US'}]}"),
        "same");
    kit_expect(kit_send(LEDGER_CONTACT,
                   "{'source_id':'c','customer':{'source_id':'1'},'name':'Ann','email':"
                   "'ann@example.com','roles':['statement','billing']}"),
        "created");
    assert_string_equal(kit_ask("SELECT roles FROM contact"), "billing,statement");
}

static void
a_customer_never_stands_below_itself(void **state)
{
    (void)state;
    kit_customer("1");
    kit_expect(
        kit_send(LEDGER_CUSTOMER,
            "{'source_id':'2','number':'2','name':'B','parent':{'source_id':'1'}}"),
        "created");
    kit_expect(kit_send(LEDGER_CUSTOMER,
                   "{'source_id':'1','number':'K1','name':'Customer 1','parent':{"
                   "'source_id':'2'}}"),
        "error parent");
}

static void
a_refused_row_undoes_an_atomic_batch(void **state)
{
    struct ledger_row rows[2];
    struct ledger_result results[2];

    (void)state;
    kit.call.atomic = true;
    rows[0] = kit_row(LEDGER_CUSTOMER, "{'source_id':'1','number':'1','name':'A'}");
    rows[1] = kit_row(LEDGER_INVOICE,
        "{'source_id':'A','customer':{'source_id':'1'},'division':'nowhere','number':'"
        "A',"
        "'issued_on':'2026-01-10','amount':'100.00','currency':'EUR'}");
    assert_int_equal(
        ledger_apply(kit.db, kit.a, &kit.call, rows, 2, results), ERR_INVALID);
    kit_expect(results[1], "error division");
    assert_string_equal(kit_ask("SELECT COUNT(*) FROM customer"), "0");
}

static void
one_batch_may_hold_versions_of_the_same_row(void **state)
{
    struct ledger_row rows[3];
    struct ledger_result results[3];

    (void)state;
    for (int i = 0; i < 3; i++)
        rows[i] = kit_row(LEDGER_CUSTOMER,
            arena_fmt(kit.a,
                "{'source_id':'1','number':'1','name':'Name %d','source_version':%d}",
                i, i == 2 ? 1 : i + 1));
    rows[2].customer.name = rows[0].customer.name;
    assert_int_equal(ledger_apply(kit.db, kit.a, &kit.call, rows, 3, results), OK);
    kit_expect(results[0], "created");
    kit_expect(results[1], "changed");
    kit_expect(results[2], "older");
    assert_string_equal(kit_ask("SELECT name FROM customer"), "Name 1");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup(f, kit_start)
    const struct CMUnitTest tests[] = {
        T(an_invoice_falls_due_and_is_open),
        T(an_invoice_without_due_date_ages_by_its_document_date),
        T(a_part_payment_leaves_the_rest_open),
        T(a_reversed_payment_reopens_the_invoice_with_its_due_date),
        T(a_reversal_before_its_allocation_is_refused),
        T(an_allocation_that_came_first_waits_for_both_sides),
        T(an_allocation_never_takes_more_than_is_open),
        T(an_allocation_never_changes),
        T(a_payment_in_another_currency_has_both_amounts),
        T(an_older_version_is_ignored_and_the_same_changes_nothing),
        T(a_corrected_due_date_leaves_its_history),
        T(instalments_fall_due_one_by_one),
        T(a_cancelled_invoice_frees_its_payment),
        T(cash_of_another_master_confirms_and_never_adds),
        T(what_was_known_of_a_customer_stays_known),
        T(a_customer_never_stands_below_itself),
        T(a_refused_row_undoes_an_atomic_batch),
        T(one_batch_may_hold_versions_of_the_same_row),
    };

    return cmocka_run_group_tests(tests, NULL, kit_stop);
}
