#include <stdio.h>
#include <string.h>

#include "tests/unit/service/ledger_kit.h"
#include "tests/unit/test.h"

/* The same events in any order, cut into any batches, give the same ledger. */

enum { SHUFFLES = 40, EVENTS__MAX = 64, BATCH__MAX = 9 };

static struct ledger_row events[EVENTS__MAX];
static size_t events_n;
static uint64_t seed;

static uint32_t
dice(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed % n);
}

static void
event(enum ledger_kind kind, const char *json)
{
    assert_in_range(events_n, 0, EVENTS__MAX - 1);
    events[events_n++] = kit_row(kind, json);
}

static void
document(enum ledger_kind kind, const char *id, int version, const char *customer,
    const char *amount, const char *due_on, const char *more)
{
    event(kind,
        arena_fmt(kit.a,
            "{'source_id':'%s','source_version':%d,'customer':{'source_id':'%s'},"
            "'division':'north','number':'%s','issued_on':'2026-01-10','amount':'%s',"
            "'currency':'EUR','known_at':'2026-02-01T00:00:00Z'%s%s%s%s}",
            id, version, customer, id, amount, due_on ? ",'due_on':'" : "",
            due_on ? due_on : "", due_on ? "'" : "", more));
}

static void
allocation(const char *id, const char *kind, const char *credit, const char *invoice,
    const char *amount, const char *on)
{
    event(LEDGER_ALLOCATION,
        arena_fmt(kit.a,
            "{'source_id':'%s','credit':{'kind':'%s','source_id':'%s'},'invoice':{"
            "'source_id':'%s'},'amount':'%s','effective_on':'%s','known_at':"
            "'2026-02-02T00:00:00Z'}",
            id, kind, credit, invoice, amount, on));
}

static void
reversal(const char *id, const char *on)
{
    event(LEDGER_REVERSAL,
        arena_fmt(kit.a, "{'source_id':'%s','effective_on':'%s'}", id, on));
}

/* In the order in which they happened. */
static void
tell_the_story(void)
{
    events_n = 0;
    event(LEDGER_CUSTOMER, "{'source_id':'1','number':'1','name':'One'}");
    event(LEDGER_CUSTOMER,
        "{'source_id':'2','number':'2','name':'Two','parent':{'source_id':'1'}}");
    event(LEDGER_CUSTOMER,
        "{'source_id':'2','source_version':2,'number':'2','name':'Two & Co','parent':{"
        "'source_id':'1'}}");
    event(
        LEDGER_CONTACT, "{'source_id':'c','customer':{'source_id':'2'},'name':'Ann'}");
    event(LEDGER_CONTACT,
        "{'source_id':'c','source_version':1,'customer':{'source_id':'2'},'name':'Ann',"
        "'email':'ann@example.com'}");
    document(LEDGER_INVOICE, "A", 1, "1", "100.00", "2026-02-09", "");
    document(LEDGER_INVOICE, "B", 1, "2", "60.00", "2026-02-09", "");
    document(LEDGER_INVOICE, "B", 2, "2", "75.00", "2026-02-19", "");
    document(LEDGER_INVOICE, "C", 1, "1", "40.00", NULL, "");
    document(LEDGER_INVOICE, "D", 1, "2", "90.00", "2026-02-09", "");
    document(LEDGER_INVOICE, "E", 1, "1", "30.00", NULL,
        ",'instalments':[{'due_on':'2026-02-01','amount':'10.00'},{'due_on':'2026-03-"
        "01',"
        "'amount':'20.00'}]");
    document(LEDGER_CREDIT, "K", 1, "2", "25.00", NULL, "");
    document(LEDGER_PAYMENT, "P", 1, "1", "150.00", NULL, "");
    document(LEDGER_PAYMENT, "Q", 1, "1", "80.00", NULL, "");
    document(LEDGER_PAYMENT, "R", 1, "2", "500.00", NULL, ",'payer_name':'Two'");
    /* paid, returned, paid again by another */
    allocation("a1", "payment", "P", "A", "100.00", "2026-02-10");
    reversal("a1", "2026-02-12");
    allocation("a2", "payment", "Q", "A", "80.00", "2026-02-14");
    allocation("a3", "payment", "P", "A", "20.00", "2026-02-15");
    /* a parent pays for its child, a credit note takes a part */
    allocation("b1", "credit", "K", "B", "25.00", "2026-02-11");
    allocation("b2", "payment", "P", "B", "50.00", "2026-02-16");
    /* matched to the wrong one first */
    allocation("c1", "payment", "R", "C", "40.00", "2026-02-20");
    reversal("c1", "2026-02-21");
    allocation("c2", "payment", "P", "C", "40.00", "2026-02-22");
    /* an amount that is corrected down after its payment was taken back */
    allocation("d1", "payment", "R", "D", "90.00", "2026-02-20");
    reversal("d1", "2026-02-23");
    document(LEDGER_INVOICE, "D", 2, "2", "70.00", "2026-02-09", "");
    allocation("d2", "payment", "R", "D", "70.00", "2026-02-24");
    /* cancelled, with a payment on it that its source takes back too */
    document(LEDGER_INVOICE, "X", 1, "2", "11.00", "2026-02-09", "");
    allocation("x1", "payment", "R", "X", "11.00", "2026-02-20");
    document(
        LEDGER_INVOICE, "X", 2, "2", "11.00", "2026-02-09", ",'status':'cancelled'");
    reversal("x1", "2026-03-04");
    event(LEDGER_ALLOCATION,
        "{'source_id':'e1','credit':{'kind':'payment','source_id':'R'},'invoice':{"
        "'source_id':'E','instalment':2},'amount':'20.00','effective_on':'2026-02-20'"
        "}");
}

static void
shuffle(struct ledger_row *rows, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = dice((uint32_t)i);
        struct ledger_row x = rows[i - 1];

        rows[i - 1] = rows[k];
        rows[k] = x;
    }
}

static void
apply(const char *system, struct ledger_row *rows, size_t n, bool in_batches)
{
    struct ledger_result results[BATCH__MAX];

    kit.call.source_system = system;
    for (size_t i = 0; i < n;) {
        size_t take = in_batches ? 1 + dice(BATCH__MAX) : 1;

        take = take > n - i ? n - i : take;
        assert_int_equal(
            ledger_apply(kit.db, kit.a, &kit.call, rows + i, take, results), OK);
        for (size_t k = 0; k < take; k++)
            if (results[k].status == LEDGER_REFUSED)
                fail_msg("%s %s: %s %s", ledger_kind_name(rows[i + k].kind),
                    rows[i + k].source_id, results[k].field, results[k].message);
        i += take;
    }
}

/* All that can be asked of the ledger of one system. */
static const char *
ledger_of(const char *s)
{
    const char *items = kit_ask(arena_fmt(kit.a,
        "SELECT CONCAT_WS('|', i.kind, i.source_id, i.source_version, i.number, "
        "i.issued_on, i.amount_minor, i.open_minor, i.status, c.source_id) FROM item i "
        "JOIN customer c ON c.id = i.customer_id WHERE i.source_system = '%s' ORDER BY "
        "1",
        s));
    const char *instalments = kit_ask(arena_fmt(kit.a,
        "SELECT CONCAT_WS('|', i.source_id, n.seq, n.due_on, n.due_missing, "
        "n.amount_minor, n.open_minor, n.settled_on) FROM instalment n JOIN item i ON "
        "i.id = n.item_id WHERE i.source_system = '%s' ORDER BY 1",
        s));
    const char *allocations = kit_ask(arena_fmt(kit.a,
        "SELECT CONCAT_WS('|', c.source_id, d.source_id, n.seq, a.debit_minor, "
        "a.credit_minor, a.effective_on) FROM allocation a JOIN item c ON c.id = "
        "a.credit_item_id JOIN item d ON d.id = a.debit_item_id JOIN instalment n ON "
        "n.id "
        "= a.instalment_id WHERE d.source_system = '%s' AND c.source_system = '%s' "
        "ORDER "
        "BY 1",
        s, s));
    const char *parties = kit_ask(arena_fmt(kit.a,
        "SELECT CONCAT_WS('|', c.source_id, c.name, p.source_id, t.name, t.email) FROM "
        "customer c LEFT JOIN customer p ON p.id = c.parent_id LEFT JOIN contact t ON "
        "t.customer_id = c.id WHERE c.source_system = '%s' ORDER BY 1",
        s));
    const char *parked = kit_ask(arena_fmt(kit.a,
        "SELECT CONCAT_WS('|', object_kind, source_id, waits_for) FROM parked_row "
        "WHERE "
        "source_system = '%s' ORDER BY 1",
        s));

    return arena_fmt(kit.a, "%s\n--\n%s\n--\n%s\n--\n%s\n-- parked\n%s", items,
        instalments, allocations, parties, parked);
}

static void
any_order_of_the_same_events_gives_the_same_ledger(void **state)
{
    struct ledger_row rows[EVENTS__MAX];
    const char *told, *got;

    (void)state;
    seed = 88172645463325252ULL;
    tell_the_story();
    memcpy(rows, events, sizeof rows);
    apply("told", rows, events_n, false);
    told = ledger_of("told");
    assert_non_null(strstr(told, "invoice|A|1|A|2026-01-10|10000|0|posted|1"));
    assert_non_null(strstr(told, "payment|P|1|P|2026-01-10|15000|4000|posted|1"));
    for (int i = 0; i < SHUFFLES; i++) {
        const char *system = arena_fmt(kit.a, "order%d", i);
        uint64_t before = seed;

        memcpy(rows, events, sizeof rows);
        shuffle(rows, events_n);
        apply(system, rows, events_n, true);
        got = ledger_of(system);
        if (strcmp(got, told) != 0) {
            fprintf(stderr, "told\n%s\ngot\n%s\n", told, got);
            fail_msg("seed %llu", (unsigned long long)before);
        }
    }
    kit_proves();
}

static void
the_same_events_again_change_nothing(void **state)
{
    struct ledger_row rows[EVENTS__MAX];
    const char *once, *versions;

    (void)state;
    seed = 4711;
    tell_the_story();
    memcpy(rows, events, sizeof rows);
    apply("twice", rows, events_n, false);
    once = ledger_of("twice");
    versions = kit_ask("SELECT CONCAT(SUM(version), ' ', COUNT(*)) FROM item");
    for (int i = 0; i < 5; i++) {
        memcpy(rows, events, sizeof rows);
        shuffle(rows, events_n);
        apply("twice", rows, events_n, true);
        assert_string_equal(ledger_of("twice"), once);
    }
    assert_string_equal(
        kit_ask("SELECT CONCAT(SUM(version), ' ', COUNT(*)) FROM item"), versions);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(
            any_order_of_the_same_events_gives_the_same_ledger, kit_start),
        cmocka_unit_test_setup(the_same_events_again_change_nothing, kit_start),
    };

    return cmocka_run_group_tests(tests, NULL, kit_stop);
}
