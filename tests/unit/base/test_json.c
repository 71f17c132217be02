#include "tests/unit/base/help.h"

#include <jansson.h>
#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "base/text.h"

static struct buf b;
static struct json j;

static int
setup(void **state)
{
    arena_setup(state);
    buf_init(&b, arena);
    j = (struct json){ .out = &b };
    return 0;
}

static const char *
quoted(const char *s, size_t n)
{
    buf_truncate(&b, 0);
    json_quote(&b, s, n);
    return b.text;
}

static void
every_kind_of_value_has_its_form(void **)
{
    json_open(&j, NULL, '{');
    json_id(&j, "id", UINT64_MAX);
    json_text(&j, "name", "A \"B\"");
    json_text(&j, "nothing", NULL);
    json_u64(&j, "n", 7);
    json_i64(&j, "m", INT64_MIN);
    json_bool(&j, "yes", true);
    json_bool(&j, "no", false);
    json_nil(&j, "null");
    json_day(&j, "due_on", date_join((struct ymd){ 2026, 3, 4 }));
    json_instant(&j, "at", 1772622000123456);
    json_money(&j, "eur", 125000, "EUR");
    json_money(&j, "jpy", -5, "JPY");
    json_money(&j, "kwd", 5, "KWD");
    json_raw(&j, "raw", "[1]", 3);
    json_close(&j, '}');
    assert_string_equal(b.text,
        "{\"id\":\"18446744073709551615\",\"name\":\"A \\\"B\\\"\",\"nothing\":null,"
        "\"n\":7,\"m\":-9223372036854775808,\"yes\":true,\"no\":false,\"null\":null,"
        "\"due_on\":\"2026-03-04\",\"at\":\"2026-03-04T11:00:00.123Z\","
        "\"eur\":\"1250.00\",\"jpy\":\"-5\",\"kwd\":\"0.005\",\"raw\":[1]}");
}

static void
commas_stand_between_and_nowhere_else(void **)
{
    json_open(&j, NULL, '[');
    json_open(&j, NULL, '{');
    json_close(&j, '}');
    json_open(&j, NULL, '[');
    json_close(&j, ']');
    json_open(&j, NULL, '{');
    json_open(&j, "a", '[');
    json_u64(&j, NULL, 1);
    json_u64(&j, NULL, 2);
    json_close(&j, ']');
    json_u64(&j, "b", 3);
    json_close(&j, '}');
    json_close(&j, ']');
    assert_string_equal(b.text, "[{},[],{\"a\":[1,2],\"b\":3}]");
}

static void
an_instant_before_1970_keeps_its_milliseconds(void **)
{
    json_instant(&j, NULL, -1);
    assert_string_equal(b.text, "\"1969-12-31T23:59:59.999Z\"");
}

static void
text_cannot_leave_its_place_in_a_page(void **)
{
    const char *s = "</script><!-- & \xe2\x80\xa8\xe2\x80\xa9 -->";

    assert_string_equal(quoted(s, strlen(s)),
        "\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028\\u2029 --\\u003e\"");
}

static void
control_bytes_are_escaped(void **)
{
    assert_string_equal(quoted("\0\x01\x1f\x7f\n\t\r\b\f\\", 10),
        "\"\\u0000\\u0001\\u001f\\u007f\\n\\t\\r\\b\\f\\\\\"");
}

static void
broken_utf8_becomes_the_replacement_character(void **)
{
    static const char *const BROKEN[] = { "\x80", "\xc0\xaf", "\xe2\x82",
        "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\xc3(", "\xf0\x82\x82\xac" };

    for (size_t i = 0; i < sizeof BROKEN / sizeof *BROKEN; i++) {
        const char *q = quoted(BROKEN[i], strlen(BROKEN[i]));

        assert_true(text_is_utf8(q, strlen(q)));
        assert_non_null(strstr(q, "\xef\xbf\xbd"));
    }
    assert_string_equal(quoted("a\xff"
                               "b",
                            3),
        "\"a\xef\xbf\xbd"
        "b\"");
    assert_string_equal(
        quoted("Zo\xc3\xab \xf0\x9f\x90\xa6", 9), "\"Zo\xc3\xab \xf0\x9f\x90\xa6\"");
}

/* Any bytes give a document that another parser reads; sound ones come back. */
static void
any_bytes_give_sound_json(void **)
{
    for (int i = 0; i < 20000; i++) {
        char s[24];
        size_t n = next_random() % sizeof s;
        json_t *read;

        for (size_t k = 0; k < n; k++)
            s[k] = (char)(next_random() % 3 ? next_random() : next_random() % 128);
        quoted(s, n);
        read = json_loadb(b.text, b.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        assert_non_null(read);
        if (text_is_utf8(s, n)) {
            assert_int_equal(json_string_length(read), n);
            assert_memory_equal(json_string_value(read), s, n);
        }
        json_decref(read);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, arena_drop)
        T(every_kind_of_value_has_its_form),
        T(commas_stand_between_and_nowhere_else),
        T(an_instant_before_1970_keeps_its_milliseconds),
        T(text_cannot_leave_its_place_in_a_page),
        T(control_bytes_are_escaped),
        T(broken_utf8_becomes_the_replacement_character),
        T(any_bytes_give_sound_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
