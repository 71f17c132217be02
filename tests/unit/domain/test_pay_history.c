#include "tests/unit/test.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "domain/pay_history.h"

enum { N = 40 };

/* A case with a life: issued every few days, paid early, late, out of order, not at
 * all, by credit, before it was issued. */
static void
live(struct pay_item items[static N])
{
    for (int k = 0; k < N; k++) {
        struct pay_item *i = &items[k];

        *i = (struct pay_item){ .id = (uint64_t)(100 + k),
            .issued_on = 15000 + k * 5,
            .due_on = 15030 + k * 5,
            .paid = true,
            .amount_minor = 10000 + (k * 7919) % 5000 };
        i->settled_on = i->due_on - 20 + (k * 37) % 60;
        if (k % 9 == 4)
            i->paid = false;
        if (k % 11 == 7)
            i->settled_on = i->issued_on - 3;
        if (k > 34) {
            i->settled_on = DAY_NONE;
            i->paid = false;
            i->open_minor = i->amount_minor;
        }
    }
}

static void
features(struct pay_item *items, size_t n, int32_t day, size_t k,
    float out[static PAY_FEATURES])
{
    struct arena *a = arena_new();

    pay_walk_features(pay_walk_new(a, items, n), day, k, out);
    arena_free(a);
}

/* Everything that happened on the day or after it is taken out: what is not issued yet
 * is gone, what was not settled yet is open. */
static size_t
forget(const struct pay_item *items, int32_t day, size_t keep, struct pay_item *out,
    size_t *kept)
{
    size_t n = 0;

    for (size_t k = 0; k < N; k++) {
        if (items[k].issued_on >= day && k != keep)
            continue;
        out[n] = items[k];
        if (out[n].settled_on != DAY_NONE &&
            (out[n].settled_on >= day || out[n].issued_on >= day)) {
            out[n].settled_on = DAY_NONE;
            out[n].paid = false;
        }
        if (k == keep)
            *kept = n;
        n++;
    }
    return n;
}

static void
nothing_of_the_day_or_later_is_used(void **)
{
    struct pay_item items[N], past[N];
    float with[PAY_FEATURES], without[PAY_FEATURES];
    size_t n, at = 0;

    live(items);
    for (size_t k = 0; k < N; k++)
        for (int32_t later = 0; later < 60; later += 13) {
            int32_t day = items[k].issued_on + later;

            n = forget(items, day, k, past, &at);
            features(items, N, day, k, with);
            features(past, n, day, at, without);
            assert_memory_equal(with, without, sizeof with);
        }
}

static void
one_walk_says_what_many_say(void **)
{
    struct pay_item items[N];
    struct arena *a = arena_new();
    float once[PAY_FEATURES], again[PAY_FEATURES];
    struct pay_walk *w;

    live(items);
    w = pay_walk_new(a, items, N);
    for (size_t k = 0; k < N; k++) {
        pay_walk_features(w, items[k].issued_on, k, once);
        features(items, N, items[k].issued_on, k, again);
        assert_memory_equal(once, again, sizeof once);
    }
    arena_free(a);
}

/* Counted by hand. */
static void
features_are_what_they_say(void **)
{
    struct pay_item items[] = {
        { 1, 100, 130, 135, true, 10000, 0 }, /* 5 days late */
        { 2, 101, 131, 151, true, 20000, 0 }, /* 20 */
        { 3, 102, 132, 122, true, 30000, 0 }, /* 10 early */
        { 4, 103, 133, 140, false, 9900, 0 }, /* by credit */
        { 5, 110, 120, DAY_NONE, false, 5000, 5000 },
        { 6, 160, 190, DAY_NONE, false, 40000, 40000 },
    };
    float x[PAY_FEATURES];

    features(items, 6, 160, 5, x);
    assert_true(x[PAY_COUNT] == 3);
    assert_true(x[PAY_MEAN] == 5);
    assert_true(x[PAY_MEDIAN] == 5);
    assert_true(x[PAY_TENTH] == -7);
    assert_true(x[PAY_NINTH] == 17);
    assert_true(x[PAY_LAST] == 20);
    assert_true(x[PAY_RECENT] == 5);
    assert_true(x[PAY_SINCE] == 9);
    assert_true(fabs((double)x[PAY_LATE_SHARE] - 2.0 / 3) < 1e-6);
    /* -10, then 5, then 20 */
    assert_true(fabs((double)x[PAY_QUICK] - (-5.5 + 0.3 * 25.5)) < 1e-5);
    assert_true(x[PAY_OPEN_COUNT] == 1);
    assert_true(x[PAY_OPEN_SIZE] == 0.25f);
    assert_true(x[PAY_OLDEST] == 40);
    assert_true(x[PAY_SIZE] == 2);
    assert_true(x[PAY_TERMS] == 30);
}

/* Paid `first + k x by` days late, and one day more or less in turn, every 30 days. */
static double
trend_of(size_t n, int32_t first, int32_t by, int32_t due_on)
{
    struct pay_item items[PAY_HISTORY] = { 0 };
    float x[PAY_FEATURES];

    for (size_t k = 0; k < n; k++)
        items[k] = (struct pay_item){ .id = k + 1,
            .issued_on = 1000 + (int32_t)k * 30,
            .due_on = 1010 + (int32_t)k * 30,
            .settled_on =
                1010 + (int32_t)k * 30 + first + (int32_t)k * by + (k % 2 ? 1 : -1),
            .paid = true,
            .amount_minor = 100 };
    items[n] =
        (struct pay_item){ n + 1, due_on - 10, due_on, DAY_NONE, false, 100, 100 };
    features(items, n + 1, due_on - 10, n, x);
    return (double)x[PAY_TREND];
}

static void
who_pays_later_and_later_has_a_trend(void **)
{
    /* sixteen payments, due on days 0 to 450 after the first, 2 days later each, so
     * that they come every 32 days, and the middle of them when its mean, 20 days, is
     * over: what is due on day 540 comes 315 days after it, 315 / 32 x 2 = 19.7 */
    assert_true(fabs(trend_of(16, 5, 2, 1010 + 540) - 19.7) < 0.5);
    assert_true(fabs(trend_of(16, 40, -2, 1010 + 540) + 22.5) < 0.5);
    /* followed as far as it was seen: 480 / 32 x 2 */
    assert_true(fabs(trend_of(16, 5, 2, 1010 + 3600) - 30) < 0.5);
    /* what may be chance is none */
    assert_true(trend_of(16, 5, 0, 1010 + 540) == 0);
    assert_true(isnan(trend_of(PAY_TREND__MIN - 1, 5, 2, 1010 + 540)));
    assert_true(trend_of(PAY_TREND__MIN, 5, 2, 1010 + 540) > 0);
}

static void
of_a_stranger_only_the_invoice_is_known(void **)
{
    struct pay_item items[] = { { 1, 100, 130, DAY_NONE, false, 10000, 10000 } };
    float x[PAY_FEATURES];

    features(items, 1, 100, 0, x);
    assert_true(x[PAY_COUNT] == 0);
    assert_true(isnan(x[PAY_MEAN]) && isnan(x[PAY_SIZE]) && isnan(x[PAY_OLDEST]));
    assert_true(x[PAY_TERMS] == 30);
}

static void
every_feature_has_a_name_of_its_own(void **)
{
    for (enum pay_feature f = 0; f < PAY_FEATURES; f++)
        for (enum pay_feature g = 0; g < f; g++)
            assert_string_not_equal(pay_feature_name(f), pay_feature_name(g));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_the_day_or_later_is_used),
        cmocka_unit_test(one_walk_says_what_many_say),
        cmocka_unit_test(features_are_what_they_say),
        cmocka_unit_test(who_pays_later_and_later_has_a_trend),
        cmocka_unit_test(of_a_stranger_only_the_invoice_is_known),
        cmocka_unit_test(every_feature_has_a_name_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
