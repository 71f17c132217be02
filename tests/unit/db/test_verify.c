#include <string.h>

#include "db/verify.h"
#include "tests/unit/db/fixture.h"
#include "tests/unit/mariadb.h"
#include "tests/unit/test.h"

static struct db *db;
static struct arena *arena;
static struct db_findings found;

static int
setup(void **)
{
    db = probe_open();
    mariadb_run(
        "DROP TABLE IF EXISTS v; CREATE TABLE v (id BIGINT UNSIGNED PRIMARY KEY,"
        " n INT NOT NULL, note VARCHAR(20) NULL, currency CHAR(3) NOT NULL,"
        " at DATETIME(6) NOT NULL, second DATETIME NOT NULL, KEY v_n (n))");
    arena = arena_new();
    return 0;
}

static int
teardown(void **)
{
    db_close(db);
    arena_free(arena);
    return 0;
}

/* Verifies one statement with at most one column and no value. */
static const char *
verify(const char *sql, struct db_field column, bool hot)
{
    struct db_field *out = arena_new_of(arena, struct db_field);
    struct db_stmt *s = arena_new_of(arena, struct db_stmt);
    const struct db_stmt *all[] = { s };

    *out = column;
    *s = (struct db_stmt){
        .name = "it",
        .file = "sql/queries/v.sql",
        .line = 7,
        .kind = DB_MANY,
        .hot = hot,
        .sql = sql,
        .out = out,
        .n_out = column.name ? 1 : 0,
        .out_size = 64,
    };
    found = (struct db_findings){ 0 };
    buf_init(&found.text, arena);
    assert_int_equal(db_verify_statements(db, arena, all, 1, &found), OK);
    return found.text.text;
}

#define COLUMN(name, type, null) ((struct db_field){ name, type, null, 0 })

static void
a_signature_that_fits_has_no_fault(void **)
{
    assert_string_equal(
        verify("SELECT id FROM v", COLUMN("id", DB_U64, false), false), "");
    assert_string_equal(
        verify("SELECT n FROM v", COLUMN("n", DB_I32, false), false), "");
    assert_string_equal(
        verify("SELECT n FROM v", COLUMN("n", DB_I64, false), false), "");
    assert_string_equal(
        verify("SELECT note FROM v", COLUMN("note", DB_TEXT, true), false), "");
    assert_string_equal(
        verify("SELECT at FROM v", COLUMN("at", DB_INSTANT, false), false), "");
    assert_string_equal(
        verify("SELECT currency FROM v", COLUMN("currency", DB_CUR, false), false), "");
    assert_string_equal(
        verify("SELECT COUNT(*) AS n FROM v", COLUMN("n", DB_U64, false), false), "");
    assert_string_equal(verify("SELECT COALESCE(SUM(n), 0) AS n FROM v",
                            COLUMN("n", DB_I64, false), false),
        "");
}

static void
a_statement_the_server_refuses_is_named_with_its_line(void **)
{
    assert_non_null(
        strstr(verify("SELECT gone FROM v", COLUMN("gone", DB_U64, false), false),
            "sql/queries/v.sql:7: it: Unknown column 'gone'"));
}

static void
names_types_and_nullability_are_compared(void **)
{
    assert_non_null(
        strstr(verify("SELECT id FROM v", COLUMN("n", DB_U64, false), false),
            "column 'n' is declared where"));
    assert_non_null(
        strstr(verify("SELECT id FROM v", COLUMN("id", DB_I64, false), false),
            "declared i64 and is BIGINT UNSIGNED"));
    assert_non_null(strstr(
        verify("SELECT n FROM v", COLUMN("n", DB_U32, false), false), "declared u32"));
    assert_non_null(
        strstr(verify("SELECT n FROM v", COLUMN("n", DB_TEXT, false), false),
            "declared text"));
    assert_non_null(
        strstr(verify("SELECT note FROM v", COLUMN("note", DB_CUR, true), false),
            "declared cur"));
    assert_non_null(strstr(
        verify("SELECT second FROM v", COLUMN("second", DB_INSTANT, false), false),
        "without microseconds"));
    assert_non_null(
        strstr(verify("SELECT note FROM v", COLUMN("note", DB_TEXT, false), false),
            "'note' may be NULL"));
    assert_non_null(strstr(verify("SELECT n FROM v", COLUMN("n", DB_I32, true), false),
        "'n' is never NULL"));
    assert_non_null(strstr(verify("SELECT w.n FROM v LEFT JOIN v w ON w.id = v.n",
                               COLUMN("n", DB_I32, false), false),
        "'n' may be NULL"));
}

static void
counts_are_compared(void **)
{
    assert_non_null(strstr(
        verify("SELECT id FROM v WHERE n = ?", COLUMN("id", DB_U64, false), false),
        "takes 1 values, its signature gives 0"));
    assert_non_null(
        strstr(verify("SELECT id, n FROM v", COLUMN("id", DB_U64, false), false),
            "gives 2 columns, its signature has 1"));
    assert_non_null(strstr(verify("SELECT id FROM v", (struct db_field){ 0 }, false),
        "gives 1 columns, its signature has 0"));
}

static void
a_hot_statement_needs_an_index(void **)
{
    assert_string_equal(
        verify("SELECT id FROM v WHERE n = 3", COLUMN("id", DB_U64, false), true), "");
    assert_string_equal(
        verify("SELECT id FROM v WHERE id > 3", COLUMN("id", DB_U64, false), true), "");
    assert_non_null(strstr(
        verify("SELECT id FROM v WHERE note = 'x'", COLUMN("id", DB_U64, false), true),
        "is hot and reads all of 'v'"));
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_signature_that_fits_has_no_fault),
        TEST(a_statement_the_server_refuses_is_named_with_its_line),
        TEST(names_types_and_nullability_are_compared),
        TEST(counts_are_compared),
        TEST(a_hot_statement_needs_an_index),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
