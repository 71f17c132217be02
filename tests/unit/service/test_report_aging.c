#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "service/report_aging.h"
#include "tests/unit/service/ledger_kit.h"
#include "tests/unit/test.h"

/* Days are counted by the business clock, which is the real one here: past days are
 * long past. */
enum { ITEMS = 5000, CUSTOMERS = 7, ROWS__MAX = 5000 };

static int32_t
day(const char *text)
{
    int32_t on;

    assert_int_equal(date_parse(text, &on), OK);
    return on;
}

static struct aging_report
report(int32_t as_of)
{
    struct aging_report r;

    assert_int_equal(report_aging(kit.db, kit.a, as_of, true, &r), OK);
    assert_true(r.proves);
    return r;
}

static void
S20_a_payment_allocated_later_was_unapplied_before(void **state)
{
    struct aging_report r;

    (void)state;
    kit_customer("1");
    kit_payment("feb", "1000.00", "2020-02-14");
    for (int i = 0; i < 5; i++)
        kit_invoice(
            arena_fmt(kit.a, "march%d", i), "10000.00", "2020-03-15", "2020-03-31");
    kit_invoice("april", "100000.00", "2020-04-15", "2020-04-30");
    kit_payment("may", "49000.00", "2020-05-10");
    kit_allocate("f", "feb", "march0", "1000.00", "2020-05-10");
    kit_allocate("m0", "may", "march0", "9000.00", "2020-05-10");
    for (int i = 1; i < 5; i++)
        kit_allocate(arena_fmt(kit.a, "m%d", i), "may", arena_fmt(kit.a, "march%d", i),
            "10000.00", "2020-05-10");

    r = report(day("2020-04-30"));
    assert_int_equal(r.currencies_n, 1);
    assert_int_equal(r.currencies[0].figures.bucket_minor[0], 10000000);
    assert_int_equal(r.currencies[0].figures.bucket_minor[1], 5000000);
    assert_int_equal(r.currencies[0].figures.unapplied_minor, 100000);
    assert_int_equal(r.currencies[0].figures.open_minor, 14900000);
    assert_int_equal(r.currencies[0].figures.control_minor, 14900000);

    r = report(day("2020-05-10"));
    assert_int_equal(r.currencies[0].figures.open_minor, 10000000);
    assert_int_equal(r.currencies[0].figures.unapplied_minor, 0);
    r = report(DAY_NONE);
    assert_int_equal(r.currencies[0].figures.bucket_minor[4], 10000000);
}

static void
S21_an_invoice_paid_in_january_was_open_at_the_end_of_december(void **state)
{
    struct aging_report r;

    (void)state;
    kit_customer("1");
    kit_invoice("A", "500.00", "2019-12-01", "2019-12-31");
    kit_payment("P", "500.00", "2020-01-15");
    kit_allocate("1", "P", "A", "500.00", "2020-01-15");
    r = report(day("2019-12-31"));
    assert_int_equal(r.currencies[0].figures.bucket_minor[0], 50000);
    assert_int_equal(r.currencies[0].figures.open_minor, 50000);
    assert_int_equal(report(day("2020-01-31")).currencies_n, 0);
    assert_int_equal(report(day("2019-11-30")).currencies_n, 0);
}

static void
a_reversal_counts_from_its_own_day(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "500.00", "2019-12-01", "2019-12-31");
    kit_payment("P", "500.00", "2020-01-15");
    kit_allocate("1", "P", "A", "500.00", "2020-01-15");
    kit_expect(
        kit_send(LEDGER_REVERSAL, "{'source_id':'1','effective_on':'2020-02-10'}"),
        "created");
    assert_int_equal(report(day("2020-01-31")).currencies_n, 0);
    assert_int_equal(
        report(day("2020-02-10")).currencies[0].figures.bucket_minor[2], 50000);
    assert_int_equal(
        report(day("2020-02-10")).currencies[0].figures.unapplied_minor, 50000);
}

/* Post-dated: known and settled for the engine, not yet in the books. */
static void
what_is_allocated_for_a_later_day_is_open_until_then(void **state)
{
    struct aging_figures f;

    (void)state;
    kit_customer("1");
    kit_invoice("A", "500.00", "2019-12-01", "2019-12-31");
    kit_invoice("B", "70.00", "2019-12-01", "2019-12-31");
    kit_payment("P", "500.00", "2020-01-15");
    kit_allocate("1", "P", "A", "300.00", "2998-01-15");
    kit_allocate("2", "P", "A", "200.00", "2999-01-15");
    f = report(DAY_NONE).currencies[0].figures;
    assert_int_equal(f.bucket_minor[4], 57000);
    assert_int_equal(f.unapplied_minor, 50000);
    assert_int_equal(f.open_minor, 7000);
    f = report(day("2998-01-15")).currencies[0].figures;
    assert_int_equal(f.bucket_minor[4], 27000);
    assert_int_equal(f.unapplied_minor, 20000);
    f = report(day("2999-01-15")).currencies[0].figures;
    assert_int_equal(f.bucket_minor[4], 7000);
    assert_int_equal(f.unapplied_minor, 0);
}

static void
what_is_issued_on_a_later_day_does_not_count_yet(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "500.00", "2998-12-01", "2998-12-31");
    kit_payment("P", "20.00", "2998-12-02");
    assert_int_equal(report(DAY_NONE).currencies_n, 0);
    assert_int_equal(report(day("2998-12-31")).currencies[0].figures.open_minor, 48000);
}

static void
an_invoice_due_today_is_not_due(void **state)
{
    (void)state;
    kit_customer("1");
    kit_invoice("A", "1.00", "2020-01-01", "2020-01-31");
    assert_int_equal(
        report(day("2020-01-31")).currencies[0].figures.bucket_minor[0], 100);
    assert_int_equal(
        report(day("2020-02-01")).currencies[0].figures.bucket_minor[1], 100);
    assert_int_equal(
        report(day("2020-03-01")).currencies[0].figures.bucket_minor[1], 100);
    assert_int_equal(
        report(day("2020-03-02")).currencies[0].figures.bucket_minor[2], 100);
}

/* -- S19 -------------------------------------------------------------------------- */

static const char *const CURRENCY[] = { "EUR", "USD", "JPY", "KWD" };

/* What the random ledger was made of. */
struct made {
    int32_t issued_on, due_on; /* due DAY_NONE: none */
    int64_t minor, settled_minor;
    int32_t settled_on;
    size_t customer, currency;
    bool credit;
};
static struct made made[ITEMS];
static struct ledger_row rows[ROWS__MAX];
static struct ledger_result results[ROWS__MAX];
static size_t rows_n;
static uint64_t seed;

static int32_t
dice(int32_t n)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (int32_t)((seed >> 33) % (uint64_t)n);
}

static void
flush(void)
{
    assert_int_equal(ledger_apply(kit.db, kit.a, &kit.call, rows, rows_n, results), OK);
    for (size_t i = 0; i < rows_n; i++)
        if (results[i].status != LEDGER_CREATED)
            fail_msg("%s: %s %s", rows[i].source_id,
                ledger_status_name(results[i].status),
                results[i].message ? results[i].message : "");
    rows_n = 0;
}

static struct ledger_row *
next_row(enum ledger_kind kind, const char *id)
{
    if (rows_n == ROWS__MAX)
        flush();
    rows[rows_n] =
        (struct ledger_row){ .kind = kind, .source_id = id, .known_at = INSTANT_NONE };
    return &rows[rows_n++];
}

static void
next_document(enum ledger_kind kind, const char *id, const struct made *m,
    int64_t minor, int32_t on)
{
    struct ledger_row *row = next_row(kind, id);

    row->document = (struct ledger_document){
        .customer = arena_fmt(kit.a, "c%zu", m->customer),
        .division = dice(2) ? "north" : "south",
        .number = id,
        .issued_on = on,
        .due_on = kind == LEDGER_INVOICE ? m->due_on : DAY_NONE,
        .amount_minor = minor,
    };
    memcpy(row->document.currency, CURRENCY[m->currency], 4);
}

static void
make_ledger(int32_t middle, int32_t last_on)
{
    for (size_t i = 0; i < CUSTOMERS; i++)
        kit_customer(arena_fmt(kit.a, "c%zu", i));
    for (size_t i = 0; i < ITEMS; i++) {
        struct made *m = &made[i];

        *m = (struct made){ .issued_on = middle - 300 + dice(330),
            .minor = 1 + dice(1000000),
            .customer = (size_t)dice(CUSTOMERS),
            .currency = (size_t)dice(4),
            .credit = dice(5) == 0 };
        m->due_on = dice(10) ? m->issued_on + dice(76) : DAY_NONE;
        next_document(m->credit ? LEDGER_CREDIT : LEDGER_INVOICE,
            arena_fmt(kit.a, "i%zu", i), m, m->minor, m->issued_on);
    }
    flush();
    for (size_t i = 0; i < ITEMS; i++) {
        struct made *m = &made[i];

        if (m->credit || dice(3) == 0)
            continue;
        m->settled_minor = dice(4) ? m->minor : 1 + dice((int32_t)m->minor);
        m->settled_on = m->issued_on + dice(120);
        if (m->settled_on > last_on)
            m->settled_on = last_on;
        next_document(LEDGER_PAYMENT, arena_fmt(kit.a, "p%zu", i), m, m->settled_minor,
            m->settled_on);
    }
    flush();
}

static void
allocate_all(void)
{
    for (size_t i = 0; i < ITEMS; i++) {
        char text[MONEY_TEXT__SIZE];
        struct ledger_row *row;

        if (!made[i].settled_minor)
            continue;
        row = next_row(LEDGER_ALLOCATION, arena_fmt(kit.a, "a%zu", i));
        row->allocation = (struct ledger_allocation){ .credit_kind = LEDGER_PAYMENT,
            .credit = arena_fmt(kit.a, "p%zu", i),
            .invoice = arena_fmt(kit.a, "i%zu", i),
            .amount = arena_str(kit.a,
                money_format(made[i].settled_minor, CURRENCY[made[i].currency], text)),
            .effective_on = made[i].settled_on };
    }
    flush();
}

/* The figures of a currency as of a day, from what the ledger was made of. */
static struct aging_figures
expected(size_t currency, int32_t as_of)
{
    struct aging_figures f = { 0 };

    for (size_t i = 0; i < ITEMS; i++) {
        const struct made *m = &made[i];
        int32_t late = as_of - (m->due_on == DAY_NONE ? m->issued_on : m->due_on);
        int64_t open = m->minor;

        if (m->currency != currency || m->issued_on > as_of)
            continue;
        if (m->settled_minor && m->settled_on <= as_of)
            open -= m->settled_minor;
        if (m->credit)
            f.unapplied_minor += open;
        else
            f.bucket_minor[late <= 0    ? 0
                           : late <= 30 ? 1
                           : late <= 60 ? 2
                           : late <= 90 ? 3
                                        : 4] += open;
        f.open_minor += m->credit ? -open : open;
    }
    f.control_minor = f.open_minor;
    return f;
}

static void
S19_buckets_and_unapplied_are_the_open_balance_and_the_control_total(void **state)
{
    int32_t middle = day("2020-06-30");

    (void)state;
    seed = 19;
    make_ledger(middle, DATE_DAY__MAX);
    allocate_all();
    for (int32_t as_of = middle - 310; as_of <= middle + 160; as_of += 47) {
        struct aging_report r = report(as_of);

        for (size_t k = 0; k < r.currencies_n; k++) {
            const struct aging_figures *got = &r.currencies[k].figures;
            struct aging_figures want = { 0 };

            for (size_t c = 0; c < 4; c++)
                if (strcmp(CURRENCY[c], r.currencies[k].currency) == 0)
                    want = expected(c, as_of);
            for (size_t b = 0; b < AGING_REPORT_BUCKETS; b++)
                assert_int_equal(got->bucket_minor[b], want.bucket_minor[b]);
            assert_int_equal(got->unapplied_minor, want.unapplied_minor);
            assert_int_equal(got->open_minor, want.open_minor);
            assert_int_equal(got->control_minor, want.control_minor);
        }
        if (as_of > middle - 250)
            assert_int_equal(r.currencies_n, 4);
    }
    kit_proves();
}

static void
S19_holds_as_things_stand_too(void **state)
{
    struct aging_report r;
    int32_t today;

    (void)state;
    seed = 20;
    assert_int_equal(report_today(kit.db, kit.a, &today), OK);
    make_ledger(today - 30, today); /* issued and paid by today, some due in 45 days */
    allocate_all();
    r = report(DAY_NONE);
    assert_true(r.now);
    assert_int_equal(r.currencies_n, 4);
    for (size_t k = 0; k < 4; k++)
        for (size_t c = 0; c < 4; c++)
            if (strcmp(CURRENCY[c], r.currencies[k].currency) == 0) {
                struct aging_figures want = expected(c, today);

                assert_memory_equal(r.currencies[k].figures.bucket_minor,
                    want.bucket_minor, sizeof want.bucket_minor);
                assert_int_equal(
                    r.currencies[k].figures.unapplied_minor, want.unapplied_minor);
                assert_int_equal(
                    r.currencies[k].figures.control_minor, want.control_minor);
            }
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup(f, kit_start)
    const struct CMUnitTest tests[] = {
        T(S20_a_payment_allocated_later_was_unapplied_before),
        T(S21_an_invoice_paid_in_january_was_open_at_the_end_of_december),
        T(a_reversal_counts_from_its_own_day),
        T(what_is_allocated_for_a_later_day_is_open_until_then),
        T(what_is_issued_on_a_later_day_does_not_count_yet),
        T(an_invoice_due_today_is_not_due),
        T(S19_buckets_and_unapplied_are_the_open_balance_and_the_control_total),
        T(S19_holds_as_things_stand_too),
    };

    return cmocka_run_group_tests(tests, NULL, kit_stop);
}
