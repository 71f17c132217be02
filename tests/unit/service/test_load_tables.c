#include "tests/unit/test.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/tx.h"
#include "service/install_scripts.h"
#include "service/load_tables.h"
#include "tests/unit/mariadb.h"
#include "tests/unit/service/ledger_kit.h"

extern char **environ;

static char folder[] = "/tmp/dunlin-load-XXXXXX";

static void
run(const char *const argv[])
{
    int status;
    pid_t pid;

    /* POSIX promises not to write there */
    assert_int_equal(posix_spawnp(&pid, argv[0], NULL, NULL,
                         (char *const *)(uintptr_t)argv, environ),
        0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

/* Twelve customers, in the folder. */
static void
generate(void)
{
    static const char *const ARGV[] = { "lua5.4", "sql/demo/generate.lua",
        "--customers", "12", "--open", "150", "--closed", "400", "--today",
        "2026-03-04", "--out", folder, NULL };

    run(ARGV);
}

static int
setup(void **state)
{
    struct scripts_installed installed;

    kit_start(state);
    mariadb_run(
        "SET foreign_key_checks = 0; DELETE FROM division; DELETE FROM user; "
        "DELETE FROM user_division; DELETE FROM fx_rate; DELETE FROM suppression; "
        "DELETE FROM customer_tag; DELETE FROM customer_assignment; DELETE FROM "
        "fee_claim; DELETE FROM hold; DELETE FROM dispute; DELETE FROM dispute_event; "
        "DELETE FROM promise; DELETE FROM promise_item; DELETE FROM follow_up; "
        "DELETE FROM follow_up_line; DELETE FROM note; DELETE FROM phone_call; DELETE "
        "FROM conversation; DELETE FROM message; DELETE FROM outbox; DELETE FROM "
        "outbox_line; DELETE FROM outbox_recipient; DELETE FROM outbox_attempt");
    assert_int_equal(
        install_scripts(kit.db, kit.a, "lua", kit.by.now_us, &installed), OK);
    generate();
    return 0;
}

/* As the command does: all or nothing. */
static enum err
load(struct load_tables *l)
{
    *l = (struct load_tables){ .arena = kit.a, .folder = folder };
    assert_int_equal(db_begin(kit.db), OK);
    return db_end(kit.db, load_tables(kit.db, l));
}

static void
what_was_generated_keeps_every_identity_of_the_ledger(void **)
{
    struct load_tables l;

    assert_int_equal(load(&l), OK);
    assert_null(l.fault);
    assert_string_equal(kit_ask("SELECT COUNT(*) FROM customer"), "12");
    assert_string_equal(kit_ask("SELECT COUNT(DISTINCT item_id) FROM instalment "
                                "n JOIN item i ON i.id = n.item_id AND i.kind = "
                                "'invoice'"),
        "550");
    assert_string_equal(
        kit_ask("SELECT SUM(open_minor > 0) FROM item WHERE kind = 'invoice'"), "150");
    kit_proves();
}

static void
no_message_of_the_past_is_about_what_was_settled_then(void **)
{
    struct load_tables l;

    assert_int_equal(load(&l), OK);
    assert_string_not_equal(kit_ask("SELECT COUNT(*) FROM outbox_line"), "0");
    assert_string_equal(
        kit_ask("SELECT COUNT(*) FROM outbox_line l JOIN instalment i ON "
                "i.id = l.instalment_id WHERE i.settled_on < l.handed_on"),
        "0");
    assert_string_equal(
        kit_ask("SELECT COUNT(*) FROM outbox_line l JOIN script s ON s.id = "
                "l.script_id WHERE s.kind <> 'strategy'"),
        "0");
}

static void
two_of_the_same_seed_are_the_same(void **)
{
    struct load_tables l;
    const char *first;

    assert_int_equal(load(&l), OK);
    first = kit_ask("SELECT BIT_XOR(CRC32(CONCAT(id, number, issued_on, amount_minor, "
                    "open_minor))) FROM item");
    first = strdup(first);
    assert_int_equal(setup(NULL), 0);
    assert_int_equal(load(&l), OK);
    assert_string_equal(kit_ask("SELECT BIT_XOR(CRC32(CONCAT(id, number, issued_on, "
                                "amount_minor, open_minor))) FROM item"),
        first);
    free((void *)(uintptr_t)first);
}

static void
replace(const char *table, const char *text)
{
    char path[100];
    FILE *out;

    snprintf(path, sizeof path, "%s/%s.tsv", folder, table);
    out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static void
a_bad_value_names_its_file_line_and_column(void **)
{
    struct load_tables l;

    replace("fx_rate", "base\tquote\trate_on\trate_e8\tsource\trecorded_at\n"
                       "USD\tEUR\t2026-02-30\t90000000\tdemo\t2026-03-04 "
                       "05:00:00.000000\n");
    assert_int_equal(load(&l), ERR_INVALID);
    assert_non_null(strstr(l.fault, "fx_rate.tsv:2: rate_on: 2026-02-30"));
}

static void
null_where_none_may_stand_is_refused(void **)
{
    struct load_tables l;

    replace("user_division", "user_id\tdivision_id\n4\t\\N\n");
    assert_int_equal(load(&l), ERR_INVALID);
    assert_non_null(strstr(l.fault, "user_division.tsv:2: division_id: NULL"));
}

static void
columns_that_are_unknown_or_missing_are_refused(void **)
{
    struct load_tables l;

    replace("user_division", "user_id\tdivision_id\tsince\n");
    assert_int_equal(load(&l), ERR_INVALID);
    assert_non_null(strstr(l.fault, "unknown column: since"));
    replace("user_division", "user_id\n");
    assert_int_equal(load(&l), ERR_INVALID);
    assert_non_null(strstr(l.fault, "columns are missing"));
}

static void
nothing_stays_of_a_load_that_failed(void **)
{
    struct load_tables l;

    replace("outbox_attempt", "outbox_id\n");
    assert_int_equal(load(&l), ERR_INVALID);
    assert_string_equal(kit_ask("SELECT COUNT(*) FROM customer"), "0");
    assert_string_equal(kit_ask("SELECT COUNT(*) FROM division"), "0");
}

static int
start(void **)
{
    return mkdtemp(folder) ? 0 : -1;
}

static int
stop(void **state)
{
    static const char *const ARGV[] = { "rm", "-r", folder, NULL };

    run(ARGV);
    return kit_stop(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(
            what_was_generated_keeps_every_identity_of_the_ledger, setup),
        cmocka_unit_test_setup(
            no_message_of_the_past_is_about_what_was_settled_then, setup),
        cmocka_unit_test_setup(two_of_the_same_seed_are_the_same, setup),
        cmocka_unit_test_setup(a_bad_value_names_its_file_line_and_column, setup),
        cmocka_unit_test_setup(null_where_none_may_stand_is_refused, setup),
        cmocka_unit_test_setup(columns_that_are_unknown_or_missing_are_refused, setup),
        cmocka_unit_test_setup(nothing_stays_of_a_load_that_failed, setup),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
