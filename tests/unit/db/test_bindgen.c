#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/test.h"

static char tree[64];
static char said[4096]; /* what bindgen complained of */

static void
write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

/* A tree with the real bindgen, one query file, one migration and one check. */
static int
setup(void **)
{
    char here[1024], from[1100], to[128];

    assert_non_null(getcwd(here, sizeof here));
    snprintf(tree, sizeof tree, "/tmp/dunlin-bindgen-XXXXXX");
    assert_non_null(mkdtemp(tree));
    for (const char *const *d = (const char *const[]){ "sql", "sql/queries",
             "sql/migrations", "sql/checks", NULL };
         *d; d++) {
        snprintf(to, sizeof to, "%s/%s", tree, *d);
        assert_int_equal(mkdir(to, 0700), 0);
    }
    for (const char *const *f =
             (const char *const[]){ "sql/bindgen.lua", "sql/bindgen", NULL };
         *f; f++) {
        snprintf(from, sizeof from, "%s/%s", here, *f);
        snprintf(to, sizeof to, "%s/%s", tree, *f);
        assert_int_equal(symlink(from, to), 0);
    }
    return 0;
}

static int
teardown(void **)
{
    pid_t pid = fork();
    int status;

    if (!pid) {
        execlp("rm", "rm", "-rf", tree, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

/* Runs bindgen in the tree; 0 when it was content. */
static int
bindgen(void)
{
    int ends[2], status;
    size_t n = 0;
    ssize_t got;
    pid_t pid;

    assert_int_equal(pipe(ends), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (!pid) {
        if (chdir(tree) || dup2(ends[1], 2) < 0)
            _exit(127);
        close(ends[0]);
        execlp("lua5.4", "lua5.4", "sql/bindgen.lua", "out", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    while ((got = read(ends[0], said + n, sizeof said - 1 - n)) > 0)
        n += (size_t)got;
    said[n] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WEXITSTATUS(status);
}

static int
generate(const char *queries)
{
    char path[128];

    snprintf(path, sizeof path, "%s/sql/queries/x.sql", tree);
    write_file(path, queries);
    return bindgen();
}

static void
refused(const char *queries, const char *why)
{
    assert_int_equal(generate(queries), 1);
    if (!strstr(said, why))
        fail_msg("'%s' is not in '%s'", why, said);
}

static bool
has(const char *file, const char *text)
{
    static char all[65536];
    char path[128];
    FILE *f;
    size_t n;

    snprintf(path, sizeof path, "%s/out/%s", tree, file);
    f = fopen(path, "r");
    assert_non_null(f);
    n = fread(all, 1, sizeof all - 1, f);
    all[n] = '\0';
    fclose(f);
    return strstr(all, text) != NULL;
}

static void
each_kind_becomes_a_function(void **)
{
    assert_int_equal(
        generate("-- a_one :one (id u64, cur cur?) → (id u64, day day?, hash hash, "
                 "money cur)\n"
                 "SELECT 1 WHERE ? AND ?;\n"
                 "-- a_many :many [hot]\n--    (t text)\n--    -> a_one\n-- "
                 "Notes.\nSELECT ?;\n"
                 "-- a_stream :stream () → (id u64)\nSELECT id;\n"
                 "-- an_exec :exec hot (ok bool?, at instant)\nDELETE ? ?;\n"
                 "-- a_bulk :bulk (id u64, cur cur, body blob?)\nINSERT ? ? ?;\n"),
        0);
    assert_true(has("store/q_x.h", "    char money[4];\n"));
    assert_true(has("store/q_x.h", "    uint8_t hash[32];\n"));
    assert_true(has("store/q_x.h",
        "enum err a_one(struct db *db, struct arena *arena, uint64_t id, "
        "const char *cur, struct a_one *out);"));
    assert_true(has("store/q_x.h",
        "enum err a_many(struct db *db, struct arena *arena, const char *t, "
        "struct a_one **out, size_t *count);"));
    assert_true(has("store/q_x.h", " * Notes.\n * sql/queries/x.sql:3, hot\n"));
    assert_true(
        has("store/q_x.h", "bool a_stream_next(struct a_stream_stream *stream);"));
    assert_true(has("store/q_x.h",
        "enum err an_exec(struct db *db, int8_t ok, int64_t at, uint64_t *changed);"));
    assert_true(has("store/q_x.h",
        "enum err a_bulk(struct db *db, const struct a_bulk *rows, size_t count, "
        "uint64_t *changed);"));
    assert_true(has("store/q_all.c", "const size_t Q_ALL_N = 5;"));
}

static void
more_than_six_values_come_as_one_struct(void **)
{
    assert_int_equal(generate("-- many_in :exec (a u64, b u64, c u64, d u64, e u64, "
                              "f u64, g cur)\nINSERT (?,?,?,?,?,?,?);\n"),
        0);
    assert_true(has("store/q_x.h", "struct many_in_in {\n"));
    assert_true(has("store/q_x.h", "enum err many_in(struct db *db, const struct "
                                   "many_in_in *in, uint64_t *changed);"));
}

static void
a_named_value_may_stand_several_times(void **)
{
    assert_int_equal(generate("-- named :exec (a u64, b u64)\n"
                              "UPDATE t SET x = :b, y = ':a', z = 'it''s :b' /* :c */\n"
                              " WHERE a = :a AND b = :b;\n"),
        0);
    assert_true(has("store/q_x.c", "named_place[] = { 1, 0, 1 };"));
    assert_true(has("store/q_x.c", "y = ':a', z = 'it''s :b'"));
}

static void
who_leaves_a_parameter_out_gets_the_statement_without_it(void **)
{
    assert_int_equal(
        generate(
            "-- s :many (id u64, scope u64?, x u32? rare) → (id u64)\n"
            "SELECT id FROM t WHERE id = :id AND (:x IS NULL OR t.x = :x)\n"
            "  AND (:scope IS NULL OR EXISTS (SELECT 1 FROM c WHERE SEES(d, c)));\n"),
        0);
    assert_true(has("store/q_x.c",
        "in.scope ? &S_STMT : in.x == U32_NONE ? &S_LEAN_STMT : &S_UNLIMITED_STMT"));
    assert_true(has("store/q_x.c", "s_unlimited_place[] = { 0, 2, 2 };"));
    assert_true(has("store/q_x.c", "s_lean_place[] = { 0 };"));
    assert_true(
        has("store/q_x.c", "        \"SELECT id FROM t WHERE id = \\? AND TRUE\\n\"\n"
                           "        \"  AND TRUE\",\n"));
    assert_true(has("store/q_x.c", "FROM user_division")); /* with a scope as ever */
    assert_true(has("store/q_all.c", "const size_t Q_ALL_N = 3;"));
    /* a portal's scope is a word, and limits nothing */
    assert_int_equal(
        generate(
            "-- s :one (scope text?) → (id u64)\nSELECT id FROM t WHERE :scope;\n"),
        0);
    assert_false(has("store/q_x.c", "UNLIMITED"));
}

static void
only_what_cannot_lock_counts_as_reading(void **)
{
    assert_int_equal(generate("-- r :many () → (id u64)\nSELECT id FROM t;\n"), 0);
    assert_true(has("store/q_x.c", ".reads = true"));
    assert_int_equal(
        generate(
            "-- r :many () → (id u64)\nSELECT id FROM t\n FOR  UPDATE SKIP LOCKED;\n"),
        0);
    assert_true(has("store/q_x.c", ".reads = false"));
}

static void
faults_name_file_and_line(void **)
{
    refused("\n-- a :one (id u65) → (id u64)\nSELECT ?;\n",
        "sql/queries/x.sql:2: parameter 'id' has the unknown type 'u65'");
    refused(
        "-- a :two (id u64) → (id u64)\nSELECT ?;\n", "x.sql:1: unknown kind ':two'");
    refused(
        "-- a :one (id u64)\nSELECT ?;\n", "x.sql:1: the signature is not complete");
    refused("-- a :one () → (id)\nSELECT 1;\n", "cannot read the column 'id'");
    refused("-- a :one (id u64, id u64) → (id u64)\nSELECT ?, ?;\n", "stands twice");
    refused("-- a :one () → (default u64)\nSELECT 1;\n", "use an alias");
    refused("-- a :exec (id u64)\nDELETE 1;\n", "has 0 '?' for 1 parameters");
    refused("-- a :exec (id u64)\nDELETE :di;\n", ":di is not among the parameters");
    refused("-- a :exec (id u64, n u64)\nDELETE :id;\n", "parameter 'n' is never used");
    refused("-- a :exec (id u64, n u64)\nDELETE :id, ?;\n", "mixes ? and :name");
    refused(
        "-- a :exec (id u64) → (id u64)\nDELETE ?;\n", ":exec has no rows to return");
    refused("-- a :one () → other\nSELECT 1;\n", "no earlier statement");
    refused("-- a :exec ()\nDELETE 1\n", "has no SQL that ends with ';'");
    refused("-- a :exec ()\nDELETE 1; DELETE 2;\n", "more text after ';'");
    refused("DELETE 1;\n", "SQL without a signature");
    refused("-- a :exec ()\nDELETE 1;\n-- a :exec ()\nDELETE 2;\n",
        "x.sql:3: 'a' stands already at sql/queries/x.sql:1");
}

static void
the_servers_clock_is_refused(void **)
{
    refused("-- a :exec ()\nUPDATE t SET x = NOW();\n", "NOW() is the server's clock");
    refused(
        "-- a :exec ()\nUPDATE t SET x = current_timestamp;\n", "CURRENT_TIMESTAMP");
    refused("-- a :exec ()\nUPDATE t SET x = CURDATE ();\n", "CURDATE");
    refused("-- a :exec ()\nUPDATE t SET x = UNIX_TIMESTAMP();\n", "UNIX_TIMESTAMP");
    assert_int_equal(
        generate("-- a :exec ()\nUPDATE t SET x = 'NOW()', known_now = 1;\n"), 0);
}

static void
a_fragment_takes_what_it_is_given(void **)
{
    char path[128];

    snprintf(path, sizeof path, "%s/sql/fragments", tree);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/sql/fragments/walk.sql", tree);
    write_file(path, "SELECT id FROM t FORCE INDEX ($1) WHERE $2 ORDER BY id\n");
    assert_int_equal(generate("-- w :many (a u64) → (id u64)\n"
                              "@walk(t_a | t.a = COALESCE(:a, 0));\n"),
        0);
    assert_true(has("store/q_x.c", "FORCE INDEX (t_a)"));
    assert_true(has("store/q_x.c", "WHERE t.a = COALESCE("));
    refused("-- w :many () → (id u64)\n@walk(t_a);\n", "$2 of a fragment is not given");
    refused("-- w :many () → (id u64)\n@nowhere;\n",
        "there is no sql/fragments/nowhere.sql");
}

static void
migrations_and_checks_are_embedded_in_order(void **)
{
    char path[128];

    snprintf(path, sizeof path, "%s/sql/migrations/0002_b.sql", tree);
    write_file(path, "SELECT \"two\\n\";\n");
    snprintf(path, sizeof path, "%s/sql/migrations/0001_a.sql", tree);
    write_file(path, "abc");
    snprintf(path, sizeof path, "%s/sql/checks/c.sql", tree);
    write_file(path, "SELECT 3 WHERE '?\?)' = '';\n");
    assert_int_equal(generate(""), 0);
    assert_true(has("db/migrations.c", "const size_t DB_MIGRATIONS_N = 2;"));
    assert_true(has("db/migrations.c", "const size_t DB_CHECKS_N = 1;"));
    assert_true(has("db/migrations.c",
        "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""));
    assert_true(has("db/migrations.c", "\"SELECT \\\"two\\\\n\\\";\\n\""));
    assert_true(has("db/migrations.c", ".name = \"0001_a\""));
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(each_kind_becomes_a_function),
        TEST(more_than_six_values_come_as_one_struct),
        TEST(a_named_value_may_stand_several_times),
        TEST(who_leaves_a_parameter_out_gets_the_statement_without_it),
        TEST(only_what_cannot_lock_counts_as_reading),
        TEST(faults_name_file_and_line),
        TEST(the_servers_clock_is_refused),
        TEST(a_fragment_takes_what_it_is_given),
        TEST(migrations_and_checks_are_embedded_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
