#include "tests/unit/domain/world.h"

#include <stdio.h>
#include <string.h>

#include "domain/aging.h"
#include "domain/explain.h"

/* Random customers, thousands of them: what must hold of every plan. */
enum { TURNS = 4000 };

static uint64_t seed;

static uint64_t
any(uint64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % below;
}

static void
any_strategy(struct world *w)
{
    w->st.catch_up = (enum catch_up)any(3);
    w->st.min_gap_days = (uint16_t)any(15);
    w->st.grace_days = (uint16_t)any(3);
    w->st.business_days_only = any(2);
    w->st.min_share_e6 = any(4) ? 0 : 100000;
    if (any(4) == 0)
        w->st.min_amount = (struct per_currency){ { { "EUR", 20000 } }, 1 };
    if (any(4) == 0)
        w->st.min_total = (struct per_currency){ { { "EUR", 50000 } }, 1 };
    if (any(2)) {
        struct step up = w->st.steps[0];

        memmove(&w->st.steps[1], &w->st.steps[0], w->st.steps_n * sizeof up);
        up.id = up.template = "up";
        up.offset_days = -3;
        up.upcoming = true;
        w->st.steps[0] = up;
        w->st.steps_n++;
        for (size_t k = 0; k < w->st.steps_n; k++)
            w->st.steps[k].level = (uint16_t)(k + 1);
    }
    for (size_t k = 0; k < w->st.steps_n; k++) {
        w->st.steps[k].has_when = any(6) == 0;
        w->st.steps[k].approval = any(8) ? NULL : "manager";
        w->st.steps[k].repeat_days = any(5) ? 0 : (uint16_t)(1 + any(9));
        w->st.steps[k].repeat_max = w->st.steps[k].repeat_days ? 3 : 1;
    }
    w->when_answer = any(2);
}

static void
any_instalments(struct world *w, size_t n)
{
    int32_t due = w->s.today - 80;

    for (size_t k = 0; k < n; k++) {
        size_t i;

        due += (int32_t)any(160 / n + 1);
        i = world_invoice(w, due, (int64_t)(1 + any(200000)));
        w->instalments[i].is_fee = any(8) == 0;
        if (i > 0 && any(6) == 0) {
            w->instalments[i].item_id = w->instalments[i - 1].item_id;
            w->instalments[i].seq = 2;
        }
        if (any(3) == 0)
            world_taken(w, i, w->st.steps[any(w->st.steps_n)].id,
                any(6) ? w->s.today - (int32_t)any(30) : DAY_NONE);
    }
}

static void
any_stops(struct world *w)
{
    size_t n = w->s.instalments_n;

    for (size_t k = any(3); k-- > 0 && n > 0;)
        world_dispute(w, any(n), (int64_t)(1 + any(150000)));
    for (size_t k = any(3); k-- > 0 && n > 0;) {
        struct snap_promise *p = world_promise(
            w, (int64_t)(1 + any(300000)), w->s.today + (int32_t)any(9) - 4);

        p->state = p->judged_on < w->s.today ? PROMISE_BROKEN : PROMISE_OPEN;
        if (any(2)) {
            p->items = arena_new_of(w->a, struct snap_promise_item);
            p->items_n = 1;
            p->items[0].instalment_id = w->instalments[any(n)].id;
            p->items[0].minor = p->amount_minor;
        }
    }
    if (any(5) == 0 && n > 0)
        world_hold(w, any(2) ? w->instalments[any(n)].item_id : 0,
            any(2) ? -1 : (int64_t)any(90000))
            ->until_on = any(2) ? DAY_NONE : w->s.today + (int32_t)any(9);
    for (size_t k = any(4) ? 0 : 1 + any(3); k-- > 0;)
        world_credit(w, (int64_t)(1 + any(200000)));
}

static struct world *
any_world(void)
{
    struct world *w = world_new(day_of(2026, 3, 4) + (int32_t)any(400));

    any_strategy(w);
    any_instalments(w, 1 + any(12));
    any_stops(w);
    w->s.last_contact_on = any(2) ? DAY_NONE : w->s.today - (int32_t)any(20);
    w->s.contact_pending = any(10) == 0;
    w->s.mail_uncertain = any(15) == 0;
    w->s.status = any(10) ? CUSTOMER_ACTIVE : (enum customer_status)any(4);
    w->contacts[0].suppressed = any(12) == 0;
    w->limits.legal_min_gap_days = any(4) ? 0 : 14;
    return w;
}

/* Everything the plan says, by the ids of what it is about. */
static const char *
told(const struct world *w)
{
    const struct plan *p = &w->plan;
    struct buf b;

    buf_init(&b, w->a);
    buf_fmt(&b, "%s|%s|%s|%d|%lld|%lld|%d", p->status, p->reason, p->next_action,
        p->next_on, (long long)p->next_at, (long long)p->score_milli, p->exception);
    for (size_t k = 0; k < p->messages_n; k++)
        buf_fmt(&b, "\n%s %lld %lld", p->messages[k].step->id,
            (long long)p->messages[k].total_minor,
            (long long)p->messages[k].not_before_at);
    for (size_t k = 0; k < p->tasks_n; k++)
        buf_fmt(&b, "\n%s %s %s", p->tasks[k].kind, p->tasks[k].title,
            p->tasks[k].dedup_key);
    /* instalments in the order of their ids */
    for (uint64_t id = 1000; id < 1000 + w->s.instalments_n; id++)
        for (size_t k = 0; k < w->s.instalments_n; k++)
            if (w->instalments[k].id == id)
                buf_fmt(&b, "\n%llu %s %d", (unsigned long long)id,
                    mailed(w, k) ? mailed(w, k) : "-", held_by(w, k));
    return b.text;
}

static void
the_same_input_gives_the_same_plan(void **)
{
    for (uint64_t turn = 0; turn < TURNS; turn++) {
        struct world *w;
        const char *first;

        seed = turn;
        w = any_world();
        world_plan(w);
        first = told(w);
        world_plan(w);
        assert_string_equal(first, told(w));
        world_free(w);
    }
}

/* What spreads over instalments oldest first needs the order; everything else must
 * not notice it. */
static void
the_order_of_instalments_changes_nothing(void **)
{
    for (uint64_t turn = 0; turn < TURNS; turn++) {
        struct world *w;
        const char *first;
        size_t n;

        seed = turn;
        w = any_world();
        n = w->s.instalments_n;
        w->s.credits_n = w->s.promises_n = w->s.disputes_n = 0;
        for (size_t k = 0; k < w->s.holds_n; k++)
            w->holds[k].amount_minor = -1;
        world_plan(w);
        first = told(w);
        for (size_t k = 0; k < n / 2; k++) {
            struct open_instalment i = w->instalments[k];

            w->instalments[k] = w->instalments[n - 1 - k];
            w->instalments[n - 1 - k] = i;
        }
        world_plan(w);
        assert_string_equal(first, told(w));
        world_free(w);
    }
}

static void
no_message_asks_for_what_is_disputed_promised_held_or_paid(void **)
{
    size_t messages = 0;

    for (uint64_t turn = 0; turn < TURNS; turn++) {
        struct world *w;

        seed = turn;
        w = any_world();
        world_plan(w);
        assert_true(w->plan.messages_n <= 2);
        for (size_t k = 0; k < w->plan.messages_n; k++) {
            const struct plan_message *m = &w->plan.messages[k];
            int64_t sum = 0;

            messages++;
            assert_true(m->lines_n > 0);
            assert_true(m->not_before_at >= w->s.now_at);
            for (size_t n = 0; n < m->lines_n + m->also_n; n++) {
                size_t at =
                    n < m->lines_n ? m->lines[n].instalment : m->also[n - m->lines_n];
                const struct open_instalment *i = &w->instalments[at];
                int64_t ask = instalment_free_minor(i);

                assert_true(ask > 0);
                assert_int_equal(
                    ask + i->disputed_minor + i->promised_minor + i->held_minor,
                    i->open_minor);
                assert_true(
                    m->upcoming ? i->due_on >= w->s.today : i->due_on < w->s.today);
                if (n < m->lines_n)
                    assert_false(i->is_fee);
                sum += ask;
            }
            assert_int_equal(sum, m->total_minor);
            assert_int_equal(w->s.status, CUSTOMER_ACTIVE);
            assert_false(w->s.mail_uncertain);
            assert_false(w->s.contact_pending);
            assert_true(w->s.last_contact_on == DAY_NONE ||
                        w->s.today - w->s.last_contact_on >= w->st.min_gap_days);
        }
        world_free(w);
    }
    assert_true(messages > TURNS / 20);
}

static void
what_is_covered_is_within_what_was_declared(void **)
{
    for (uint64_t turn = 0; turn < TURNS; turn++) {
        struct world *w;
        struct snap_sums sums;
        int64_t disputed = 0, promised = 0;

        seed = turn;
        w = any_world();
        world_plan(w);
        snapshot_sums(&w->s, &sums);
        for (size_t k = 0; k < w->s.disputes_n; k++)
            disputed += w->disputes[k].amount_minor;
        for (size_t k = 0; k < w->s.promises_n; k++)
            if (w->promises[k].state == PROMISE_OPEN)
                promised += w->promises[k].amount_minor - w->promises[k].kept_minor;
        assert_true(sums.disputed_minor <= disputed);
        assert_true(sums.promised_minor <= promised);
        for (size_t k = 0; k < w->s.instalments_n; k++) {
            const struct open_instalment *i = &w->instalments[k];

            assert_in_range(i->disputed_minor + i->promised_minor + i->held_minor, 0,
                i->open_minor);
        }
        world_free(w);
    }
}

/* Ninety days of the same customer, each day's plan carried out. */
static void
over_ninety_days_levels_only_rise_and_the_gap_is_kept(void **)
{
    for (uint64_t turn = 0; turn < TURNS / 8; turn++) {
        struct world *w;
        uint16_t level[WORLD_INSTALMENTS] = { 0 };

        seed = turn;
        w = any_world();
        w->s.contact_pending = false;
        for (size_t k = 0; k < w->s.instalments_n; k++)
            w->instalments[k].taken_n = 0;
        for (int day = 0; day < 90; day++, world_today(w, w->s.today + 1)) {
            world_plan(w);
            if (w->plan.messages_n && w->s.last_contact_on != DAY_NONE)
                assert_true(w->s.today - w->s.last_contact_on >= w->st.min_gap_days);
            for (size_t k = 0; k < w->plan.messages_n; k++)
                for (size_t n = 0; n < w->plan.messages[k].lines_n; n++) {
                    const struct plan_line *l = &w->plan.messages[k].lines[n];

                    assert_true(l->step->level >= level[l->instalment]);
                    if (l->cycle == 0)
                        assert_true(l->step->level > level[l->instalment]);
                    level[l->instalment] = l->step->level;
                }
            for (size_t k = 0; k < w->plan.tasks_n; k++)
                for (size_t n = 0; n < w->plan.tasks[k].lines_n; n++) {
                    const struct plan_line *l = &w->plan.tasks[k].lines[n];

                    assert_true(l->step->level >= level[l->instalment]);
                    level[l->instalment] = l->step->level;
                }
            world_apply(w);
            /* the same day again: nothing of the ladder is left to do */
            world_plan(w);
            assert_int_equal(w->plan.messages_n, 0);
            for (size_t k = 0; k < w->plan.tasks_n; k++)
                assert_int_equal(w->plan.tasks[k].lines_n, 0);
        }
        world_free(w);
    }
}

static void
buckets_and_unapplied_add_up_to_the_balance(void **)
{
    for (uint64_t turn = 0; turn < TURNS; turn++) {
        struct world *w;
        struct snap_sums sums;
        struct aging g;
        int64_t buckets = 0;

        seed = turn;
        w = any_world();
        snapshot_sums(&w->s, &sums);
        aging_begin(&g, &AGING_DEFAULT, w->s.today);
        for (size_t k = 0; k < w->s.instalments_n; k++)
            aging_add_open(&g, w->instalments[k].due_on, w->instalments[k].open_minor);
        for (size_t k = 0; k < w->s.credits_n; k++)
            aging_add_credit(&g, &(struct aging_credit){ w->credits[k].issued_on,
                                     w->credits[k].open_minor, 0 });
        aging_end(&g);
        for (size_t k = 0; k < 5; k++) {
            assert_int_equal(g.bucket_minor[k], sums.bucket_minor[k]);
            buckets += sums.bucket_minor[k];
        }
        assert_int_equal(buckets, sums.open_minor);
        assert_int_equal(sums.overdue_minor + sums.not_due_minor, sums.open_minor);
        assert_int_equal(g.oldest_late, sums.days_late);
        assert_true(aging_proves(&g, sums.open_minor - sums.unapplied_minor));
        world_free(w);
    }
}

static void
every_plan_can_be_explained(void **)
{
    for (uint64_t turn = 0; turn < TURNS; turn++) {
        struct world *w;
        struct explanation x;

        seed = turn;
        w = any_world();
        world_plan(w);
        explain_plan(&(struct plan_in){ .snapshot = &w->s,
                         .strategy = &w->st,
                         .asks = &w->asks,
                         .limits = &w->limits,
                         .calendar = &w->cal },
            &w->plan, w->a, &x);
        assert_true(strlen(x.sentence) > 10);
        assert_true(strlen(w->plan.reason) < 300);
        assert_int_equal(x.steps_n, w->st.steps_n);
        for (size_t k = 0; k < x.steps_n; k++)
            for (size_t n = 0; n < x.steps[k].lines_n; n++) {
                const struct explain_line *l = &x.steps[k].lines[n];

                assert_int_equal(l->outcome == OUTCOME_HELD, l->guard != GUARD_NONE);
                if (l->outcome == OUTCOME_HELD)
                    assert_non_null(l->detail);
            }
        world_free(w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_input_gives_the_same_plan),
        cmocka_unit_test(the_order_of_instalments_changes_nothing),
        cmocka_unit_test(no_message_asks_for_what_is_disputed_promised_held_or_paid),
        cmocka_unit_test(what_is_covered_is_within_what_was_declared),
        cmocka_unit_test(over_ninety_days_levels_only_rise_and_the_gap_is_kept),
        cmocka_unit_test(buckets_and_unapplied_add_up_to_the_balance),
        cmocka_unit_test(every_plan_can_be_explained),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
