#include "tests/unit/domain/world.h"

#include <string.h>

/* One invoice, R1 due today: goes out unless a guard holds it. */
static struct world *w;
static size_t inv;
static int32_t today;

static int
setup(void **)
{
    today = day_of(2026, 3, 4); /* a Wednesday */
    w = world_new(today);
    inv = world_invoice(w, today - 3, 100000);
    return 0;
}

static int
teardown(void **)
{
    world_free(w);
    return 0;
}

static void
assert_held(enum guard g, int32_t until_on)
{
    world_plan(w);
    assert_null(mailed(w, inv));
    assert_string_equal(guard_name(held_by(w, inv)), guard_name(g));
    assert_int_equal(w->plan.held[0].until_on, until_on);
    assert_non_null(w->plan.held[0].detail);
}

static void
assert_goes(void)
{
    world_plan(w);
    assert_non_null(mailed(w, inv));
    assert_int_equal(held_by(w, inv), GUARD_NONE);
}

static void
without_a_guard_it_goes_out(void **)
{
    assert_goes();
}

static void
every_guard_has_a_name(void **)
{
    for (int g = 0; g < GUARD__MAX; g++)
        for (int h = 0; h < g; h++)
            assert_string_not_equal(
                guard_name((enum guard)g), guard_name((enum guard)h));
}

static void
a_settled_instalment_is_left_alone(void **)
{
    struct proposals p;
    struct held held[1];
    size_t held_n;
    bool pass[1];

    assert_int_equal(propose(&w->s, &w->st, &w->cal, &w->asks, w->a, &p), OK);
    assert_int_equal(p.n, 1);
    w->instalments[inv].open_minor = 0;
    guard_check(&w->s, &w->st, &p, &w->limits, w->a, pass, held, &held_n);
    assert_false(pass[0]);
    assert_int_equal(held[0].guard, GUARD_SETTLED);
    world_plan(w);
    assert_int_equal(w->plan.proposals.n, 0);
}

static void
credit_that_covers_what_is_overdue_holds_it(void **)
{
    world_credit(w, 99999);
    assert_goes();
    w->credits[0].open_minor = 100000;
    assert_held(GUARD_NET_ZERO, DAY_NONE);
}

static void
credit_settles_what_is_due_first_and_so_an_upcoming_notice_last(void **)
{
    size_t next = world_invoice(w, today + 3, 5000);

    world_step(w, "up", -3);
    world_credit(w, 104999);
    world_plan(w);
    assert_null(mailed(w, inv));
    assert_string_equal(mailed(w, next), "up");
    w->credits[0].open_minor = 105000;
    world_plan(w);
    assert_int_equal(held_by(w, next), GUARD_NET_ZERO);
}

static void
a_customer_on_hold_at_law_or_closed_gets_nothing(void **)
{
    w->s.status = CUSTOMER_ON_HOLD;
    assert_held(GUARD_CUSTOMER, DAY_NONE);
    w->s.status = CUSTOMER_LEGAL;
    assert_held(GUARD_CUSTOMER, DAY_NONE);
    w->s.status = CUSTOMER_CLOSED;
    assert_held(GUARD_CUSTOMER, DAY_NONE);
}

static void
a_hold_lets_go_the_day_after_its_last(void **)
{
    struct snap_hold *h = world_hold(w, 0, -1);

    assert_held(GUARD_HOLD, DAY_NONE);
    h->until_on = today + 4;
    assert_held(GUARD_HOLD, today + 5);
    h->item_id = 999;
    assert_goes();
    h->item_id = w->instalments[inv].item_id;
    assert_held(GUARD_HOLD, today + 5);
}

static void
only_the_disputed_part_is_held(void **)
{
    world_dispute(w, inv, 40000);
    assert_goes();
    assert_int_equal(w->plan.messages[0].total_minor, 60000);
    w->disputes[0].amount_minor = 100000;
    assert_held(GUARD_DISPUTE, DAY_NONE);
}

static void
promise_holds_while_open(void **)
{
    struct snap_promise *p = world_promise(w, 100000, today + 5);

    assert_held(GUARD_PROMISE, today + 8);
    assert_string_equal(w->plan.status, "promised");
    p->state = PROMISE_BROKEN;
    p->judged_on = today - 1;
    p->promised_on = today - 3;
    assert_goes();
    assert_string_equal(w->plan.status, "promise_broken");
    assert_non_null(task_of(w, "broken_promise"));
}

static void
the_rest_of_a_partly_promised_invoice_is_asked_for(void **)
{
    world_promise(w, 30000, today + 5);
    assert_goes();
    assert_int_equal(w->plan.messages[0].total_minor, 70000);
}

static void
an_uncertain_mail_holds_every_message(void **)
{
    w->s.mail_uncertain = true;
    assert_held(GUARD_UNCERTAIN, DAY_NONE);
    assert_string_equal(w->plan.status, "uncertain");
    assert_true(w->plan.exception);
}

static void
tags_and_payment_methods_are_left_out(void **)
{
    w->tags[0] = "vip";
    w->s.tags_n = 1;
    w->st.exclude_tags[0] = "vip";
    w->st.exclude_tags_n = 1;
    assert_held(GUARD_EXCLUDED, DAY_NONE);
    w->tags[0] = "new";
    assert_goes();
    w->st.exclude_methods[0] = "direct_debit";
    w->st.exclude_methods_n = 1;
    w->s.payment_method = "direct_debit";
    assert_held(GUARD_EXCLUDED, DAY_NONE);
}

static void
an_amount_below_the_minimum_is_not_reminded_by_itself(void **)
{
    w->st.min_amount = (struct per_currency){ { { "EUR", 100001 } }, 1 };
    assert_held(GUARD_MINIMUM, DAY_NONE);
    world_invoice(w, today - 3, 500000);
    assert_goes();
    assert_int_equal(w->plan.messages[0].lines_n, 2);
}

static void
a_case_below_the_minimum_total_gets_nothing(void **)
{
    w->st.min_total = (struct per_currency){ { { "EUR", 100000 } }, 1 };
    assert_goes();
    world_credit(w, 1);
    assert_held(GUARD_MINIMUM, DAY_NONE);
    w->s.credits_n = 0;
    w->st.min_total.of[0].minor = 100001;
    assert_held(GUARD_MINIMUM, DAY_NONE);
}

static void
stale_cash_data_holds_every_message(void **)
{
    w->limits.stale_after_us = 48 * 60 * DATE_US_PER_MINUTE;
    w->s.synced_at = w->s.now_at - w->limits.stale_after_us;
    assert_goes();
    w->s.synced_at--;
    assert_held(GUARD_STALE, DAY_NONE);
    w->s.synced_at = INSTANT_NONE;
    assert_goes();
}

static void
nobody_to_write_to_holds_it_and_makes_one_task(void **)
{
    w->contacts[0].suppressed = true;
    assert_held(GUARD_RECIPIENT, DAY_NONE);
    assert_non_null(task_of(w, "undeliverable"));
    w->raised[0] = task_of(w, "undeliverable")->dedup_key;
    w->s.raised_n = 1;
    world_plan(w);
    assert_null(task_of(w, "undeliverable"));
    w->contacts[0].suppressed = false;
    w->contacts[0].consent = false;
    assert_held(GUARD_RECIPIENT, DAY_NONE);
    w->contacts[0].consent = true;
    w->contacts[0].email = NULL;
    assert_held(GUARD_RECIPIENT, DAY_NONE);
    w->s.contacts_n = 0;
    assert_held(GUARD_RECIPIENT, DAY_NONE);
}

static void
a_letter_needs_a_postal_address_and_no_mail(void **)
{
    w->st.steps[0].by_letter = true;
    assert_held(GUARD_RECIPIENT, DAY_NONE);
    assert_true(w->plan.causes & exception_bit(EXCEPTION_NO_ADDRESS));
    assert_false(w->plan.causes & exception_bit(EXCEPTION_NO_CONTACT));
    w->s.has_address = true;
    w->contacts[0].email = NULL;
    w->contacts[0].consent = false;
    assert_goes();
    assert_int_equal(w->plan.messages[0].not_before_at, w->s.now_at);
}

static void
a_role_that_nobody_has_falls_back_to_billing(void **)
{
    w->st.steps[0].to_role = "legal";
    assert_goes();
    w->contacts[0].billing = false;
    w->contacts[0].statement = true;
    assert_held(GUARD_RECIPIENT, DAY_NONE);
}

static void
the_minimum_gap_is_inclusive(void **)
{
    w->st.min_gap_days = 14;
    w->s.last_contact_on = today - 13;
    assert_held(GUARD_GAP, today + 1);
    w->s.last_contact_on = today - 14; /* last on the 1st, today the 15th */
    assert_goes();
}

static void
a_message_on_its_way_holds_the_next(void **)
{
    w->s.contact_pending = true;
    assert_held(GUARD_PENDING, DAY_NONE);
}

static void
a_cap_on_contacts_holds_it(void **)
{
    w->st.max_contacts_30d = 3;
    w->s.contacts_30d = 2;
    assert_goes();
    w->s.contacts_30d = 3;
    assert_held(GUARD_CAP, DAY_NONE);
}

static void
the_legal_interval_counts_from_the_last_reminder_of_the_claim(void **)
{
    w->limits.legal_min_gap_days = 14;
    assert_goes();
    world_taken(w, inv, "R1", today);
    world_today(w, today + 13);
    assert_held(GUARD_LEGAL_GAP, today + 14);
    world_today(w, today + 14);
    assert_goes();
}

static void
a_step_that_needs_agreement_becomes_a_task(void **)
{
    const struct plan_task *t;

    w->st.steps[0].approval = "manager";
    assert_held(GUARD_APPROVAL, DAY_NONE);
    t = task_of(w, "approval");
    assert_non_null(t);
    assert_string_equal(t->role, "manager");
    assert_int_equal(t->lines_n, 1);
    world_apply(w);
    world_plan(w);
    assert_int_equal(w->plan.tasks_n, 0);
}

static void
an_upcoming_notice_gives_way_to_a_reminder_due_within_the_gap(void **)
{
    size_t next = world_invoice(w, today + 3, 5000);

    world_step(w, "up", -3);
    world_taken(w, inv, "R1", today - 6);
    w->instalments[inv].due_on = today - 6; /* R2 in four days */
    world_plan(w);
    assert_int_equal(held_by(w, next), GUARD_YIELD);
    w->instalments[inv].due_on = today - 5; /* in five: the gap is kept */
    world_plan(w);
    assert_string_equal(mailed(w, next), "up");
}

static void
an_upcoming_notice_goes_along_when_a_reminder_goes_today(void **)
{
    size_t next = world_invoice(w, today + 3, 5000);

    world_step(w, "up", -3);
    world_invoice(w, today - 1, 700); /* R1 in two days */
    world_plan(w);
    assert_string_equal(mailed(w, next), "up");
    assert_string_equal(mailed(w, inv), "R1");
    assert_int_equal(w->plan.messages_n, 2);
}

static void
a_person_passes_gap_and_caps_with_a_reason_and_nothing_else(void **)
{
    w->s.last_contact_on = today;
    w->limits.by_person = true;
    assert_held(GUARD_GAP, today + 5);
    w->limits.confirmed = true;
    assert_goes();
    w->st.max_contacts_30d = 1;
    w->s.contacts_30d = 1;
    assert_goes();
    w->s.contact_pending = true;
    assert_held(GUARD_PENDING, DAY_NONE);
    world_hold(w, 0, -1);
    assert_held(GUARD_HOLD, DAY_NONE);
}

static void
a_task_needs_no_recipient_and_no_gap_but_respects_disputes(void **)
{
    world_today(w, today + 30);
    w->s.contacts_n = 0;
    w->s.last_contact_on = w->s.today;
    w->s.contact_pending = true;
    w->s.mail_uncertain = true;
    world_plan(w);
    assert_non_null(task_of(w, "call"));
    world_dispute(w, inv, 100000);
    world_plan(w);
    assert_null(task_of(w, "call"));
    assert_int_equal(held_by(w, inv), GUARD_DISPUTE);
}

static void
the_first_guard_in_order_is_the_one_recorded(void **)
{
    world_hold(w, 0, -1);
    w->s.last_contact_on = today;
    w->s.contacts_n = 0;
    assert_held(GUARD_HOLD, DAY_NONE);
    w->s.holds_n = 0;
    assert_held(GUARD_RECIPIENT, DAY_NONE);
    w->s.contacts_n = 1;
    assert_held(GUARD_GAP, today + 5);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(without_a_guard_it_goes_out),
        TEST(every_guard_has_a_name),
        TEST(a_settled_instalment_is_left_alone),
        TEST(credit_that_covers_what_is_overdue_holds_it),
        TEST(credit_settles_what_is_due_first_and_so_an_upcoming_notice_last),
        TEST(a_customer_on_hold_at_law_or_closed_gets_nothing),
        TEST(a_hold_lets_go_the_day_after_its_last),
        TEST(only_the_disputed_part_is_held),
        TEST(promise_holds_while_open),
        TEST(the_rest_of_a_partly_promised_invoice_is_asked_for),
        TEST(an_uncertain_mail_holds_every_message),
        TEST(tags_and_payment_methods_are_left_out),
        TEST(an_amount_below_the_minimum_is_not_reminded_by_itself),
        TEST(a_case_below_the_minimum_total_gets_nothing),
        TEST(stale_cash_data_holds_every_message),
        TEST(nobody_to_write_to_holds_it_and_makes_one_task),
        TEST(a_letter_needs_a_postal_address_and_no_mail),
        TEST(a_role_that_nobody_has_falls_back_to_billing),
        TEST(the_minimum_gap_is_inclusive),
        TEST(a_message_on_its_way_holds_the_next),
        TEST(a_cap_on_contacts_holds_it),
        TEST(the_legal_interval_counts_from_the_last_reminder_of_the_claim),
        TEST(a_step_that_needs_agreement_becomes_a_task),
        TEST(an_upcoming_notice_gives_way_to_a_reminder_due_within_the_gap),
        TEST(an_upcoming_notice_goes_along_when_a_reminder_goes_today),
        TEST(a_person_passes_gap_and_caps_with_a_reason_and_nothing_else),
        TEST(a_task_needs_no_recipient_and_no_gap_but_respects_disputes),
        TEST(the_first_guard_in_order_is_the_one_recorded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
