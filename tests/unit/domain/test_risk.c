#include "tests/unit/test.h"

#include "domain/risk.h"

static struct risk_sums sums;

static int
setup(void **)
{
    sums = (struct risk_sums){ 0 };
    return 0;
}

static void
nothing_open_is_no_risk(void **)
{
    assert_int_equal(risk_late_permille(&sums), -1);
    assert_int_equal(risk_judge(-1, -1, RISK_HIGH), RISK_UNKNOWN);
    assert_int_equal(risk_judge(-1, 5000, RISK_LOW), RISK_UNKNOWN);
}

static void
the_share_is_weighed_by_amount(void **)
{
    risk_add(&sums, 900, 100, false);
    risk_add(&sums, 100, 1000, true);
    assert_int_equal(risk_late_permille(&sums), 190);
    assert_int_equal(
        risk_ahead_permille(&sums), 100); /* what is late already is aging */
    sums = (struct risk_sums){ 0 };
    risk_add(&sums, 100, 1000, true);
    assert_int_equal(risk_late_permille(&sums), 1000);
    assert_int_equal(risk_ahead_permille(&sums), -1);
}

static void
classes_begin_at_their_lines(void **)
{
    assert_int_equal(risk_judge(0, -1, RISK_UNKNOWN), RISK_LOW);
    assert_int_equal(risk_judge(99, -1, RISK_UNKNOWN), RISK_LOW);
    assert_int_equal(risk_judge(100, -1, RISK_UNKNOWN), RISK_MEDIUM);
    assert_int_equal(risk_judge(349, 999, RISK_LOW), RISK_MEDIUM);
    assert_int_equal(risk_judge(350, -1, RISK_LOW), RISK_HIGH);
    assert_int_equal(risk_judge(1000, 9000, RISK_HIGH), RISK_HIGH);
}

static void
a_limit_that_is_used_up_is_one_class_more(void **)
{
    assert_int_equal(risk_judge(10, 1000, RISK_UNKNOWN), RISK_MEDIUM);
    assert_int_equal(risk_judge(10, 999, RISK_UNKNOWN), RISK_LOW);
    assert_int_equal(risk_judge(250, 1400, RISK_UNKNOWN), RISK_HIGH);
    assert_int_equal(risk_limit_permille(500, -1), -1);
    assert_int_equal(risk_limit_permille(500, 1000), 500);
    assert_int_equal(risk_limit_permille(0, 0), 0);
    assert_int_equal(risk_limit_permille(1, 0), RISK_LIMIT__MAX);
    assert_int_equal(risk_limit_permille(INT64_MAX, 1), RISK_LIMIT__MAX);
    assert_int_equal(risk_limit_permille(-5, 100), 0);
}

static void
a_class_falls_only_beyond_the_margin(void **)
{
    assert_int_equal(risk_judge(300, -1, RISK_HIGH), RISK_HIGH);
    assert_int_equal(risk_judge(299, -1, RISK_HIGH), RISK_MEDIUM);
    assert_int_equal(risk_judge(50, -1, RISK_MEDIUM), RISK_MEDIUM);
    assert_int_equal(risk_judge(49, -1, RISK_MEDIUM), RISK_LOW);
    assert_int_equal(risk_judge(0, -1, RISK_HIGH), RISK_LOW);
    assert_int_equal(risk_judge(60, -1, RISK_HIGH), RISK_MEDIUM);
    /* no walk over a line makes it flap */
    enum risk_class is = RISK_LOW;
    unsigned changes = 0;

    for (int k = 0; k < 100; k++) {
        enum risk_class next = risk_judge(k % 2 ? 355 : 330, -1, is);

        changes += next != is;
        is = next;
    }
    assert_int_equal(changes, 2); /* to medium, then to high */
}

static void
news_is_what_becomes_high_before_it_is_late(void **)
{
    assert_true(risk_is_news(RISK_LOW, RISK_HIGH, 350));
    assert_true(risk_is_news(RISK_MEDIUM, RISK_HIGH, 900));
    assert_false(risk_is_news(RISK_UNKNOWN, RISK_HIGH, 900)); /* judged at first */
    assert_false(risk_is_news(RISK_HIGH, RISK_HIGH, 900));
    assert_false(risk_is_news(RISK_LOW, RISK_MEDIUM, 900));
    assert_false(risk_is_news(RISK_LOW, RISK_HIGH, 349)); /* aging brings that */
    assert_false(risk_is_news(RISK_LOW, RISK_HIGH, -1));
}

static void
a_share_that_moves_by_a_tenth_is_written_anew(void **)
{
    assert_false(risk_moved(300, 399));
    assert_true(risk_moved(300, 400));
    assert_true(risk_moved(300, 200));
    assert_true(risk_moved(-1, 0));
    assert_true(risk_moved(0, -1));
    assert_false(risk_moved(-1, -1));
}

static void
names_and_classes_are_each_others_inverse(void **)
{
    for (int k = RISK_LOW; k < RISK__MAX; k++)
        assert_int_equal(risk_named(RISK_NAME[k]), k);
    assert_int_equal(risk_named(NULL), RISK_UNKNOWN);
    assert_int_equal(risk_named("none"), RISK_UNKNOWN);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup(f, setup)
    const struct CMUnitTest tests[] = {
        TEST(nothing_open_is_no_risk),
        TEST(the_share_is_weighed_by_amount),
        TEST(classes_begin_at_their_lines),
        TEST(a_limit_that_is_used_up_is_one_class_more),
        TEST(a_class_falls_only_beyond_the_margin),
        TEST(news_is_what_becomes_high_before_it_is_late),
        TEST(a_share_that_moves_by_a_tenth_is_written_anew),
        TEST(names_and_classes_are_each_others_inverse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
