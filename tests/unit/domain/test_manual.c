#include <string.h>

#include "domain/coverage.h"
#include "domain/manual.h"
#include "tests/unit/test.h"

enum { TODAY = 20516 };
#define HOUR (INT64_C(3600) * 1000000)
#define DAY (24 * HOUR)

static struct arena *arena;
static struct open_instalment open[2];
static struct snap_contact contact;
static struct snap_hold hold;
static struct open_credit credit;
static struct snapshot s;
static const struct strategy STRATEGY = {
    .name = "s", .min_gap_days = 5, .send_minute = 480, .max_contacts_30d = 3
};
static struct guard_limits limits;
static struct manual_plan plan;
static enum manual_needs needs;

/* Two invoices, one overdue; 10:00 in Berlin. */
static int
setup(void **)
{
    arena = arena_new();
    open[0] = (struct open_instalment){ .id = 1,
        .item_id = 11,
        .number = "A",
        .due_on = TODAY - 1,
        .amount_minor = 10000,
        .open_minor = 10000 };
    open[1] = (struct open_instalment){ .id = 2,
        .item_id = 12,
        .number = "B",
        .due_on = TODAY + 9,
        .amount_minor = 25000,
        .open_minor = 25000 };
    contact = (struct snap_contact){ .id = 5,
        .name = "Anna",
        .email = "anna@debtor.example",
        .billing = true,
        .consent = true };
    limits = (struct guard_limits){ 0 };
    needs = MANUAL_NEEDS_NOTHING;
    s = (struct snapshot){ .today = TODAY,
        .now_at = TODAY * DAY + 9 * HOUR,
        .currency = "EUR",
        .instalments = open,
        .instalments_n = 2,
        .contacts = &contact,
        .contacts_n = 1,
        .language = "en",
        .country = "DE",
        .region = "",
        .time_zone = "Europe/Berlin",
        .division_time_zone = "Europe/Berlin",
        .last_contact_on = DAY_NONE,
        .synced_at = INSTANT_NONE };
    return 0;
}

static int
teardown(void **)
{
    arena_free(arena);
    return 0;
}

static void
send(size_t n)
{
    static const size_t BOTH[] = { 0, 1 };
    const struct manual_in in = { .snapshot = &s,
        .strategy = &STRATEGY,
        .limits = &limits,
        .instalments = BOTH,
        .n = n,
        .to_role = "billing",
        .needs = needs };

    coverage_apply(&s, arena);
    manual_plan(&in, arena, &plan);
}

static void
it_goes_at_once_where_nothing_holds(void **)
{
    send(2);
    assert_true(plan.goes);
    assert_true(plan.pass[0] && plan.pass[1]);
    assert_int_equal(plan.held_n, 0);
    assert_int_equal(plan.not_before_at, s.now_at);
}

static void
gap_and_cap_alone_can_be_passed_by_confirmation(void **)
{
    s.last_contact_on = TODAY - 1;
    for (size_t n = 0; n <= 2; n += 2) {
        limits.confirmed = false;
        send(n);
        assert_false(plan.goes);
        assert_true(plan.may_confirm);
        assert_int_equal(plan.held[0].guard, GUARD_GAP);
        assert_int_equal(plan.held[0].until_on, TODAY + 4);
        limits.confirmed = true;
        send(n);
        assert_true(plan.goes);
    }
    s.last_contact_on = TODAY - 9;
    s.contacts_30d = 3;
    for (size_t n = 0; n <= 2; n += 2) {
        limits.confirmed = false;
        send(n);
        assert_true(plan.may_confirm);
        assert_int_equal(plan.held[0].guard, GUARD_CAP);
        limits.confirmed = true;
        send(n);
        assert_true(plan.goes);
    }
}

/* Of what asks for nothing; a reminder never does. */
static void
an_answer_goes_beside_what_is_on_its_way(void **)
{
    s.contact_pending = true;
    limits.beside = true;
    send(0);
    assert_true(plan.goes);
    send(2);
    assert_false(plan.goes);
    assert_int_equal(plan.held[0].guard, GUARD_PENDING);
}

/* Confirmed or not, with items and without: whoever must not be written to is not. */
static void
no_other_guard_can_be_passed(void **)
{
    limits.confirmed = true;
    for (size_t n = 0; n <= 2; n += 2) {
        s.status = CUSTOMER_LEGAL;
        send(n);
        assert_false(plan.goes || plan.may_confirm);
        assert_int_equal(plan.held[0].guard, GUARD_CUSTOMER);
        s.status = CUSTOMER_ACTIVE;
        contact.consent = false;
        send(n);
        assert_false(plan.goes || plan.may_confirm);
        assert_int_equal(plan.held[0].guard, GUARD_RECIPIENT);
        contact.consent = true;
        contact.suppressed = true;
        send(n);
        assert_int_equal(plan.held[0].guard, GUARD_RECIPIENT);
        contact.suppressed = false;
        s.contact_pending = true;
        send(n);
        assert_int_equal(plan.held[0].guard, GUARD_PENDING);
        s.contact_pending = false;
        hold = (struct snap_hold){ .id = 1, .amount_minor = -1, .until_on = DAY_NONE };
        s.holds = &hold;
        s.holds_n = 1;
        send(n);
        assert_int_equal(plan.held[0].guard, GUARD_HOLD);
        s.holds_n = 0;
    }
    credit = (struct open_credit){ .item_id = 9, .open_minor = 10000 };
    s.credits = &credit;
    s.credits_n = 1;
    send(2);
    assert_int_equal(plan.held[0].guard, GUARD_NET_ZERO);
}

static void
what_is_held_stays_out_and_the_rest_goes(void **)
{
    hold = (struct snap_hold){
        .id = 1, .item_id = 11, .amount_minor = -1, .until_on = DAY_NONE
    };
    s.holds = &hold;
    s.holds_n = 1;
    send(2);
    assert_true(plan.goes);
    assert_false(plan.pass[0]);
    assert_true(plan.pass[1]);
    assert_int_equal(plan.held_n, 1);
    assert_int_equal(plan.held[0].proposal, 0);
    assert_int_equal(plan.held[0].guard, GUARD_HOLD);
}

static void
in_quiet_hours_it_waits_for_the_next_that_is_allowed(void **)
{
    limits.quiet_from_minute = 20 * 60;
    s.now_at = TODAY * DAY + 20 * HOUR; /* 21:00 in Berlin */
    send(2);
    assert_true(plan.goes);
    assert_int_equal(plan.not_before_at, (TODAY + 1) * DAY + 7 * HOUR);
    s.now_at = TODAY * DAY + 5 * HOUR; /* 06:00 */
    send(0);
    assert_int_equal(plan.not_before_at, TODAY * DAY + 7 * HOUR);
}

static void
a_reminder_without_an_invoice_asks_for_nothing_and_stays(void **)
{
    for (needs = MANUAL_NEEDS_ITEMS; needs <= MANUAL_NEEDS_OVERDUE; needs++)
        for (int said = 0; said < 2; said++) {
            limits.confirmed = said;
            send(0);
            assert_false(plan.goes || plan.may_confirm);
            assert_int_equal(plan.held_n, 1);
            assert_int_equal(plan.held[0].guard, GUARD_NO_ITEM);
        }
    assert_non_null(strstr(plan.held[0].detail, "overdue"));
}

/* Each with its own reason; one that is not late keeps that, whatever else holds it. */
static void
a_reminder_names_only_what_is_overdue(void **)
{
    needs = MANUAL_NEEDS_OVERDUE;
    send(2);
    assert_true(plan.goes && plan.pass[0]);
    assert_false(plan.pass[1]);
    assert_int_equal(plan.held_n, 1);
    assert_int_equal(plan.held[0].proposal, 1);
    assert_int_equal(plan.held[0].guard, GUARD_NOT_DUE);
    assert_int_equal(plan.held[0].until_on, TODAY + 10);
    s.status = CUSTOMER_LEGAL;
    send(2);
    assert_false(plan.goes || plan.may_confirm);
    assert_int_equal(plan.held_n, 2);
    assert_int_equal(plan.held[0].guard, GUARD_CUSTOMER);
    assert_int_equal(plan.held[1].guard, GUARD_NOT_DUE);
    s.status = CUSTOMER_ACTIVE;
    open[0].due_on = TODAY;
    limits.confirmed = true;
    send(2);
    assert_false(plan.goes || plan.may_confirm);
    assert_int_equal(plan.held_n, 2);
    needs = MANUAL_NEEDS_ITEMS;
    send(2);
    assert_true(plan.goes && plan.pass[1]);
}

static void
a_text_needs_what_it_speaks_of(void **)
{
    assert_int_equal(manual_needs_of(false, 3), MANUAL_NEEDS_NOTHING);
    assert_int_equal(manual_needs_of(true, 0), MANUAL_NEEDS_ITEMS);
    assert_int_equal(manual_needs_of(true, 1), MANUAL_NEEDS_OVERDUE);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(it_goes_at_once_where_nothing_holds),
        T(gap_and_cap_alone_can_be_passed_by_confirmation),
        T(an_answer_goes_beside_what_is_on_its_way),
        T(no_other_guard_can_be_passed),
        T(what_is_held_stays_out_and_the_rest_goes),
        T(a_reminder_without_an_invoice_asks_for_nothing_and_stays),
        T(a_reminder_names_only_what_is_overdue),
        T(a_text_needs_what_it_speaks_of),
        T(in_quiet_hours_it_waits_for_the_next_that_is_allowed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
