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
        say(&r,
            "{{days_late}}{{#lines}}{{days_late}}{{#late}}!{{/late}}{{/lines}}"
            "{{#fee}}!{{/fee}}{{#basis}}!{{/basis}}{{#also}}!{{/also}}{{overdue_total}}"
            "{{^overdue}}soon{{/overdue}}"),
        "00€0.00soon");
    assert_string_equal(say(&r, "{{contact_name}}"), "Müller \"Söhne\" <Basel>");
}

static void
the_letterhead_and_a_persons_words_stand_line_by_line(void **)
{
    struct reminder r;

    reminder_sample(&r, "en");
    r.subject = "Hello";
    r.message = "One\ntwo\n\n\nthree";
    assert_string_equal(say(&r, "{{company_iban}}|{{company_bic}}|"
                                "{{#address_lines}}[{{line}}]{{/address_lines}}"),
        "DE89 3704 0044 0532 0130 00|COBADEFFXXX|"
        "[Example Ltd & Co][High Street 1][1000 Town]");
    assert_string_equal(
        say(&r,
            "{{subject}}:{{#paragraphs}}<{{#rows}}({{row}}){{/rows}}>{{/paragraphs}}"),
        "Hello:<(One)(two)><(three)>");
    r.logo = "javascript:alert(1)";
    assert_string_equal(say(&r, "{{^company_logo}}none{{/company_logo}}"), "none");
}

static struct template_fault *
check(const struct reminder *shape, const char *source, size_t *n)
{
    struct template_row fields;
    struct template_fault *faults;
    struct template *t;
    const char *why;

    assert_int_equal(reminder_fields(shape, arena, &fields), OK);
    assert_int_equal(template_parse(&t, arena, TEMPLATE_TEXT, source, &why), OK);
    *n = template_check(t, &fields, arena, &faults);
    return faults;
}

/* Whatever the message turns out to hold: also in sections that a trial leaves out. */
static void
every_name_that_is_not_known_is_told_with_its_line(void **)
{
    struct template_fault *f;
    struct reminder r;
    size_t n;

    reminder_sample(&r, "en");
    f = check(&r,
        "Dear {{contact_nam}},\n{{^overdue}}\n{{lines}}\n{{/overdue}}\n"
        "{{#lines}}{{numbr}} {{total}}{{/lines}}\n{{#typo}}x{{/typo}}",
        &n);
    assert_int_equal(n, 4);
    assert_int_equal(f[0].line, 1);
    assert_string_equal(f[0].message, "there is no field {{contact_nam}}");
    assert_int_equal(f[1].line, 3);
    assert_string_equal(f[1].message, "{{lines}} is a section, not a text");
    assert_int_equal(f[2].line, 5);
    assert_string_equal(f[2].message, "there is no field {{numbr}}");
    assert_int_equal(f[3].line, 6);
    check(&r, "{{#lines}}{{number}}{{/lines}} {{total}}", &n);
    assert_int_equal(n, 0);
}

static void
what_may_be_empty_has_to_be_asked_for(void **)
{
    struct template_fault *f;
    struct reminder r;
    size_t n;

    reminder_sample(&r, "en");
    f = check(&r, "\nIBAN {{company_iban}}", &n);
    assert_int_equal(n, 1);
    assert_int_equal(f[0].line, 2);
    assert_string_equal(f[0].message, "{{company_iban}} may be empty: put it between "
                                      "{{#company_iban}} and {{/company_iban}}");
    check(&r, "{{#company_iban}}{{company_iban}}{{/company_iban}}", &n);
    assert_int_equal(n, 0);
    check(&r, "{{^company_iban}}{{company_iban}}{{/company_iban}}", &n);
    assert_int_equal(n, 1);
    check(&r, "{{subject}}", &n);
    assert_int_equal(n, 1);
    r.subject = r.message = "x";
    check(&r, "{{subject}}{{#paragraphs}}{{#rows}}{{row}}{{/rows}}{{/paragraphs}}", &n);
    assert_int_equal(n, 0);
}

static void
nothing_is_ever_left_blank(void **)
{
    struct template_row fields;
    struct template *t;
    struct buf out;
    struct reminder r;
    const char *why;

    reminder_sample(&r, "en");
    r.customer_number = "";
    buf_init(&out, arena);
    assert_int_equal(reminder_fields(&r, arena, &fields), OK);
    assert_int_equal(
        template_parse(&t, arena, TEMPLATE_TEXT, "a\nNo. {{customer_number}}", &why),
        OK);
    assert_int_equal(template_render(t, &fields, &out, &why), ERR_INVALID);
    assert_string_equal(why, "line 2: there is nothing to put for {{customer_number}}");
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
        T(the_letterhead_and_a_persons_words_stand_line_by_line),
        T(every_name_that_is_not_known_is_told_with_its_line),
        T(what_may_be_empty_has_to_be_asked_for),
        T(nothing_is_ever_left_blank),
        T(a_total_that_overflows_is_refused),
        T(a_part_of_html_becomes_a_page_and_a_page_stays_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
