#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/script/kit.h"

static struct kit k;

static int
setup(void **)
{
    kit_open(&k);
    return 0;
}

static int
teardown(void **)
{
    kit_close(&k);
    return 0;
}

#define refused(lines, message)                                 \
    do {                                                        \
        assert_int_equal(kit_strategy(&k, lines), ERR_INVALID); \
        assert_string_equal(script_fault(k.host), message);     \
    } while (0)

static void
the_standard_strategy_says_what_the_design_says(void **)
{
    const struct strategy *st;
    static const struct {
        const char *id;
        int offset;
        enum step_kind kind;
    } WANT[] = { { "upcoming", -3, STEP_SEND }, { "first", 3, STEP_SEND },
        { "second", 10, STEP_SEND }, { "final", 20, STEP_SEND },
        { "call", 30, STEP_TASK }, { "agency", 60, STEP_TASK } };

    assert_int_equal(kit_file(&k, SCRIPT_STRATEGY, "lua/strategies/standard.lua"), OK);
    st = script_strategy(k.script);
    assert_int_equal(st->steps_n, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(st->steps[i].id, WANT[i].id);
        assert_int_equal(st->steps[i].offset_days, WANT[i].offset);
        assert_int_equal(st->steps[i].kind, WANT[i].kind);
        assert_int_equal(st->steps[i].level, i + 1);
        assert_int_equal(st->steps[i].repeat_max, 1);
        assert_string_equal(st->steps[i].to_role, "billing");
    }
    assert_true(st->steps[0].upcoming);
    assert_false(st->steps[1].upcoming);
    assert_string_equal(st->steps[1].template, "reminder_first");
    assert_string_equal(st->steps[5].approval, "manager");
    assert_true(st->steps[4].has_when);
    assert_true(st->has_priority);
    assert_null(st->segment);
    assert_int_equal(st->min_gap_days, 5);
    assert_int_equal(st->send_minute, 480);
    assert_int_equal(per_currency_get(&st->threshold, "USD"), 55000);
    assert_int_equal(per_currency_get(&st->threshold, "JPY"), 80000);
    assert_int_equal(st->script_id, 3);
    assert_int_equal(st->version_id, 4);
}

static void
every_shipped_strategy_loads_and_ranks(void **)
{
    static const char *const NAMES[] = { "key-account", "low-touch", "high-risk" };

    for (size_t i = 0; i < 3; i++) {
        struct contribution *list;
        size_t n;

        assert_int_equal(kit_file(&k, SCRIPT_STRATEGY,
                             arena_fmt(k.arena, "lua/strategies/%s.lua", NAMES[i])),
            OK);
        assert_string_equal(script_strategy(k.script)->segment, NAMES[i]);
        assert_int_equal(script_priority(k.host, k.script, k.arena, &list, &n), OK);
        assert_true(n >= 3);
    }
}

static void
a_condition_is_asked_with_the_case_and_the_item(void **)
{
    bool yes;
    const struct strategy *st;

    assert_int_equal(kit_load(&k, SCRIPT_STRATEGY,
                         "return strategy { name = 'T', steps = {\n"
                         "step { id = 'a', at = after_due(9), send = 'x' },\n"
                         "step { id = 'b', at = after_due(2), task = 'call',\n"
                         " when = function(c, i) return i.open > money('EUR', '200') "
                         "and c.country == 'DE' end } } }"),
        OK);
    st = script_strategy(k.script);
    assert_string_equal(st->steps[0].id, "b");
    assert_int_equal(script_when(k.host, k.script, &st->steps[0], 0, &yes), OK);
    assert_false(yes);
    assert_int_equal(script_when(k.host, k.script, &st->steps[0], 1, &yes), OK);
    assert_true(yes);
    assert_int_equal(script_when(k.host, k.script, &st->steps[1], 1, &yes), OK);
    assert_true(yes); /* no condition */
}

static void
what_a_step_says_is_taken_whole(void **)
{
    const struct strategy *st;

    assert_int_equal(
        kit_load(&k, SCRIPT_STRATEGY,
            "return strategy { name = 'T', catch_up = 'all',\n"
            "min_gap = days(7), grace = 2, send_at = '17:45',\n"
            "send_days = 'all', max_contacts = 4, rank = 9,\n"
            "segment = 'vip', min_share = percent('2.5'),\n"
            "min_amount = per_currency { EUR = '10', USD = '12' },\n"
            "min_total = money('EUR', '20.00'),\n"
            "exclude_tags = { 'a', 'b' },\n"
            "exclude_payment_methods = { 'direct_debit' },\n"
            "steps = { step { id = 's', at = after_due(business_days(4)),\n"
            "send = 'm', to = 'legal', attach = { 'statement' },\n"
            "fee = fixed { USD = '11.00', EUR = '10.00' },\n"
            "repeat_every = days(14), repeat_max = 3,\n"
            "approval = 'admin' },\n"
            "step { id = 'p', at = after_promise(1), task = 'call' },\n"
            "step { id = 'l', at = after_due(20), send = 'n',\n"
            "channel = 'letter', fee = legal_minimum() } } }"),
        OK);
    st = script_strategy(k.script);
    assert_int_equal(st->catch_up, CATCH_UP_ALL);
    assert_int_equal(st->min_gap_days, 7);
    assert_int_equal(st->grace_days, 2);
    assert_int_equal(st->send_minute, 17 * 60 + 45);
    assert_false(st->business_days_only);
    assert_int_equal(st->max_contacts_30d, 4);
    assert_int_equal(st->rank, 9);
    assert_string_equal(st->segment, "vip");
    assert_int_equal(st->min_share_e6, 25000);
    assert_int_equal(per_currency_get(&st->min_amount, "USD"), 1200);
    assert_int_equal(per_currency_get(&st->min_total, "EUR"), 2000);
    assert_int_equal(st->exclude_tags_n, 2);
    assert_string_equal(st->exclude_methods[0], "direct_debit");
    assert_true(st->steps[0].business_days);
    assert_string_equal(st->steps[0].to_role, "legal");
    assert_true(st->steps[0].attach_statement);
    assert_false(st->steps[0].attach_invoice);
    assert_int_equal(st->steps[0].fee.kind, FEE_FIXED);
    assert_int_equal(st->steps[0].fee.fixed_n, 2);
    assert_string_equal(st->steps[0].fee.fixed[0].currency, "EUR");
    assert_int_equal(st->steps[0].fee.fixed[1].minor, 1100);
    assert_int_equal(st->steps[0].repeat_days, 14);
    assert_int_equal(st->steps[0].repeat_max, 3);
    assert_string_equal(st->steps[0].approval, "admin");
    assert_int_equal(st->steps[1].fee.kind, FEE_LEGAL);
    assert_true(st->steps[1].by_letter);
    assert_false(st->steps[0].by_letter);
    assert_string_equal(
        st->steps[2].id, "p"); /* behind those that follow the due date */
    assert_int_equal(st->steps[2].anchor, ANCHOR_PROMISE);
}

static void
a_wrong_declaration_is_refused_with_its_place(void **)
{
    refused("min_gap = 'x'",
        "t.lua:1: strategy 'T': 'min_gap' must be days(n), not a string");
    refused("min_gap = business_days(3)",
        "t.lua:1: strategy 'T': 'min_gap' counts calendar days: write days(3)");
    refused("min_gap = 0", "t.lua:1: strategy 'T': 'min_gap' must be 1 to 366 days");
    refused("mingap = 3", "t.lua:1: strategy 'T': unknown key 'mingap'");
    refused("zz = 1, aa = 1", "t.lua:1: strategy 'T': unknown key 'aa'");
    refused("5", "t.lua:1: strategy 'T': a value without a name; write name = value");
    refused("catch_up = 'sometimes'", "t.lua:1: strategy 'T': 'catch_up' must be one "
                                      "of \"latest\", \"all\", \"none\"");
    refused("send_at = '25:00'",
        "t.lua:1: strategy 'T': 'send_at' must be a time such as \"08:00\"");
    refused("send_at = '8:000'",
        "t.lua:1: strategy 'T': 'send_at' must be a time such as \"08:00\"");
    refused("min_amount = 5", "t.lua:1: strategy 'T': 'min_amount' must be "
                              "per_currency { EUR = \"500.00\" }");
    refused(
        "min_share = 5", "t.lua:1: strategy 'T': 'min_share' must be percent(\"10\")");
    refused("threshold = per_currency { EUR = 5.5 }",
        "t.lua:3: an amount is a text such as \"500.00\", not a number");
    refused("threshold = per_currency { XXQ = '5' }", "t.lua:3: 'XXQ' is no currency");
    refused("threshold = per_currency { EUR = '5.001' }",
        "t.lua:3: '5.001' is no amount in EUR");
    refused("exclude_tags = { 'ok', 7 }", "t.lua:1: strategy 'T': 'exclude_tags': name "
                                          "2 must be a text of a-z, 0-9, - and _");
    refused("priority = 7",
        "t.lua:1: strategy 'T': 'priority' must be a function, not a number");
    refused("steps = {}", "t.lua:1: strategy 'T': 'steps' must hold 1 to 32 steps");
    refused("steps = { 1 }",
        "t.lua:1: strategy 'T': 'steps': number 1 is a number, not a step { }");
}

static void
a_wrong_step_is_refused_with_its_line_and_id(void **)
{
    static const struct {
        const char *step, *message;
    } WRONG[] = {
        { "at = after_due(3), send = 'x'", "step: 'id' is missing" },
        { "id = 'a b', at = after_due(3), send = 'x'",
            "step: 'id' may hold a-z, 0-9, - and _ only, not 'a b'" },
        { "id = 'a', send = 'x'",
            "step 'a': 'at' is missing, such as at = after_due(3)" },
        { "id = 'a', at = 3, send = 'x'",
            "step 'a': 'at' must be such as after_due(3), not a number" },
        { "id = 'a', at = after_due(3)", "step 'a': needs either 'send' or 'task'" },
        { "id = 'a', at = after_due(3), send = 'x', task = 'y'",
            "step 'a': needs either 'send' or 'task'" },
        { "id = 'a', at = after_due(3), send = 'x', fee = 5",
            "step 'a': 'fee' must be legal_minimum(), percent(\"10\") or fixed { EUR = "
            "\"10.00\" }" },
        { "id = 'a', at = before_due(3), send = 'x', fee = legal_minimum()",
            "step 'a': a 'fee' goes with a message about arrears" },
        { "id = 'a', at = after_due(3), send = 'x', channel = 'fax'",
            "step 'a': 'channel' must be one of \"email\", \"letter\"" },
        { "id = 'a', at = after_due(3), task = 'call', channel = 'letter'",
            "step 'a': a 'channel' goes with 'send'" },
        { "id = 'a', at = after_due(3), send = 'x', to = 'boss'",
            "step 'a': 'to' must be one of \"billing\", \"statement\", \"dispute\", "
            "\"legal\"" },
        { "id = 'a', at = after_due(3), send = 'x', repeat_max = 3",
            "step 'a': 'repeat_every' and 'repeat_max' go together" },
        { "id = 'a', at = after_due(3), send = 'x', attach = { 'photo' }",
            "step 'a': 'attach' knows \"invoice\", \"statement\" and \"letter\", not "
            "\"photo\"" },
        { "id = 'a', at = after_due(3), send = 'x', attach = { 'letter' }, channel = "
          "'letter'",
            "step 'a': a letter is not attached to itself" },
        { "id = 'a', at = after_due(3), send = 'x', when = true",
            "step 'a': 'when' must be a function, not a boolean" },
        { "id = 'a', at = after_due(3), sent = 'x'", "step 'a': unknown key 'sent'" },
        { "id = 'first', at = after_due(5), send = 'x'",
            "step 'first': there is another step of this id" },
        { "id = 'a', at = after_due(3), send = 'x'",
            "step 'a': sends on the same day as step 'first'" },
        { "id = 'a', at = after_due(-3), send = 'x'",
            "bad argument #1 to 'after_due' (must be 0 to 3650 days)" },
    };

    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        enum err e = kit_load(&k, SCRIPT_STRATEGY,
            arena_fmt(k.arena,
                "return strategy { name = 'T', steps = {\n"
                "step { id = 'first', at = after_due(3), send = 'y' },\n"
                "\n"
                "step { %s } } }",
                WRONG[i].step));

        assert_int_equal(e, ERR_INVALID);
        assert_string_equal(
            script_fault(k.host), arena_fmt(k.arena, "t.lua:4: %s", WRONG[i].message));
        assert_int_equal(script_fault_line(k.host), 4);
    }
}

static void
a_gap_below_the_law_is_refused(void **)
{
    struct script_budget b = SCRIPT_BUDGET;

    b.legal_min_gap_days = 14;
    script_host_free(k.host);
    k.host = script_host_new(&b);
    refused("min_gap = days(13)",
        "t.lua:1: strategy 'T': 'min_gap' of 13 days is below "
        "the legal minimum of 14");
    assert_int_equal(kit_strategy(&k, "min_gap = days(14)"), OK);
}

static void
a_file_that_is_no_strategy_is_refused(void **)
{
    assert_int_equal(kit_load(&k, SCRIPT_STRATEGY, "return 5"), ERR_INVALID);
    assert_string_equal(
        script_fault(k.host), "t.lua: the file must end with: return strategy { … }");
    assert_int_equal(kit_load(&k, SCRIPT_STRATEGY, "return = 5"), ERR_INVALID);
    assert_string_equal(script_fault(k.host), "t.lua:1: unexpected symbol near '='");
    assert_int_equal(script_fault_line(k.host), 1);
    assert_int_equal(kit_load(&k, SCRIPT_STRATEGY, "\n\nreturn foo.bar"), ERR_INVALID);
    assert_int_equal(script_fault_line(k.host), 3);
    assert_int_equal(
        kit_load(&k, SCRIPT_SEGMENT, "return strategy { name = 'T', steps = {} }"),
        ERR_INVALID);
}

static void
a_bad_text_leaves_the_loaded_one_working(void **)
{
    struct contribution *list;
    struct script *good;
    size_t n;

    assert_int_equal(kit_run(&k, "return { a = 1 }"), OK);
    good = k.script;
    assert_int_equal(kit_strategy(&k, "oops = 1"), ERR_INVALID);
    assert_int_equal(script_priority(k.host, good, k.arena, &list, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].milli, 1000);
}

static void
versions_stand_side_by_side(void **)
{
    struct contribution *list;
    struct script *old, *new;
    size_t n;

    assert_int_equal(
        kit_strategy(&k, "priority = function() return { v = 1 } end"), OK);
    old = k.script;
    assert_int_equal(
        kit_strategy(&k, "priority = function() return { v = 2 } end"), OK);
    new = k.script;
    assert_int_equal(script_priority(k.host, old, k.arena, &list, &n), OK);
    assert_int_equal(list[0].milli, 1000);
    assert_int_equal(script_priority(k.host, new, k.arena, &list, &n), OK);
    assert_int_equal(list[0].milli, 2000);
    script_drop(k.host, old);
    assert_int_equal(script_priority(k.host, new, k.arena, &list, &n), OK);
    assert_int_equal(list[0].milli, 2000);
}

static void
dropped_versions_give_their_memory_back(void **)
{
    size_t held = 0;

    for (int i = 0; i < 2000; i++) {
        assert_int_equal(
            kit_file(&k, SCRIPT_STRATEGY, "lua/strategies/standard.lua"), OK);
        script_drop(k.host, k.script);
        if (i == 200)
            held = script_memory(k.host);
    }
    assert_true(script_memory(k.host) < held + (1 << 20));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            the_standard_strategy_says_what_the_design_says, setup, teardown),
        cmocka_unit_test_setup_teardown(
            every_shipped_strategy_loads_and_ranks, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_condition_is_asked_with_the_case_and_the_item, setup, teardown),
        cmocka_unit_test_setup_teardown(
            what_a_step_says_is_taken_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_wrong_declaration_is_refused_with_its_place, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_wrong_step_is_refused_with_its_line_and_id, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_gap_below_the_law_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_file_that_is_no_strategy_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_bad_text_leaves_the_loaded_one_working, setup, teardown),
        cmocka_unit_test_setup_teardown(versions_stand_side_by_side, setup, teardown),
        cmocka_unit_test_setup_teardown(
            dropped_versions_give_their_memory_back, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
