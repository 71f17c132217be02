#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

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

/* Each expression is 1 when it holds. */
static void
holds(const char *expression)
{
    enum err e =
        kit_run(&k, arena_fmt(k.arena, "return { yes = (%s) and 1 or 0 }", expression));

    if (e)
        fail_msg("%s: %s", expression, script_fault(k.host));
    if (kit_points(&k, "yes") != 1000)
        fail_msg("does not hold: %s", expression);
}

static void
a_script_sees_the_figures_of_the_case(void **)
{
    holds("c.open == money('EUR', '1000.00')");
    holds("c.overdue == money('EUR', '350')");
    holds("c.not_due == money('EUR', '650')");
    holds("c.disputed == money('EUR', '50')");
    holds("c.promised:is_zero() and c.unapplied:is_zero() and c.held:is_zero()");
    holds("c.overdue_share == 0.35");
    holds("c.days_late == 40");
    holds("c.today - c.oldest_due_on == 40");
    holds("c.today - c.since_on == 100");
    holds("c.last_contact_on == nil and c.last_payment_on == c.today - 12");
    holds("c.threshold == nil and c.credit_limit == nil");
    holds("c.currency == 'EUR' and c.country == 'DE' and c.region == 'BY'");
    holds("c.customer_name == 'Muster & Söhne' and c.customer_number == 'C-7'");
    holds("c.status == 'active' and c.kind == 'business' and c.language == 'de'");
    holds("c.payment_method == nil");
    holds("c.risk == nil and c.late_share == nil and c.limit_use == nil");
    holds("c.broken_promises == 1 and c.open_promises == 0 and c.open_disputes == 0");
    holds("c.average_days_late == 17 and c.closed_items == 9 and c.contacts_30d == 0");
    holds("c:has_tag('vip') and c:has_tag('slow-payer') and not c:has_tag('v')");
    holds("table.concat(c.tags, ' ') == 'slow-payer vip'");
    holds("c:overdue_beyond(30) == money('EUR', '100')");
    holds("c:overdue_beyond(0) == c.overdue");
    holds(
        "type(c) == 'case' and type(c.items[1]) == 'item' and type(c.open) == 'money'");
}

static void
a_script_sees_the_risk_and_the_use_of_the_limit(void **)
{
    k.snap.risk = RISK_HIGH;
    k.snap.late_permille = 620;
    k.snap.credit_limit_minor = 80000;
    holds("c.risk == 'high' and c.late_share == 0.62 and c.limit_use == 1.25");
    k.snap.credit_limit_minor = 0;
    holds("c.limit_use == 1000");
}

static void
a_script_sees_the_items_in_order(void **)
{
    holds("#c.items == 3 and c.items[4] == nil and c.items[0] == nil");
    holds("c.items[1].number == 'R-1' and c.items[3].number == 'R-3'");
    holds("c.items[1].amount == money('EUR', '200') and c.items[1].open == "
          "money('EUR', '100')");
    holds("c.items[2].free == money('EUR', '200')");
    holds("c.items[2].days_late == 5 and c.items[3].days_late == 0");
    holds("not c.items[1].is_fee and not c.items[1].due_missing");
    holds("(function() local s = money('EUR', '0') for _, i in ipairs(c.items) do s = "
          "s + "
          "i.open end return s end)() == c.open");
}

static void
amounts_are_integers_of_one_currency(void **)
{
    static const char *const WRONG[] = { "c.open > 5", "5 < c.open",
        "c.open > money('USD', '5')", "c.open == money('USD', '5')",
        "c.open + money('USD', '5')", "c.open - 5", "c.open * 1.5", "c.open * c.open",
        "money('EUR', '5.001')", "money('EUR', 5)", "money('EUX', '5')",
        "money('EUR', '1e3')", "c.open:percent(10)", "c.open:percent('x')",
        "money('EUR', '90000000000000000') * 1000", "c.open.minor", "c.open .. ''" };

    holds("money('EUR', '1.00') + money('EUR', '2.50') == money('EUR', '3.50')");
    holds("money('EUR', '1.00') - money('EUR', '2.50') == -money('EUR', '1.50')");
    holds("money('EUR', '1.50') * 3 == 3 * money('EUR', '1.50')");
    holds("money('EUR', '3') / money('EUR', '2') == 1.5");
    holds("money('EUR', '3') / money('EUR', '0') == 0");
    holds("money('EUR', '1.05'):percent('10') == money('EUR', '0.11')"); /* half up */
    holds("money('EUR', '1') < money('EUR', '2') and money('EUR', '2') >= money('EUR', "
          "'2')");
    holds("tostring(money('JPY', '1500')) == 'JPY 1500'");
    holds("string.format('%s', money('EUR', '-0.05')) == 'EUR -0.05'");
    holds("money('EUR', '1') ~= 1");
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        if (kit_run(&k, arena_fmt(k.arena, "local x = %s return { a = 1 }",
                            WRONG[i])) != ERR_INVALID)
            fail_msg("is not refused: %s", WRONG[i]);
    }
}

static void
the_threshold_is_that_of_the_currency(void **)
{
    assert_int_equal(
        kit_strategy(&k, "threshold = per_currency { EUR = '350', USD = '1' },\n"
                         "priority = function(c) return { reached = c.overdue >= "
                         "c.threshold and 1 or 0 } end"),
        OK);
    struct contribution *list;
    size_t n;
    assert_int_equal(script_priority(k.host, k.script, k.arena, &list, &n), OK);
    assert_int_equal(list[0].milli, 1000);
    memcpy(k.snap.currency, "CHF", 4);
    script_see(k.host, script_strategy(k.script), &k.snap);
    assert_int_equal(
        script_priority(k.host, k.script, k.arena, &list, &n), ERR_INVALID);
    assert_non_null(strstr(script_fault(k.host), "t.lua:4: "));
}

static void
texts_and_lists_work_as_in_lua(void **)
{
    holds("('Hello'):upper() == 'HELLO' and ('x'):rep(3) == 'xxx' and #('ab') == 2");
    holds("('key=value'):match('(%w+)=(%w+)') == 'key'");
    holds("select(2, ('key=value'):match('(%w+)=(%w+)')) == 'value'");
    holds("('2026-03-04'):find('%d+', 6) == 6");
    holds("select(2, ('a.b'):find('.', 1, true)) == 2");
    holds("(('a b  c'):gsub('%s+', '-')) == 'a-b-c'");
    holds("(('hello world'):gsub('o', { o = '0' })) == 'hell0 w0rld'");
    holds("(('abc'):gsub('%w', '%0%0')) == 'aabbcc'");
    holds("(('abc'):gsub('', '-')) == '-a-b-c-'");
    holds("(('abc'):gsub('b', function(x) return x:upper() end)) == 'aBc'");
    holds("select(2, ('aaa'):gsub('a', 'b', 2)) == 2");
    holds("('x[1]'):match('%[(%d)%]') == '1' and ('a]'):match('[]]') == ']'");
    holds("('abc'):match('^b') == nil and ('abc'):match('c$') == 'c'");
    holds("('aXb'):match('%u') == 'X' and ('aXb'):match('[^%l]') == 'X'");
    holds("('x-y'):match('[a-z%-]+') == 'x-y' and ('<<a>>'):match('<(.-)>') == '<a'");
    holds("('abc'):match('()b()') == 2 and ('colour'):match('colou?r') == 'colour'");
    holds(
        "(function() local t = {} for w in ('one two'):gmatch('%a+') do t[#t + 1] = w "
        "end return t[2] end)() == 'two'");
    holds("string.format('%5.1f|%-4d|%04d|%s|%x|%%', 2.25, 7, 42, true, 255) == "
          "'  2.2|7   |0042|true|ff|%'");
    holds("('%10s|'):format('x') == '         x|'");
    holds("table.concat({ 1, 'b', 2.5 }, ',') == '1,b,2.5'");
    holds("(function() local t = { 1, 2 } table.insert(t, 1, 0) table.insert(t, 3) "
          "return table.concat(t) .. table.remove(t, 1) .. table.remove(t) end)() == "
          "'012303'");
    holds("(function() local t = { 5, 2, 4, 1, 3 } table.sort(t) return "
          "table.concat(t) end)() == '12345'");
    holds(
        "(function() local t = { 5, 2, 4, 1, 3 } table.sort(t, function(a, b) return a "
        "> b end) return table.concat(t) end)() == '54321'");
    holds("(function() local t = {} for i = 1, 300 do t[i] = { i % 3, i } end "
          "table.sort(t, function(a, b) return a[1] < b[1] end) for i = 2, 300 do if "
          "t[i - 1][1] == t[i][1] and t[i - 1][2] > t[i][2] then return false end end "
          "return true end)()"); /* stable */
    holds(
        "(function() local s = '' for k, v in pairs({ b = 1, a = 2, [2] = 3, [1] = 4, "
        "[1.5] = 5, [true] = 6 }) do s = s .. tostring(k) end return s end)() == "
        "'11.52abtrue'");
    holds(
        "next({}) == nil and next({ b = 1, a = 2 }) == 'a' and next({ b = 1, a = 2 }, "
        "'a') == 'b'");
    holds("date('2026-03-04') - date('2026-02-28') == 4 and "
          "date_text(date('2024-02-29')) "
          "== '2024-02-29'");
    holds("weekday(date('2026-03-04')) == 3 and select(2, "
          "date_parts(date('2026-03-04'))) "
          "== 3");
}

static void
what_is_kept_can_still_be_read(void **)
{
    struct contribution *list;
    size_t n;

    assert_int_equal(
        kit_load(&k, SCRIPT_STRATEGY,
            "local t = { 10, 20, 30, x = { y = 5 } }\n"
            "return strategy { name = 'T', steps = { step { id = 'a', at = "
            "after_due(1), send = 'x' } },\n"
            "priority = function(c) local sum = 0\n"
            "for _, v in ipairs(t) do sum = sum + v end\n"
            "for k in pairs(t) do if k == 'x' then sum = sum + 100 end end\n"
            "return { sum = sum, n = #t, y = t.x.y, l = "
            "#table.concat(t, '-', 1) } end }"),
        OK);
    assert_int_equal(script_priority(k.host, k.script, k.arena, &list, &n), OK);
    assert_int_equal(n, 4);
    assert_string_equal(list[0].name, "l"); /* by name */
    assert_int_equal(list[0].milli, 8000);
    assert_int_equal(list[1].milli, 3000);
    assert_int_equal(list[2].milli, 160000);
    assert_int_equal(list[3].milli, 5000);
}

static void
segments_give_tags_with_reasons(void **)
{
    struct script_tag tag;
    size_t yes = 0;

    assert_int_equal(kit_file(&k, SCRIPT_SEGMENT, "lua/segments/shipped.lua"), OK);
    assert_int_equal(script_segments_n(k.script), 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(script_segment(k.host, k.script, i, k.arena, &tag), OK);
        if (!tag.yes) {
            assert_null(tag.reason);
            continue;
        }
        yes++;
        if (strcmp(tag.tag, "slow-payer") == 0)
            assert_string_equal(tag.reason,
                "pays 17 days late on average, over 9 items of the last year");
        else
            assert_string_equal(tag.tag, "new-customer");
    }
    assert_int_equal(yes, 2);
    k.snap.broken_promises = 2;
    script_see(k.host, NULL, &k.snap);
    assert_int_equal(script_segment(k.host, k.script, 2, k.arena, &tag), OK);
    assert_string_equal(tag.tag, "high-risk");
    assert_string_equal(tag.reason, "2 broken promises");
}

static void
wrong_segments_are_refused(void **)
{
    static const struct {
        const char *text, *fault;
    } WRONG[] = {
        { "return segment { name = 'A', when = function() end }",
            "t.lua:1: segment 'A': 'tag' is missing" },
        { "return segment { name = 'A', tag = 'a' }",
            "t.lua:1: segment 'A': 'when' is missing: function(c) return … end" },
        { "return segment { name = 'A', tag = 'A', when = function() end }",
            "t.lua:1: segment 'A': 'tag' may hold a-z, 0-9, - and _ only, not 'A'" },
        { "return {}", "t.lua: the list of segments is empty" },
        { "return { 5 }",
            "t.lua: the file must return segment { … } or a list of them" },
        { "return {\nsegment { name = 'A', tag = 'a', when = function() end },\n"
          "segment { name = 'B', tag = 'a', when = function() end } }",
            "t.lua: two segments give the tag 'a'" },
    };

    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        assert_int_equal(kit_load(&k, SCRIPT_SEGMENT, WRONG[i].text), ERR_INVALID);
        assert_string_equal(script_fault(k.host), WRONG[i].fault);
    }
}

static void
the_same_case_gives_the_same_answer_in_any_host(void **)
{
    static const char BODY[] =
        "local t = {} for i = 1, 40 do t['k' .. (i * 7919 % 41)] = i end\n"
        "local s, n = 0, 0 for k, v in pairs(t) do n = n + 1 s = (s * 31 + v * n) % "
        "9973 "
        "end\n"
        "return { hash = s, share = c.overdue_share * 40, third = c.days_late / 3 }";
    int64_t first[3] = { 0 };

    for (int round = 0; round < 20; round++) {
        assert_int_equal(kit_run(&k, BODY), OK);
        for (int i = 0; i < 3; i++) {
            int64_t got =
                kit_points(&k, (const char *[]){ "hash", "share", "third" }[i]);

            if (round == 0)
                first[i] = got;
            assert_int_equal(got, first[i]);
        }
        kit_close(&k);
        kit_open(&k);
    }
    assert_int_equal(first[1], 14000);
    assert_int_equal(first[2], 13333);
}

static void
a_hundred_thousand_cases_take_less_than_a_second(void **)
{
    struct timespec from, to;
    struct contribution *list;
    size_t n;
    bool yes;
    long ms;

    assert_int_equal(kit_file(&k, SCRIPT_STRATEGY, "lua/strategies/standard.lua"), OK);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    for (int i = 0; i < 100000; i++) {
        k.snap.broken_promises = (uint32_t)(i % 3);
        script_see(k.host, script_strategy(k.script), &k.snap);
        assert_int_equal(script_priority(k.host, k.script, k.arena, &list, &n), OK);
        assert_int_equal(script_when(k.host, k.script,
                             &script_strategy(k.script)->steps[4], 0, &yes),
            OK);
        if (i % 100 == 0)
            arena_reset(k.arena);
    }
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    ms = (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000;
    print_message("100,000 cases: %ld ms\n", ms);
#ifndef __SANITIZE_ADDRESS__
    assert_true(ms < 1000);
#endif
    assert_true(script_memory(k.host) < 1 << 20);
}

static bool
is_documented(const char *text, const char *name)
{
    size_t n = strlen(name);

    for (const char *p = text; (p = strstr(p, "\n--- ")); p++) {
        if (strncmp(p + 5, name, n) == 0 && strchr("( \n", p[5 + n]))
            return true;
    }
    return false;
}

static void
every_function_is_documented_and_every_document_has_its_function(void **)
{
    static char text[1 << 16];
    FILE *f = fopen("lua/api.lua", "r");
    size_t names = 0, documents = 0;
    const char *name;

    assert_non_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    for (; (name = script_api_name(names)); names++) {
        if (!is_documented(text, name))
            fail_msg("lua/api.lua lacks %s", name);
    }
    for (const char *p = text; (p = strstr(p, "\n--- ")); p++)
        documents++;
    assert_int_equal(documents, names);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_script_sees_the_figures_of_the_case, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_script_sees_the_risk_and_the_use_of_the_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_script_sees_the_items_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(
            amounts_are_integers_of_one_currency, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_threshold_is_that_of_the_currency, setup, teardown),
        cmocka_unit_test_setup_teardown(
            texts_and_lists_work_as_in_lua, setup, teardown),
        cmocka_unit_test_setup_teardown(
            what_is_kept_can_still_be_read, setup, teardown),
        cmocka_unit_test_setup_teardown(
            segments_give_tags_with_reasons, setup, teardown),
        cmocka_unit_test_setup_teardown(wrong_segments_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_same_case_gives_the_same_answer_in_any_host, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_hundred_thousand_cases_take_less_than_a_second, setup, teardown),
        cmocka_unit_test_setup_teardown(
            every_function_is_documented_and_every_document_has_its_function, setup,
            teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
