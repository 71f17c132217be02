#include "tests/unit/service/ledger_kit.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "db/migrate.h"
#include "db/query.h"
#include "service/ledger/json.h"
#include "tests/unit/mariadb.h"
#include "tests/unit/test.h"

struct kit kit;

struct line {
    const char *text;
};
static const struct db_field LINE[] = {
    { "text", DB_TEXT, true, offsetof(struct line, text) },
};

static void
open_once(void)
{
    struct db_migrated m;
    struct db_conf conf = { .user = "root" };
    const struct mariadb *it = mariadb_for_test();

    conf.socket = it->socket;
    conf.name = it->name;
    kit.a = arena_new();
    assert_int_equal(db_open(&kit.db, &conf), OK);
    assert_int_equal(db_migrate(kit.db, kit.a, DB_MIGRATIONS, 0, &m), OK);
    mariadb_run(
        "INSERT INTO division (id, code, name, country, region, time_zone, currency, "
        "cash_authority, created_at) VALUES"
        "(1, 'north', 'North', 'DE', NULL, 'Europe/Berlin', 'EUR', 'erp', "
        "'2020-01-01'),"
        "(2, 'south', 'South', 'US', NULL, 'America/New_York', 'USD', 'erp', "
        "'2020-01-01'),"
        "(3, 'ours', 'Ours', 'DE', NULL, 'Europe/Berlin', 'EUR', 'dunlin', "
        "'2020-01-01')");
}

int
kit_start(void **state)
{
    (void)state;
    if (!kit.db)
        open_once();
    arena_reset(kit.a);
    assert_int_equal(date_parse_instant("2026-03-04T12:00:00Z", &kit.by.now_us), OK);
    kit.by.kind = ACTOR_CLIENT;
    kit.by.id = "test";
    kit.by.ip = kit.by.request_id = "";
    kit.call = (struct ledger_call){ .source_system = "erp", .by = &kit.by };
    mariadb_run(
        "SET foreign_key_checks = 0; DELETE FROM allocation; DELETE FROM "
        "instalment; DELETE FROM instalment_history; DELETE FROM item_line; "
        "DELETE FROM item_event; DELETE FROM item; DELETE FROM case_state; "
        "DELETE FROM contact; DELETE FROM contact_history; DELETE FROM address; "
        "DELETE FROM customer; DELETE FROM customer_history; DELETE FROM "
        "parked_row; DELETE FROM activity; DELETE FROM source_sync; DELETE FROM "
        "source_sync_history; DELETE FROM cash_confirmation; DELETE FROM import_error; "
        "DELETE FROM import_batch");
    return 0;
}

int
kit_stop(void **state)
{
    (void)state;
    db_close(kit.db);
    arena_free(kit.a);
    return 0;
}

struct ledger_row
kit_row(enum ledger_kind kind, const char *json)
{
    char *text = arena_str(kit.a, json);
    struct ledger_row row;
    struct jsonin in;
    struct faults f;

    for (char *p = text; *p; p++)
        if (*p == '\'')
            *p = '"';
    faults_init(&f, kit.a);
    if (jsonin_parse(&in, kit.a, &f, text, strlen(text), NULL))
        fail_msg("%s: %s", f.list[0].message, text);
    ledger_row_read(in.root, kit.a, kind, NULL, NULL, &row);
    if (faults_err(&f))
        fail_msg("%s %s: %s", f.list[0].pointer, f.list[0].message, text);
    return row;
}

struct ledger_result
kit_send(enum ledger_kind kind, const char *json)
{
    struct ledger_row row = kit_row(kind, json);
    struct ledger_result r;

    assert_int_equal(ledger_apply(kit.db, kit.a, &kit.call, &row, 1, &r), OK);
    return r;
}

void
kit_expect(struct ledger_result r, const char *what)
{
    char got[300];

    snprintf(got, sizeof got, "%s%s%s%s%s", ledger_status_name(r.status),
        r.waits_for ? " " : "", r.waits_for ? r.waits_for : "",
        r.message && r.field[0] ? " " : "", r.message ? r.field : "");
    assert_string_equal(got, what);
}

void
kit_customer(const char *id)
{
    kit_expect(
        kit_send(LEDGER_CUSTOMER,
            arena_fmt(kit.a, "{'source_id':'%s','number':'K%s','name':'Customer %s'}",
                id, id, id)),
        "created");
}

void
kit_invoice(
    const char *id, const char *amount, const char *issued_on, const char *due_on)
{
    kit_expect(kit_send(LEDGER_INVOICE,
                   arena_fmt(kit.a,
                       "{'source_id':'%s','customer':{'source_id':'1'},'division':"
                       "'north','number':'%s','issued_on':'%s','due_on':'%s','amount':"
                       "'%s','currency':'EUR'}",
                       id, id, issued_on, due_on, amount)),
        "created");
}

void
kit_payment(const char *id, const char *amount, const char *on)
{
    kit_expect(kit_send(LEDGER_PAYMENT,
                   arena_fmt(kit.a,
                       "{'source_id':'%s','customer':{'source_id':'1'},'division':"
                       "'north','issued_on':'%s','amount':'%s','currency':'EUR'}",
                       id, on, amount)),
        "created");
}

void
kit_allocate(const char *id, const char *payment, const char *invoice,
    const char *amount, const char *on)
{
    kit_expect(
        kit_send(LEDGER_ALLOCATION,
            arena_fmt(kit.a,
                "{'source_id':'%s','credit':{'kind':'payment','source_id':'%s'},"
                "'invoice':{'source_id':'%s'},'amount':'%s','effective_on':'%s'}",
                id, payment, invoice, amount, on)),
        "created");
}

const char *
kit_ask(const char *sql)
{
    struct db_stmt stmt = { .name = "asked",
        .kind = DB_MANY,
        .reads = true,
        .out = LINE,
        .n_out = 1,
        .out_size = sizeof(struct line),
        .sql = sql };
    struct db *db = NULL;
    void *rows = NULL;
    size_t n = 0;
    struct buf b;

    /* a statement is known by its address: a connection for each question */
    assert_int_equal(db_open_like(&db, kit.db), OK);
    assert_int_equal(db_many(db, kit.a, &stmt, NULL, &rows, &n), OK);
    buf_init(&b, kit.a);
    for (size_t i = 0; i < n; i++) {
        const char *text = ((const struct line *)rows)[i].text;

        buf_fmt(&b, "%s%s", i ? "\n" : "", text ? text : "NULL");
    }
    db_close(db);
    return b.text;
}

void
kit_proves(void)
{
    for (size_t i = 0; i < DB_CHECKS_N; i++) {
        const char *text = DB_CHECKS[i].text;
        const char *rows =
            kit_ask(arena_fmt(kit.a, "SELECT CAST(COUNT(*) AS CHAR) FROM (%.*s) x",
                (int)(strrchr(text, ';') - text), text));

        if (strcmp(rows, "0") != 0)
            fail_msg("check %s: %s rows", DB_CHECKS[i].name, rows);
    }
}
