#include "tests/unit/domain/world.h"

#include <string.h>

#include "domain/coverage.h"

static struct world *w;
static int32_t today;

static int
setup(void **)
{
    today = day_of(2026, 3, 4); /* a Wednesday */
    w = world_new(today);
    return 0;
}

static int
teardown(void **)
{
    world_free(w);
    return 0;
}

static bool
has(enum exception x)
{
    return w->plan.causes >> x & 1;
}

static void
check_action(const char *action, int32_t on)
{
    assert_true(w->plan.exception);
    assert_string_equal(w->plan.next_action, action);
    assert_int_equal(w->plan.action_on, on);
}

static void
the_routine_is_no_exception(void **)
{
    world_invoice(w, today - 3, 1000);
    world_invoice(w, today + 20, 1000);
    world_plan(w);
    assert_int_equal(w->plan.causes, 0);
    assert_false(w->plan.exception);
    assert_int_equal(exception_first(0), EXCEPTION__MAX);
}

static void
a_reply_that_waits_comes_before_a_task_and_a_promise(void **)
{
    world_invoice(w, today - 5, 1000);
    world_promise(w, 1000, today);
    w->s.waiting = (struct snap_waiting){
        .reply = true, .reply_on = today - 2, .task_kind = "call", .task_on = today - 4
    };
    world_plan(w);
    assert_true(
        has(EXCEPTION_REPLY) && has(EXCEPTION_TASK) && has(EXCEPTION_PROMISE_DUE));
    check_action("answer", today - 2);
    assert_non_null(strstr(w->plan.reason, "a reply waits since 2026-03-02"));
}

static void
a_promise_is_due_on_its_day_and_not_before(void **)
{
    world_invoice(w, today - 5, 1000);
    world_promise(w, 1000, today + 1);
    world_plan(w);
    assert_false(has(EXCEPTION_PROMISE_DUE));
    w->promises[0].promised_on = today;
    world_plan(w);
    assert_true(has(EXCEPTION_PROMISE_DUE));
    check_action("check payment", today);
    assert_non_null(strstr(w->plan.reason, "promise of 10.00 EUR due 2026-03-04"));
    w->promises[0].state = PROMISE_KEPT;
    world_plan(w);
    assert_false(has(EXCEPTION_PROMISE_DUE));
}

static void
a_broken_promise_is_one(void **)
{
    world_invoice(w, today - 15, 1000);
    *world_promise(w, 1000, today - 5) = (struct snap_promise){ .id = 9,
        .amount_minor = 1000,
        .made_on = today - 12,
        .promised_on = today - 5,
        .judged_on = today - 3,
        .state = PROMISE_BROKEN };
    world_plan(w);
    assert_true(has(EXCEPTION_PROMISE_BROKEN));
    assert_false(has(EXCEPTION_PROMISE_DUE));
    check_action("broken_promise", today);
}

static void
a_dispute_is_late_after_its_target(void **)
{
    size_t k = world_invoice(w, today - 5, 1000);

    world_dispute(w, k, 1000);
    world_plan(w);
    assert_false(has(EXCEPTION_DISPUTE_LATE)); /* without a target never */
    w->disputes[0].target_on = today;
    world_plan(w);
    assert_false(has(EXCEPTION_DISPUTE_LATE));
    w->disputes[0].target_on = today - 1;
    world_plan(w);
    assert_true(has(EXCEPTION_DISPUTE_LATE));
    check_action("resolve dispute", today - 1);
}

static void
a_task_counts_from_its_day_on(void **)
{
    world_invoice(w, today + 20, 1000);
    w->s.waiting = (struct snap_waiting){ .task_kind = "call", .task_on = today + 1 };
    world_plan(w);
    assert_false(w->plan.exception);
    assert_string_equal(w->plan.next_action, "call"); /* but it is what comes next */
    assert_int_equal(w->plan.action_on, today + 1);
    w->s.waiting.task_on = today;
    world_plan(w);
    assert_true(has(EXCEPTION_TASK));
    check_action("call", today);
}

static void
mail_that_cannot_be_delivered_is_one(void **)
{
    world_invoice(w, today + 20, 1000);
    w->s.open_tasks = 1;
    w->s.waiting = (struct snap_waiting){
        .task_kind = "undeliverable", .task_on = today, .mail_failed = true
    };
    world_plan(w);
    assert_true(has(EXCEPTION_MAIL_FAILED));
    check_action("undeliverable", today);
    assert_int_equal(exception_first(w->plan.causes), EXCEPTION_MAIL_FAILED);
}

static void
tasks_of_their_own_kind_come_before_the_rest_of_the_tasks(void **)
{
    world_invoice(w, today + 20, 1000);
    w->s.open_tasks = 2;
    w->s.risk = RISK_HIGH;
    w->s.late_permille = 618;
    w->s.waiting = (struct snap_waiting){
        .task_kind = "review_risk", .task_on = today, .risk = true
    };
    world_plan(w);
    assert_true(has(EXCEPTION_RISK) && has(EXCEPTION_TASK));
    assert_int_equal(exception_first(w->plan.causes), EXCEPTION_RISK);
    check_action("review_risk", today);
    assert_non_null(
        strstr(w->plan.reason, "risk has become high: 62 % will probably be over"));
    w->s.waiting.approval = true;
    w->s.waiting.task_kind = "approval";
    world_plan(w);
    assert_int_equal(exception_first(w->plan.causes), EXCEPTION_APPROVAL);
    check_action("approval", today);
    assert_non_null(strstr(w->plan.reason, "something waits for approval"));
    w->s.waiting.reply = true; /* but somebody waits for an answer */
    w->s.waiting.reply_on = today;
    world_plan(w);
    assert_int_equal(exception_first(w->plan.causes), EXCEPTION_REPLY);
}

static void
a_high_risk_that_nothing_asks_to_look_at_is_no_exception(void **)
{
    world_invoice(w, today + 20, 1000);
    w->s.risk = RISK_HIGH;
    w->s.late_permille = 900;
    world_plan(w);
    assert_false(w->plan.exception);
}

static void
a_reminder_without_anybody_to_go_to_is_known_before_its_day(void **)
{
    world_invoice(w, today - 1, 1000); /* R1 in two days */
    w->contacts[0].suppressed = true;
    world_plan(w);
    assert_int_equal(w->plan.held_n, 0);
    assert_true(has(EXCEPTION_NO_CONTACT));
    check_action("find contact", today);
}

static void
a_letter_without_an_address_is_one_of_its_own(void **)
{
    world_invoice(w, today - 3, 1000);
    for (size_t k = 0; k < w->st.steps_n; k++)
        w->st.steps[k].by_letter = true;
    w->s.has_address = false;
    world_plan(w);
    assert_true(has(EXCEPTION_NO_ADDRESS));
    assert_false(has(EXCEPTION_NO_CONTACT));
    assert_int_equal(exception_first(exception_bit(EXCEPTION_NO_ADDRESS) |
                                     exception_bit(EXCEPTION_NO_TEXT) |
                                     exception_bit(EXCEPTION_EXHAUSTED)),
        EXCEPTION_NO_ADDRESS);
    assert_int_equal(exception_first(exception_bit(EXCEPTION_NO_ADDRESS) |
                                     exception_bit(EXCEPTION_NO_CONTACT)),
        EXCEPTION_NO_CONTACT);
}

static void
a_letter_known_to_have_no_address_is_mended_before_its_day(void **)
{
    world_invoice(w, today, 1000);
    for (size_t k = 0; k < w->st.steps_n; k++)
        w->st.steps[k].by_letter = true;
    w->s.has_address = false;
    world_plan(w);
    assert_true(has(EXCEPTION_NO_ADDRESS));
    check_action("find address", today);
}

static void
a_reminder_far_away_is_left_in_peace(void **)
{
    world_invoice(w, today + 20, 1000);
    w->contacts[0].email = NULL;
    world_plan(w);
    assert_false(has(EXCEPTION_NO_CONTACT));
}

static bool
only_german(void *, const char *, const char *language)
{
    return strcmp(language, "de") == 0;
}

static void
plan_with_texts(bool (*has_text)(void *, const char *, const char *))
{
    struct plan_in in = { .snapshot = &w->s,
        .strategy = &w->st,
        .asks = &w->asks,
        .limits = &w->limits,
        .calendar = &w->cal,
        .has_text = has_text };

    coverage_apply(&w->s, w->a);
    assert_int_equal(plan_case(&in, w->a, &w->plan), OK);
}

static void
a_reminder_without_a_text_is_known_before_it_fails(void **)
{
    world_invoice(w, today - 3, 1000);
    plan_with_texts(only_german);
    assert_int_equal(w->plan.messages_n, 1);
    assert_true(has(EXCEPTION_NO_TEXT));
    check_action("write text", today);
    w->contacts[0].language =
        "de"; /* the reader's language counts, not the customer's */
    plan_with_texts(only_german);
    assert_false(has(EXCEPTION_NO_TEXT));
    w->contacts[0].language = NULL;
    w->instalments[0].due_on = today - 1; /* due in two days */
    plan_with_texts(only_german);
    assert_true(has(EXCEPTION_NO_TEXT));
}

static void
stale_cash_data_that_holds_a_reminder_is_one(void **)
{
    world_invoice(w, today - 3, 1000);
    w->limits.stale_after_us = INT64_C(24) * 3600 * 1000000;
    w->s.synced_at = w->s.now_at - 3 * w->limits.stale_after_us;
    world_plan(w);
    assert_true(has(EXCEPTION_STALE));
    check_action("bring cash data", today);
    w->s.synced_at = w->s.now_at;
    world_plan(w);
    assert_false(has(EXCEPTION_STALE));
}

static void
credit_that_covers_and_a_schedule_that_ended_are_ones(void **)
{
    size_t k = world_invoice(w, today - 90, 1000);

    world_taken(w, k, "CALL", today - 60);
    world_plan(w);
    assert_true(has(EXCEPTION_EXHAUSTED));
    assert_false(has(EXCEPTION_CREDIT));
    world_credit(w, 1000);
    world_plan(w);
    assert_true(has(EXCEPTION_CREDIT));
}

static void
credit_beside_what_is_overdue_waits_to_be_applied(void **)
{
    world_invoice(w, today - 3, 100000);
    world_credit(w, 4000);
    world_plan(w);
    assert_true(has(EXCEPTION_CREDIT));
    check_action("apply_credit", today);
    assert_non_null(strstr(w->plan.reason, "credit of 40.00 EUR is not applied yet"));
    w->st.min_total = (struct per_currency){ { { "EUR", 5000 } },
        1 }; /* less than anybody would write for */
    world_plan(w);
    assert_false(has(EXCEPTION_CREDIT));
    w->credits[0].open_minor = 5000;
    world_plan(w);
    assert_true(has(EXCEPTION_CREDIT));
    w->instalments[0].due_on = today + 5; /* nothing is overdue */
    world_plan(w);
    assert_false(has(EXCEPTION_CREDIT));
}

static void
an_uncertain_mail_comes_first_of_all(void **)
{
    world_invoice(w, today - 5, 1000);
    w->s.mail_uncertain = true;
    w->s.waiting = (struct snap_waiting){ .reply = true, .reply_on = today };
    world_plan(w);
    assert_int_equal(exception_first(w->plan.causes), EXCEPTION_MAIL_UNCERTAIN);
    check_action("check mail", w->plan.action_on);
}

static void
what_is_done_first_is_most_urgent(void **)
{
    assert_int_equal(exception_urgency(0), 0);
    assert_int_equal(exception_urgency(exception_bit(EXCEPTION_FAULT)), EXCEPTION__MAX);
    assert_int_equal(exception_urgency(exception_bit(EXCEPTION_EXHAUSTED)), 1);
    for (unsigned x = 0; x < EXCEPTION__MAX; x++)
        for (unsigned y = 0; y < EXCEPTION__MAX; y++) {
            uint32_t a = exception_bit((enum exception)x),
                     b = exception_bit((enum exception)y);

            assert_int_equal(exception_urgency(a | b),
                exception_urgency(exception_bit(exception_first(a | b))));
            if (x != y)
                assert_int_not_equal(exception_urgency(a), exception_urgency(b));
        }
}

static void
every_cause_has_a_name(void **)
{
    for (unsigned x = 0; x < EXCEPTION__MAX; x++)
        assert_non_null(EXCEPTION_NAME[x]);
    assert_null(EXCEPTION_NAME[EXCEPTION__MAX]);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_routine_is_no_exception),
        TEST(a_reply_that_waits_comes_before_a_task_and_a_promise),
        TEST(a_promise_is_due_on_its_day_and_not_before),
        TEST(a_broken_promise_is_one),
        TEST(a_dispute_is_late_after_its_target),
        TEST(a_task_counts_from_its_day_on),
        TEST(mail_that_cannot_be_delivered_is_one),
        TEST(tasks_of_their_own_kind_come_before_the_rest_of_the_tasks),
        TEST(a_high_risk_that_nothing_asks_to_look_at_is_no_exception),
        TEST(a_reminder_without_anybody_to_go_to_is_known_before_its_day),
        TEST(a_letter_without_an_address_is_one_of_its_own),
        TEST(a_letter_known_to_have_no_address_is_mended_before_its_day),
        TEST(a_reminder_far_away_is_left_in_peace),
        TEST(a_reminder_without_a_text_is_known_before_it_fails),
        TEST(stale_cash_data_that_holds_a_reminder_is_one),
        TEST(credit_that_covers_and_a_schedule_that_ended_are_ones),
        TEST(credit_beside_what_is_overdue_waits_to_be_applied),
        TEST(an_uncertain_mail_comes_first_of_all),
        TEST(what_is_done_first_is_most_urgent),
        TEST(every_cause_has_a_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
