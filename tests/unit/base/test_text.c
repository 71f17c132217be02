#include "tests/unit/base/help.h"

#include <string.h>
#include <unicode/ustring.h>

#include "base/text.h"

/* ICU is the judge. */
static bool
icu_reads(const char *s, int32_t n)
{
    UChar wide[64];
    UErrorCode rc = U_ZERO_ERROR;
    int32_t len;

    u_strFromUTF8(wide, 64, &len, s, n, &rc);
    return U_SUCCESS(rc);
}

static void
utf8_is_judged_as_icu_judges_it(void **)
{
    static const unsigned char EDGES[] = { 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0,
        0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1,
        0xf3, 0xf4, 0xf5, 0xff };

    for (int i = 0; i < 300000; i++) {
        char s[6];
        size_t n = 1 + next_random() % sizeof s;

        for (size_t k = 0; k < n; k++)
            s[k] = (char)EDGES[next_random() % sizeof EDGES];
        assert_int_equal(text_is_utf8(s, n), icu_reads(s, (int32_t)n));
    }
    assert_true(text_is_utf8("", 0));
}

static void
blanks_of_every_kind_are_trimmed(void **)
{
    assert_string_equal(text_trim(arena, "  a b\t\r\n"), "a b");
    assert_string_equal(
        text_trim(arena, "\xef\xbb\xbf\xc2\xa0x\xe2\x80\xaf \xc2\xa0"), "x");
    assert_string_equal(text_trim(arena, " \n "), "");
    assert_string_equal(text_trim(arena, ""), "");
    assert_string_equal(text_trim(arena, "\xc3\xa0"), "\xc3\xa0");
}

static void
a_control_byte_is_seen(void **)
{
    assert_true(text_has_control("a\nb", 3));
    assert_true(text_has_control("a\0b", 3));
    assert_true(text_has_control("\x7f", 1));
    assert_false(text_has_control("Zo\xc3\xab", 4));
}

static void
letters_compare_without_case(void **)
{
    assert_true(text_eq_nocase("Content-TYPE", "content-type"));
    assert_false(text_eq_nocase("a", "ab"));
    assert_false(text_eq_nocase("ab", "a"));
    assert_false(text_eq_nocase("[", "{"));
    assert_true(text_eq_nocase(NULL, NULL));
    assert_false(text_eq_nocase(NULL, ""));
    assert_true(text_eq("a", "a"));
    assert_false(text_eq("a", NULL));
    assert_true(text_starts("https://x", "https://"));
    assert_false(text_starts("http", "https"));
}

static void
a_copy_never_splits_a_character(void **)
{
    const char *src = "a\xc3\xab\xe2\x82\xac\xf0\x9f\x90\xa6z";

    for (size_t size = 1; size <= strlen(src) + 2; size++) {
        char dst[16];

        memset(dst, 'x', sizeof dst);
        assert_int_equal(text_copy(dst, size, src), size > strlen(src));
        assert_true(strlen(dst) < size);
        assert_true(text_is_utf8(dst, strlen(dst)));
        assert_memory_equal(dst, src, strlen(dst));
    }
}

static void
numbers_are_read_whole_or_not_at_all(void **)
{
    static const char *const WRONG[] = { "", " 1", "1 ", "+1", "1x", "0x1", "-", "--1",
        "18446744073709551616", "99999999999999999999" };
    uint64_t u = 42;
    int64_t i = 42;

    for (size_t k = 0; k < sizeof WRONG / sizeof *WRONG; k++) {
        assert_int_equal(text_u64(WRONG[k], &u), ERR_INVALID);
        assert_int_equal(text_i64(WRONG[k], &i), ERR_INVALID);
    }
    assert_int_equal(text_u64("-1", &u), ERR_INVALID);
    assert_int_equal(text_i64("9223372036854775808", &i), ERR_INVALID);
    assert_int_equal(u, 42);
    assert_int_equal(i, 42);
    assert_int_equal(text_u64("18446744073709551615", &u), OK);
    assert_true(u == UINT64_MAX);
    assert_int_equal(text_i64("-9223372036854775808", &i), OK);
    assert_int_equal(i, INT64_MIN);
}

static void
mail_addresses_that_could_carry_more_are_refused(void **)
{
    static const char *const RIGHT[] = { "a@b.example",
        "first.last+tag@sub.a-b.example", "zo\xc3\xab@b.example", "root@localhost",
        "o'neil@b.example" };
    static const char *const WRONG[] = { "", "a", "@b.example", "a@", "a@b",
        "a@b@c.example", "a b@c.example", "a@b.example\n",
        "a@b.example\r\nBcc: x@y.example", "a,b@c.example", "<a@b.example>",
        "a@-b.example", "a@b-.example", "a@b..example", "a@.b.example", "a@b.example.",
        ".a@b.example", "a.@b.example", "a..b@c.example", "a;b@c.example",
        "\"a\"@b.example", "a@b.ex\xc3\xa4mple", "a\xff@b.example" };
    char tall[300];

    for (size_t i = 0; i < sizeof RIGHT / sizeof *RIGHT; i++)
        assert_true(text_is_email(RIGHT[i]));
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_false(text_is_email(WRONG[i]));
    memset(tall, 'a', sizeof tall);
    memcpy(tall + sizeof tall - 12, "@b.example", 11);
    assert_false(text_is_email(tall));
}

static void
html_and_addresses_are_escaped(void **)
{
    struct buf b;

    buf_init(&b, arena);
    text_html(&b, "<a href=\"x\">O'Neil & Co</a>");
    assert_string_equal(
        b.text, "&lt;a href=&quot;x&quot;&gt;O&#39;Neil &amp; Co&lt;/a&gt;");
    buf_truncate(&b, 0);
    text_html(&b, "plain");
    assert_string_equal(b.text, "plain");
    buf_truncate(&b, 0);
    text_url(&b, "a b/\xc3\xab?&-._~Z9");
    assert_string_equal(b.text, "a%20b%2F%C3%AB%3F%26-._~Z9");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        with_arena(utf8_is_judged_as_icu_judges_it),
        with_arena(blanks_of_every_kind_are_trimmed),
        cmocka_unit_test(a_control_byte_is_seen),
        cmocka_unit_test(letters_compare_without_case),
        cmocka_unit_test(a_copy_never_splits_a_character),
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
        cmocka_unit_test(mail_addresses_that_could_carry_more_are_refused),
        with_arena(html_and_addresses_are_escaped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
