#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tests/unit/script/kit.h"

/*
 * Everything a hostile or a careless script can try. Each ends the evaluation of that
 * customer with a fault that names file and line, and the next customer is judged as
 * if nothing had been.
 */
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

static void
still_works(void)
{
    assert_int_equal(kit_run(&k, "return { ok = c.days_late }"), OK);
    assert_int_equal(kit_points(&k, "ok"), 40000);
}

/* body runs as a priority function whose first line is line 4 of t.lua. */
static void
ends(const char *body, enum err e, const char *fault)
{
    struct timespec from, to;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    if (kit_run(&k, body) != e || !strstr(script_fault(k.host), fault)) {
        print_error("%s\n  said: %s\n", body, script_fault(k.host));
        fail();
    }
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    assert_true(to.tv_sec - from.tv_sec < 3);
    assert_memory_equal(script_fault(k.host), "t.lua:", 6);
    assert_in_range(script_fault_line(k.host), 1, 99);
    assert_null(strstr(script_fault(k.host), "0x"));
    assert_null(strstr(script_fault_trace(k.host), "0x"));
    assert_true(script_memory(k.host) <= SCRIPT_BUDGET.memory_bytes);
    still_works();
}

static void
an_endless_loop_is_stopped(void **)
{
    ends("while true do end", ERR_LIMIT, "t.lua:4: instruction budget spent");
    ends("for i = 1, math.tointeger(2^53) do end", ERR_LIMIT,
        "instruction budget spent");
    ends("::again:: goto again", ERR_LIMIT, "instruction budget spent");
    ends("local function f() return f() end return f()", ERR_LIMIT,
        "instruction budget spent");
    ends("repeat local x = 1 until x == 2", ERR_LIMIT, "instruction budget spent");
}

static void
an_endless_file_is_stopped(void **)
{
    assert_int_equal(kit_load(&k, SCRIPT_STRATEGY, "\nwhile true do end"), ERR_LIMIT);
    assert_string_equal(script_fault(k.host), "t.lua:2: instruction budget spent");
    assert_int_equal(
        kit_load(&k, SCRIPT_STRATEGY, "local t = {}\nfor i = 1, 1e9 do t[i] = i end"),
        ERR_LIMIT);
    assert_string_equal(script_fault(k.host), "t.lua:2: memory budget spent");
    still_works();
}

static void
nothing_catches_the_kill(void **)
{
    ends("pcall(function() while true do end end)", ERR_INVALID, "global 'pcall'");
    ends("xpcall(f, function() while true do end end)", ERR_INVALID, "global 'xpcall'");
    ends("local co = coroutine.wrap(function() while true do end end) co()",
        ERR_INVALID, "global 'coroutine'");
    ends("for _ in function() while true do end end do end", ERR_LIMIT,
        "instruction budget spent");
    ends("table.sort({ 3, 2, 1 }, function() while true do end end)", ERR_LIMIT,
        "instruction budget spent");
    ends("string.gsub('aaa', 'a', function() while true do end end)", ERR_LIMIT,
        "instruction budget spent");
    ends("local x <close> = {} while true do end", ERR_INVALID, "non-closable");
    ends("return setmetatable({}, { __gc = function() while true do end end })",
        ERR_INVALID, "global 'setmetatable'");
}

static void
memory_is_bounded(void **)
{
    ends("local t = {} for i = 1, 1e9 do t[i] = { i } end", ERR_LIMIT, "t.lua:4: ");
    ends(
        "local s = 'x' while true do s = s .. s end", ERR_LIMIT, "memory budget spent");
    ends("local t = {} for i = 1, 100000 do t[i] = string.rep('x', 60000) .. i end",
        ERR_LIMIT, "budget spent");
    ends("local t = {} for i = 1, 100000 do t['k' .. i] = true end", ERR_LIMIT,
        "budget spent");
    ends("local t = {} while true do t = { t } end", ERR_LIMIT, "budget spent");
    ends("return table.unpack({}, 1, 1e7)", ERR_INVALID, "table of points");
    ends("local t = {} for i = 1, 300 do t[i] = i end return { table.unpack(t) }",
        ERR_INVALID, "more than 200 values");
    ends("local t = {} for i = 1, 16000 do t[i] = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxx' end "
         "return { #table.concat(t) }",
        ERR_LIMIT, "budget spent");
}

static void
recursion_is_bounded(void **)
{
    ends("local function f() return 1 + f() end return f()", ERR_LIMIT, "budget spent");
    ends("local function f(...) return 1 + f(1, ...) end return f()", ERR_LIMIT,
        "budget spent");
    ends("local function f() table.sort({ 2, 1 }, f) end f()", ERR_INVALID,
        "C stack overflow");
    ends("local function f() return (string.gsub('a', 'a', f)) end f()", ERR_INVALID,
        "C stack overflow");
}

static void
deep_source_is_refused(void **)
{
    char text[4000] = "return ";

    memset(text + 7, '(', 3000);
    assert_int_equal(kit_load(&k, SCRIPT_STRATEGY, text), ERR_INVALID);
    assert_non_null(strstr(script_fault(k.host), "C stack overflow"));
    memset(text + 7, '{', 3000);
    assert_int_equal(kit_load(&k, SCRIPT_STRATEGY, text), ERR_INVALID);
    still_works();
}

static void
work_inside_c_is_charged(void **)
{
    ends("string.rep('x', 1e9)", ERR_INVALID, "longer than 65,536 bytes");
    ends("string.rep('', 1e15)", ERR_INVALID, "65,536");
    ends("while true do string.rep('x', 60000) end", ERR_LIMIT, "budget spent");
    ends("local s = string.rep('a', 60000) while true do s:upper() end", ERR_LIMIT,
        "budget spent");
    ends("local s = string.rep('a', 60000) while true do s:byte(1, 3000) end",
        ERR_LIMIT, "budget spent");
    ends("local s = string.rep('a', 60000) local t = string.rep('a', 60000) .. 'b' "
         "while true do local x = s .. t end",
        ERR_LIMIT, "budget spent");
    ends("local t = {} for i = 1, 15000 do t[i] = i end "
         "while true do table.insert(t, 1, 0) table.remove(t, 1) end",
        ERR_LIMIT, "budget spent");
    ends("local t = {} for i = 1, 9000 do t[i] = i end "
         "while true do pairs(t) end",
        ERR_LIMIT, "budget spent");
    ends("local t = {} for i = 1, 9000 do t[i] = i end while true do next(t) end",
        ERR_LIMIT, "budget spent");
    ends("while true do c:overdue_beyond(1) end", ERR_LIMIT, "budget spent");
    ends("string.format('%999d', 1)", ERR_INVALID, "width over two digits");
    ends("string.format('%.999f', 1)", ERR_INVALID, "precision over two digits");
    ends("string.format('%-+ #0-+ #0d', 1)", ERR_INVALID, "string.format");
}

static void
patterns_that_backtrack_are_stopped(void **)
{
    ends("return { n = #string.rep('a', 5000):match('.-.-.-.-.-.-.-b') }", ERR_LIMIT,
        "instruction budget spent");
    ends("string.rep('a', 3000):find('a*a*a*a*a*a*a*a*b')", ERR_LIMIT,
        "instruction budget spent");
    ends("string.rep('a', "
         "3000):gsub('a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?b', '')",
        ERR_LIMIT, "instruction budget spent");
    ends("string.find('x', string.rep('a?', 128) .. string.rep('(', 17))", ERR_INVALID,
        "pattern");
    ends("string.find('x', '%')", ERR_INVALID, "pattern ends with '%'");
    ends("string.find('x', '[a')", ERR_INVALID, "'[' without ']'");
    ends("string.find('x', 'x)')", ERR_INVALID, "')' without '('");
    ends("string.find('xyz', '(x')", ERR_INVALID, "'(' without ')'");
    ends("string.find('xx', '%1')", ERR_INVALID, "not offered");
    ends("string.find('xx', '%bxy')", ERR_INVALID, "not offered");
    ends("local s = string.rep('ab', 20000) while true do s:find('zz', 1, true) end",
        ERR_LIMIT, "budget spent");
}

static void
what_reaches_outside_is_absent(void **)
{
    static const char *const GONE[] = { "io", "os", "package", "debug", "load",
        "loadstring", "loadfile", "dofile", "require", "collectgarbage", "coroutine",
        "print", "warn", "pcall", "xpcall", "getmetatable", "setmetatable", "rawget",
        "rawset", "rawequal", "rawlen", "_G", "_VERSION", "math.random",
        "math.randomseed", "string.dump", "string.pack", "string.unpack", "table.move",
        "table.pack", "utf8", "('').dump", "('').pack" };

    for (size_t i = 0; i < sizeof GONE / sizeof *GONE; i++) {
        assert_int_equal(
            kit_run(&k, arena_fmt(k.arena, "return { gone = (%s) == nil and 1 or 0 }",
                            GONE[i])),
            OK);
        if (kit_points(&k, "gone") != 1000)
            fail_msg("%s can be reached", GONE[i]);
    }
}

static void
bytecode_is_refused(void **)
{
    assert_int_equal(kit_load(&k, SCRIPT_STRATEGY, "\x1bLuaT"), ERR_INVALID);
    assert_non_null(strstr(script_fault(k.host), "binary chunk"));
    still_works();
}

static void
addresses_are_not_told(void **)
{
    ends("return { n = tostring({}) }", ERR_INVALID, "a table has no text");
    ends("return { n = tostring(math.abs) }", ERR_INVALID, "a function has no text");
    ends("return { n = tostring(c) }", ERR_INVALID, "has no text");
    ends("return { n = string.format('%p', {}) }", ERR_INVALID, "'%p' is not offered");
    ends("return { n = string.format('%s', {}) }", ERR_INVALID, "has no text");
    ends("return { n = ('%s'):format(c.items) }", ERR_INVALID, "has no text");
    ends("error({})", ERR_INVALID, "error value is a table");
    ends("error(c)", ERR_INVALID, "error value is a userdata");
    ends("error()", ERR_INVALID, "error value is a nil");
}

static void
the_snapshot_cannot_be_changed(void **)
{
    ends("c.overdue = 1", ERR_INVALID, "read-only");
    ends("c.items[1] = 1", ERR_INVALID, "read-only");
    ends("c.items[1].open = 1", ERR_INVALID, "read-only");
    ends("c.overdue.minor = 1", ERR_INVALID, "t.lua:4:");
    ends("return { n = c.nothing }", ERR_INVALID, "the case has no 'nothing'");
    ends("return { n = c.items[1].nothing }", ERR_INVALID, "an item has no 'nothing'");
    ends("return { n = c[{}] }", ERR_INVALID, "the case has no");
    ends("return { n = c.items.x }", ERR_INVALID, "c.items is a list");
    assert_int_equal(kit_run(&k, "c.tags[1] = 'x' return { n = #c.tags[1] }"), OK);
    assert_int_equal(kit_points(&k, "n"), 10000); /* a list of its own each time */
}

static void
libraries_and_strings_cannot_be_changed(void **)
{
    ends("string.upper = nil", ERR_INVALID, "read-only");
    ends("math.abs = function() return 0 end", ERR_INVALID, "read-only");
    ends("leak = 1", ERR_INVALID, "read-only");
    ends("_ENV.money = nil", ERR_INVALID, "read-only");
    ends("('').upper = 1", ERR_INVALID, "t.lua:4:");
    ends("table.insert(string, 1)", ERR_INVALID, "read-only");
}

/* Whatever a function leaves behind is gone at the next case. */
static void
nothing_is_remembered_from_case_to_case(void **)
{
    static const char *const TEXTS[] = {
        "local n = 0 local function count() n = n + 1 return n end",
        "local t = { n = 0 } local function count() local u = { n = t.n + 1 } t = u "
        "return t.n end",
        "local f = function() return 0 end local function count() local g, n = f, f() "
        "+ 1 "
        "f = function() return n end return n end",
        "local E = 0 local function count() E = E + 1 local _ENV = { x = E } return x "
        "end",
    };

    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        struct contribution *list;
        size_t n;

        assert_int_equal(
            kit_load(&k, SCRIPT_STRATEGY,
                arena_fmt(k.arena,
                    "%s\nreturn strategy { name = 'T', steps = { step { id = "
                    "'a', at = after_due(1), send = 'x' } },\n"
                    "priority = function() return { n = count() } end }",
                    TEXTS[i])),
            OK);
        for (int call = 0; call < 5; call++) {
            assert_int_equal(script_priority(k.host, k.script, k.arena, &list, &n), OK);
            assert_int_equal(list[0].milli, 1000);
        }
    }
}

static void
kept_tables_are_read_only(void **)
{
    static const struct {
        const char *head, *body;
    } TRY[] = {
        { "local t = {}", "t[1] = c.days_late" },
        { "local t = { a = { b = {} } }", "t.a.b.c = 1" },
        { "local t = { 3, 2, 1 }", "table.sort(t)" },
        { "local t = { 1 }", "table.insert(t, 1)" },
        { "local t = { 1 }", "table.remove(t)" },
        { "local t = {} t.t = t", "t.t.t.x = 1" },
        { "g = {}", "g.x = 1" },
        { "local t = {} local function f() return t end", "f().x = 1" },
    };

    for (size_t i = 0; i < sizeof TRY / sizeof *TRY; i++) {
        struct contribution *list;
        size_t n;

        assert_int_equal(
            kit_load(&k, SCRIPT_STRATEGY,
                arena_fmt(k.arena,
                    "%s\nreturn strategy { name = 'T', steps = { step { id = "
                    "'a', at = after_due(1), send = 'x' } },\n"
                    "priority = function(c)\n%s\nreturn {} end }",
                    TRY[i].head, TRY[i].body)),
            OK);
        assert_int_equal(
            script_priority(k.host, k.script, k.arena, &list, &n), ERR_INVALID);
        assert_non_null(strstr(script_fault(k.host), "t.lua:4: read-only"));
    }
}

static void
iterators_cannot_be_kept(void **)
{
    assert_int_equal(
        kit_load(&k, SCRIPT_STRATEGY,
            "local next_word = string.gmatch('a b c', '%a')\n"
            "return strategy { name = 'T', steps = { step { id = 'a', at = "
            "after_due(1), send = 'x', when = function() return next_word() "
            "== 'a' end } } }"),
        ERR_INVALID);
    assert_non_null(strstr(script_fault(k.host), "iterator cannot be kept"));
    still_works();
}

static void
declarations_belong_to_the_file(void **)
{
    ends("strategy { name = 'x', steps = {} }", ERR_INVALID, "for the file itself");
    ends("step { id = 'x' }", ERR_INVALID, "for the file itself");
    ends("segment { name = 'x' }", ERR_INVALID, "global 'segment'");
}

static void
answers_are_checked(void **)
{
    ends("return 5", ERR_INVALID, "t.lua:3: priority: the answer is a number");
    ends("return", ERR_INVALID, "priority: the answer is a nil");
    ends("return { 5 }", ERR_INVALID, "points need a name");
    ends("return { a = 'x' }", ERR_INVALID, "'a' is a string, not a number");
    ends("return { a = '5' }", ERR_INVALID, "'a' is a string, not a number");
    ends("return { a = c.overdue }", ERR_INVALID, "'a' is a userdata, not a number");
    ends("return { a = 0/0 }", ERR_INVALID, "beyond 100,000 points");
    ends("return { a = 1e300 }", ERR_INVALID, "beyond 100,000 points");
    ends("return { a = -math.tointeger(2^62) }", ERR_INVALID, "beyond 100,000 points");
    ends("local t = {} for i = 1, 17 do t['n' .. i] = i end return t", ERR_INVALID,
        "more than 16 contributions");
    ends("return { [string.rep('x', 65)] = 1 }", ERR_INVALID, "points need a name");
}

static void
a_fault_names_file_line_and_way(void **)
{
    ends("local x\nreturn { a = x.y }", ERR_INVALID,
        "t.lua:5: attempt to index a nil value (local 'x')");
    assert_int_equal(
        kit_run(&k, "local function deep() error('boom') end\ndeep()"), ERR_INVALID);
    assert_string_equal(script_fault(k.host), "t.lua:4: boom");
    assert_non_null(strstr(script_fault_trace(k.host), "stack traceback"));
    assert_non_null(strstr(script_fault_trace(k.host), "t.lua:5"));
    assert_int_equal(kit_run(&k, "error('two\\nlines')"), ERR_INVALID);
    assert_null(strchr(script_fault(k.host), '\n'));
}

static void
ten_thousand_attacks_leave_no_trace(void **)
{
    struct script *bad, *good;
    struct contribution *list;
    size_t n;

    assert_int_equal(kit_run(&k, "return { ok = c.days_late }"), OK);
    good = k.script;
    (void)!kit_run(
        &k, "local t = {} for i = 1, 500 do t[i] = { i } end error(t[3][1])");
    bad = k.script;
    for (int i = 0; i < 10000; i++) {
        assert_int_equal(script_priority(k.host, bad, k.arena, &list, &n), ERR_INVALID);
        assert_int_equal(script_priority(k.host, good, k.arena, &list, &n), OK);
        assert_int_equal(list[0].milli, 40000);
        arena_reset(k.arena);
    }
    assert_true(script_memory(k.host) < SCRIPT_BUDGET.memory_bytes / 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_endless_loop_is_stopped, setup, teardown),
        cmocka_unit_test_setup_teardown(an_endless_file_is_stopped, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_catches_the_kill, setup, teardown),
        cmocka_unit_test_setup_teardown(memory_is_bounded, setup, teardown),
        cmocka_unit_test_setup_teardown(recursion_is_bounded, setup, teardown),
        cmocka_unit_test_setup_teardown(deep_source_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(work_inside_c_is_charged, setup, teardown),
        cmocka_unit_test_setup_teardown(
            patterns_that_backtrack_are_stopped, setup, teardown),
        cmocka_unit_test_setup_teardown(
            what_reaches_outside_is_absent, setup, teardown),
        cmocka_unit_test_setup_teardown(bytecode_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(addresses_are_not_told, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_snapshot_cannot_be_changed, setup, teardown),
        cmocka_unit_test_setup_teardown(
            libraries_and_strings_cannot_be_changed, setup, teardown),
        cmocka_unit_test_setup_teardown(
            nothing_is_remembered_from_case_to_case, setup, teardown),
        cmocka_unit_test_setup_teardown(kept_tables_are_read_only, setup, teardown),
        cmocka_unit_test_setup_teardown(iterators_cannot_be_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(
            declarations_belong_to_the_file, setup, teardown),
        cmocka_unit_test_setup_teardown(answers_are_checked, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_fault_names_file_line_and_way, setup, teardown),
        cmocka_unit_test_setup_teardown(
            ten_thousand_attacks_leave_no_trace, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
