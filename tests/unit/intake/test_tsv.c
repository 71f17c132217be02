#include "tests/unit/test.h"

#include <string.h>

#include "intake/tsv.h"

enum { VALUES = 3, LINE__SIZE = 100 };

static char line[LINE__SIZE];
static char *values[VALUES];

static enum err
split(const char *text)
{
    size_t n = strlen(text);

    assert_true(n < sizeof line);
    memcpy(line, text, n + 1);
    return tsv_split(line, values, VALUES);
}

static void
values_stand_between_tabs(void **)
{
    assert_int_equal(split("one\ttwo words\t3\n"), OK);
    assert_string_equal(values[0], "one");
    assert_string_equal(values[1], "two words");
    assert_string_equal(values[2], "3");
}

static void
an_empty_value_is_no_null(void **)
{
    assert_int_equal(split("\t\\N\t"), OK);
    assert_string_equal(values[0], "");
    assert_null(values[1]);
    assert_string_equal(values[2], "");
}

static void
escapes_name_the_bytes_that_divide(void **)
{
    assert_int_equal(split("a\\tb\t\\\\N\tline\\nline\n"), OK);
    assert_string_equal(values[0], "a\tb");
    assert_string_equal(values[1], "\\N");
    assert_string_equal(values[2], "line\nline");
}

static void
an_unknown_escape_is_refused(void **)
{
    assert_int_equal(split("a\tb\\x\tc"), ERR_INVALID);
    assert_int_equal(split("a\tb\tc\\"), ERR_INVALID);
    assert_int_equal(split("a\t\\Nb\tc"), ERR_INVALID);
}

static void
too_few_and_too_many_values_are_refused(void **)
{
    assert_int_equal(split("a\tb\n"), ERR_INVALID);
    assert_int_equal(split("a\tb\tc\td\n"), ERR_INVALID);
    assert_int_equal(split("a\tb\t\\N\td\n"), ERR_INVALID);
    assert_int_equal(split(""), ERR_INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_stand_between_tabs),
        cmocka_unit_test(an_empty_value_is_no_null),
        cmocka_unit_test(escapes_name_the_bytes_that_divide),
        cmocka_unit_test(an_unknown_escape_is_refused),
        cmocka_unit_test(too_few_and_too_many_values_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
