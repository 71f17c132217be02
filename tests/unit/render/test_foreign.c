#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "render/foreign.h"
#include "render/paper.h"

/*
 * Other people's files, sound and not, read by a process of its own: this program once
 * more, see main. What each is comes from its objects, written by hand.
 */
static struct arena *arena;

enum { OBJECTS__MAX = 256 };

static struct buf
file_of(const char *const *object, size_t n, const char *trailer)
{
    struct buf b;
    size_t at[OBJECTS__MAX], xref;

    buf_init(&b, arena);
    buf_text(&b, "%PDF-1.4\n");
    for (size_t k = 0; k < n; k++) {
        at[k] = b.len;
        buf_fmt(&b, "%zu 0 obj\n%s\nendobj\n", k + 1, object[k]);
    }
    xref = b.len;
    buf_fmt(&b, "xref\n0 %zu\n0000000000 65535 f \n", n + 1);
    for (size_t k = 0; k < n; k++)
        buf_fmt(&b, "%010zu 00000 n \n", at[k]);
    buf_fmt(&b, "trailer\n<< /Size %zu /Root 1 0 R %s >>\nstartxref\n%zu\n%%%%EOF\n",
        n + 1, trailer, xref);
    return b;
}
#define FILE_OF(trailer, ...)                     \
    file_of((const char *const[]){ __VA_ARGS__ }, \
        sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *), trailer)

static const char CATALOG[] = "<< /Type /Catalog /Pages 2 0 R >>";
static const char ONE_PAGE[] = "<< /Type /Pages /Count 1 /Kids [3 0 R] >>";

static const char *
stream(const char *dictionary, const char *text)
{
    return arena_fmt(arena, "<< %s /Length %zu >>\nstream\n%s\nendstream", dictionary,
        strlen(text), text);
}

static const char *
page(const char *box, const char *resources)
{
    return arena_fmt(arena,
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s] /Contents 4 0 R /Resources << "
        "%s >> "
        ">>",
        box, resources);
}

static struct buf
sound(void)
{
    return FILE_OF("", CATALOG, ONE_PAGE, page("595 842", ""),
        stream("", "0 0 1 rg 40 40 200 200 re f"));
}

static enum err
look(const struct buf *pdf, size_t *pages, const char **why)
{
    *pages = 0;
    *why = NULL;
    return foreign_pages(&(const struct foreign){ pdf->text, pdf->len }, pages, why);
}

static void
refused(struct buf pdf, const char *reason)
{
    struct buf good = sound();
    const char *why;
    size_t pages;

    assert_int_equal(look(&pdf, &pages, &why), ERR_INVALID);
    assert_string_equal(why, reason);
    assert_int_equal(look(&good, &pages, &why), OK);
    assert_int_equal(pages, 1);
}

static const char BROKEN[] = "its file is broken";
static const char TOO_MUCH[] = "its file takes too much time or memory to draw";

static void
a_damaged_file_is_broken(void **)
{
    struct buf pdf = sound(), cut = sound();

    cut.len = 40;
    refused(cut, BROKEN);
    memset(pdf.text + 20, 'x', pdf.len - 40);
    refused(pdf, BROKEN);
    refused(FILE_OF("", CATALOG, "<< /Type /Pages /Count 0 /Kids [] >>"), BROKEN);
}

static void
a_locked_file_says_so(void **)
{
    const char *lock =
        "<< /Filter /Standard /V 1 /R 2 /P -4 "
        "/O <5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a> "
        "/U <a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5> "
        ">>";

    refused(FILE_OF("/Encrypt 5 0 R /ID [<00> <00>]", CATALOG, ONE_PAGE,
                page("595 842", ""), stream("", "0 0 9 9 re f"), lock),
        "its file is locked with a password");
}

/* Ten forms, each of which draws the next ten times. */
static void
a_file_without_an_end_is_stopped(void **)
{
    enum { FORMS = 10 };
    const char *object[4 + FORMS] = { CATALOG, ONE_PAGE,
        page("595 842", "/XObject << /F 5 0 R >>"), stream("", "/F Do") };

    for (int k = 0; k < FORMS; k++)
        object[4 + k] = stream(arena_fmt(arena,
                                   "/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
                                   "/Resources << /XObject "
                                   "<< /F %d 0 R >> >>",
                                   k + 1 < FORMS ? 6 + k : 5),
            k + 1 < FORMS
                ? "/F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do"
                : "0 0 9 9 re f");
    refused(file_of(object, 4 + FORMS, ""), TOO_MUCH);
}

/* A picture of 60,000 points each way, of some bytes. */
static void
a_picture_beyond_all_bounds_is_no_harm(void **)
{
    struct buf pdf = FILE_OF("", CATALOG, ONE_PAGE,
        page("595 842", "/XObject << /I 5 0 R >>"),
        stream("", "595 0 0 842 0 0 cm /I Do"),
        stream("/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace "
               "/DeviceRGB /BitsPerComponent 8",
            "abc"));
    struct buf good = sound();
    const char *why;
    size_t pages;
    enum err e = look(&pdf, &pages, &why);

    assert_true(e == OK || e == ERR_INVALID);
    assert_int_equal(look(&good, &pages, &why), OK);
}

/* A tree of pages, a form and a reference that lead back to themselves. */
static void
a_file_that_goes_round_ends(void **)
{
    struct buf form = FILE_OF("", CATALOG, ONE_PAGE,
        page("595 842", "/XObject << /F 5 0 R >>"), stream("", "/F Do"),
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << "
            "/F 5 0 R >> >>",
            "/F Do"));
    const char *why;
    size_t pages;

    refused(FILE_OF("", CATALOG, "<< /Type /Pages /Count 1 /Kids [2 0 R] >>"), BROKEN);
    refused(FILE_OF("", "1 0 R", "2 0 R"), BROKEN);
    assert_int_equal(look(&form, &pages, &why), OK);
    assert_int_equal(pages, 1);
}

static void
of_too_many_pages_only_the_number_is_told(void **)
{
    enum { N = FOREIGN_PAGES__MAX + 1 };
    const char *object[4 + N] = { CATALOG, NULL, "null", stream("", "0 0 9 9 re f") };
    struct buf kids, pdf;
    const char *why;
    size_t pages;

    buf_init(&kids, arena);
    for (int k = 0; k < N; k++) {
        buf_fmt(&kids, "%d 0 R ", 5 + k);
        object[4 + k] = page("595 842", "");
    }
    object[1] =
        arena_fmt(arena, "<< /Type /Pages /Count %d /Kids [%s] >>", N, kids.text);
    pdf = file_of(object, 4 + N, "");
    assert_int_equal(look(&pdf, &pages, &why), OK);
    assert_int_equal(pages, N);
}

static void
some_files_become_a_part(void **)
{
    struct buf pdf = sound();
    struct foreign file[3] = { { pdf.text, pdf.len }, { pdf.text, pdf.len },
        { pdf.text, pdf.len } };
    FILE *part = tmpfile(), *whole = tmpfile();
    struct paper_join *j = paper_join_open(arena, whole);
    const char *why;
    size_t pages;

    assert_int_equal(foreign_draw(file, 3, false, part, &pages, &why), OK);
    assert_int_equal(pages, 3);
    assert_int_equal(paper_join_add(j, part), OK);
    assert_int_equal(ftruncate(fileno(part), 0), 0);
    rewind(part);
    assert_int_equal(foreign_draw(file, 3, true, part, &pages, &why), OK);
    assert_int_equal(pages, 6);
    assert_int_equal(paper_join_add(j, part), OK);
    assert_int_equal(paper_join_close(j), OK);
    fclose(part);
    fclose(whole);
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
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_damaged_file_is_broken),
        cmocka_unit_test(a_locked_file_says_so),
        cmocka_unit_test(a_file_without_an_end_is_stopped),
        cmocka_unit_test(a_picture_beyond_all_bounds_is_no_harm),
        cmocka_unit_test(a_file_that_goes_round_ends),
        cmocka_unit_test(of_too_many_pages_only_the_number_is_told),
        cmocka_unit_test(some_files_become_a_part),
    };

    if (argc > 1 && strcmp(argv[1], FOREIGN_COMMAND) == 0)
        return foreign_child(argc - 1, argv + 1);
    return cmocka_run_group_tests(tests, begin, end);
}
