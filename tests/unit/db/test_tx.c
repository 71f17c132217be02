#include <pthread.h>
#include <stdio.h>

#include "db/lock.h"
#include "db/tx.h"
#include "tests/unit/db/fixture.h"
#include "tests/unit/mariadb.h"
#include "tests/unit/test.h"

static const struct db_field IDS[] = {
    { "id", DB_U64, false, offsetof(struct probe_id, id) },
};
static const struct db_stmt CONNECTION = {
    .name = "connection",
    .kind = DB_ONE,
    .reads = true,
    .out = IDS,
    .n_out = 1,
    .out_size = sizeof(struct probe_id),
    .sql = "SELECT CAST(CONNECTION_ID() AS UNSIGNED)",
};

static struct db *db, *other;

static enum err
add(struct db *on, uint64_t id)
{
    struct probe p = probe_of(id);

    return db_exec(on, &PROBE_ADD_ONE, &p, NULL);
}

static enum err
bump(struct db *on, uint64_t id)
{
    return db_exec(on, &PROBE_BUMP, &(struct probe_id){ id }, NULL);
}

static int64_t
bumped(uint64_t id)
{
    struct arena *a = arena_new();
    struct probe_null got;

    assert_int_equal(
        db_one(db, a, &PROBE_NULL_BY_ID, &(struct probe_id){ id }, &got), OK);
    arena_free(a);
    return got.i64 - probe_of(id).i64;
}

static void
kill_connection(struct db *on)
{
    struct probe_id id;
    char sql[64];

    assert_int_equal(db_one(on, NULL, &CONNECTION, NULL, &id), OK);
    snprintf(sql, sizeof sql, "KILL %llu; DO SLEEP(0.05)", (unsigned long long)id.id);
    mariadb_run(sql);
}

static int
setup(void **)
{
    mariadb_run("SET GLOBAL innodb_lock_wait_timeout = 1");
    db = probe_open();
    other = probe_connect();
    return 0;
}

static int
teardown(void **)
{
    db_close(db);
    db_close(other);
    return 0;
}

static void
what_a_transaction_did_is_kept_on_ok(void **)
{
    assert_false(db_in_tx());
    assert_int_equal(db_begin(db), OK);
    assert_true(db_in_tx());
    assert_int_equal(db_end(db, add(db, 1)), OK);
    assert_false(db_in_tx());
    assert_int_equal(probe_count(other), 1);
}

static void
what_a_transaction_did_is_undone_on_an_error(void **)
{
    assert_int_equal(db_begin(db), OK);
    assert_int_equal(add(db, 1), OK);
    assert_int_equal(db_end(db, ERR_INVALID), ERR_INVALID);
    assert_int_equal(probe_count(db), 0);
}

static void
a_duplicate_key_leaves_the_transaction_whole(void **)
{
    assert_int_equal(db_begin(db), OK);
    assert_int_equal(add(db, 1), OK);
    assert_int_equal(add(db, 1), ERR_CONFLICT);
    assert_int_equal(add(db, 2), OK);
    assert_int_equal(db_end(db, OK), OK);
    assert_int_equal(probe_count(db), 2);
}

static void
after_a_lock_timeout_nothing_more_runs_until_the_end(void **)
{
    assert_int_equal(add(db, 1), OK);
    assert_int_equal(db_begin(other), OK);
    assert_int_equal(bump(other, 1), OK);

    assert_int_equal(db_begin(db), OK);
    assert_int_equal(add(db, 2), OK);
    assert_int_equal(bump(db, 1), ERR_CONFLICT);
    assert_int_equal(add(db, 3), ERR_CONFLICT);
    assert_int_equal(db_end(db, OK), ERR_CONFLICT);

    assert_int_equal(db_end(other, OK), OK);
    assert_int_equal(probe_count(db), 1);
    assert_int_equal(bumped(1), 1);
}

/* One side of a deadlock: takes its row, waits for the other side, takes both. */
struct side {
    struct db *on;
    uint64_t first, second;
    pthread_barrier_t *both;
    int tries;
    enum err e;
};

static enum err
take_two(struct db *on, void *in)
{
    struct side *s = in;
    enum err e;

    if ((e = bump(on, s->first)))
        return e;
    if (!s->tries++)
        pthread_barrier_wait(s->both);
    return bump(on, s->second);
}

static void *
run_side(void *in)
{
    struct side *s = in;

    s->e = db_retry(s->on, take_two, s);
    return NULL;
}

static void
a_deadlock_is_retried_until_both_are_done(void **)
{
    pthread_barrier_t both;
    struct side a = { .on = db, .first = 1, .second = 2, .both = &both };
    struct side b = { .on = other, .first = 2, .second = 1, .both = &both };
    pthread_t t;

    assert_int_equal(add(db, 1), OK);
    assert_int_equal(add(db, 2), OK);
    pthread_barrier_init(&both, NULL, 2);
    assert_int_equal(pthread_create(&t, NULL, run_side, &b), 0);
    run_side(&a);
    pthread_join(t, NULL);
    pthread_barrier_destroy(&both);
    assert_int_equal(a.e, OK);
    assert_int_equal(b.e, OK);
    assert_true(a.tries + b.tries > 2);
    assert_int_equal(bumped(1), 2);
    assert_int_equal(bumped(2), 2);
}

static enum err
count_and_collide(struct db *on, void *in)
{
    ++*(int *)in;
    return add(on, 1);
}

static void
a_duplicate_key_is_not_retried(void **)
{
    int tries = 0;

    assert_int_equal(add(db, 1), OK);
    assert_int_equal(db_retry(db, count_and_collide, &tries), ERR_CONFLICT);
    assert_int_equal(tries, 1);
}

static enum err
count_and_wait(struct db *on, void *in)
{
    ++*(int *)in;
    return bump(on, 1);
}

static void
retrying_ends_after_five_tries(void **)
{
    struct db *hasty;
    int tries = 0;

    mariadb_run("SET GLOBAL innodb_lock_wait_timeout = 0");
    hasty = probe_connect();
    assert_int_equal(add(db, 1), OK);
    assert_int_equal(db_begin(other), OK);
    assert_int_equal(bump(other, 1), OK);
    assert_int_equal(db_retry(hasty, count_and_wait, &tries), ERR_CONFLICT);
    assert_int_equal(db_end(other, OK), OK);
    db_close(hasty);
    assert_int_equal(tries, 5);
}

static void
a_read_survives_a_lost_connection(void **)
{
    assert_int_equal(add(db, 1), OK);
    assert_int_equal(probe_count(db), 1);
    kill_connection(db);
    assert_int_equal(probe_count(db), 1);
}

static void
a_transaction_begins_on_a_new_connection_when_the_old_one_is_gone(void **)
{
    assert_int_equal(probe_count(db), 0);
    kill_connection(db);
    assert_int_equal(db_begin(db), OK);
    assert_int_equal(db_end(db, add(db, 1)), OK);
    assert_int_equal(probe_count(db), 1);
}

static void
a_connection_lost_in_a_transaction_ends_it(void **)
{
    assert_int_equal(db_begin(db), OK);
    assert_int_equal(add(db, 1), OK);
    kill_connection(db);
    assert_int_equal(add(db, 2), ERR_DOWN);
    assert_int_equal(add(db, 3), ERR_DOWN);
    assert_int_equal(db_end(db, OK), ERR_DOWN);
    assert_false(db_in_tx());
    assert_int_equal(probe_count(db), 0);
    assert_int_equal(add(db, 1), OK);
}

static void
a_stream_lost_half_way_says_so_and_the_next_one_works(void **)
{
    static struct probe rows[20000];
    struct db_stream *s;
    struct probe_id id;
    struct probe got;
    char sql[64];
    int n = 0;

    for (uint64_t i = 0; i < 20000; i++)
        rows[i] = probe_of(i + 1);
    assert_int_equal(db_bulk(db, &PROBE_ADD, rows, 20000, NULL), OK);
    assert_int_equal(db_one(db, NULL, &CONNECTION, NULL, &id), OK);
    assert_int_equal(db_stream_open(db, &PROBE_ALL, NULL, &s), OK);
    assert_true(db_stream_next(s, &got));
    snprintf(sql, sizeof sql, "KILL %llu; DO SLEEP(0.05)", (unsigned long long)id.id);
    mariadb_run(sql);
    while (db_stream_next(s, &got))
        n++;
    assert_int_equal(db_stream_close(s), ERR_DOWN);
    assert_true(n < 19999);
    assert_int_equal(probe_count(db), 20000);
}

static void
ids_are_never_handed_out_twice(void **)
{
    static uint64_t seen[6];
    uint64_t id, last = 0;

    assert_int_equal(db_begin(db), OK);
    for (int i = 0; i < 1500; i++) {
        assert_int_equal(db_id(db, &id), OK);
        assert_true(id > last);
        last = id;
    }
    assert_int_equal(db_end(db, ERR_INVALID), ERR_INVALID);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(db_id(i % 2 ? db : other, &seen[i]), OK);
        assert_true(seen[i] > 1000);
        for (int k = 0; k < i; k++)
            assert_true(seen[k] != seen[i]);
    }
    assert_int_equal(db_id(db, &id), OK);
    assert_true(id > last);
}

static void
what_comes_after_a_commit_has_greater_ids(void **)
{
    uint64_t id, last = 0;

    for (int i = 0; i < 6; i++) {
        struct db *who = i % 2 ? db : other;

        assert_int_equal(db_begin(who), OK);
        assert_int_equal(db_id(who, &id), OK);
        assert_true(id > last);
        assert_int_equal(db_id(who, &last), OK);
        assert_true(last > id);
        assert_int_equal(db_end(who, OK), OK);
    }
    for (int i = 0; i < 4; i++) {
        assert_int_equal(db_id(i % 2 ? db : other, &id), OK);
        assert_true(id > last);
        last = id;
    }
}

static void
a_lock_is_held_by_one_at_a_time(void **)
{
    assert_int_equal(db_lock(db, "run", 0), OK);
    assert_int_equal(db_lock(other, "run", 0), ERR_CONFLICT);
    assert_int_equal(db_lock(other, "another", 0), OK);
    assert_int_equal(db_unlock(db, "run"), OK);
    assert_int_equal(db_lock(other, "run", 0), OK);
    assert_int_equal(db_unlock(db, "run"), ERR_BUG);
}

static void
who_lost_a_lock_with_the_connection_learns_it(void **)
{
    assert_int_equal(db_lock(db, "run", 0), OK);
    kill_connection(db);
    assert_int_equal(bump(db, 1), ERR_DOWN);
    assert_int_equal(bump(db, 1), ERR_DOWN);
    assert_int_equal(db_unlock(db, "run"), ERR_DOWN);
    assert_int_equal(bump(db, 1), OK);
}

static void
no_server_is_down_not_a_bug(void **)
{
    struct db *none;

    assert_int_equal(db_open(&none, &(struct db_conf){ .socket = "/nonexistent/sock",
                                        .user = "root",
                                        .name = "x" }),
        ERR_DOWN);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_a_transaction_did_is_kept_on_ok),
        TEST(what_a_transaction_did_is_undone_on_an_error),
        TEST(a_duplicate_key_leaves_the_transaction_whole),
        TEST(after_a_lock_timeout_nothing_more_runs_until_the_end),
        TEST(a_deadlock_is_retried_until_both_are_done),
        TEST(a_duplicate_key_is_not_retried),
        TEST(retrying_ends_after_five_tries),
        TEST(a_read_survives_a_lost_connection),
        TEST(a_transaction_begins_on_a_new_connection_when_the_old_one_is_gone),
        TEST(a_connection_lost_in_a_transaction_ends_it),
        TEST(a_stream_lost_half_way_says_so_and_the_next_one_works),
        TEST(ids_are_never_handed_out_twice),
        TEST(what_comes_after_a_commit_has_greater_ids),
        TEST(a_lock_is_held_by_one_at_a_time),
        TEST(who_lost_a_lock_with_the_connection_learns_it),
        TEST(no_server_is_down_not_a_bug),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
