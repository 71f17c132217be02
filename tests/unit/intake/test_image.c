#include <string.h>

#include "intake/image.h"
#include "tests/unit/test.h"

/* A grey picture of 2 by 3, as libpng writes it. */
static const uint8_t PICTURE[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', /**/
    0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 2, 0, 0, 0, 3, 8, 0, 0, 0, 0, 0xb8, 0x1f,
    0x39, 0xc6, /**/
    0, 0, 0, 11, 'I', 'D', 'A', 'T', 0x78, 0x9c, 0x63, 0x60, 0x40, 0x05, 0, 0, 0x09, 0,
    0x01, 0xe2, 0x26, 0x05, 0x9b, /**/
    0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82 };
enum { N = sizeof PICTURE, IHDR = 8, IDAT = 33 };

static uint8_t p[N + 1];

static int
setup(void **)
{
    memcpy(p, PICTURE, N);
    return 0;
}

static enum err
look(size_t n, struct image *out)
{
    return image_look(p, n, out);
}

static void
size_is_read(void **)
{
    struct image i = { 0 };

    assert_int_equal(look(N, &i), OK);
    assert_int_equal(i.width, 2);
    assert_int_equal(i.height, 3);
}

static void
cut_anywhere_it_is_none(void **)
{
    struct image i;

    for (size_t n = 0; n < N; n++)
        assert_int_equal(look(n, &i), ERR_INVALID);
}

static void
with_something_behind_it_is_none(void **)
{
    struct image i;

    assert_int_equal(look(N + 1, &i), ERR_INVALID);
}

static void
each_byte_of_the_mark_counts(void **)
{
    struct image i;

    for (size_t k = 0; k < 8; k++) {
        setup(NULL);
        p[k] ^= 0x20;
        assert_int_equal(look(N, &i), ERR_INVALID);
    }
}

static void
without_a_size_it_is_none(void **)
{
    struct image i;

    p[IHDR + 11] = 0; /* width */
    assert_int_equal(look(N, &i), ERR_INVALID);
    setup(NULL);
    p[IHDR + 15] = 0; /* height */
    assert_int_equal(look(N, &i), ERR_INVALID);
    setup(NULL);
    p[IHDR + 4] = 'J'; /* the first part says something else */
    assert_int_equal(look(N, &i), ERR_INVALID);
    setup(NULL);
    p[IHDR + 3] = 12; /* a size in a part of another length */
    assert_int_equal(look(N, &i), ERR_INVALID);
}

/* A length near the end of what an integer holds leads nowhere. */
static void
a_part_longer_than_the_file_is_none(void **)
{
    static const uint32_t LEN[] = { 12, 28, 0x7fffffff, 0xfffffff0, 0xffffffff };
    struct image i;

    for (size_t k = 0; k < sizeof LEN / sizeof *LEN; k++) {
        setup(NULL);
        for (int b = 0; b < 4; b++)
            p[IDAT + b] = (uint8_t)(LEN[k] >> (24 - 8 * b));
        assert_int_equal(look(N, &i), ERR_INVALID);
    }
}

/* 4 GiB by 4 GiB: whoever draws it looks at these before taking room. */
static void
a_huge_size_is_told_as_it_is(void **)
{
    struct image i = { 0 };

    memset(p + IHDR + 8, 0xff, 8);
    assert_int_equal(look(N, &i), OK);
    assert_int_equal(i.width, UINT32_MAX);
    assert_int_equal(i.height, UINT32_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(size_is_read, setup),
        cmocka_unit_test_setup(cut_anywhere_it_is_none, setup),
        cmocka_unit_test_setup(with_something_behind_it_is_none, setup),
        cmocka_unit_test_setup(each_byte_of_the_mark_counts, setup),
        cmocka_unit_test_setup(without_a_size_it_is_none, setup),
        cmocka_unit_test_setup(a_part_longer_than_the_file_is_none, setup),
        cmocka_unit_test_setup(a_huge_size_is_told_as_it_is, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
