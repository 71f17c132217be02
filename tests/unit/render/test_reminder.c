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
    assert_string_equal(
        say(&r, "{{total}}|{{oldest_due_on}}|{{today}}|{{pay_by}}|{{days_late}}"),
        "1.690,00\u00a0€|31.01.2026|5. März 2026|12. März 2026|33");
    r.locale = "en-US";
    assert_string_equal(
        say(&r, "{{total}}|{{oldest_due_on}}"), "€1,690.00|Jan 31, 2026");
}

static void
the_total_is_the_sum_of_what_the_lines_ask_for(void **)
{
    static const char LINE[] =
        "{{number}} {{amount}} {{open}}{{#partly}} partly{{/partly}}"
        "{{#is_fee}} fee{{/is_fee}}\n";
    struct reminder r;
    int64_t total;

    reminder_sample(&r, "en-US");
    assert_int_equal(reminder_total(&r, &total), OK);
    assert_int_equal(total, 169000);
    assert_string_equal(
        say(&r, arena_fmt(arena, "{{#lines}}%s{{/lines}}and {{#also}}%s{{/also}}", LINE,
                    LINE)),
        "R-1001 €1,250.00 €1,250.00\nR-1017 €980.50 €400.00 partly\n"
        "and R-1001-F3 €40.00 €40.00 fee\n");
    assert_string_equal(
        say(&r, "{{total}} {{overdue_total}} {{fee}} {{total_with_fee}} {{count}}"),
        "€1,690.00 €1,690.00 €40.00 €1,730.00 3");
}

static void
what_is_not_late_says_so(void **)
{
    static const struct reminder_line LINE = { "R-1", 20500, 20520, -3, 100, 100, false,
        false };
    struct reminder r;

    reminder_sample(&r, "en");
    r.overdue = false;
    r.lines = &LINE;
    r.lines_n = 1;
    r.fee_minor = 0;
    r.contact = NULL;
    assert_string_equal(
        say(&r, "{{days_late}}{{#lines}}{{days_late}}{{#late}}!{{/late}}{{/lines}}"
                "{{#fee}}!{{/fee}}{{basis}}{{#also}}!{{/also}}{{overdue_total}}"
                "{{^overdue}}soon{{/overdue}}"),
        "00€0.00soon");
    assert_string_equal(say(&r, "{{contact_name}}"), "Müller \"Söhne\" <Basel>");
}

static void
a_total_that_overflows_is_refused(void **)
{
    static const struct reminder_line LINES[] = {
        { "R-1", 20500, 20520, 1, INT64_MAX, INT64_MAX, false, false },
        { "R-2", 20500, 20520, 1, 1, 1, false, false },
    };
    struct template_row fields;
    struct reminder r;

    reminder_sample(&r, "en");
    r.lines = LINES;
    r.lines_n = 2;
    assert_int_equal(reminder_fields(&r, arena, &fields), ERR_INVALID);
}

static void
a_part_of_html_becomes_a_page_and_a_page_stays_one(void **)
{
    struct buf out;

    buf_init(&out, arena);
    reminder_page(&out, "de", "A & <b>", "<p>x</p>");
    assert_non_null(strstr(out.text, "<html lang=\"de\">"));
    assert_non_null(strstr(out.text, "<title>A &amp; &lt;b&gt;</title>"));
    assert_non_null(strstr(out.text, "<main>\n<p>x</p>\n</main>"));
    assert_non_null(strstr(out.text, "prefers-color-scheme:dark"));
    buf_init(&out, arena);
    reminder_page(&out, "de", "x", " <!DOCTYPE HTML><p>y</p>");
    assert_string_equal(out.text, " <!DOCTYPE HTML><p>y</p>");
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
        T(a_part_of_html_becomes_a_page_and_a_page_stays_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
