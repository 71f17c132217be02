#include "tests/unit/base/help.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

static void
every_err_has_a_name(void **)
{
    for (unsigned e = OK; e < ERR__MAX; e++)
        assert_string_not_equal(err_name((enum err)e), "unknown");
    assert_string_equal(err_name(ERR__MAX), "unknown");
}

static void
memory_comes_zeroed_and_aligned(void **)
{
    for (int round = 0; round < 3; round++) {
        for (size_t n = 0; n < 3000; n += 7) {
            unsigned char *p = arena_alloc(arena, n);

            assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xee, n);
        }
        arena_reset(arena);
        assert_int_equal(arena_used(arena), 0);
    }
}

static void
one_allocation_may_be_larger_than_any_block(void **)
{
    size_t n = 5 * 1024 * 1024;
    char *big = arena_alloc(arena, n), *after = arena_str(arena, "after");

    big[0] = big[n - 1] = 'x';
    assert_string_equal(after, "after");
    assert_true(arena_used(arena) >= n);
}

static void
the_last_allocation_grows_in_place(void **)
{
    char *p = arena_strn(arena, "abc", 3), *q;

    assert_ptr_equal(arena_grow(arena, p, 4, 1000), p);
    q = arena_strn(arena, "in between", 10);
    p = arena_grow(arena, p, 1000, 2000);
    assert_string_equal(p, "abc");
    assert_string_equal(q, "in between");
    for (size_t i = 4; i < 2000; i++)
        assert_int_equal(p[i], 0);
}

static void
text_is_copied_and_formatted(void **)
{
    char *s = arena_strn(arena, "overlong", 4);

    assert_string_equal(s, "over");
    assert_string_equal(arena_fmt(arena, "%s-%d", s, 12), "over-12");
    assert_string_equal(arena_strn(arena, NULL, 0), "");
}

static void
a_buffer_holds_what_was_added(void **)
{
    struct buf b;
    char *want = arena_alloc(arena, 100001);

    buf_init(&b, arena);
    for (size_t i = 0; i < 100000; i += 10) {
        memcpy(want + i, "0123456789", 10);
        if (i % 20)
            buf_fmt(&b, "%s%d", "01234", 56789);
        else
            buf_add(&b, "0123456789", 10);
        if (i % 5000 == 0)
            arena_alloc(arena, 8); /* so that growing has to move it */
        assert_int_equal(b.text[b.len], 0);
    }
    assert_int_equal(b.len, 100000);
    assert_string_equal(b.text, want);
}

static void
a_buffer_can_be_cut_back(void **)
{
    struct buf b;

    buf_init(&b, arena);
    buf_text(&b, "one, two, ");
    buf_truncate(&b, b.len - 2);
    assert_string_equal(b.text, "one, two");
    buf_truncate(&b, 100);
    assert_string_equal(b.text, "one, two");
    buf_truncate(&b, 0);
    assert_string_equal(b.text, "");
    buf_char(&b, 'x');
    assert_string_equal(b.text, "x");
}

static void
numbers_are_written_in_full(void **)
{
    struct buf b;

    buf_init(&b, arena);
    buf_u64(&b, UINT64_MAX);
    buf_char(&b, ' ');
    buf_i64(&b, INT64_MIN);
    buf_char(&b, ' ');
    buf_i64(&b, 0);
    assert_string_equal(b.text, "18446744073709551615 -9223372036854775808 0");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_err_has_a_name),
        with_arena(memory_comes_zeroed_and_aligned),
        with_arena(one_allocation_may_be_larger_than_any_block),
        with_arena(the_last_allocation_grows_in_place),
        with_arena(text_is_copied_and_formatted),
        with_arena(a_buffer_holds_what_was_added),
        with_arena(a_buffer_can_be_cut_back),
        with_arena(numbers_are_written_in_full),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
