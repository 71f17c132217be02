#include "tests/unit/domain/world.h"

#include <string.h>

static struct world *w;
static int32_t today;

static int
setup(void **)
{
    today = day_of(2026, 3, 4);
    w = world_new(today);
    return 0;
}

static int
teardown(void **)
{
    world_free(w);
    return 0;
}

static const char *
canonical(void)
{
    struct buf b;

    buf_init(&b, w->a);
    snapshot_canonical(&w->s, &b);
    return b.text;
}

static void
sums_fall_into_their_buckets(void **)
{
    const int32_t late[] = { 91, 90, 61, 60, 31, 30, 1, 0, -5 };
    struct snap_sums sums;

    for (size_t k = 0; k < sizeof late / sizeof *late; k++)
        world_invoice(w, today - late[k], INT64_C(1) << k);
    world_credit(w, 700);
    snapshot_sums(&w->s, &sums);
    assert_int_equal(sums.bucket_minor[4], 1);
    assert_int_equal(sums.bucket_minor[3], 2 + 4);
    assert_int_equal(sums.bucket_minor[2], 8 + 16);
    assert_int_equal(sums.bucket_minor[1], 32 + 64);
    assert_int_equal(sums.bucket_minor[0], 128 + 256);
    assert_int_equal(sums.not_due_minor, 128 + 256);
    assert_int_equal(sums.overdue_minor, 127);
    assert_int_equal(sums.open_minor, 511);
    assert_int_equal(sums.unapplied_minor, 700);
    assert_int_equal(sums.days_late, 91);
    assert_int_equal(sums.oldest_due_on, today - 91);
}

static void
the_canonical_form_is_the_same_for_the_same_facts_whenever(void **)
{
    const char *first;

    world_invoice(w, today - 3, 1000);
    world_taken(w, 0, "R1", today);
    world_promise(w, 500, today + 3);
    world_dispute(w, 0, 100);
    world_hold(w, 0, 100);
    world_credit(w, 5);
    first = canonical();
    w->s.now_at += 5;
    assert_string_equal(first, canonical());
    assert_non_null(strstr(first, "\"open\":1000"));
    assert_null(strstr(first, "1000.0"));
}

static void
every_fact_changes_the_canonical_form(void **)
{
    const char *before;

    world_invoice(w, today - 3, 1000);
    world_taken(w, 0, "R1", today);
    world_promise(w, 500, today + 3);
    world_hold(w, 0, 100);
    before = canonical();
#define CHANGES(what)                                 \
    do {                                              \
        (what)++;                                     \
        assert_string_not_equal(before, canonical()); \
        before = canonical();                         \
    } while (0)
    CHANGES(w->s.today);
    CHANGES(w->instalments[0].due_on);
    CHANGES(w->instalments[0].held_minor);
    CHANGES(w->taken[0][0].cycle);
    CHANGES(w->promises[0].kept_minor);
    CHANGES(w->holds[0].until_on);
    CHANGES(w->s.contacts_30d);
    CHANGES(w->s.last_contact_on);
    CHANGES(w->s.synced_at);
    CHANGES(w->s.open_tasks);
    w->s.late_permille = 300; /* means nothing where no class is known */
    assert_string_equal(before, canonical());
    assert_null(strstr(before, "risk"));
    CHANGES(w->s.risk);
    CHANGES(w->s.late_permille);
    w->contacts[0].consent = false;
    assert_string_not_equal(before, canonical());
}

static void
the_recipient_is_the_first_who_may_be_written_to(void **)
{
    const char *why = NULL;

    w->contacts[1] = w->contacts[0];
    w->contacts[1].id = 2;
    w->s.contacts_n = 2;
    assert_int_equal(snapshot_recipient(&w->s, "billing", &why)->id, 1);
    w->contacts[0].suppressed = true;
    assert_int_equal(snapshot_recipient(&w->s, NULL, &why)->id, 2);
    w->contacts[1].consent = false;
    assert_null(snapshot_recipient(&w->s, "billing", &why));
    assert_string_equal(why, "mail to the contact is suppressed after a bounce");
    w->contacts[0].consent = false;
    assert_null(snapshot_recipient(&w->s, "dispute", &why));
    assert_string_equal(why, "the contact does not want mail");
}

static void
a_pin_wins_then_the_highest_segment_then_the_default(void **)
{
    const struct strategy plain = { .script_id = 1, .name = "standard" };
    const struct strategy key = {
        .script_id = 2, .segment = "key", .segment_why = "segment key", .rank = 5
    };
    const struct strategy risk = {
        .script_id = 3, .segment = "risk", .segment_why = "segment risk", .rank = 9
    };
    const struct strategy twin = {
        .script_id = 4, .segment = "key", .segment_why = "segment key", .rank = 5
    };
    const struct strategy *orders[][4] = {
        { &plain, &key, &risk, &twin },
        { &twin, &risk, &key, &plain },
    };
    const char *tags[] = { "key", "risk" };
    const char *why;

    for (size_t k = 0; k < 2; k++) {
        assert_ptr_equal(strategy_choose(orders[k], 4, 0, NULL, 0, &why), &plain);
        assert_string_equal(why, "default");
        assert_ptr_equal(strategy_choose(orders[k], 4, 0, tags, 1, &why), &key);
        assert_string_equal(why, "segment key");
        assert_ptr_equal(strategy_choose(orders[k], 4, 0, tags, 2, &why), &risk);
        assert_ptr_equal(strategy_choose(orders[k], 4, 4, tags, 2, &why), &twin);
        assert_string_equal(why, "pin");
        assert_ptr_equal(strategy_choose(orders[k], 4, 99, tags, 0, &why), &plain);
    }
    assert_null(strategy_choose(orders[0], 0, 0, tags, 2, &why));
}

static void
an_amount_is_that_of_its_currency_or_none(void **)
{
    const struct per_currency t = { { { "EUR", 5 }, { "USD", 7 } }, 2 };

    assert_int_equal(per_currency_get(&t, "USD"), 7);
    assert_int_equal(per_currency_get(&t, "JPY"), -1);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(sums_fall_into_their_buckets),
        TEST(the_canonical_form_is_the_same_for_the_same_facts_whenever),
        TEST(every_fact_changes_the_canonical_form),
        TEST(the_recipient_is_the_first_who_may_be_written_to),
        TEST(a_pin_wins_then_the_highest_segment_then_the_default),
        TEST(an_amount_is_that_of_its_currency_or_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
