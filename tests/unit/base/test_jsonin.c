#include "tests/unit/base/help.h"

#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/jsonin.h"

static struct faults faults;
static struct jsonin in;

static int
setup(void **state)
{
    arena_setup(state);
    faults_init(&faults, arena);
    return 0;
}

static struct jval *
parsed(const char *text)
{
    assert_int_equal(jsonin_parse(&in, arena, &faults, text, strlen(text), NULL), OK);
    return in.root;
}

static void
fault_is(size_t i, const char *pointer, const char *part)
{
    assert_true(i < faults.n);
    assert_string_equal(faults.list[i].pointer, pointer);
    if (!strstr(faults.list[i].message, part))
        fail_msg("'%s' does not say '%s'", faults.list[i].message, part);
}

/* The only one there is; forgotten then. */
static void
only_fault(const char *pointer, const char *part)
{
    assert_int_equal(faults.n, 1);
    fault_is(0, pointer, part);
    faults.n = 0;
}

static void
every_kind_is_read_into_its_type(void **)
{
    struct jval *v =
        parsed("{\"name\": \"Zo\\u00eb\", \"note\": \"a\\n\\tb\", \"id\": "
               "\"18446744073709551615\", \"n\": -3, \"on\": true, "
               "\"due_on\": \"2026-03-04\", \"at\": \"2026-03-04T11:00:00Z\","
               "\"currency\": \"JPY\", \"amount\": \"1250\", \"kind\": \"b\","
               "\"none\": null}");
    static const char *const KINDS[] = { "a", "b", "c" };
    const char *name, *note;
    char currency[4];
    uint64_t id;
    int64_t n, at, minor;
    int32_t due_on;
    size_t kind;
    bool on;

    assert_true(jsonin_text(v, "name", JSONIN_NEED, 10, &name));
    assert_true(jsonin_prose(v, "note", JSONIN_NEED, 10, &note));
    assert_true(jsonin_id(v, "id", JSONIN_NEED, &id));
    assert_true(jsonin_i64(v, "n", JSONIN_NEED, -3, 3, &n));
    assert_true(jsonin_bool(v, "on", JSONIN_NEED, &on));
    assert_true(jsonin_day(v, "due_on", JSONIN_NEED, &due_on));
    assert_true(jsonin_instant(v, "at", JSONIN_NEED, &at));
    assert_true(jsonin_currency(v, "currency", JSONIN_NEED, currency));
    assert_true(jsonin_money(v, "amount", JSONIN_NEED, currency, &minor));
    assert_true(jsonin_enum(v, "kind", JSONIN_NEED, KINDS, 3, &kind));
    assert_true(jsonin_is_null(v, "none"));
    jsonin_end(v);
    assert_int_equal(faults_err(&faults), OK);

    assert_string_equal(name, "Zo\xc3\xab");
    assert_string_equal(note, "a\n\tb");
    assert_true(id == UINT64_MAX);
    assert_int_equal(n, -3);
    assert_true(on);
    assert_int_equal(due_on, date_join((struct ymd){ 2026, 3, 4 }));
    assert_int_equal(at, INT64_C(1772622000000000));
    assert_string_equal(currency, "JPY");
    assert_int_equal(minor, 1250);
    assert_int_equal(kind, 1);
}

static void
all_faults_are_told_at_once_with_their_places(void **)
{
    struct jval *v = parsed("{\"name\": \"\", \"lines\": [{\"amount\": \"1.00\"}, "
                            "{\"amount\": \"1.001\"}, {\"amount\": 5}], \"a/b~c\": 1}");
    const char *name = "untouched";
    int64_t minor;
    int32_t day = 42;

    assert_false(jsonin_text(v, "name", JSONIN_NEED, 10, &name));
    assert_false(jsonin_day(v, "due_on", JSONIN_NEED, &day));
    for (struct jval *l = jsonin_first(jsonin_array(v, "lines", JSONIN_NEED, 5)); l;
         l = jsonin_next(l))
        jsonin_money(l, "amount", JSONIN_NEED, "EUR", &minor);
    jsonin_end(v);
    assert_int_equal(faults_err(&faults), ERR_INVALID);
    assert_int_equal(faults.n, 5);
    fault_is(0, "/name", "must not be empty");
    fault_is(1, "/due_on", "is required");
    fault_is(2, "/lines/1/amount", "at most 2 decimals");
    fault_is(3, "/lines/2/amount", "decimal in a string");
    fault_is(4, "/a~1b~0c", "is not a field");
    assert_string_equal(name, "untouched");
    assert_int_equal(day, 42);
}

static void
what_may_be_absent_may_be_null(void **)
{
    struct jval *v = parsed("{\"a\": null}");
    const char *text = "untouched";

    assert_false(jsonin_text(v, "a", JSONIN_MAY, 10, &text));
    assert_false(jsonin_text(v, "b", JSONIN_MAY, 10, &text));
    assert_true(jsonin_has(v, "a"));
    assert_false(jsonin_has(v, "b"));
    assert_true(jsonin_is_null(v, "a"));
    assert_false(jsonin_is_null(v, "b"));
    jsonin_end(v);
    assert_int_equal(faults.n, 0);
    assert_false(jsonin_text(v, "a", JSONIN_NEED, 10, &text));
    only_fault("/a", "is required");
    assert_string_equal(text, "untouched");
}

static void
a_value_of_another_kind_is_refused(void **)
{
    static const char *const ONE[] = { "x" };
    struct jval *v = parsed("{\"v\": 1.5, \"t\": \"t\", \"l\": [], \"o\": {}}");
    const char *text;
    char currency[4];
    uint64_t id;
    int64_t n;
    int32_t day;
    size_t k;
    bool b;

    assert_false(jsonin_text(v, "v", JSONIN_MAY, 9, &text));
    only_fault("/v", "must be text");
    assert_false(jsonin_id(v, "t", JSONIN_MAY, &id));
    only_fault("/t", "string of digits");
    assert_false(jsonin_i64(v, "v", JSONIN_MAY, 0, 9, &n));
    only_fault("/v", "without a fraction");
    assert_false(jsonin_i64(v, "t", JSONIN_MAY, 0, 9, &n));
    only_fault("/t", "without a fraction");
    assert_false(jsonin_bool(v, "t", JSONIN_MAY, &b));
    only_fault("/t", "true or false");
    assert_false(jsonin_day(v, "t", JSONIN_MAY, &day));
    only_fault("/t", "2026-03-04");
    assert_false(jsonin_instant(v, "t", JSONIN_MAY, &n));
    only_fault("/t", "instant");
    assert_false(jsonin_currency(v, "t", JSONIN_MAY, currency));
    only_fault("/t", "currency");
    assert_false(jsonin_money(v, "t", JSONIN_MAY, "EUR", &n));
    only_fault("/t", "amount of EUR");
    assert_false(jsonin_enum(v, "t", JSONIN_MAY, ONE, 1, &k));
    only_fault("/t", "one of: x");
    assert_null(jsonin_object(v, "l", JSONIN_MAY));
    only_fault("/l", "must be an object");
    assert_null(jsonin_array(v, "o", JSONIN_MAY, 9));
    only_fault("/o", "must be a list");
    assert_false(
        jsonin_text(jsonin_array(v, "l", JSONIN_MAY, 9), "x", JSONIN_MAY, 9, &text));
    only_fault("/l", "must be an object");
}

static void
bounds_hold(void **)
{
    struct jval *v = parsed("{\"t\": \"12345\", \"c\": \"a\\nb\", \"n\": 7, \"l\": "
                            "[1, 2, 3], \"zero\": \"0\", \"lead\": \"01\"}");
    const char *text;
    uint64_t id;
    int64_t n;

    assert_false(jsonin_text(v, "t", JSONIN_NEED, 4, &text));
    only_fault("/t", "longer than 4");
    assert_false(jsonin_text(v, "c", JSONIN_NEED, 9, &text));
    only_fault("/c", "control");
    assert_false(jsonin_i64(v, "n", JSONIN_NEED, 0, 6, &n));
    only_fault("/n", "from 0 to 6");
    assert_null(jsonin_array(v, "l", JSONIN_NEED, 2));
    only_fault("/l", "more than 2");
    assert_false(jsonin_id(v, "zero", JSONIN_NEED, &id));
    only_fault("/zero", "id");
    assert_false(jsonin_id(v, "lead", JSONIN_NEED, &id));
    only_fault("/lead", "id");
}

static void
an_unknown_currency_is_told_once(void **)
{
    struct jval *v = parsed("{\"currency\": \"EURO\", \"amount\": \"1.00\"}");
    char currency[4] = "";
    int64_t minor;

    assert_false(jsonin_currency(v, "currency", JSONIN_NEED, currency));
    assert_false(jsonin_money(v, "amount", JSONIN_NEED, currency, &minor));
    jsonin_end(v);
    only_fault("/currency", "must be a currency");
}

static void
a_missing_object_is_told_once(void **)
{
    struct jval *v = parsed("{}"), *o = jsonin_object(v, "to", JSONIN_NEED);
    const char *text;

    assert_null(o);
    assert_false(jsonin_text(o, "name", JSONIN_NEED, 9, &text));
    assert_null(jsonin_first(jsonin_array(o, "list", JSONIN_NEED, 9)));
    assert_int_equal(jsonin_count(o), 0);
    jsonin_end(o);
    only_fault("/to", "is required");
}

static void
elements_of_a_list_are_read_by_themselves(void **)
{
    struct jval *list = parsed("[\"1\", \"2\", 3]");
    uint64_t id, sum = 0;

    assert_int_equal(jsonin_count(list), 3);
    for (struct jval *e = jsonin_first(list); e; e = jsonin_next(e))
        if (jsonin_id(e, NULL, JSONIN_NEED, &id))
            sum += id;
    assert_int_equal(sum, 3);
    only_fault("/2", "string of digits");
}

static void
each_row_may_have_its_own_faults(void **)
{
    struct faults of_row;
    int64_t n;

    parsed("[{\"n\": 1}, {}]");
    faults_init(&of_row, arena);
    in.faults = &of_row;
    jsonin_i64(jsonin_next(jsonin_first(in.root)), "n", JSONIN_NEED, 0, 9, &n);
    assert_int_equal(faults.n, 0);
    assert_int_equal(of_row.n, 1);
    assert_string_equal(of_row.list[0].pointer, "/1/n");
}

static void
malformed_text_is_refused_with_its_line(void **)
{
    static const char *const WRONG[] = { "", "{", "[1,]", "{\"a\":1,\"a\":2}", "1",
        "\"x\"", "{\"a\": \"\\u0000\"}", "{\"a\": 9223372036854775808}", "[1] x",
        "{\"a\": \"\xff\"}", "[1e999]", "{a: 1}", "['x']", "[01]", "[\"\n\"]", "null",
        "[\"\\ud800\"]", "[NaN]" };

    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        const char *t = WRONG[i];

        if (jsonin_parse(&in, arena, &faults, t, strlen(t), NULL) != ERR_INVALID)
            fail_msg("'%s' is read", t);
        only_fault("", "line 1");
        assert_null(in.root);
    }
    assert_int_equal(
        jsonin_parse(&in, arena, &faults, "[1]\0[2]", 7, NULL), ERR_INVALID);
}

static void
limits_of_size_and_depth_hold(void **)
{
    static const struct jsonin_limits SMALL = { .bytes = 20, .values = 4, .depth = 3 };
    static const char *const FITS[] = { "[[[]]]", "[1,2,3]", "{\"a\":{\"b\":{}}}" };
    static const char *const DOES_NOT[] = { "[[[[]]]]", "[1,2,3,4]",
        "[1,                   2]", "{\"a\":[1,2],\"b\":3}" };
    struct buf deep;

    for (size_t i = 0; i < sizeof FITS / sizeof *FITS; i++)
        assert_int_equal(
            jsonin_parse(&in, arena, &faults, FITS[i], strlen(FITS[i]), &SMALL), OK);
    for (size_t i = 0; i < sizeof DOES_NOT / sizeof *DOES_NOT; i++) {
        assert_int_equal(
            jsonin_parse(&in, arena, &faults, DOES_NOT[i], strlen(DOES_NOT[i]), &SMALL),
            ERR_LIMIT);
        only_fault("", "more than");
    }
    buf_init(&deep, arena);
    for (int i = 0; i < 100000; i++)
        buf_char(&deep, '[');
    assert_int_equal(
        jsonin_parse(&in, arena, &faults, deep.text, deep.len, NULL), ERR_LIMIT);
}

static void
faults_end_at_their_limit(void **)
{
    struct buf b;

    buf_init(&b, arena);
    buf_text(&b, "{\"a0\":1");
    for (int i = 1; i < 1000; i++)
        buf_fmt(&b, ",\"a%d\":1", i);
    buf_text(&b, "}");
    jsonin_end(parsed(b.text));
    assert_int_equal(faults.n, FAULTS__MAX);
    assert_true(faults.more);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, arena_drop)
        T(every_kind_is_read_into_its_type),
        T(all_faults_are_told_at_once_with_their_places),
        T(what_may_be_absent_may_be_null),
        T(a_value_of_another_kind_is_refused),
        T(bounds_hold),
        T(an_unknown_currency_is_told_once),
        T(a_missing_object_is_told_once),
        T(elements_of_a_list_are_read_by_themselves),
        T(each_row_may_have_its_own_faults),
        T(malformed_text_is_refused_with_its_line),
        T(limits_of_size_and_depth_hold),
        T(faults_end_at_their_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
