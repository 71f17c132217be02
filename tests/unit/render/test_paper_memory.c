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
    };

    return cmocka_run_group_tests(tests, begin, end);
}
