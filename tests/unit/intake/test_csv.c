#include <string.h>

#include "base/buf.h"
#include "intake/csv.h"
#include "tests/unit/test.h"

/* Rows as text: "1:a|b" a row with its line, "!why" behind a broken one. */
static struct arena *arena;
static struct buf got;

static enum err
note(void *ctx, const struct csv_row *row)
{
    (void)ctx;
    buf_fmt(&got, "%s%llu:", got.len ? " " : "", (unsigned long long)row->line_no);
    for (size_t i = 0; i < row->n; i++)
        buf_fmt(&got, "%s%s", i ? "|" : "", row->field[i]);
    if (row->broken)
        buf_fmt(&got, "!%s", row->broken);
    return OK;
}

/* Fed in pieces of that many bytes. */
static const char *
read_in(enum csv_encoding encoding, char delimiter, const char *text, size_t n,
    size_t piece)
{
    struct csv_in *in = csv_in_new(encoding, delimiter, note, NULL);
    enum err e = OK;

    arena_reset(arena);
    buf_init(&got, arena);
    for (size_t i = 0; !e && i < n; i += piece)
        e = csv_in_feed(in, text + i, n - i < piece ? n - i : piece);
    if (!e)
        e = csv_in_end(in);
    if (e)
        buf_fmt(&got, " %s: %s", err_name(e), csv_in_fault(in));
    csv_in_free(in);
    return got.text;
}

static void
reads(const char *text, const char *want)
{
    for (size_t piece = 1; piece <= strlen(text) + 1; piece++)
        assert_string_equal(read_in(CSV_UTF8, ',', text, strlen(text), piece), want);
}

static int
start(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int
stop(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void
rows_come_one_by_one_whatever_their_line_ends(void **state)
{
    (void)state;
    reads("a,b\nc,d\n", "1:a|b 2:c|d");
    reads("a,b\r\nc,d", "1:a|b 2:c|d");
    reads("a,b\rc,d\r", "1:a|b 2:c|d");
    reads("", "");
}

static void
blank_lines_are_no_rows_but_count(void **state)
{
    (void)state;
    reads("a,b\n\n\nc,d\n", "1:a|b 4:c|d");
    reads("a,b\r\n\r\nc,d\r\n", "1:a|b 3:c|d");
    reads(",\n", "1:|");
}

static void
quotes_keep_delimiters_line_ends_and_quotes(void **state)
{
    (void)state;
    reads("\"a,\"\"b\"\"\",\"c\nd\"\ne,f\n", "1:a,\"b\"|c\nd 3:e|f");
}

static void
a_stray_quote_breaks_its_line_only(void **state)
{
    (void)state;
    reads("a,b\nc \"x\" d,e\nf,g\n",
        "1:a|b 2:!has a quote inside a field that is not quoted 3:f|g");
}

static void
a_quote_that_never_closes_breaks_the_rest(void **state)
{
    (void)state;
    reads("a,b\n\"c,d\n", "1:a|b 2:!has a quote that is never closed");
}

static void
a_byte_order_mark_is_no_part_of_the_first_name(void **state)
{
    (void)state;
    reads("\xef\xbb\xbf"
          "a,b\n",
        "1:a|b");
}

static void
letters_are_read_as_the_profile_says(void **state)
{
    static const char text[] = "M\xfcller;\x80\n";

    (void)state;
    assert_string_equal(
        read_in(CSV_WINDOWS_1252, ';', text, strlen(text), 3), "1:Müller|€");
    assert_string_equal(read_in(CSV_UTF8, ';', text, strlen(text), 3),
        "1:!is not valid UTF-8: does the profile name the right encoding?");
    assert_string_equal(read_in(CSV_WINDOWS_1252, ';', "\x81\n", 2, 1),
        "1:!has a byte that is no character of windows-1252");
}

static void
another_encoding_altogether_is_said_at_once(void **state)
{
    (void)state;
    assert_string_equal(read_in(CSV_UTF8, ',',
                            "\xff\xfe"
                            "a\0b\0",
                            6, 1),
        " invalid: the file is UTF-16: save it as UTF-8");
    assert_string_equal(read_in(CSV_WINDOWS_1252, ',',
                            "\xef\xbb\xbf"
                            "a",
                            4, 4),
        " invalid: the file is UTF-8, the profile says windows-1252");
}

static void
a_row_reads_back_from_its_text(void **state)
{
    static const char *const fields[] = { "a", "b,c", "d\"e", "f\ng", "" };
    const struct csv_row row = { .line_no = 1, .n = 5, .field = fields };
    char *text;

    (void)state;
    text = csv_row_text(arena, &row, ',');
    assert_string_equal(text, "a,\"b,c\",\"d\"\"e\",\"f\ng\",");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
    const struct CMUnitTest tests[] = {
        T(rows_come_one_by_one_whatever_their_line_ends),
        T(blank_lines_are_no_rows_but_count),
        T(quotes_keep_delimiters_line_ends_and_quotes),
        T(a_stray_quote_breaks_its_line_only),
        T(a_quote_that_never_closes_breaks_the_rest),
        T(a_byte_order_mark_is_no_part_of_the_first_name),
        T(letters_are_read_as_the_profile_says),
        T(another_encoding_altogether_is_said_at_once),
        T(a_row_reads_back_from_its_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
