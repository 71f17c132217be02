#include <string.h>

#include "render/reminder.h"
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

static const char *
say(const struct reminder *r, const char *source)
{
    struct template_row fields;
    struct template *t;
    struct buf out;
    const char *why;

    buf_init(&out, arena);
    assert_int_equal(reminder_fields(r, arena, &fields), OK);
    assert_int_equal(template_parse(&t, arena, TEMPLATE_TEXT, source, &why), OK);
    assert_int_equal(template_render(t, &fields, &out, &why), OK);
    return out.text;
}

static void
amounts_and_days_are_as_the_reader_writes_them(void **)
{
    struct reminder r;

    reminder_sample(&r, "de");
    assert_string_equal(say(&r, "{{total}}|{{oldest_due_on}}|{{today}}|{{days_late}}"),
        "1.690,00\u00a0€|31.01.2026|5. März 2026|33");
    r.locale = "en-US";
    assert_string_equal(
        say(&r, "{{total}}|{{oldest_due_on}}"), "€1,690.00|Jan 31, 2026");
}

static void
the_total_is_the_sum_of_what_the_lines_ask_for(void **)
{
    struct reminder r;
    int64_t total;

    reminder_sample(&r, "en-US");
    assert_int_equal(reminder_total(&r, &total), OK);
    assert_int_equal(total, 169000);
    assert_string_equal(
        say(&r, "{{#lines}}{{number}} {{amount}} {{open}}{{#partly}} partly{{/partly}}"
                "{{#is_fee}} fee{{/is_fee}}\n{{/lines}}{{total}} {{fee}} "
                "{{total_with_fee}}"),
        "R-1001 €1,250.00 €1,250.00\nR-1017 €980.50 €400.00 partly\n"
        "R-1001-F3 €40.00 €40.00 fee\n€1,690.00 €40.00 €1,730.00");
}

static void
what_is_not_late_says_so(void **)
{
    static const struct reminder_line LINE = { "R-1", 20500, 20520, -3, 100, 100,
        false };
    struct reminder r;

    reminder_sample(&r, "en");
    r.overdue = false;
    r.lines = &LINE;
    r.lines_n = 1;
    r.fee_minor = 0;
    r.contact = NULL;
    assert_string_equal(
        say(&r,
            "{{days_late}}{{#lines}}{{days_late}}{{#late}}!{{/late}}{{/lines}}"
            "{{#fee}}!{{/fee}}{{basis}}{{#single}}1{{/single}}{{#several}}!{{/several}}"
            "{{^contact}}nobody{{/contact}}{{^overdue}}soon{{/overdue}}"),
        "001nobodysoon");
}

static void
a_total_that_overflows_is_refused(void **)
{
    static const struct reminder_line LINES[] = {
        { "R-1", 20500, 20520, 1, INT64_MAX, INT64_MAX, false },
        { "R-2", 20500, 20520, 1, 1, 1, false },
    };
    struct template_row fields;
    struct reminder r;

    reminder_sample(&r, "en");
    r.lines = LINES;
    r.lines_n = 2;
    assert_int_equal(reminder_fields(&r, arena, &fields), ERR_INVALID);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(amounts_and_days_are_as_the_reader_writes_them),
        T(the_total_is_the_sum_of_what_the_lines_ask_for),
        T(what_is_not_late_says_so),
        T(a_total_that_overflows_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
