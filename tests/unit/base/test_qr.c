#include "tests/unit/base/help.h"

#include <stdbool.h>
#include <string.h>

#include "base/qr.h"

/* Reads the smallest code (21 modules, 16 bytes of data at level M) as a scanner does;
 * knows nothing of the library that draws it. ISO/IEC 18004. */
enum { SIDE = 21, DATA_BYTES = 16 };

static bool
dark(const struct qr *q, size_t x, size_t y)
{
    return q->row[y][x] == '1';
}

/* Level and mask, from beside the first corner: 15 bits under a mask of their own. */
static unsigned
format_of(const struct qr *q)
{
    static const uint8_t X[15] = { 0, 1, 2, 3, 4, 5, 7, 8, 8, 8, 8, 8, 8, 8, 8 };
    static const uint8_t Y[15] = { 8, 8, 8, 8, 8, 8, 8, 8, 7, 5, 4, 3, 2, 1, 0 };
    unsigned bits = 0;

    for (size_t i = 0; i < 15; i++)
        bits = bits << 1 | dark(q, X[i], Y[i]);
    return bits ^ 0x5412;
}

static bool
mask(unsigned no, size_t x, size_t y)
{
    switch (no) {
    case 0:
        return (x + y) % 2 == 0;
    case 1:
        return y % 2 == 0;
    case 2:
        return x % 3 == 0;
    case 3:
        return (x + y) % 3 == 0;
    case 4:
        return (y / 2 + x / 3) % 2 == 0;
    case 5:
        return x * y % 2 + x * y % 3 == 0;
    case 6:
        return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
        return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

static bool
is_pattern(size_t x, size_t y)
{
    return (x < 9 && y < 9) || (x > 12 && y < 9) || (x < 9 && y > 12) || x == 6 ||
           y == 6;
}

/* Two columns at a time from the right, up and down in turn. */
static void
read_data(const struct qr *q, unsigned no, uint8_t out[static DATA_BYTES])
{
    size_t bit = 0;
    bool up = true;

    memset(out, 0, DATA_BYTES);
    for (int right = SIDE - 1; right > 0; right -= 2, up = !up) {
        if (right == 6)
            right--;
        for (size_t k = 0; k < SIDE; k++)
            for (int c = 0; c < 2; c++) {
                size_t x = (size_t)(right - c), y = up ? SIDE - 1 - k : k;

                if (is_pattern(x, y) || bit >= DATA_BYTES * 8u)
                    continue;
                if (dark(q, x, y) != mask(no, x, y))
                    out[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
                bit++;
            }
    }
}

static void
a_scanner_reads_what_was_written(void **)
{
    /* in small letters, which only bytes can say */
    static const char *const TEXTS[] = { "a", "pay to gmbh",
        ("gr\xc3\xbc\xc3\x9f"
         "e \xe2\x82\xac") };

    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        size_t n = strlen(TEXTS[i]);
        uint8_t d[DATA_BYTES];
        struct qr q;
        unsigned format;

        assert_int_equal(qr_make(arena, TEXTS[i], &q), OK);
        assert_int_equal(q.side, SIDE);
        format = format_of(&q);
        assert_int_equal(format >> 13, 0); /* level M */
        read_data(&q, format >> 10 & 7, d);
        assert_int_equal(d[0] >> 4, 4); /* bytes follow */
        assert_int_equal((d[0] & 15) << 4 | d[1] >> 4, n);
        for (size_t k = 0; k < n; k++)
            assert_int_equal(
                (d[k + 1] & 15) << 4 | d[k + 2] >> 4, (uint8_t)TEXTS[i][k]);
    }
}

static void
corners_and_timing_stand_where_a_scanner_looks(void **)
{
    static const char *const CORNER[7] = { "1111111", "1000001", "1011101", "1011101",
        "1011101", "1000001", "1111111" };
    struct qr q;

    assert_int_equal(qr_make(arena, "BCD\n002\n1\nSCT\n", &q), OK);
    for (size_t y = 0; y < 7; y++) {
        assert_memory_equal(q.row[y], CORNER[y], 7);
        assert_memory_equal(q.row[y] + q.side - 7, CORNER[y], 7);
        assert_memory_equal(q.row[q.side - 7 + y], CORNER[y], 7);
    }
    for (size_t x = 8; x < q.side - 8; x++)
        assert_int_equal(dark(&q, x, 6), x % 2 == 0);
    for (size_t y = 0; y < q.side; y++)
        assert_int_equal(strlen(q.row[y]), q.side);
}

/* 2,331 bytes are the most at level M; a code of the largest size has 177 modules. */
static void
text_up_to_the_limit_has_room_and_no_more(void **)
{
    char text[2333];
    struct qr q;

    memset(text, 'x', sizeof text);
    text[2331] = '\0';
    assert_int_equal(qr_make(arena, text, &q), OK);
    assert_int_equal(q.side, 177);
    text[2331] = 'x';
    text[2332] = '\0';
    assert_int_equal(qr_make(arena, text, &q), ERR_LIMIT);
}

static void
nothing_has_no_code(void **)
{
    struct qr q;

    assert_int_equal(qr_make(arena, "", &q), ERR_INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        with_arena(a_scanner_reads_what_was_written),
        with_arena(corners_and_timing_stand_where_a_scanner_looks),
        with_arena(text_up_to_the_limit_has_room_and_no_more),
        with_arena(nothing_has_no_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
