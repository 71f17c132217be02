#include <stdio.h>
#include <string.h>

#include "render/template.h"
#include "tests/unit/test.h"

static struct arena *arena;
static const char *why;

static const struct template_field LINE_A[] = {
    { .name = "number", .text = "R-1" },
    { .name = "open", .text = "5,00 €" },
};
static const struct template_field LINE_B[] = {
    { .name = "number", .text = "R-2" },
    { .name = "open", .text = "7,00 €" },
};
static const struct template_row LINES[] = { { LINE_A, 2 }, { LINE_B, 2 } };
static const struct template_field FIELDS[] = {
    { .name = "name", .text = "A & <B> \"C\" 'D'" },
    { .name = "empty", .text = "" },
    { .name = "t", .text = "t" },
    { .name = "link", .text = "https://ar.example/p/a?b=c&d=e" },
    { .name = "script", .text = "javascript:alert(1)" },
    { .name = "two_lines", .text = "one\r\ntwo" },
    { .name = "set", .kind = TEMPLATE_IS_FLAG, .flag = true },
    { .name = "unset", .kind = TEMPLATE_IS_FLAG },
    { .name = "none", .kind = TEMPLATE_IS_LIST },
    { .name = "lines", .kind = TEMPLATE_IS_LIST, .rows = LINES, .rows_n = 2 },
};
static const struct template_row TOP = { FIELDS, sizeof FIELDS / sizeof *FIELDS };

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
render(enum template_kind kind, const char *source)
{
    struct template *t;
    struct buf out;

    buf_init(&out, arena);
    if (template_parse(&t, arena, kind, source, &why) ||
        template_render(t, &TOP, &out, &why)) {
        assert_non_null(why);
        return NULL;
    }
    return out.text;
}

static void
fields_are_replaced_and_all_else_stays(void **)
{
    assert_string_equal(render(TEMPLATE_TEXT, "Hi {{name}}, {{ t }}{ }} {x}"),
        "Hi A & <B> \"C\" 'D', t{ }} {x}");
    assert_string_equal(render(TEMPLATE_TEXT, ""), "");
}

static void
a_section_repeats_for_each_row_and_finds_the_names_around(void **)
{
    assert_string_equal(
        render(TEMPLATE_TEXT, "{{#lines}}{{number}}={{open}}/{{t}};{{/lines}}"),
        "R-1=5,00 €/t;R-2=7,00 €/t;");
    assert_string_equal(
        render(TEMPLATE_TEXT, "{{#none}}x{{/none}}{{^none}}y{{/none}}"), "y");
}

static void
flags_and_texts_choose(void **)
{
    assert_string_equal(
        render(TEMPLATE_TEXT, "{{#set}}a{{/set}}{{^set}}b{{/set}}{{#unset}}c{{/unset}}"
                              "{{^unset}}d{{/unset}}{{#empty}}e{{/empty}}"
                              "{{^empty}}f{{/empty}}{{#name}}g{{/name}}"),
        "adfg");
}

static void
a_section_alone_on_its_line_takes_the_line_with_it(void **)
{
    assert_string_equal(
        render(TEMPLATE_TEXT, "a\n  {{#lines}}\n{{number}}\n{{/lines}}\r\n"
                              "{{! nothing }}\nz {{#set}}\ny{{/set}}\n"),
        "a\nR-1\nR-2\nz \ny\n");
}

static void
a_missing_field_is_an_error_that_names_the_line(void **)
{
    assert_null(render(TEMPLATE_TEXT, "a\nb {{missing}}"));
    assert_string_equal(why, "line 2: there is no field {{missing}}");
    assert_null(render(TEMPLATE_TEXT, "{{#missing}}{{/missing}}"));
    assert_null(render(TEMPLATE_TEXT, "{{number}}"));
    assert_null(render(TEMPLATE_TEXT, "{{lines}}"));
    assert_null(render(TEMPLATE_TEXT, "{{set}}"));
}

static void
an_empty_field_is_an_error_too(void **)
{
    assert_null(render(TEMPLATE_TEXT, "a\n{{empty}}"));
    assert_string_equal(why, "line 2: there is nothing to put for {{empty}}");
}

static void
what_is_not_well_formed_is_refused(void **)
{
    static const char *const BAD[] = { "{{name", "{{#set}}", "{{/set}}",
        "{{#set}}{{#lines}}{{/set}}{{/lines}}", "{{}}", "{{Name}}", "{{a b}}", "{{1a}}",
        "{{{name}}}", "\xff",
        "{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}" };

    for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++)
        assert_null(render(TEMPLATE_TEXT, BAD[k]));
}

static void
a_subject_stays_one_line_whatever_its_fields_hold(void **)
{
    assert_string_equal(render(TEMPLATE_LINE, "x {{two_lines}}"), "x one  two");
    assert_null(render(TEMPLATE_LINE, "a\r\nBcc: x"));
}

static void
html_escapes_between_tags_and_in_attributes(void **)
{
    assert_string_equal(
        render(TEMPLATE_HTML, "<p title=\"{{name}}\" lang='{{name}}'>{{name}}</p>"),
        "<p title=\"A &amp; &lt;B&gt; &quot;C&quot; &#39;D&#39;\" "
        "lang='A &amp; &lt;B&gt; &quot;C&quot; &#39;D&#39;'>"
        "A &amp; &lt;B&gt; &quot;C&quot; &#39;D&#39;</p>");
}

static void
an_address_must_be_one_of_the_web_and_its_parts_are_encoded(void **)
{
    assert_string_equal(render(TEMPLATE_HTML, "<a href=\"{{link}}\">x</a>"),
        "<a href=\"https://ar.example/p/a?b=c&amp;d=e\">x</a>");
    assert_string_equal(
        render(TEMPLATE_HTML, "<a href=\"https://x.example/?q={{name}}\">x</a>"),
        "<a href=\"https://x.example/?q=A%20%26%20%3CB%3E%20%22C%22%20%27D%27\">x</a>");
    assert_null(render(TEMPLATE_HTML, "<a href=\"{{script}}\">x</a>"));
    assert_non_null(strstr(why, "no address of the web"));
    assert_null(render(TEMPLATE_HTML, "<img src='{{name}}'>"));
}

static void
a_field_may_not_stand_where_html_would_run_it(void **)
{
    static const char *const BAD[] = { "<p {{name}}>", "<{{name}}>", "<p a={{name}}>",
        "<p onclick=\"{{name}}\">", "<p style='{{name}}'>", "<!-- {{name}} -->",
        "<style>{{name}}</style>", "<script>{{name}}</script>", "<p a{{name}}=''>",
        "<img srcset=\"{{link}}\">", "<svg><a href=\"{{link}}\"></svg>",
        "<meta http-equiv=refresh content=\"{{link}}\">", "<iframe src=\"{{link}}\">" };

    for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++)
        if (render(TEMPLATE_HTML, BAD[k]))
            fail_msg("took %s", BAD[k]);
}

static void
sections_of_html_end_where_they_began(void **)
{
    assert_string_equal(
        render(TEMPLATE_HTML, "<ul>{{#lines}}<li>{{number}}</li>{{/lines}}</ul>"),
        "<ul><li>R-1</li><li>R-2</li></ul>");
    assert_string_equal(render(TEMPLATE_HTML, "<p class=\"a{{#set}}b{{/set}}\">x</p>"),
        "<p class=\"ab\">x</p>");
    assert_null(render(TEMPLATE_HTML, "{{#set}}<p title=\"{{/set}}\">x</p>"));
    assert_null(render(TEMPLATE_HTML, "<p title=\"{{#set}}\">{{/set}}"));
    assert_null(render(TEMPLATE_HTML, "<p"));
    assert_null(render(TEMPLATE_HTML, "<style>p{}"));
}

static void
style_and_comments_of_the_author_pass(void **)
{
    static const char HTML[] = "<!DOCTYPE html><html><head><style>p > a { color: red }"
                               "</style><title>{{t}}</title></head><!-- a > b --><body>"
                               "<br/><p>1 < 2</p></body></html>";

    assert_string_equal(render(TEMPLATE_HTML, HTML),
        "<!DOCTYPE html><html><head><style>p > a { color: red }</style><title>t</title>"
        "</head><!-- a > b --><body><br/><p>1 < 2</p></body></html>");
}

static void
a_text_that_grows_without_end_is_stopped(void **)
{
    static struct template_row many[1000];
    const struct template_field f[] = {
        { .name = "rows", .kind = TEMPLATE_IS_LIST, .rows = many, .rows_n = 1000 },
        { .name = "x", .text = "0123456789" },
    };
    const struct template_row top = { f, 2 };
    struct template *t;
    struct buf out;

    buf_init(&out, arena);
    assert_int_equal(template_parse(&t, arena, TEMPLATE_TEXT,
                         "{{#rows}}{{#rows}}{{x}}{{/rows}}{{/rows}}", &why),
        OK);
    assert_int_equal(template_render(t, &top, &out, &why), ERR_LIMIT);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(fields_are_replaced_and_all_else_stays),
        T(a_section_repeats_for_each_row_and_finds_the_names_around),
        T(flags_and_texts_choose),
        T(a_section_alone_on_its_line_takes_the_line_with_it),
        T(a_missing_field_is_an_error_that_names_the_line),
        T(an_empty_field_is_an_error_too),
        T(what_is_not_well_formed_is_refused),
        T(a_subject_stays_one_line_whatever_its_fields_hold),
        T(html_escapes_between_tags_and_in_attributes),
        T(an_address_must_be_one_of_the_web_and_its_parts_are_encoded),
        T(a_field_may_not_stand_where_html_would_run_it),
        T(sections_of_html_end_where_they_began),
        T(style_and_comments_of_the_author_pass),
        T(a_text_that_grows_without_end_is_stopped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
