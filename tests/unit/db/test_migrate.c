#include <string.h>

#include "db/lock.h"
#include "db/migrate.h"
#include "db/verify.h"
#include "tests/unit/db/fixture.h"
#include "tests/unit/mariadb.h"
#include "tests/unit/test.h"

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

#define FIRST                                                                     \
    {                                                                             \
        "0001_one", SHA_A,                                                        \
            "-- Why: a table; and a row\n"                                        \
            "CREATE TABLE IF NOT EXISTS m_one (id BIGINT PRIMARY KEY, t TEXT);\n" \
            "INSERT IGNORE INTO m_one VALUES (1, 'a;b');\n"                       \
    }
#define SECOND                                                                 \
    {                                                                          \
        "0002_two", SHA_B, "ALTER TABLE m_one ADD COLUMN IF NOT EXISTS n INT;" \
    }

static const struct db_script ONE[] = { FIRST, { 0 } };
static const struct db_script TWO[] = { FIRST, SECOND, { 0 } };
static const struct db_script CHANGED[] = {
    { "0001_one", SHA_B, "SELECT 1;" },
    { 0 },
};
static const struct db_script BROKEN[] = {
    FIRST,
    { "0002_two", SHA_B,
        "ALTER TABLE m_one ADD COLUMN IF NOT EXISTS n INT;\n"
        "\n"
        "ALTER TABLE m_one ADD COLUMN nonsense;\n" },
    { 0 },
};

static struct db *db;
static struct arena *arena;
static struct db_migrated m;

static int
setup(void **)
{
    mariadb_run("DROP TABLE IF EXISTS schema_migration, m_one");
    db = probe_open();
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

static enum err
migrate(const struct db_script *scripts)
{
    return db_migrate(db, arena, scripts, 1000000, &m);
}

static void
what_has_not_run_runs_in_order_and_once(void **)
{
    assert_int_equal(migrate(ONE), OK);
    assert_int_equal(m.before, 0);
    assert_int_equal(m.ran, 1);
    assert_int_equal(migrate(TWO), OK);
    assert_int_equal(m.before, 1);
    assert_int_equal(m.ran, 1);
    assert_string_equal(m.last, "0002_two");
    assert_int_equal(migrate(TWO), OK);
    assert_int_equal(m.ran, 0);
    assert_string_equal(m.last, "0002_two");
}

static void
a_migration_whose_text_changed_is_refused(void **)
{
    assert_int_equal(migrate(ONE), OK);
    assert_int_equal(migrate(CHANGED), ERR_INVALID);
    assert_non_null(strstr(m.why, "0001_one"));
    assert_non_null(strstr(m.why, "another text"));
}

static void
a_database_of_a_newer_program_is_refused(void **)
{
    assert_int_equal(migrate(TWO), OK);
    assert_int_equal(migrate(ONE), ERR_INVALID);
    assert_non_null(strstr(m.why, "0002_two"));
    assert_non_null(strstr(m.why, "newer version"));
    assert_int_equal(db_is_migrated(db, arena, ONE, &m), ERR_INVALID);
}

static void
a_migration_that_failed_half_way_runs_again_whole(void **)
{
    assert_int_equal(migrate(BROKEN), ERR_BUG);
    assert_non_null(strstr(m.why, "sql/migrations/0002_two.sql:3: "));
    assert_int_equal(db_is_migrated(db, arena, BROKEN, &m), ERR_INVALID);
    assert_non_null(strstr(m.why, "0002_two has not run yet"));
    assert_int_equal(migrate(TWO), OK);
    assert_int_equal(m.ran, 1);
    assert_int_equal(db_is_migrated(db, arena, TWO, &m), OK);
}

static void
an_empty_database_is_not_migrated(void **)
{
    assert_int_equal(db_is_migrated(db, arena, ONE, &m), ERR_INVALID);
    assert_non_null(strstr(m.why, "no schema yet"));
}

static void
the_lock_is_free_again_after_a_failure(void **)
{
    struct db *other = probe_connect();

    assert_int_equal(migrate(BROKEN), ERR_BUG);
    assert_int_equal(db_lock(other, "migrate", 0), OK);
    db_close(other);
}

static void
the_real_migrations_run_and_can_be_run_again_from_any_point(void **)
{
    assert_true(DB_MIGRATIONS_N > 0);
    mariadb_run("DROP TABLE IF EXISTS probe; DROP SEQUENCE IF EXISTS id_block");
    assert_int_equal(migrate(DB_MIGRATIONS), OK);
    assert_int_equal(m.ran, DB_MIGRATIONS_N);
    /* As after a crash between the last statement and the record of it. */
    mariadb_run("DELETE FROM schema_migration");
    assert_int_equal(migrate(DB_MIGRATIONS), OK);
    assert_int_equal(m.ran, DB_MIGRATIONS_N);
}

static void
offenders_of_a_check_are_shown(void **)
{
    static const struct db_script CHECKS[] = {
        { "all_is_well", SHA_A, "-- Nothing.\nSELECT id FROM m_one WHERE id > 5;" },
        { "no_first", SHA_A, "\nSELECT id, t FROM m_one WHERE id = 1;" },
        { "wrong", SHA_A, "SELECT nothing FROM m_one;" },
        { 0 },
    };
    struct db_findings f = { 0 };

    buf_init(&f.text, arena);
    assert_int_equal(migrate(ONE), OK);
    assert_int_equal(db_verify_data(db, CHECKS, &f), OK);
    assert_int_equal(f.checked, 3);
    assert_int_equal(f.faults, 2);
    assert_non_null(strstr(
        f.text.text, "sql/checks/no_first.sql:2: 1 offenders\n    id=1 t=a;b\n"));
    assert_non_null(strstr(f.text.text, "sql/checks/wrong.sql:1: Unknown column"));
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_has_not_run_runs_in_order_and_once),
        TEST(a_migration_whose_text_changed_is_refused),
        TEST(a_database_of_a_newer_program_is_refused),
        TEST(a_migration_that_failed_half_way_runs_again_whole),
        TEST(an_empty_database_is_not_migrated),
        TEST(the_lock_is_free_again_after_a_failure),
        TEST(offenders_of_a_check_are_shown),
        TEST(the_real_migrations_run_and_can_be_run_again_from_any_point),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
