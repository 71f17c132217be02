#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "intake/ar_rows.h"
#include "intake/mark.h"
#include "tests/unit/test.h"

static struct arena *a;
static struct ar_profile profile;
static struct ar_header header;

static const char *const NAMES[] = { "No", "Customer", "Date", "Due", "Amount",
    "Paid" };

static int
start(void **state)
{
    const struct csv_row head = { .line_no = 1, .n = 6, .field = NAMES };
    const char *why;

    (void)state;
    a = arena_new();
    profile = (struct ar_profile){ .name = "test",
        .source_system = "test",
        .delimiter = ',',
        .has_date_order = true,
        .date_order = DATE_DMY,
        .decimal = ',',
        .group = '.',
        .currency = "EUR" };
    profile.column[AR_NUMBER] = "no";
    profile.column[AR_CUSTOMER] = "customer";
    profile.column[AR_ISSUED_ON] = "date";
    profile.column[AR_DUE_ON] = "due";
    profile.column[AR_AMOUNT] = "amount";
    profile.column[AR_SETTLED_ON] = "paid";
    assert_null(ar_profile_fault(&profile));
    assert_int_equal(ar_header_read(&header, a, &profile, &head, &why), OK);
    return 0;
}

static int
stop(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

/* "column: reason" of each fault, or "" and the record. */
static const char *
read_row(const char *const fields[6], struct ar_record *record)
{
    const struct csv_row row = { .line_no = 7, .n = 6, .field = fields };
    struct ar_faults f;
    struct buf b;

    buf_init(&b, a);
    if (ar_record_read(&header, a, &row, record, &f) == OK)
        return b.text;
    for (size_t i = 0; i < f.n; i++)
        buf_fmt(&b, "%s%s '%s'", i ? "; " : "", f.list[i].column, f.list[i].value);
    return b.text;
}

#define ROW(...) ((const char *const[6]){ __VA_ARGS__ })

static void
E4_a_decimal_comma_makes_the_point_a_thousand(void **state)
{
    struct ar_record r;

    (void)state;
    assert_string_equal(read_row(ROW("1", "c", "5.1.2026", "", "1.000", ""), &r), "");
    assert_int_equal(r.amount_minor, 100000);
    assert_int_equal(r.due_on, AR_DAY_NONE);
    assert_int_equal(r.settled_on, AR_DAY_NONE);
    profile.decimal = profile.group = 0;
    assert_string_equal(
        read_row(ROW("1", "c", "5.1.2026", "", "1.000", ""), &r), "Amount '1.000'");
}

static void
a_paid_day_settles_the_whole(void **state)
{
    struct ar_record r;

    (void)state;
    assert_string_equal(
        read_row(ROW("1", "c", "5.1.2026", "4.2.2026", "12,50", "1.2.2026"), &r), "");
    assert_int_equal(r.settled_minor, 1250);
    assert_int_equal(r.settled_on - r.issued_on, 27);
}

static void
all_faults_of_a_row_are_told_at_once(void **state)
{
    struct ar_record r;

    (void)state;
    assert_string_equal(
        read_row(ROW("", " ", "2026-01-05", "31.2.2026", "12.50", "1.2.26"), &r),
        "Customer ''; No ''; Date '2026-01-05'; Due '31.2.2026'; Amount '12.50'; Paid "
        "'1.2.26'");
}

static void
a_negative_amount_is_refused(void **state)
{
    struct ar_record r;

    (void)state;
    assert_string_equal(
        read_row(ROW("1", "c", "5.1.2026", "", "-1,00", ""), &r), "Amount '-1,00'");
}

static void
columns_must_be_known_there_and_once(void **state)
{
    static const char *const wrong[] = { "No", "Customer", "Colour", "Due", "Amount",
        "no" };
    const struct csv_row head = { .line_no = 1, .n = 6, .field = wrong };
    const char *why;

    (void)state;
    assert_int_equal(ar_header_read(&header, a, &profile, &head, &why), ERR_INVALID);
    assert_string_equal(why, "unknown column 'Colour'; there twice is the column 'no'; "
                             "missing column 'date'; missing column 'paid'");
}

static void
an_amount_without_declared_marks_is_read_in_one_way_or_not_at_all(void **state)
{
    static const struct {
        const char *text;
        enum err err;
        int64_t minor;
    } cases[] = { { "12", OK, 1200 }, { "12.5", OK, 1250 }, { "12,50", OK, 1250 },
        { "1.234,50", OK, 123450 }, { "1,234.50", OK, 123450 },
        { "1.234.567", OK, 123456700 }, { "1.000", ERR_CONFLICT, 0 },
        { "1,000", ERR_CONFLICT, 0 }, { "12.345", ERR_CONFLICT, 0 },
        { "1.2345", ERR_INVALID, 0 }, { "1,23,4.5", ERR_INVALID, 0 },
        { "1.2.3,4,5", ERR_INVALID, 0 }, { "abc", ERR_INVALID, 0 } };
    int64_t minor;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        minor = 0;
        assert_int_equal(mark_amount(cases[i].text, "EUR", 0, 0, &minor), cases[i].err);
        assert_int_equal(minor, cases[i].minor);
    }
}

/* Every day of two years, in both orders: either it reads as itself or not at all. */
static void
a_date_without_declared_order_is_never_another_day(void **state)
{
    int32_t first, got;

    (void)state;
    assert_int_equal(date_parse("2026-01-01", &first), OK);
    for (int32_t on = first; on < first + 730; on++) {
        struct ymd d = date_split(on);
        char dmy[16], mdy[16];

        snprintf(dmy, sizeof dmy, "%d.%d.%d", d.d, d.m, d.y);
        snprintf(mdy, sizeof mdy, "%d/%d/%d", d.m, d.d, d.y);
        if (mark_day(dmy, false, DATE_YMD, &got) == OK)
            assert_int_equal(got, on);
        else
            assert_true(d.d <= 12 && d.d != d.m);
        if (mark_day(mdy, false, DATE_YMD, &got) == OK)
            assert_int_equal(got, on);
        else
            assert_true(d.d <= 12 && d.d != d.m);
    }
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
    const struct CMUnitTest tests[] = {
        T(E4_a_decimal_comma_makes_the_point_a_thousand),
        T(a_paid_day_settles_the_whole),
        T(all_faults_of_a_row_are_told_at_once),
        T(a_negative_amount_is_refused),
        T(columns_must_be_known_there_and_once),
        T(an_amount_without_declared_marks_is_read_in_one_way_or_not_at_all),
        T(a_date_without_declared_order_is_never_another_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
