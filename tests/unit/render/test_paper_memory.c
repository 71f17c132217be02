#include "tests/unit/test.h"

#include <malloc.h>
#include <stdio.h>

#include "render/letter.h"

/* What the heap has in use; a sanitizer's heap tells nothing, and has its own eyes. */
static size_t
in_use(void)
{
    return mallinfo2().uordblks + mallinfo2().hblkhd;
}

static struct arena *arena;

static const struct paper_head head = { .name = "Example Trading Ltd",
    .address = "1 High Street",
    .footer = "",
    .iban = "",
    .bic = "" };

static const char *const reader[] = { "Παπαδόπουλος Α.Ε.", "Οδός Ερμού 12",
    "105 63 Αθήνα" };

static void
letters(struct paper *p,
    size_t (*how)(struct paper *, struct arena *, const struct letter *), int from,
    int n)
{
    for (int i = from; i < from + n; i++) {
        struct letter l = { .c = { .head = &head,
                                .name = reader[0],
                                .number = arena_fmt(arena, "C-%d", i),
                                .to = reader,
                                .to_n = 3,
                                .locale = "el",
                                .language = "el",
                                .currency = "EUR",
                                .today = 20000 + i % 300 },
            .subject = arena_fmt(arena, "Υπενθύμιση %d", i),
            .text = arena_fmt(
                arena, "Invoice %d of %d is open.\n\nمرحبا %d 期日", i, i * 7, i) };

        how(p, arena, &l);
        arena_reset(arena);
    }
}

/* Bytes that each of a thousand letters leaves behind, once fonts are warm. */
static size_t
each(size_t (*how)(struct paper *, struct arena *, const struct letter *), FILE *f)
{
    struct arena *own = arena_new();
    struct paper *p;
    size_t before, after;

    assert_int_equal(paper_open_file(&p, own, f, "t", "a", 0), OK);
    letters(p, how, 0, 300);
    before = in_use();
    letters(p, how, 300, 1000);
    after = in_use();
    assert_int_equal(paper_close(p, NULL), OK);
    arena_free(own);
    return after > before ? (after - before) / 1000 : 0;
}

static void
letters_that_are_counted_leave_nothing(void **)
{
    size_t n = each(letter_count, NULL);

    assert_in_range(n, 0, 64);
}

static void
letters_that_are_drawn_leave_their_place_in_the_file(void **)
{
    FILE *f = fopen("/dev/null", "we");
    size_t n = each(letter_add, f);

    fclose(f);
    assert_in_range(n, 0, 256);
}

/* A file of somebody else's: a letter with fonts of its own. */
static struct buf
foreign(void)
{
    struct paper *p;
    struct buf b;

    buf_init(&b, arena_new());
    assert_int_equal(paper_open(&p, &b, "t", "a", 0), OK);
    letters(p, letter_add, 0, 1);
    assert_int_equal(paper_close(p, NULL), OK);
    return b;
}

static void
files_that_are_looked_at_leave_nothing(void **)
{
    struct buf pdf = foreign();
    size_t before = 0, pages;
    const char *why;

    for (int i = 0; i < 220; i++) {
        if (i == 20)
            before = in_use();
        assert_int_equal(paper_file_pages(pdf.text, pdf.len, &pages, &why), OK);
        assert_int_equal(pages, 1);
    }
    assert_true(in_use() < before + 200 * 1024);
    arena_free(pdf.arena);
}

enum { PARTS = 12, FILES = 20 };

/* now[k]: bytes in use when part k has all its files. */
static size_t
draw_parts(const struct buf *pdf, FILE *whole, size_t now[static PARTS])
{
    struct arena *whole_arena = arena_new();
    struct paper_join *j = paper_join_open(whole_arena, whole);
    size_t pages = 0;

    for (int k = 0; k < PARTS; k++) {
        struct arena *own = arena_new();
        FILE *part = tmpfile();
        struct paper *p;
        size_t n;
        const char *why;

        assert_int_equal(paper_open_file(&p, own, part, "t", "a", 0), OK);
        for (int i = 0; i < FILES; i++)
            assert_int_equal(paper_add_file(p, pdf->text, pdf->len, &why), OK);
        now[k] = in_use();
        assert_int_equal(paper_close(p, &n), OK);
        assert_int_equal(paper_join_add(j, part), OK);
        fclose(part);
        arena_free(own);
        pages += n;
    }
    assert_int_equal(paper_join_close(j), OK);
    arena_free(whole_arena);
    return pages;
}

/* What is enclosed brings its fonts, and they go with their part, but for so many that
 * cairo keeps for the next. */
static void
what_is_enclosed_takes_the_memory_of_one_part(void **)
{
    struct buf pdf = foreign();
    FILE *f = tmpfile();
    size_t before = in_use(), now[PARTS];

    assert_int_equal(draw_parts(&pdf, f, now), PARTS * FILES);
    assert_true(ftell(f) > 0);
    assert_true(now[PARTS - 1] <= now[1] + (now[0] - before) / 2);
    fclose(f);
    arena_free(pdf.arena);
}

static int
begin(void **)
{
    arena = arena_new();
    return 0;
}

static int
end(void **)
{
    arena_free(arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_that_are_counted_leave_nothing),
        cmocka_unit_test(letters_that_are_drawn_leave_their_place_in_the_file),
        cmocka_unit_test(files_that_are_looked_at_leave_nothing),
        cmocka_unit_test(what_is_enclosed_takes_the_memory_of_one_part),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
