#include "tests/unit/test.h"

#include <string.h>

#include "base/date.h"
#include "service/report_def.h"

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

/* Each column of a view is the field of its statement at the same place: the same name,
 * or that of an amount without "_minor". And each says what it means. */
static void
columns_are_the_fields_of_their_statement(void **)
{
    for (const struct report_view *v = REPORT_VIEWS; v->name; v++) {
        size_t n_columns = 0;

        while (v->column[n_columns].name)
            n_columns++;
        assert_int_equal(n_columns, v->stmt->n_out);
        assert_true(n_columns <= REPORT_VIEW_COLUMNS__MAX);
        assert_string_equal(v->column[v->currency].name, "currency");
        for (size_t i = 0; i < n_columns; i++) {
            const char *name = v->column[i].name, *field = v->stmt->out[i].name;
            size_t n = strlen(name);

            assert_int_equal(strncmp(field, name, n), 0);
            assert_true(!field[n] || !strcmp(field + n, "_minor"));
            for (int l = 0; l < LANGUAGES; l++) {
                assert_true(strlen(v->column[i].meaning[l]) > 5);
                assert_true(strlen(v->meaning[l]) > 5);
            }
            assert_int_equal(report_column_kind(v, i) == REPORT_MONEY, field[n] != 0);
        }
    }
}

static void
days_are_told_from_the_day_of_the_report(void **)
{
    static const struct {
        const char *text, *day;
    } CASES[] = { { "2026-01-31", "2026-01-31" }, { "today", "2026-03-04" },
        { "today-30", "2026-02-02" }, { "today+7", "2026-03-11" },
        { "month_start", "2026-03-01" }, { "month_end", "2026-03-31" },
        { "last_month_start", "2026-02-01" }, { "last_month_end", "2026-02-28" },
        { "year_start", "2026-01-01" }, { "month_start+14", "2026-03-15" } };
    static const char *const WRONG[] = { "", "yesterday", "today-", "today--1",
        "today-99999", "2026-02-30", "month_start +1", "today-1d" };
    int32_t today = date_join((struct ymd){ 2026, 3, 4 }), day;
    char text[DATE_TEXT__SIZE];

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_int_equal(report_day(CASES[i].text, today, &day), OK);
        assert_string_equal(date_format(day, text), CASES[i].day);
    }
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_int_equal(report_day(WRONG[i], today, &day), ERR_INVALID);
}

static void
what_is_kept_reads_back_as_it_was(void **)
{
    static const char TEXT[] =
        "{\"columns\":[\"customer_number\",\"open\",\"currency\"],\"filters\":[{"
        "\"column\":"
        "\"due_on\",\"is\":\"at_most\",\"value\":\"today-30\"},{\"column\":"
        "\"reference\","
        "\"is\":\"empty\",\"value\":null},{\"column\":\"amount\",\"is\":\"at_least\","
        "\"value\":\"-250.5\"}],\"grouped\":true,\"order\":[{\"column\":\"rows\","
        "\"descending\":true}]}";
    struct report_def d;

    assert_int_equal(report_def_read(arena, "open_items", TEXT, &d), OK);
    assert_string_equal(report_def_text(arena, &d), TEXT);
    assert_true(d.filter[2].number == -2505000);
    assert_int_equal(d.order[0].at, 3);
}

static void
the_currency_stands_beside_every_amount(void **)
{
    struct report_def d;

    assert_int_equal(
        report_def_read(arena, "payments", "{\"columns\":[\"amount\"]}", &d), OK);
    assert_int_equal(d.columns_n, 2);
    assert_string_equal(d.view->column[d.column[1]].name, "currency");
    assert_int_equal(
        report_def_read(arena, "payments", "{\"columns\":[\"payer_name\"]}", &d), OK);
    assert_int_equal(d.columns_n, 1);
}

static void
what_is_none_is_refused(void **)
{
    static const char *const WRONG[] = {
        "{}",
        "[]",
        "{\"columns\":[]}",
        "{\"columns\":[\"secret\"]}",
        "{\"columns\":[\"open\",\"open\"]}",
        "{\"columns\":[\"open\"],\"extra\":1}",
        "{\"columns\":[\"open\"],\"filters\":[{\"column\":\"open\",\"is\":\"contains\","
        "\"value\":\"1\"}]}",
        "{\"columns\":[\"open\"],\"filters\":[{\"column\":\"open\",\"is\":\"is\","
        "\"value\":\"1.23456\"}]}",
        "{\"columns\":[\"open\"],\"filters\":[{\"column\":\"open\",\"is\":\"is\"}]}",
        "{\"columns\":[\"open\"],\"filters\":[{\"column\":\"kind\",\"is\":\"at_least\","
        "\"value\":\"a\"}]}",
        "{\"columns\":[\"open\"],\"order\":[{\"column\":\"rows\"}]}",
        "{\"columns\":[\"open\"],\"order\":[{\"column\":\"kind\"}]}",
    };
    struct report_def d;

    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_int_equal(
            report_def_read(arena, "open_items", WRONG[i], &d), ERR_INVALID);
    assert_int_equal(
        report_def_read(arena, "user", "{\"columns\":[\"email\"]}", &d), ERR_INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            columns_are_the_fields_of_their_statement, setup, teardown),
        cmocka_unit_test_setup_teardown(
            days_are_told_from_the_day_of_the_report, setup, teardown),
        cmocka_unit_test_setup_teardown(
            what_is_kept_reads_back_as_it_was, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_currency_stands_beside_every_amount, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_none_is_refused, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
