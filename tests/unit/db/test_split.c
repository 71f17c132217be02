#include <stdio.h>
#include <string.h>

#include "db/split.h"
#include "tests/unit/test.h"

static char got[1024];

/* The statements of a script, each in brackets. */
static const char *
split(const char *script)
{
    struct split s = { .rest = script };
    struct split_statement st;
    size_t n = 0;

    got[0] = '\0';
    while (split_next(&s, &st))
        n += (size_t)snprintf(got + n, sizeof got - n, "[%.*s]", (int)st.n, st.text);
    return got;
}

static void
statements_end_at_a_semicolon(void **)
{
    assert_string_equal(split("a; b ;\n c"), "[a][b][c]");
    assert_string_equal(split(""), "");
    assert_string_equal(split(" ;; \n;"), "");
}

static void
a_semicolon_in_quotes_is_text(void **)
{
    assert_string_equal(split("a ';' b; c"), "[a ';' b][c]");
    assert_string_equal(split("a \"x;\" `y;`; c"), "[a \"x;\" `y;`][c]");
    assert_string_equal(split("a 'it''s; ok'; b"), "[a 'it''s; ok'][b]");
    assert_string_equal(split("a 'it\\'s; ok'; b"), "[a 'it\\'s; ok'][b]");
    assert_string_equal(split("a `back\\`; b"), "[a `back\\`][b]");
    assert_string_equal(split("a 'never; closed"), "[a 'never; closed]");
}

static void
a_semicolon_in_a_comment_is_none(void **)
{
    assert_string_equal(split("a -- x; y\n b; c"), "[a -- x; y\n b][c]");
    assert_string_equal(split("a # x;\n b; c"), "[a # x;\n b][c]");
    assert_string_equal(split("a /* x; ' */ b; c"), "[a /* x; ' */ b][c]");
    assert_string_equal(split("a --1; b"), "[a --1][b]");
}

static void
comments_alone_are_no_statement(void **)
{
    assert_string_equal(split("-- why\n-- locks\na;\n-- the end\n"), "[a]");
    assert_string_equal(split("/* x */ # y\n"), "");
    assert_string_equal(split("a -- trailing"), "[a]");
    assert_string_equal(split("--\na"), "[a]");
}

static void
a_version_comment_is_code(void **)
{
    assert_string_equal(split("/*!40101 SET x */; a"), "[/*!40101 SET x */][a]");
    assert_string_equal(split("/*M! x */;"), "[/*M! x */]");
}

static void
a_delimiter_line_lets_a_trigger_hold_semicolons(void **)
{
    assert_string_equal(
        split("a;\nDELIMITER //\nCREATE TRIGGER t BEGIN x; y; END//\nDELIMITER ;\nb;"),
        "[a][CREATE TRIGGER t BEGIN x; y; END][b]");
}

static void
lines_count_from_one(void **)
{
    const char *script = "a;\n\nb;";

    assert_int_equal(split_line(script, script), 1);
    assert_int_equal(split_line(script, strchr(script, 'b')), 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements_end_at_a_semicolon),
        cmocka_unit_test(a_semicolon_in_quotes_is_text),
        cmocka_unit_test(a_semicolon_in_a_comment_is_none),
        cmocka_unit_test(comments_alone_are_no_statement),
        cmocka_unit_test(a_version_comment_is_code),
        cmocka_unit_test(a_delimiter_line_lets_a_trigger_hold_semicolons),
        cmocka_unit_test(lines_count_from_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
