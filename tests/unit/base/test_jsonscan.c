#include "tests/unit/test.h"

#include <string.h>

#include "base/json.h"
#include "base/jsonscan.h"

static struct arena *arena;

static struct jsonscan_value
whole(const char *text)
{
    struct jsonscan s = jsonscan(text, strlen(text));
    struct jsonscan_value v = { .from = "" };

    assert_true(jsonscan_value(&s, &v));
    return v;
}

static const char *
text_at(const char *json, const char *key)
{
    struct jsonscan_value object = whole(json), v = jsonscan_find(&object, key);

    return jsonscan_text(arena, &v);
}

static void
members_are_found_past_whatever_stands_before_them(void **)
{
    static const char json[] =
        "{\"a\":{\"x\":[1,{\"b\":2}],\"s\":\"}]\\\"\"},\"list\":[],\"b\":-12.50,"
        "\"t\":true,\"n\":null}";

    assert_string_equal(text_at(json, "b"), "-12.50");
    assert_string_equal(text_at(json, "t"), "true");
    assert_string_equal(text_at(json, "n"), "");
    assert_string_equal(text_at(json, "missing"), "");
}

static void
elements_come_one_by_one(void **)
{
    struct jsonscan_value list = whole("[\"a\", 2,{\"b\":[3,4]},[5]]"), v;
    struct jsonscan s = jsonscan_inside(&list);
    enum jsonscan_kind want[] = { JSONSCAN_TEXT, JSONSCAN_NUMBER, JSONSCAN_OBJECT,
        JSONSCAN_LIST };
    size_t n = 0;

    while (jsonscan_element(&s, &v))
        assert_int_equal(v.kind, want[n++]);
    assert_int_equal(n, 4);
    assert_false(s.failed);
}

/* Every text that our writer writes comes back as it was. */
static void
what_is_written_is_read_back(void **)
{
    static const char *const texts[] = { "", "plain", "\"quoted\" \\ back", "a\nb\tc\r",
        "\x01\x1f", "Ω 株 🙂", "}{][,:", "\\u0041", "ends in \\" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf b;
        struct json j = { .out = &b };

        buf_init(&b, arena);
        json_open(&j, NULL, '{');
        json_text(&j, "other", texts[(i + 3) % 9]);
        json_text(&j, "t", texts[i]);
        json_close(&j, '}');
        assert_string_equal(text_at(b.text, "t"), texts[i]);
    }
}

static void
what_ends_too_early_fails(void **)
{
    static const char *const bad[] = { "{\"a\":", "{\"a\":\"x", "{\"a\" 1", "[1,\"",
        "{", "\"" };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct jsonscan s = jsonscan(bad[i], strlen(bad[i]));
        struct jsonscan_value v;

        assert_false(jsonscan_value(&s, &v));
        assert_true(s.failed);
    }
}

static int
begin(void **)
{
    arena = arena_new();
    return 0;
}

static int
end(void **)
{
    arena_free(arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_found_past_whatever_stands_before_them),
        cmocka_unit_test(elements_come_one_by_one),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(what_ends_too_early_fails),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
