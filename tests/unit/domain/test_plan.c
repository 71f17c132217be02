#include "tests/unit/domain/world.h"

#include <string.h>

#include "base/zone.h"
#include "domain/priority.h"

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

/* -- consolidation -------------------------------------------------------- */

static void
one_message_has_every_instalment_that_is_due_each_at_its_own_level(void **)
{
    size_t old = world_invoice(w, today - 12, 1000);
    size_t mid = world_invoice(w, today - 7, 2000);
    size_t young = world_invoice(w, today - 3, 4000);

    world_taken(w, old, "R1", today - 9);
    world_plan(w);
    assert_int_equal(w->plan.messages_n, 1);
    assert_int_equal(w->plan.messages[0].lines_n, 3);
    assert_string_equal(mailed(w, old), "R2");
    assert_string_equal(mailed(w, mid), "R1");
    assert_string_equal(mailed(w, young), "R1");
    assert_string_equal(w->plan.messages[0].step->id, "R2");
    assert_int_equal(w->plan.messages[0].total_minor, 7000);
}

static void
what_is_overdue_without_a_new_step_is_mentioned_fees_too(void **)
{
    size_t old = world_invoice(w, today - 9, 1000);
    size_t fee = world_invoice(w, today - 6, 50);
    size_t young = world_invoice(w, today - 3, 4000);
    size_t held = world_invoice(w, today - 2, 8000);

    world_invoice(w, today + 2, 16000);
    world_taken(w, old, "R1", today - 6);
    w->instalments[fee].is_fee = true;
    world_dispute(w, held, 8000);
    world_plan(w);
    assert_int_equal(w->plan.messages_n, 1);
    assert_int_equal(w->plan.messages[0].lines_n, 1);
    assert_string_equal(mailed(w, young), "R1");
    assert_int_equal(w->plan.messages[0].also_n, 2);
    assert_int_equal(w->plan.messages[0].also[0], old);
    assert_int_equal(w->plan.messages[0].also[1], fee);
    assert_int_equal(w->plan.messages[0].total_minor, 5050);
}

static void
paying_the_oldest_never_starts_again(void **)
{
    size_t k = world_invoice(w, today - 10, 1000);

    world_taken(w, k, "R2", today);
    w->s.last_contact_on = today;
    for (int32_t day = today; day < today + 10; day++) {
        world_today(w, day);
        world_plan(w);
        assert_null(mailed(w, k));
    }
    world_today(w, today + 10);
    world_plan(w);
    assert_string_equal(mailed(w, k), "R3");
}

static void
a_return_resumes_where_it_stood(void **)
{
    size_t k = world_invoice(w, today - 25, 1000);

    /* paid after R2, returned now: the original due date, the level it had */
    world_taken(w, k, "R2", today - 15);
    w->s.last_contact_on = today - 15;
    world_plan(w);
    assert_string_equal(mailed(w, k), "R3");
}

static void
tasks_are_made_by_step_with_all_their_invoices(void **)
{
    const struct plan_task *t;

    world_invoice(w, today - 35, 1000);
    world_invoice(w, today - 31, 124900);
    world_plan(w);
    t = task_of(w, "call");
    assert_non_null(t);
    assert_int_equal(t->lines_n, 2);
    assert_int_equal(t->due_on, today);
    assert_string_equal(t->title, "Call: 2 invoices, 1,259.00 EUR");
    assert_string_equal(t->dedup_key, "step:1:CALL");
    assert_int_equal(w->plan.messages_n, 0);
    assert_true(plan_acts(&w->plan));
}

/* -- when it goes out ----------------------------------------------------- */

static void
a_message_goes_at_the_strategys_time_in_the_readers_zone(void **)
{
    world_invoice(w, today - 3, 1000);
    w->contacts[0].time_zone = "America/New_York";
    world_plan(w);
    assert_int_equal(w->plan.messages[0].not_before_at,
        zone_instant(zone_find("America/New_York"), today, 480));
    w->contacts[0].time_zone = NULL;
    w->s.time_zone = "Asia/Tokyo"; /* 15:00 there: past eight, in the day */
    world_plan(w);
    assert_int_equal(w->plan.messages[0].not_before_at, w->s.now_at);
    w->limits.quiet_from_minute = 15 * 60;
    world_plan(w);
    assert_int_equal(w->plan.messages[0].not_before_at,
        zone_instant(zone_find("Asia/Tokyo"), today + 1, 480));
}

static void
s18_the_hour_holds_across_the_change_of_clocks(void **)
{
    assert_int_equal(
        zone_instant(zone_find("America/New_York"), day_of(2026, 11, 5), 360),
        date_instant(day_of(2026, 11, 5)) + 11 * 60 * DATE_US_PER_MINUTE);
}

static void
on_business_days_only_it_waits_for_one(void **)
{
    const int32_t holidays[] = { today + 5 }; /* the Monday */

    w->st.business_days_only = true;
    w->cal.holidays = holidays;
    w->cal.holidays_n = 1;
    world_invoice(w, today, 1000);
    world_today(w, today + 3); /* Saturday */
    world_plan(w);
    assert_int_equal(w->plan.messages[0].not_before_at,
        zone_instant(zone_find("Europe/Zurich"), today + 6, 480));
}

static void
where_the_day_has_not_begun_it_waits_for_it(void **)
{
    world_invoice(w, today - 3, 1000);
    w->s.division_time_zone = "Pacific/Auckland";
    w->s.time_zone = "America/Los_Angeles";
    /* 00:30 in Auckland is the day before in Los Angeles */
    w->s.now_at = zone_instant(zone_find("Pacific/Auckland"), today, 30);
    world_plan(w);
    assert_int_equal(w->plan.messages[0].not_before_at,
        zone_instant(zone_find("America/Los_Angeles"), today, 480));
}

static void
the_case_is_looked_at_again_at_the_next_midnight_or_never(void **)
{
    world_plan(w);
    assert_true(w->plan.next_at == INSTANT_NEVER);
    world_credit(w, 100);
    world_plan(w);
    assert_true(w->plan.next_at == INSTANT_NEVER);
    world_invoice(w, today + 90, 1000);
    world_plan(w);
    assert_int_equal(w->plan.next_at,
        date_instant(today + 1) - 60 * DATE_US_PER_MINUTE); /* Zurich in winter */
}

/* -- words ---------------------------------------------------------------- */

static void
the_reason_is_a_sentence_a_collector_understands(void **)
{
    struct snap_promise *p;

    world_invoice(w, today - 47, 100000);
    world_invoice(w, today - 20, 25000);
    world_invoice(w, today - 2, 100);
    for (size_t k = 0; k < 3; k++)
        world_taken(w, k, "R3", today - 1);
    w->s.last_contact_on = today - 1;
    p = world_promise(w, 125000, today - 5);
    p->made_on = today - 15;
    p->judged_on = today - 3;
    p->state = PROMISE_BROKEN;
    world_plan(w);
    assert_string_equal(w->plan.reason,
        "3 invoices overdue, oldest 47 days; promise of 1,250.00 EUR broken");
    assert_string_equal(w->plan.status, "promise_broken");
    assert_true(w->plan.exception);
}

static void
a_broken_promise_makes_one_task(void **)
{
    struct snap_promise *p;

    world_invoice(w, today - 6, 100000);
    p = world_promise(w, 50000, today - 5);
    p->judged_on = today - 3;
    p->kept_minor = 20000;
    p->state = PROMISE_PARTLY;
    world_plan(w);
    assert_string_equal(task_of(w, "broken_promise")->title,
        "Promise of 500.00 EUR for 2026-02-27: only 200.00 EUR came");
    assert_int_equal(task_of(w, "broken_promise")->priority, 1);
    w->raised[0] = task_of(w, "broken_promise")->dedup_key;
    w->s.raised_n = 1;
    world_plan(w);
    assert_null(task_of(w, "broken_promise"));
    assert_true(w->plan.exception);
}

static void
a_broken_promise_is_past_when_its_invoice_is_paid_or_another_was_made(void **)
{
    struct snap_promise_item item = { 4711, 50000, 0 };
    struct snap_promise *p;

    world_invoice(w, today - 2, 100000);
    p = world_promise(w, 50000, today - 10);
    p->judged_on = today - 8;
    p->state = PROMISE_BROKEN;
    p->items = &item;
    p->items_n = 1;
    world_plan(w);
    assert_string_equal(w->plan.status, "overdue");
    item.instalment_id = w->instalments[0].id;
    world_plan(w);
    assert_string_equal(w->plan.status, "promise_broken");
    world_promise(w, 100000, today + 3);
    world_plan(w);
    assert_string_equal(w->plan.status, "promised");
}

static void
statuses_say_what_is_so(void **)
{
    world_plan(w);
    assert_string_equal(w->plan.status, "ok");
    assert_string_equal(w->plan.reason, "nothing is open");
    world_invoice(w, today + 5, 1000);
    world_plan(w);
    assert_string_equal(w->plan.status, "due");
    assert_string_equal(w->plan.reason, "nothing overdue, next due 2026-03-09");
    assert_false(w->plan.exception);
    w->instalments[0].due_on = today - 1;
    world_plan(w);
    assert_string_equal(w->plan.status, "overdue");
    assert_string_equal(w->plan.reason, "1 invoice overdue, 1 day");
    world_dispute(w, 0, 1000);
    world_plan(w);
    assert_string_equal(w->plan.status, "disputed");
    assert_string_equal(w->plan.reason, "1 invoice overdue, 1 day; all of it disputed");
    w->s.status = CUSTOMER_LEGAL;
    world_plan(w);
    assert_string_equal(w->plan.status, "held");
}

static void
open_tasks_keep_a_case_an_exception(void **)
{
    world_invoice(w, today + 5, 1000);
    w->s.open_tasks = 1;
    world_plan(w);
    assert_true(w->plan.exception);
}

/* -- score ---------------------------------------------------------------- */

static void
the_score_is_the_sum_of_named_contributions(void **)
{
    int64_t sum = 0, before;

    world_invoice(w, today - 40, 100000);
    world_plan(w);
    before = w->plan.score_milli;
    assert_string_equal(w->plan.score[0].name, "overdue");
    assert_true(before > 0);
    w->s.broken_promises = 2;
    world_plan(w);
    for (size_t k = 0; k < w->plan.score_n; k++)
        sum += w->plan.score[k].milli;
    assert_int_equal(w->plan.score_milli, sum);
    assert_int_equal(sum, before + 16000);
}

static void
what_will_probably_be_late_scores_higher_once_it_is_overdue(void **)
{
    int64_t before;

    world_invoice(w, today + 9, 100000);
    w->s.risk = RISK_HIGH;
    world_plan(w);
    assert_int_equal(w->plan.score_milli, 0);
    w->instalments[0].due_on = today - 40;
    w->s.risk = RISK_LOW;
    world_plan(w);
    before = w->plan.score_milli;
    w->s.risk = RISK_MEDIUM;
    world_plan(w);
    assert_int_equal(w->plan.score_milli, before + 4000);
    w->s.risk = RISK_HIGH;
    world_plan(w);
    assert_int_equal(w->plan.score_milli, before + 12000);
}

static void
more_and_older_money_scores_higher_and_covered_money_nothing(void **)
{
    int64_t last = -1;

    world_invoice(w, today - 1, 0);
    for (int64_t minor = 100; minor < INT64_C(1) << 50; minor *= 3) {
        w->instalments[0].open_minor = minor;
        world_plan(w);
        assert_true(w->plan.score_milli > last);
        last = w->plan.score_milli;
    }
    world_hold(w, 0, -1);
    world_plan(w);
    assert_int_equal(w->plan.score_milli, 0);
}

static enum err
own_priority(void *ctx, struct arena *a, struct contribution **list, size_t *n)
{
    *list = arena_new_n(a, 1, struct contribution);
    (*list)[0] = (struct contribution){ ctx, 4200 };
    *n = 1;
    return OK;
}

static void
a_script_with_its_own_priority_is_asked(void **)
{
    char name[] = "mine";
    struct plan_in in = {
        .snapshot = &w->s,
        .strategy = &w->st,
        .priority = own_priority,
        .priority_ctx = name,
    };

    assert_int_equal(plan_case(&in, w->a, &w->plan), OK);
    assert_int_equal(w->plan.score_milli, 4200);
    assert_string_equal(w->plan.score[0].name, "mine");
}

static void
a_case_without_a_strategy_is_still_described(void **)
{
    struct plan_in in = { .snapshot = &w->s };

    world_invoice(w, today - 5, 1000);
    assert_int_equal(plan_case(&in, w->a, &w->plan), OK);
    assert_int_equal(w->plan.messages_n, 0);
    assert_string_equal(w->plan.status, "overdue");
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(one_message_has_every_instalment_that_is_due_each_at_its_own_level),
        TEST(what_is_overdue_without_a_new_step_is_mentioned_fees_too),
        TEST(paying_the_oldest_never_starts_again),
        TEST(a_return_resumes_where_it_stood),
        TEST(tasks_are_made_by_step_with_all_their_invoices),
        TEST(a_message_goes_at_the_strategys_time_in_the_readers_zone),
        TEST(s18_the_hour_holds_across_the_change_of_clocks),
        TEST(on_business_days_only_it_waits_for_one),
        TEST(where_the_day_has_not_begun_it_waits_for_it),
        TEST(the_case_is_looked_at_again_at_the_next_midnight_or_never),
        TEST(the_reason_is_a_sentence_a_collector_understands),
        TEST(a_broken_promise_makes_one_task),
        TEST(a_broken_promise_is_past_when_its_invoice_is_paid_or_another_was_made),
        TEST(statuses_say_what_is_so),
        TEST(open_tasks_keep_a_case_an_exception),
        TEST(the_score_is_the_sum_of_named_contributions),
        TEST(what_will_probably_be_late_scores_higher_once_it_is_overdue),
        TEST(more_and_older_money_scores_higher_and_covered_money_nothing),
        TEST(a_script_with_its_own_priority_is_asked),
        TEST(a_case_without_a_strategy_is_still_described),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
