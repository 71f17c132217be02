#include "tests/unit/test.h"

#include "base/date.h"
#include "domain/aging.h"

static struct aging g;

static int32_t
day_of(int y, int m, int d)
{
    return date_join((struct ymd){ y, m, d });
}

static void
today_is_not_late_and_tomorrow_is_one_day(void **)
{
    assert_int_equal(aging_bucket(&AGING_DEFAULT, -5), 0);
    assert_int_equal(aging_bucket(&AGING_DEFAULT, 0), 0);
    assert_int_equal(aging_bucket(&AGING_DEFAULT, 1), 1);
    assert_int_equal(aging_bucket(&AGING_DEFAULT, 30), 1);
    assert_int_equal(aging_bucket(&AGING_DEFAULT, 31), 2);
    assert_int_equal(aging_bucket(&AGING_DEFAULT, 60), 2);
    assert_int_equal(aging_bucket(&AGING_DEFAULT, 61), 3);
    assert_int_equal(aging_bucket(&AGING_DEFAULT, 90), 3);
    assert_int_equal(aging_bucket(&AGING_DEFAULT, 91), 4);
}

static void
any_number_of_bounds_will_do_if_they_ascend(void **)
{
    const struct aging_rule none = { .bounds_n = 0 };
    const struct aging_rule down = { .bounds_n = 2, .bounds = { 30, 30 } };
    const struct aging_rule zero = { .bounds_n = 1, .bounds = { 0 } };
    const struct aging_rule weeks = { .bounds_n = 4, .bounds = { 7, 14, 21, 28 } };

    assert_int_equal(aging_rule_check(&none), OK);
    assert_int_equal(aging_bucket(&none, 1), 1);
    assert_int_equal(aging_buckets(&none), 2);
    assert_int_equal(aging_rule_check(&down), ERR_INVALID);
    assert_int_equal(aging_rule_check(&zero), ERR_INVALID);
    assert_int_equal(aging_rule_check(&weeks), OK);
    assert_int_equal(aging_bucket(&weeks, 15), 3);
    assert_int_equal(aging_bucket(&weeks, 29), 5);
}

static void
s20_payments_of_a_later_month_are_added_back(void **)
{
    int32_t as_of = day_of(2026, 4, 30);

    aging_begin(&g, &AGING_DEFAULT, as_of);
    for (int k = 0; k < 5; k++)
        aging_add_debit(&g, &(struct aging_debit){
                                .issued_on = day_of(2026, 3, 2),
                                .due_on = day_of(2026, 3, 2),
                                .after_minor = 1000000, /* allocated in May */
                            });
    aging_add_debit(&g, &(struct aging_debit){
                            .issued_on = day_of(2026, 4, 15),
                            .due_on = day_of(2026, 4, 15),
                            .open_minor = 10000000,
                        });
    /* the February payment went to the March invoices in May; the May payment does
     * not exist yet */
    aging_add_credit(&g, &(struct aging_credit){ day_of(2026, 2, 10), 0, 100000 });
    aging_add_credit(&g, &(struct aging_credit){ day_of(2026, 5, 10), 0, 4900000 });
    aging_end(&g);
    assert_int_equal(g.bucket_minor[1], 10000000);
    assert_int_equal(g.bucket_minor[2], 5000000);
    assert_int_equal(g.unapplied_minor, 100000);
    assert_true(aging_proves(&g, 14900000));
}

static void
s21_what_was_paid_in_january_was_open_in_december(void **)
{
    struct aging_debit paid = {
        .issued_on = day_of(2025, 12, 1),
        .due_on = day_of(2025, 12, 31),
        .after_minor = 5000,
    };

    aging_begin(&g, &AGING_DEFAULT, day_of(2025, 12, 31));
    aging_add_debit(&g, &paid);
    aging_end(&g);
    assert_int_equal(g.bucket_minor[0], 5000);

    aging_begin(&g, &AGING_DEFAULT, day_of(2026, 1, 31));
    paid.after_minor = 0;
    aging_add_debit(&g, &paid);
    aging_end(&g);
    assert_int_equal(aging_balance(&g), 0);
}

static void
credits_have_three_views_with_one_balance(void **)
{
    struct aging_rule r = AGING_DEFAULT;

    for (r.credits = AGING_OWN_COLUMN; r.credits <= AGING_NETTED; r.credits++) {
        aging_begin(&g, &r, 100);
        aging_add_open(&g, 100, 300);
        aging_add_open(&g, 60, 200);
        aging_add_open(&g, 5, 100);
        aging_add_credit(&g, &(struct aging_credit){ 80, 150, 0 });
        aging_end(&g);
        assert_true(aging_proves(&g, 450));
        if (r.credits == AGING_OWN_COLUMN) {
            assert_int_equal(g.unapplied_minor, 150);
        } else if (r.credits == AGING_OWN_DAY) {
            assert_int_equal(g.bucket_minor[1], -150);
        } else {
            assert_int_equal(g.bucket_minor[4], 0);
            assert_int_equal(g.bucket_minor[2], 150);
            assert_int_equal(g.bucket_minor[0], 300);
        }
    }
}

static void
a_missing_due_date_is_counted(void **)
{
    aging_begin(&g, &AGING_DEFAULT, 100);
    aging_add_debit(
        &g, &(struct aging_debit){
                .issued_on = 60, .due_on = 60, .due_missing = true, .open_minor = 5 });
    assert_int_equal(g.due_missing_n, 1);
    assert_int_equal(g.bucket_minor[2], 5);
}

static void
by_document_date_the_due_date_does_not_matter(void **)
{
    struct aging_rule r = AGING_DEFAULT;

    r.basis = AGING_BY_DOCUMENT;
    aging_begin(&g, &r, 100);
    aging_add_debit(
        &g, &(struct aging_debit){ .issued_on = 60, .due_on = 130, .open_minor = 5 });
    assert_int_equal(g.bucket_minor[2], 5);
}

/* Any ledger, any rule, any day: nothing appears or disappears. */
static void
buckets_and_unapplied_are_always_the_balance(void **)
{
    uint64_t seed = 1;

    for (int turn = 0; turn < 300; turn++) {
        struct aging_rule r = { .bounds_n = (size_t)turn % 6 };
        int64_t control = 0;

        r.basis = turn % 2 ? AGING_BY_DUE : AGING_BY_DOCUMENT;
        r.credits = turn % 3 == 0   ? AGING_OWN_COLUMN
                    : turn % 3 == 1 ? AGING_OWN_DAY
                                    : AGING_NETTED;
        for (size_t k = 0; k < r.bounds_n; k++)
            r.bounds[k] = (int32_t)(k + 1) * (turn + 1);
        aging_begin(&g, &r, 1000);
        for (int k = 0; k < 100; k++) {
            int64_t now, after;
            int32_t issued;

            seed = seed * 6364136223846793005u + 1442695040888963407u;
            now = (int64_t)(seed >> 40 & 0xffff);
            after = (int64_t)(seed >> 20 & 0xff);
            issued = (int32_t)(seed >> 50 & 0x7ff);
            if (issued <= 1000)
                control += k % 4 ? now + after : -(now + after);
            if (k % 4)
                aging_add_debit(&g, &(struct aging_debit){ .issued_on = issued,
                                        .due_on = issued + 30,
                                        .open_minor = now,
                                        .after_minor = after });
            else
                aging_add_credit(&g, &(struct aging_credit){ issued, now, after });
        }
        aging_end(&g);
        assert_true(aging_proves(&g, control));
        assert_false(aging_proves(&g, control + 1));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(today_is_not_late_and_tomorrow_is_one_day),
        cmocka_unit_test(any_number_of_bounds_will_do_if_they_ascend),
        cmocka_unit_test(s20_payments_of_a_later_month_are_added_back),
        cmocka_unit_test(s21_what_was_paid_in_january_was_open_in_december),
        cmocka_unit_test(credits_have_three_views_with_one_balance),
        cmocka_unit_test(a_missing_due_date_is_counted),
        cmocka_unit_test(by_document_date_the_due_date_does_not_matter),
        cmocka_unit_test(buckets_and_unapplied_are_always_the_balance),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
