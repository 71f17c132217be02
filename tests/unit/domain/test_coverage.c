#include "tests/unit/domain/world.h"

static struct world *w;
static int32_t today;

static int
setup(void **)
{
    today = day_of(2026, 3, 4);
    w = world_new(today);
    world_invoice(w, today - 20, 1000);
    world_invoice(w, today - 10, 1000);
    world_invoice(w, today + 10, 1000);
    return 0;
}

static int
teardown(void **)
{
    world_free(w);
    return 0;
}

static void
assert_parts(size_t k, int64_t disputed, int64_t promised, int64_t held)
{
    assert_int_equal(w->instalments[k].disputed_minor, disputed);
    assert_int_equal(w->instalments[k].promised_minor, promised);
    assert_int_equal(w->instalments[k].held_minor, held);
    assert_int_equal(instalment_free_minor(&w->instalments[k]),
        w->instalments[k].open_minor - disputed - promised - held);
}

static void
each_cent_counts_once_disputed_then_promised_then_held(void **)
{
    struct snap_promise *p = world_promise(w, 800, today + 5);
    struct snap_promise_item item = { w->instalments[0].id, 800, 0 };

    p->items = &item;
    p->items_n = 1;
    world_dispute(w, 0, 400);
    world_hold(w, w->instalments[0].item_id, -1);
    coverage_apply(&w->s, w->a);
    assert_parts(0, 400, 600, 0);
    assert_parts(1, 0, 0, 0);
    w->instalments[0].open_minor = 300;
    coverage_apply(&w->s, w->a);
    assert_parts(0, 300, 0, 0);
}

static void
several_disputes_of_an_item_cover_its_instalments_oldest_first(void **)
{
    w->instalments[2].item_id = w->instalments[1].item_id;
    world_dispute(w, 1, 700);
    world_dispute(w, 1, 500);
    coverage_apply(&w->s, w->a);
    assert_parts(0, 0, 0, 0);
    assert_parts(1, 1000, 0, 0);
    assert_parts(2, 200, 0, 0);
}

static void
a_promise_covers_what_is_left_of_it(void **)
{
    struct snap_promise *p = world_promise(w, 1500, today + 5);
    struct snap_promise_item items[] = {
        { w->instalments[0].id, 1000, 400 },
        { w->instalments[1].id, 500, 0 },
    };

    p->items = items;
    p->items_n = 2;
    p->kept_minor = 400;
    w->instalments[0].open_minor = 600;
    coverage_apply(&w->s, w->a);
    assert_parts(0, 0, 600, 0);
    assert_parts(1, 0, 500, 0);
    p->state = PROMISE_PARTLY;
    coverage_apply(&w->s, w->a);
    assert_parts(0, 0, 0, 0);
}

static void
a_promise_without_items_covers_the_oldest(void **)
{
    world_promise(w, 1300, today + 5);
    coverage_apply(&w->s, w->a);
    assert_parts(0, 0, 1000, 0);
    assert_parts(1, 0, 300, 0);
    assert_parts(2, 0, 0, 0);
}

static void
a_hold_covers_its_amount_its_item_or_everything(void **)
{
    struct snap_hold *h = world_hold(w, 0, 1200);

    coverage_apply(&w->s, w->a);
    assert_parts(0, 0, 0, 1000);
    assert_parts(1, 0, 0, 200);
    h->item_id = w->instalments[2].item_id;
    coverage_apply(&w->s, w->a);
    assert_parts(0, 0, 0, 0);
    assert_parts(2, 0, 0, 1000);
    h->item_id = 0;
    h->amount_minor = -1;
    coverage_apply(&w->s, w->a);
    assert_parts(0, 0, 0, 1000);
    assert_parts(1, 0, 0, 1000);
    assert_parts(2, 0, 0, 1000);
}

static void
applying_it_twice_is_the_same_as_once(void **)
{
    world_dispute(w, 0, 400);
    world_promise(w, 1300, today + 5);
    coverage_apply(&w->s, w->a);
    coverage_apply(&w->s, w->a);
    assert_parts(0, 400, 600, 0);
    assert_parts(1, 0, 700, 0);
}

static void
the_largest_part_names_the_guard_and_the_first_to_let_go_the_day(void **)
{
    int32_t until = 77;

    world_dispute(w, 0, 300);
    world_promise(w, 500, today + 5);
    world_hold(w, w->instalments[0].item_id, -1)->until_on = today + 30;
    coverage_apply(&w->s, w->a);
    assert_int_equal(coverage_guard(&w->s, &w->instalments[0], &until), GUARD_PROMISE);
    assert_int_equal(until, today + 8);
    until = 77;
    assert_int_equal(coverage_guard(&w->s, &w->instalments[2], &until), GUARD_NONE);
    assert_int_equal(until, 77);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(each_cent_counts_once_disputed_then_promised_then_held),
        TEST(several_disputes_of_an_item_cover_its_instalments_oldest_first),
        TEST(a_promise_covers_what_is_left_of_it),
        TEST(a_promise_without_items_covers_the_oldest),
        TEST(a_hold_covers_its_amount_its_item_or_everything),
        TEST(applying_it_twice_is_the_same_as_once),
        TEST(the_largest_part_names_the_guard_and_the_first_to_let_go_the_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
