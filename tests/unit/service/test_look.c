#include "base/date.h"
#include "domain/coverage.h"
#include "service/look_lines.h"
#include "service/mark_sent.h"
#include "service/resolve_recipients.h"
#include "tests/unit/test.h"

enum { TODAY = 20516, A = 1, B = 2, FEE = 3, LATER = 4 };

static struct arena *arena;
static struct open_instalment open[4];
static struct open_credit credit;
static struct snap_dispute dispute;
static struct snap_hold hold;
static struct snap_promise promise;
static struct snap_contact contacts[4];
static struct snapshot s;
static struct look_line own[2];
static struct look look;

/* A (1,000.00) and B (500.00) are overdue, so is a fee of 40.00; another 70.00 is not
 * due yet. A message takes the step "first" on A and B. */
static int
setup(void **)
{
    arena = arena_new();
    open[0] = (struct open_instalment){ .id = A,
        .item_id = 11,
        .number = "A",
        .due_on = TODAY - 10,
        .amount_minor = 100000,
        .open_minor = 100000 };
    open[1] = (struct open_instalment){ .id = B,
        .item_id = 12,
        .number = "B",
        .due_on = TODAY - 5,
        .amount_minor = 80000,
        .open_minor = 50000 };
    open[2] = (struct open_instalment){ .id = FEE,
        .item_id = 13,
        .number = "F",
        .is_fee = true,
        .due_on = TODAY - 1,
        .amount_minor = 4000,
        .open_minor = 4000 };
    open[3] = (struct open_instalment){ .id = LATER,
        .item_id = 14,
        .number = "L",
        .due_on = TODAY,
        .amount_minor = 7000,
        .open_minor = 7000 };
    s = (struct snapshot){ .today = TODAY,
        .instalments = open,
        .instalments_n = 4,
        .language = "en",
        .contacts = contacts };
    for (size_t k = 0; k < 2; k++)
        own[k] = (struct look_line){
            .instalment_id = k + 1, .script_id = 9, .step = "first"
        };
    look = (struct look){ .own = own, .own_n = 2 };
    return 0;
}

static int
teardown(void **)
{
    arena_free(arena);
    return 0;
}

static void
at(enum look_kind kind)
{
    coverage_apply(&s, arena);
    look_at_lines(&s, kind, arena, &look);
}

static void
what_is_overdue_is_asked_for_and_the_total_is_the_true_one(void **)
{
    at(LOOK_OVERDUE);
    assert_null(look.stop);
    assert_int_equal(look.lines_n, 3);
    assert_int_equal(look.total_minor, 154000);
    assert_false(look.lines[0].also);
    assert_false(look.lines[1].also);
    assert_true(look.lines[2].also);
    assert_true(look.lines[2].is_fee);
    assert_int_equal(look.lines[1].open_minor, 50000);
    assert_int_equal(look.lines[1].amount_minor, 80000);
    assert_int_equal(own[0].ask_minor, 100000);
}

static void
a_line_that_was_settled_is_left_out_and_the_others_go(void **)
{
    s.instalments = open + 1;
    s.instalments_n = 3;
    at(LOOK_OVERDUE);
    assert_null(look.stop);
    assert_int_equal(own[0].ask_minor, 0);
    assert_string_equal(own[0].why, "settled");
    assert_int_equal(own[1].ask_minor, 50000);
    assert_int_equal(look.total_minor, 54000);
}

static void
all_settled_says_settled_even_of_a_customer_on_hold(void **)
{
    s.instalments = open + 2;
    s.instalments_n = 2;
    s.status = CUSTOMER_ON_HOLD;
    at(LOOK_OVERDUE);
    assert_string_equal(look.stop, "settled");
}

static void
a_partly_disputed_line_is_asked_for_in_part(void **)
{
    dispute = (struct snap_dispute){ .id = 1, .item_id = 11, .amount_minor = 30000 };
    s.disputes = &dispute;
    s.disputes_n = 1;
    at(LOOK_OVERDUE);
    assert_int_equal(own[0].ask_minor, 70000);
    assert_int_equal(look.total_minor, 124000);
}

static void
one_reason_for_a_message_with_nothing_left_to_ask_for(void **)
{
    dispute = (struct snap_dispute){ .id = 1, .item_id = 12, .amount_minor = 50000 };
    s.disputes = &dispute;
    s.disputes_n = 1;
    s.instalments = open + 1;
    s.instalments_n = 3;
    at(LOOK_OVERDUE);
    assert_string_equal(look.stop, "disputed");

    s.disputes_n = 0;
    hold = (struct snap_hold){ .id = 1, .amount_minor = -1, .until_on = DAY_NONE };
    s.holds = &hold;
    s.holds_n = 1;
    at(LOOK_OVERDUE);
    assert_string_equal(look.stop, "held");

    s.holds_n = 0;
    promise = (struct snap_promise){ .id = 1,
        .amount_minor = 200000,
        .promised_on = TODAY + 5,
        .judged_on = TODAY + 8 };
    s.promises = &promise;
    s.promises_n = 1;
    at(LOOK_OVERDUE);
    assert_string_equal(look.stop, "promised");
}

static void
a_customer_who_may_not_be_written_to_is_not(void **)
{
    static const char *const WHY[] = { [CUSTOMER_ON_HOLD] = "the customer is on hold",
        [CUSTOMER_LEGAL] = "the customer is at law",
        [CUSTOMER_CLOSED] = "the customer is closed" };

    for (unsigned status = CUSTOMER_ON_HOLD; status <= CUSTOMER_CLOSED; status++) {
        s.status = (enum customer_status)status;
        at(LOOK_OVERDUE);
        assert_string_equal(look.stop, WHY[status]);
    }
}

static void
credit_stops_it_only_when_it_covers_all_that_is_overdue(void **)
{
    credit = (struct open_credit){ .item_id = 5, .open_minor = 153999 };
    s.credits = &credit;
    s.credits_n = 1;
    at(LOOK_OVERDUE);
    assert_null(look.stop);
    credit.open_minor = 154000;
    at(LOOK_OVERDUE);
    assert_string_equal(look.stop, "covered by credit");
}

static void
what_is_no_longer_overdue_is_not_reminded(void **)
{
    open[0].due_on = open[1].due_on = TODAY;
    at(LOOK_OVERDUE);
    assert_string_equal(look.stop, "no longer overdue");
}

static void
an_upcoming_notice_speaks_of_its_own_lines_alone(void **)
{
    own[0].instalment_id = LATER;
    look.own_n = 1;
    at(LOOK_UPCOMING);
    assert_null(look.stop);
    assert_int_equal(look.lines_n, 1);
    assert_int_equal(look.total_minor, 7000);
    open[3].due_on = TODAY - 1;
    at(LOOK_UPCOMING);
    assert_string_equal(look.stop, "overdue by now");
}

static void
credit_covers_an_upcoming_line_after_all_that_is_due_before(void **)
{
    own[0].instalment_id = LATER;
    look.own_n = 1;
    credit = (struct open_credit){ .item_id = 5, .open_minor = 160999 };
    s.credits = &credit;
    s.credits_n = 1;
    at(LOOK_UPCOMING);
    assert_null(look.stop);
    credit.open_minor++;
    at(LOOK_UPCOMING);
    assert_string_equal(look.stop, "covered by credit");
}

static void
a_message_all_of_whose_lines_were_voided_has_nothing_to_say(void **)
{
    look.own_n = 0;
    at(LOOK_OVERDUE);
    assert_string_equal(look.stop, "settled");
}

/* -- recipients ------------------------------------------------------------ */

static struct snap_contact
contact(uint64_t id, const char *email)
{
    return (struct snap_contact){
        .id = id, .name = "N", .email = email, .billing = true, .consent = true
    };
}

static void
everyone_with_the_role_gets_it_each_address_once(void **)
{
    struct recipients r;

    contacts[0] = contact(1, "a@x.example");
    contacts[1] = contact(2, "A@X.example");
    contacts[2] = contact(3, "b@x.example");
    contacts[3] = contact(4, "c@x.example");
    contacts[3].suppressed = true;
    s.contacts_n = 4;
    resolve_recipients(&s, NULL, arena, &r);
    assert_int_equal(r.n, 2);
    assert_int_equal(r.list[0]->id, 1);
    assert_int_equal(r.list[1]->id, 3);
}

static void
a_role_that_nobody_has_falls_back_to_billing(void **)
{
    struct recipients r;

    contacts[0] = contact(1, "a@x.example");
    contacts[1] = contact(2, "law@x.example");
    contacts[1].billing = false;
    contacts[1].legal = true;
    contacts[1].language = "fr";
    s.contacts_n = 2;
    resolve_recipients(&s, "legal", arena, &r);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.list[0]->id, 2);
    assert_string_equal(recipients_language(&r, &s), "fr");
    resolve_recipients(&s, "statement", arena, &r);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.list[0]->id, 1);
    assert_string_equal(recipients_language(&r, &s), "en");
}

static void
who_did_not_agree_is_nobody_and_it_says_why(void **)
{
    struct recipients r;

    contacts[0] = contact(1, "a@x.example");
    contacts[0].consent = false;
    contacts[1] = contact(2, NULL);
    s.contacts_n = 2;
    resolve_recipients(&s, "billing", arena, &r);
    assert_int_equal(r.n, 0);
    assert_non_null(r.why);
}

static void
an_address_that_is_none_is_nobody(void **)
{
    struct recipients r;

    contacts[0] = contact(1, "not an address");
    s.contacts_n = 1;
    resolve_recipients(&s, "billing", arena, &r);
    assert_int_equal(r.n, 0);
    assert_non_null(r.why);
}

/* -- trying again ---------------------------------------------------------- */

static void
tries_come_further_and_further_apart_up_to_an_hour(void **)
{
    static const int64_t MINUTES[] = { 1, 1, 2, 4, 8, 16, 32, 60, 60 };

    for (uint32_t n = 0; n < sizeof MINUTES / sizeof *MINUTES; n++)
        assert_int_equal(sent_back_off_us(n), MINUTES[n] * DATE_US_PER_MINUTE);
    assert_int_equal(sent_back_off_us(UINT32_MAX), 60 * DATE_US_PER_MINUTE);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(what_is_overdue_is_asked_for_and_the_total_is_the_true_one),
        T(a_line_that_was_settled_is_left_out_and_the_others_go),
        T(all_settled_says_settled_even_of_a_customer_on_hold),
        T(a_partly_disputed_line_is_asked_for_in_part),
        T(one_reason_for_a_message_with_nothing_left_to_ask_for),
        T(a_customer_who_may_not_be_written_to_is_not),
        T(credit_stops_it_only_when_it_covers_all_that_is_overdue),
        T(what_is_no_longer_overdue_is_not_reminded),
        T(an_upcoming_notice_speaks_of_its_own_lines_alone),
        T(credit_covers_an_upcoming_line_after_all_that_is_due_before),
        T(a_message_all_of_whose_lines_were_voided_has_nothing_to_say),
        T(everyone_with_the_role_gets_it_each_address_once),
        T(a_role_that_nobody_has_falls_back_to_billing),
        T(who_did_not_agree_is_nobody_and_it_says_why),
        T(an_address_that_is_none_is_nobody),
        T(tries_come_further_and_further_apart_up_to_an_hour),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
