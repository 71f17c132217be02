#include "tests/unit/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "db/migrate.h"
#include "job/forecast_train.h"
#include "tests/unit/mariadb.h"

enum { ROWS = 2000, FIRST = 15000, NOISE = 5 };

static struct db *db;
static struct arena *arena;

static int
setup(void **)
{
    struct db_conf conf = { .user = "root" };
    const struct mariadb *it = mariadb_for_test();
    struct db_migrated m;

    conf.socket = it->socket;
    conf.name = it->name;
    arena = arena_new();
    assert_int_equal(db_open(&db, &conf), OK);
    assert_int_equal(db_migrate(db, arena, DB_MIGRATIONS, 0, &m), OK);
    return 0;
}

static int
teardown(void **)
{
    db_close(db);
    arena_free(arena);
    return 0;
}

/* The same numbers each time, 0 to below n. */
static int
chance(int k, int n)
{
    uint32_t h = (uint32_t)k * 2654435761U;

    h ^= h >> 15;
    h *= 2246822519U;
    h ^= h >> 13;
    return (int)(h % (uint32_t)n);
}

/*
 * n payers with a habit each, which a large invoice and a Friday upset in a way that an
 * average cannot know. With mad, what was issued in the first seven tenths of the time
 * is paid on any day at all.
 */
static struct pay_rows
rows_of(int n, bool mad)
{
    struct pay_rows r = { .n = (size_t)n, .room = (size_t)n, .settled_n = (uint64_t)n };

    r.x = calloc((size_t)n * PAY_FEATURES, sizeof *r.x);
    r.y = calloc((size_t)n, sizeof *r.y);
    r.issued_on = calloc((size_t)n, sizeof *r.issued_on);
    r.settled_on = calloc((size_t)n, sizeof *r.settled_on);
    assert_true(r.x && r.y && r.issued_on && r.settled_on);
    for (int k = 0; k < n; k++) {
        float *x = r.x + (size_t)k * PAY_FEATURES;
        float habit = (float)(chance(k, 40) - 10), size = (float)(chance(k + 77777, 5));

        for (int f = 0; f < PAY_FEATURES; f++)
            x[f] = NAN;
        x[PAY_COUNT] = 12;
        x[PAY_MEAN] = x[PAY_MEDIAN] = x[PAY_QUICK] = x[PAY_SLOW] = habit;
        x[PAY_SIZE] = size;
        x[PAY_WEEKDAY] = (float)(1 + k % 7);
        r.y[k] = habit + (size >= 3 ? 9.0f : 0.0f) + (k % 7 == 4 ? 4.0f : 0.0f) +
                 (float)(chance(k + 999, NOISE) - NOISE / 2);
        if (mad && k < n * 7 / 10)
            r.y[k] = (float)(chance(k + 4242, 200) - 100);
        r.issued_on[k] = FIRST + k / 4;
        r.settled_on[k] = r.issued_on[k] + 30 + (int32_t)r.y[k];
    }
    return r;
}

static struct forecast_trained
train(const struct pay_rows *r, int64_t now_at)
{
    struct forecast_trained t;

    assert_int_equal(forecast_train_on(db, arena, r, now_at, NULL, NULL, &t), OK);
    return t;
}

static uint64_t
in_force(void)
{
    struct pay_model *m;
    uint64_t id;

    assert_int_equal(forecast_in_force(db, arena, &id, &m), OK);
    pay_model_free(m);
    return id;
}

static void
a_worse_model_never_takes_the_place_of_a_better(void **)
{
    struct pay_rows good = rows_of(ROWS, false), bad = rows_of(ROWS, true);
    struct forecast_trained first = train(&good, 1), again, worse, last;

    assert_true(first.adopted);
    assert_int_equal(first.kind, PAY_BOOSTED);
    assert_true(first.mae < first.habit_mae && first.mae < first.due_mae);
    assert_int_equal(in_force(), first.id);

    again = train(&good, 2);
    assert_true(again.adopted); /* the newest of equals */
    assert_true(again.before_mae == first.mae);

    worse = train(&bad, 3);
    assert_false(worse.adopted);
    assert_true(worse.mae > worse.before_mae);
    assert_int_equal(in_force(), again.id);

    last = train(&good, 4);
    assert_true(last.adopted);
    assert_int_equal(in_force(), last.id);
    pay_rows_free(&good);
    pay_rows_free(&bad);
}

static void
the_same_rows_make_the_same_bytes_and_come_back_whole(void **)
{
    struct pay_rows r = rows_of(ROWS, false);
    struct pay_model *one, *two, *back;
    struct pay_proof p, q;
    struct blob a, b;
    double c[2][ROWS], s[2][ROWS];

    assert_int_equal(pay_model_train(&r, NULL, NULL, &one, &p), OK);
    assert_int_equal(pay_model_train(&r, NULL, NULL, &two, &q), OK);
    assert_int_equal(pay_model_save(one, arena, &a), OK);
    assert_int_equal(pay_model_save(two, arena, &b), OK);
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.data, b.data, a.n);
    assert_int_equal(pay_model_load(a, &back), OK);
    assert_int_equal(pay_model_predict(one, r.x, r.n, c[0], s[0]), OK);
    assert_int_equal(pay_model_predict(back, r.x, r.n, c[1], s[1]), OK);
    assert_memory_equal(c[0], c[1], sizeof c[0]);
    assert_memory_equal(s[0], s[1], sizeof s[0]);
    assert_int_equal(pay_model_to(back), pay_model_to(one));
    pay_model_free(one);
    pay_model_free(two);
    pay_model_free(back);
    pay_proof_free(&p);
    pay_proof_free(&q);
    pay_rows_free(&r);
}

static void
damaged_bytes_are_refused(void **)
{
    struct pay_rows r = rows_of(400, false);
    struct pay_model *m, *back;
    struct pay_proof p;
    struct blob b;

    assert_int_equal(pay_model_train(&r, NULL, NULL, &m, &p), OK);
    assert_int_equal(pay_model_save(m, arena, &b), OK);
    for (size_t n = 0; n < b.n; n += 1 + b.n / 40)
        assert_int_equal(
            pay_model_load((struct blob){ b.data, n }, &back), ERR_INVALID);
    pay_model_free(m);
    pay_proof_free(&p);
    pay_rows_free(&r);
}

/* 0 to below 1, the next of a sequence (splitmix). */
static double
next_share(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

/* Payers who differ in nothing that is known of them. */
static struct pay_rows
rows_of_noise(int n, uint64_t seed)
{
    struct pay_rows r = rows_of(n, false);

    for (int k = 0; k < n; k++) {
        float *x = r.x + (size_t)k * PAY_FEATURES;

        for (int f = PAY_COUNT + 1; f < PAY_FEATURES; f++)
            x[f] = (float)next_share(&seed);
        x[PAY_MEAN] = x[PAY_QUICK] = 0;
        r.y[k] = (float)lround(30 * (next_share(&seed) + next_share(&seed)) - 30);
        r.settled_on[k] = r.issued_on[k] + 30 + (int32_t)r.y[k];
    }
    return r;
}

static void
add_scores(struct pay_model *m, const struct pay_rows *r, struct forecast_score *out)
{
    double *c = calloc(2 * r->n, sizeof *c);

    assert_non_null(c);
    assert_int_equal(pay_model_predict(m, r->x, r->n, c, c + r->n), OK);
    for (size_t k = 0; k < r->n; k++) {
        const struct forecast_item i = { r->settled_on[k] - (int32_t)r->y[k], c[k],
            c[r->n + k] };

        forecast_score_add(
            out, forecast_days_at_issue(pay_model_shape(m), &i), r->settled_on[k]);
    }
    free(c);
}

/* Trees that learned what cannot be learned know it of nothing else: ranges are as wide
 * as for what they have not seen. */
static void
ranges_hold_four_of_five_of_items_not_seen(void **)
{
    struct forecast_score score = { 0 };

    for (uint64_t k = 0; k < 6; k++) {
        struct pay_rows old = rows_of_noise(600, 2 * k),
                        new = rows_of_noise(3000, 2 * k + 1);
        struct pay_model *m;

        assert_int_equal(pay_model_train_kind(&old, PAY_BOOSTED, &m), OK);
        add_scores(m, &new, &score);
        pay_model_free(m);
        pay_rows_free(&old);
        pay_rows_free(&new);
    }
    assert_in_range(score.covered * 1000 / score.n, 785, 815);
}

/* What the groups of features add is all that the model says. */
static void
reasons_add_up(void **)
{
    struct pay_rows r = rows_of(ROWS, false);
    struct pay_model *m;
    struct pay_proof p;
    double *why = calloc(ROWS * PAY_WHYS, sizeof *why), c[ROWS], s[ROWS];
    double large = 0, small = 0;
    int large_n = 0, small_n = 0;

    assert_non_null(why);
    assert_int_equal(pay_model_train(&r, NULL, NULL, &m, &p), OK);
    assert_int_equal(pay_model_predict(m, r.x, ROWS, c, s), OK);
    assert_int_equal(pay_model_explain(m, r.x, ROWS, why), OK);
    for (size_t k = 0; k < ROWS; k++) {
        double sum = 0;

        for (size_t w = 0; w < PAY_WHYS; w++)
            sum += why[k * PAY_WHYS + w];
        assert_true(fabs(sum - c[k]) < 0.01);
        if (r.x[k * PAY_FEATURES + PAY_SIZE] >= 3) {
            large += why[k * PAY_WHYS + PAY_WHY_SIZE];
            large_n++;
        } else {
            small += why[k * PAY_WHYS + PAY_WHY_SIZE];
            small_n++;
        }
    }
    assert_true(large / large_n > small / small_n + 6); /* 9 days in truth */
    free(why);
    pay_model_free(m);
    pay_proof_free(&p);
    pay_rows_free(&r);
}

/* One row in `every` has a trend of ten days, of which the share goes on. */
static double
trust_in_trends(int every, double share)
{
    struct pay_rows r = rows_of(ROWS, false);
    struct pay_model *m;
    double why[PAY_WHYS];

    for (int k = 0; k < ROWS; k++) {
        bool rises = k % every == 0;

        r.x[k * PAY_FEATURES + PAY_SPREAD] = 4;
        r.x[k * PAY_FEATURES + PAY_TREND] = rises ? 10 : 0;
        r.y[k] = r.x[k * PAY_FEATURES + PAY_MEAN] + (rises ? (float)(10 * share) : 0) +
                 (float)(chance(k + 999, NOISE) - NOISE / 2);
    }
    assert_int_equal(pay_model_train_kind(&r, PAY_BOOSTED, &m), OK);
    assert_int_equal(pay_model_explain(m, r.x, 1, why), OK);
    pay_model_free(m);
    pay_rows_free(&r);
    return why[PAY_WHY_TREND];
}

static void
a_trend_counts_as_far_as_trends_went_on(void **)
{
    assert_true(fabs(trust_in_trends(5, 1) - 10) <= 2.5);
    assert_true(fabs(trust_in_trends(5, 0.5) - 5) <= 2.5);
    assert_true(trust_in_trends(5, -1) == 0);
    /* of a few rows it cannot be said */
    assert_true(trust_in_trends(ROWS / 50, 1) == 0);
}

static void
with_little_to_learn_from_it_is_the_habit_then_the_due_date(void **)
{
    struct pay_rows few = rows_of(60, false), none = { 0 };
    struct pay_model *m;
    struct pay_proof p;
    float x[2 * PAY_FEATURES];
    double c[2], s[2];

    for (int f = 0; f < 2 * PAY_FEATURES; f++)
        x[f] = NAN;
    x[PAY_COUNT] = 3;
    x[PAY_QUICK] = 11;
    x[PAY_FEATURES + PAY_COUNT] = 0; /* a stranger */
    assert_int_equal(pay_model_train(&few, NULL, NULL, &m, &p), OK);
    assert_int_equal(pay_model_kind(m), PAY_HABIT);
    assert_int_equal(pay_model_predict(m, x, 2, c, s), OK);
    assert_true(c[0] == 11);
    assert_true(c[1] == pay_model_middle(m));
    pay_model_free(m);
    pay_proof_free(&p);
    assert_int_equal(pay_model_train(&none, NULL, NULL, &m, &p), OK);
    assert_int_equal(pay_model_predict(m, x + PAY_FEATURES, 1, c, s), OK);
    assert_true(c[0] == 0 && s[0] > 0);
    pay_model_free(m);
    pay_proof_free(&p);
    pay_rows_free(&few);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_worse_model_never_takes_the_place_of_a_better),
        cmocka_unit_test(the_same_rows_make_the_same_bytes_and_come_back_whole),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(ranges_hold_four_of_five_of_items_not_seen),
        cmocka_unit_test(reasons_add_up),
        cmocka_unit_test(a_trend_counts_as_far_as_trends_went_on),
        cmocka_unit_test(with_little_to_learn_from_it_is_the_habit_then_the_due_date),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
