#include <stdio.h>
#include <string.h>

#include "tests/unit/db/fixture.h"
#include "tests/unit/test.h"

static struct db *db;
static struct arena *arena;

static int
setup(void **)
{
    arena = arena_new();
    db = probe_open();
    return 0;
}

static int
teardown(void **)
{
    db_close(db);
    arena_free(arena);
    return 0;
}

static void
add(uint64_t n)
{
    static struct probe rows[5001];

    for (uint64_t i = 0; i < n; i++)
        rows[i] = probe_of(i + 1);
    assert_int_equal(db_bulk(db, &PROBE_ADD, rows, n, NULL), OK);
}

static void
every_type_comes_back_as_it_went(void **)
{
    for (uint64_t id = 1; id <= 20; id++) {
        struct probe want = probe_of(id), got;
        uint64_t changed;

        assert_int_equal(db_exec(db, &PROBE_ADD_ONE, &want, &changed), OK);
        assert_int_equal(changed, 1);
        assert_int_equal(
            db_one(db, arena, &PROBE_BY_ID, &(struct probe_id){ id }, &got), OK);
        probe_assert_equal(&got, &want);
    }
}

static void
no_row_is_not_found(void **)
{
    struct probe got;

    assert_int_equal(
        db_one(db, arena, &PROBE_BY_ID, &(struct probe_id){ 1 }, &got), ERR_NOT_FOUND);
}

static void
two_rows_where_one_belongs_are_a_bug_and_leave_the_connection_usable(void **)
{
    struct probe got;

    add(3);
    assert_int_equal(
        db_one(db, arena, &PROBE_BY_ID, &(struct probe_id){ 1 }, &got), ERR_BUG);
    assert_int_equal(probe_count(db), 3);
}

static void
many_gives_all_rows_in_order(void **)
{
    void *out;
    size_t n;
    struct probe *got;

    assert_int_equal(db_many(db, arena, &PROBE_ALL, NULL, &out, &n), OK);
    assert_int_equal(n, 0);
    assert_non_null(out);
    add(100);
    assert_int_equal(db_many(db, arena, &PROBE_ALL, NULL, &out, &n), OK);
    assert_int_equal(n, 100);
    got = out;
    for (uint64_t i = 0; i < n; i++) {
        struct probe want = probe_of(i + 1);
        probe_assert_equal(&got[i], &want);
    }
}

static void
a_stream_gives_row_after_row(void **)
{
    struct db_stream *s;
    struct probe got;
    uint64_t n = 0;

    add(5001);
    assert_int_equal(db_stream_open(db, &PROBE_ALL, NULL, &s), OK);
    while (db_stream_next(s, &got)) {
        struct probe want = probe_of(++n);
        probe_assert_equal(&got, &want);
    }
    assert_false(db_stream_next(s, &got));
    assert_int_equal(db_stream_close(s), OK);
    assert_int_equal(n, 5001);
}

static void
a_stream_closed_early_frees_the_connection(void **)
{
    struct db_stream *s;
    struct probe got;

    add(5001);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(db_stream_open(db, &PROBE_ALL, NULL, &s), OK);
        assert_true(db_stream_next(s, &got));
        assert_int_equal(db_stream_close(s), OK);
        assert_int_equal(probe_count(db), 5001);
    }
}

static void
nothing_else_runs_while_a_stream_is_open(void **)
{
    struct db_stream *s;
    struct probe_id n;

    add(3);
    assert_int_equal(db_stream_open(db, &PROBE_ALL, NULL, &s), OK);
    assert_int_equal(db_one(db, NULL, &PROBE_COUNT, NULL, &n), ERR_BUG);
    assert_int_equal(db_stream_close(s), OK);
    assert_int_equal(probe_count(db), 3);
}

static void
a_second_connection_streams_beside_the_first(void **)
{
    struct db_stream *s, *t;
    struct probe a, b;
    struct db *other;
    int n = 0;

    add(50);
    assert_int_equal(db_open_like(&other, db), OK);
    assert_int_equal(db_stream_open(db, &PROBE_ALL, NULL, &s), OK);
    assert_int_equal(db_stream_open(other, &PROBE_ALL, NULL, &t), OK);
    while (db_stream_next(s, &a) && db_stream_next(t, &b)) {
        probe_assert_equal(&a, &b);
        n++;
    }
    assert_int_equal(db_stream_close(s), OK);
    assert_int_equal(db_stream_close(t), OK);
    assert_int_equal(n, 50);
    db_close(other);
}

/* Around the sizes of the buffers, and short again after long. */
static void
text_of_any_length_comes_whole(void **)
{
    static const size_t LENGTHS[] = { 0, 254, 255, 256, 257, 3999, 1, 511, 512, 4000 };
    static char text[4001], big[200000];
    struct db_stream *s;
    struct probe got;
    size_t i = 0;

    memset(big, 'b', sizeof big);
    for (; i < sizeof LENGTHS / sizeof *LENGTHS; i++) {
        struct probe p = probe_of(i + 1);

        memset(text, 'x', sizeof text);
        text[LENGTHS[i]] = '\0';
        p.text = text;
        p.bytes = (struct blob){ (unsigned char *)big, LENGTHS[i] * 50 };
        assert_int_equal(db_exec(db, &PROBE_ADD_ONE, &p, NULL), OK);
    }
    assert_int_equal(db_stream_open(db, &PROBE_ALL, NULL, &s), OK);
    for (i = 0; db_stream_next(s, &got); i++) {
        assert_int_equal(strlen(got.text), LENGTHS[i]);
        assert_int_equal(strspn(got.text, "x"), LENGTHS[i]);
        assert_int_equal(got.bytes.n, LENGTHS[i] * 50);
        assert_memory_equal(got.bytes.data, big, got.bytes.n);
    }
    assert_int_equal(i, sizeof LENGTHS / sizeof *LENGTHS);
    assert_int_equal(db_stream_close(s), OK);
}

static void
what_stands_for_null_is_null_and_comes_back(void **)
{
    struct probe_null none = {
        .id = 7,
        .i64 = I64_NONE,
        .u32 = U32_NONE,
        .i32 = I32_NONE,
        .u8 = U8_NONE,
        .flag = BOOL_NONE,
        .day_on = DAY_NONE,
        .at = INSTANT_NONE,
    };
    struct probe_null got;
    struct probe plain;

    memset(&got, 0x55, sizeof got);
    assert_int_equal(db_bulk(db, &PROBE_ADD_NULL, &none, 1, NULL), OK);
    assert_int_equal(
        db_one(db, arena, &PROBE_NULL_BY_ID, &(struct probe_id){ 7 }, &got), OK);
    assert_int_equal(got.u64, 0);
    assert_true(got.i64 == I64_NONE);
    assert_true(got.u32 == U32_NONE);
    assert_true(got.i32 == I32_NONE);
    assert_int_equal(got.u8, U8_NONE);
    assert_int_equal(got.flag, BOOL_NONE);
    assert_null(got.text);
    assert_null(got.json);
    assert_null(got.bytes.data);
    assert_string_equal(got.currency, "");
    assert_true(got.day_on == DAY_NONE);
    assert_true(got.at == INSTANT_NONE);
    assert_memory_equal(got.hash, none.hash, 32);
    /* The same row, read by a statement that promises there is no NULL. */
    assert_int_equal(
        db_one(db, arena, &PROBE_BY_ID, &(struct probe_id){ 7 }, &plain), ERR_BUG);
}

static void
a_null_pointer_where_null_may_not_stand_is_a_bug(void **)
{
    struct probe p = probe_of(1);

    p.text = NULL;
    assert_int_equal(db_exec(db, &PROBE_ADD_ONE, &p, NULL), ERR_BUG);
    assert_int_equal(db_bulk(db, &PROBE_ADD, &p, 1, NULL), ERR_BUG);
    assert_int_equal(probe_count(db), 0);
}

static void
a_duplicate_key_is_a_conflict(void **)
{
    struct probe p = probe_of(1);

    assert_int_equal(db_exec(db, &PROBE_ADD_ONE, &p, NULL), OK);
    assert_int_equal(db_exec(db, &PROBE_ADD_ONE, &p, NULL), ERR_CONFLICT);
    assert_int_equal(probe_count(db), 1);
}

static void
a_value_too_long_is_refused_not_cut(void **)
{
    static char text[5000];
    struct probe p = probe_of(1);

    memset(text, 'x', sizeof text - 1);
    p.text = text;
    assert_int_equal(db_exec(db, &PROBE_ADD_ONE, &p, NULL), ERR_INVALID);
}

static void
changed_counts_the_rows_matched(void **)
{
    uint64_t changed;

    add(2);
    assert_int_equal(db_exec(db, &PROBE_BUMP, &(struct probe_id){ 2 }, &changed), OK);
    assert_int_equal(changed, 1);
    assert_int_equal(db_exec(db, &PROBE_BUMP, &(struct probe_id){ 9 }, &changed), OK);
    assert_int_equal(changed, 0);
}

static void
a_result_of_another_shape_is_a_bug(void **)
{
    struct probe_id got;

    assert_int_equal(db_one(db, arena, &PROBE_WRONG, NULL, &got), ERR_BUG);
    assert_int_equal(probe_count(db), 0);
}

static void
a_bulk_over_several_chunks_is_all_or_nothing(void **)
{
    static struct probe rows[4500];
    uint64_t changed;

    for (uint64_t i = 0; i < 4500; i++)
        rows[i] = probe_of(i + 1);
    rows[4400].id = 1; /* stands in the first chunk already */
    assert_int_equal(db_bulk(db, &PROBE_ADD, rows, 4500, &changed), ERR_CONFLICT);
    assert_int_equal(probe_count(db), 0);
    rows[4400].id = 4401;
    assert_int_equal(db_bulk(db, &PROBE_ADD, rows, 4500, &changed), OK);
    assert_int_equal(changed, 4500);
    assert_int_equal(probe_count(db), 4500);
    assert_int_equal(db_bulk(db, &PROBE_ADD, rows, 0, &changed), OK);
    assert_int_equal(changed, 0);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(every_type_comes_back_as_it_went),
        TEST(no_row_is_not_found),
        TEST(two_rows_where_one_belongs_are_a_bug_and_leave_the_connection_usable),
        TEST(many_gives_all_rows_in_order),
        TEST(a_stream_gives_row_after_row),
        TEST(a_stream_closed_early_frees_the_connection),
        TEST(nothing_else_runs_while_a_stream_is_open),
        TEST(a_second_connection_streams_beside_the_first),
        TEST(text_of_any_length_comes_whole),
        TEST(what_stands_for_null_is_null_and_comes_back),
        TEST(a_null_pointer_where_null_may_not_stand_is_a_bug),
        TEST(a_duplicate_key_is_a_conflict),
        TEST(a_value_too_long_is_refused_not_cut),
        TEST(changed_counts_the_rows_matched),
        TEST(a_result_of_another_shape_is_a_bug),
        TEST(a_bulk_over_several_chunks_is_all_or_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
