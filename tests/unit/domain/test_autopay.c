#include "tests/unit/test.h"

#include "domain/autopay.h"

enum { TODAY = 20500 };

static struct open_instalment open[4];
static struct snap_hold holds[2];
static struct snapshot s;
static struct autopay_part parts[4];
static struct arena *arena;
static const struct autopay_rules ON_DUE = { .notice_days = 3 };

/* Item 1 in two instalments of 100, due in 3 and 30 days; item 2 of 50, overdue. */
static int
setup(void **)
{
    arena = arena_new();
    open[0] = (struct open_instalment){ .id = 21,
        .item_id = 2,
        .number = "R2",
        .due_on = TODAY - 9,
        .amount_minor = 50,
        .open_minor = 50 };
    open[1] = (struct open_instalment){ .id = 11,
        .item_id = 1,
        .number = "R1",
        .due_on = TODAY + 3,
        .amount_minor = 100,
        .open_minor = 100 };
    open[2] = (struct open_instalment){ .id = 12,
        .item_id = 1,
        .number = "R1",
        .due_on = TODAY + 30,
        .amount_minor = 100,
        .open_minor = 100 };
    s = (struct snapshot){
        .today = TODAY, .instalments = open, .instalments_n = 3, .holds = holds
    };
    return 0;
}

static int
teardown(void **)
{
    arena_free(arena);
    return 0;
}

static void
what_is_due_is_charged_after_its_notice(void **)
{
    assert_int_equal(autopay_parts(&s, &ON_DUE, parts), 2);
    assert_int_equal(parts[0].item_id, 2);
    assert_int_equal(parts[0].charge_on, TODAY + 3);
    assert_int_equal(parts[1].minor, 100);
    assert_int_equal(parts[1].charge_on, TODAY + 3);
    assert_int_equal(parts[1].due_to, TODAY + 3);
}

static void
days_before_the_due_day_are_counted(void **)
{
    const struct autopay_rules early = { .days_before = 25, .notice_days = 3 };

    assert_int_equal(autopay_parts(&s, &early, parts), 2);
    assert_int_equal(parts[1].minor, 100); /* the second is wanted in five days */
    open[2].due_on = TODAY + 28;
    assert_int_equal(autopay_parts(&s, &early, parts), 2);
    assert_int_equal(parts[1].minor, 200);
    assert_int_equal(parts[1].due_to, TODAY + 28);
}

static void
the_notice_has_some_days_to_leave(void **)
{
    open[1].due_on = TODAY + 3 + AUTOPAY_SLACK_DAYS;
    assert_int_equal(autopay_parts(&s, &ON_DUE, parts), 2);
    assert_int_equal(parts[1].charge_on, TODAY + 3 + AUTOPAY_SLACK_DAYS);
    open[1].due_on++;
    assert_int_equal(autopay_parts(&s, &ON_DUE, parts), 1);
}

static void
all_that_comes_is_known_ahead(void **)
{
    assert_int_equal(autopay_all(&s, &ON_DUE, parts), 3);
    assert_int_equal(parts[1].item_id, 1);
    assert_int_equal(parts[1].charge_on, TODAY + 3);
    assert_int_equal(parts[2].item_id, 1);
    assert_int_equal(parts[2].charge_on, TODAY + 30);
    assert_int_equal(parts[2].minor, 100);
    open[2].due_on = TODAY + 3; /* charged on one day, they are one charge */
    open[1].disputed_minor = 40;
    assert_int_equal(autopay_all(&s, &ON_DUE, parts), 2);
    assert_int_equal(parts[1].minor, 160);
}

static void
fees_and_what_is_covered_stand_out(void **)
{
    open[0].is_fee = true;
    open[1].disputed_minor = 30;
    open[1].promised_minor = 20;
    assert_int_equal(autopay_parts(&s, &ON_DUE, parts), 1);
    assert_int_equal(parts[0].minor, 50);
    open[1].held_minor = 50;
    assert_int_equal(autopay_parts(&s, &ON_DUE, parts), 0);
}

static void
what_autopay_holds_itself_does_not_keep_it_back(void **)
{
    holds[0] = (struct snap_hold){
        .item_id = 1, .amount_minor = -1, .autopay = true, .until_on = DAY_NONE
    };
    holds[1] =
        (struct snap_hold){ .item_id = 2, .amount_minor = 20, .until_on = DAY_NONE };
    s.holds_n = 2;
    autopay_uncover(&s, arena);
    assert_int_equal(autopay_free(&s, 1, TODAY + 3), 100);
    assert_int_equal(autopay_free(&s, 1, TODAY + 30), 200);
    assert_int_equal(autopay_free(&s, 2, TODAY), 30);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            what_is_due_is_charged_after_its_notice, setup, teardown),
        cmocka_unit_test_setup_teardown(
            days_before_the_due_day_are_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_notice_has_some_days_to_leave, setup, teardown),
        cmocka_unit_test_setup_teardown(all_that_comes_is_known_ahead, setup, teardown),
        cmocka_unit_test_setup_teardown(
            fees_and_what_is_covered_stand_out, setup, teardown),
        cmocka_unit_test_setup_teardown(
            what_autopay_holds_itself_does_not_keep_it_back, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
