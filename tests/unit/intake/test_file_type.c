#include <string.h>

#include "intake/file_type.h"
#include "tests/unit/test.h"

static struct arena *arena;

static int
setup(void **)
{
    arena = arena_new();
    return 0;
}

static int
teardown(void **)
{
    arena_free(arena);
    return 0;
}

static enum err
look(const char *bytes, size_t n, const char **media)
{
    const struct file_type *t = NULL;
    enum err e = file_type_of(arena, bytes, n, &t, media);

    if (!e)
        *media = t->media;
    return e;
}

static void
content_says_what_a_file_is(void **)
{
    static const struct {
        const char *bytes, *media;
        size_t n;
    } all[] = {
        { "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "application/pdf", 26 },
        { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0", "image/png", 29 },
        { "\xff\xd8\xff\xe0\0\20JFIF\0\1\1\0\0\1\0\1\0\0", "image/jpeg", 20 },
        { "Invoice 12 was paid on Monday.\n", "text/plain", 31 },
        { "PK\003\004\024\000\000\000\000\000\221x|]\206\246\0206\005\000\000"
          "\000\005\000\000\000\001\000\000\000ahelloPK\001\002\024\003\024\000"
          "\000\000\000\000\221x|]\206\246\0206\005\000\000\000\005\000\000\000"
          "\001\000\000\000\000\000\000\000\000\000\000\000\200\001\000\000\000"
          "\000aPK\005\006\000\000\000\000\001\000\001\000/\000\000\000$\000"
          "\000\000\000\000",
            "application/zip", 105 },
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const char *media = NULL;

        assert_int_equal(look(all[i].bytes, all[i].n, &media), OK);
        assert_string_equal(media, all[i].media);
    }
}

static void
what_a_browser_or_a_shell_would_run_is_refused(void **)
{
    static const struct {
        const char *bytes, *media;
        size_t n;
    } all[] = {
        { "<!DOCTYPE html><html><script>alert(1)</script></html>", "text/html", 53 },
        { "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "image/svg+xml", 62 },
        { "#!/bin/sh\nrm -rf /\n", "text/x-shellscript", 19 },
        { "\x7f"
          "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0",
            "application/x-executable", 24 },
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const char *media = NULL;

        assert_int_equal(look(all[i].bytes, all[i].n, &media), ERR_INVALID);
        assert_string_equal(media, all[i].media);
    }
}

static void
assert_name(const char *given, const char *media, const char *want)
{
    assert_string_equal(file_type_name(arena, given, media), want);
}

static void
a_name_ends_in_what_the_file_is(void **)
{
    assert_name("scan.pdf", "application/pdf", "scan.pdf");
    assert_name("SCAN.PDF", "application/pdf", "SCAN.PDF");
    assert_name("photo.jpeg", "image/jpeg", "photo.jpeg");
    assert_name("evil.html", "text/plain", "evil.html.txt");
    assert_name("list.csv", "text/plain", "list.csv");
    assert_name("no extension", "image/png", "no extension.png");
    assert_name("report.2026", "application/pdf", "report.2026.pdf");
    assert_name("anything.xyz", "", "anything.xyz");
}

static void
a_name_holds_no_path_and_no_control_byte(void **)
{
    char longest[400];

    assert_name("../../etc/passwd", "text/plain", "passwd.txt");
    assert_name("C:\\Users\\me\\x.pdf", "application/pdf", "x.pdf");
    assert_name("a\r\nb: c.pdf", "application/pdf", "ab: c.pdf");
    assert_name("", "application/pdf", "file.pdf");
    assert_name("..", "application/pdf", "file.pdf");
    assert_name("/", "", "file");
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_in_range(
        strlen(file_type_name(arena, longest, "application/pdf")), 240, 250);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(content_says_what_a_file_is, setup, teardown),
        cmocka_unit_test_setup_teardown(
            what_a_browser_or_a_shell_would_run_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_name_ends_in_what_the_file_is, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_name_holds_no_path_and_no_control_byte, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
