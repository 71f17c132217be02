#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

#include "service/activate_script.h"
#include "service/install_scripts.h"
#include "service/rulebook.h"
#include "service/save_script.h"
#include "tests/unit/mariadb.h"
#include "tests/unit/service/ledger_kit.h"

static struct script_saved saved;
static struct script_activated done;

/* What ships is installed; three cases: one follows standard, one key-account, both
 * with something open; the third follows standard and has nothing open. */
static int
setup(void **state)
{
    struct scripts_installed installed;

    kit_start(state);
    mariadb_run(
        "SET foreign_key_checks = 0; DELETE FROM script_activation; DELETE FROM "
        "script_version; DELETE FROM script; DELETE FROM template_version; "
        "DELETE FROM template; TRUNCATE audit_event");
    assert_int_equal(
        install_scripts(kit.db, kit.a, "lua", kit.by.now_us, &installed), OK);
    kit_customer("1");
    kit_invoice("1", "100.00", "2026-01-02", "2026-02-01");
    mariadb_run(
        "INSERT INTO case_state (id, customer_id, division_id, currency, strategy_id, "
        "next_at) SELECT 9000001, customer_id, 2, 'USD', NULL, '9999-12-31' FROM "
        "case_state LIMIT 1;"
        "UPDATE case_state SET next_at = '9999-12-31', strategy_id = (SELECT id FROM "
        "script WHERE kind = 'strategy' AND name = IF(division_id = 1, 'key-account', "
        "'standard'))");
    return 0;
}

static const char *
body_of(uint32_t days, int rank, const char *segment)
{
    return arena_fmt(kit.a,
        "return strategy { name = 'S', rank = %d, %s steps = { step { id = 'first', at "
        "= "
        "after_due(%u), send = 'reminder_first' } } }",
        rank, segment, days);
}

static enum err
save(const char *name, const char *body, uint32_t expected)
{
    struct script_save in = {
        .text = { SCRIPT_STRATEGY, name, body, strlen(body) },
        .expected_no = expected,
    };

    return save_script(kit.db, kit.a, &kit.by, &in, &saved);
}

static enum err
activate(const char *name, uint32_t no)
{
    struct script_activation in = { SCRIPT_STRATEGY, name, no };

    return activate_script(kit.db, kit.a, &kit.by, &in, &done);
}

static void
what_ships_is_installed_once_and_is_in_force(void **)
{
    struct scripts_installed again;

    assert_string_equal(
        kit_ask("SELECT COUNT(*) FROM script s JOIN script_version v ON v.id = "
                "s.active_version_id WHERE s.kind = 'strategy' AND v.state = 'active' "
                "AND v.version_no = 1"),
        "4");
    assert_string_equal(
        kit_ask("SELECT COUNT(*) FROM template_version WHERE active = 1"), "48");
    assert_int_equal(install_scripts(kit.db, kit.a, "lua", kit.by.now_us, &again), OK);
    assert_int_equal(again.active, 0);
    assert_int_equal(again.drafts, 0);
}

static void
a_newer_text_that_ships_never_replaces_an_active_one(void **)
{
    struct scripts_installed again;

    /* as if an earlier release had shipped another text */
    mariadb_run(
        "UPDATE script_version v JOIN script s ON s.id = v.script_id SET v.body = "
        "'return 1', v.sha256 = REPEAT('x', 32) WHERE s.name = 'standard';"
        "UPDATE template_version SET sha256 = REPEAT('x', 32) WHERE language = "
        "'de'");
    assert_int_equal(install_scripts(kit.db, kit.a, "lua", kit.by.now_us, &again), OK);
    assert_int_equal(again.active, 0);
    assert_int_equal(again.drafts, 17);
    assert_string_equal(
        kit_ask("SELECT v.version_no FROM script s JOIN script_version v ON v.id = "
                "s.active_version_id WHERE s.name = 'standard'"),
        "1");
    assert_string_equal(
        kit_ask("SELECT COUNT(*) FROM template_version WHERE active IS NULL"), "16");
}

static void
a_text_that_does_not_load_is_kept_nowhere(void **)
{
    assert_int_equal(save("standard", "return strategy {", 0), ERR_INVALID);
    assert_false(saved.check.loads);
    assert_int_equal(saved.check.errors_n, 1);
    assert_int_equal(saved.check.errors[0].line, 1);
    assert_string_equal(
        kit_ask("SELECT COUNT(*) FROM script_version v JOIN script s ON s.id = "
                "v.script_id WHERE s.name = 'standard'"),
        "1");
}

static void
a_template_nobody_knows_is_an_error(void **)
{
    assert_int_equal(
        save("standard",
            "return strategy { name = 'S', steps = { step { id = 'first', at = "
            "after_due(3), send = 'nothing_like_it' } } }",
            0),
        ERR_INVALID);
    assert_string_equal(saved.check.errors[0].message,
        "step 'first': there is no template 'nothing_like_it'; there are upcoming, "
        "reminder_first, reminder_second, final_notice, dispute_closed, "
        "dispute_received, payment_thanks, promise_broken, promise_confirmed, "
        "statement");
    assert_int_equal(saved.check.errors[0].line, 1);
    assert_int_equal(saved.check.errors[0].column, 88);
    assert_int_equal(
        save("standard",
            "return strategy { name = 'S', steps = {\n"
            "  step { id = 'first', at = after_due(3), send = 'upcoming' },\n"
            "  step { id = 'last',\n    at = after_due(9),\n"
            "    send = \"nothing_like_it\" } } }",
            0),
        ERR_INVALID);
    assert_int_equal(saved.check.errors[0].line, 5);
    assert_int_equal(saved.check.errors[0].column, 12);
}

static void
versions_count_up_and_the_same_text_is_one_version(void **)
{
    assert_int_equal(save("standard", body_of(5, 0, ""), 1), OK);
    assert_int_equal(saved.version_no, 2);
    assert_string_equal(saved.state, "checked");
    assert_int_equal(save("standard", body_of(5, 0, ""), 2), OK);
    assert_int_equal(saved.version_no, 2);
    assert_true(saved.same);
    assert_int_equal(save("standard", body_of(6, 0, ""), 1), ERR_CONFLICT);
    assert_int_equal(save("brand-new", body_of(6, 5, "segment = 'vip',"), 0), OK);
    assert_int_equal(saved.version_no, 1);
}

static void
activating_touches_those_who_follow_the_strategy(void **)
{
    assert_int_equal(save("standard", body_of(5, 0, ""), 0), OK);
    assert_int_equal(activate("standard", 2), OK);
    assert_int_equal(done.cases, 1);
    assert_string_equal(
        kit_ask("SELECT id FROM case_state WHERE touched_by = 'script'"), "9000001");
    assert_string_equal(
        kit_ask("SELECT v.state FROM script_version v JOIN script s ON s.id = "
                "v.script_id WHERE s.name = 'standard' ORDER BY v.version_no"),
        "superseded\nactive");
    assert_string_equal(
        kit_ask("SELECT COUNT(*) FROM script_activation a JOIN script s ON s.id = "
                "a.script_id WHERE s.name = 'standard' AND a.known_to IS NULL"),
        "1");
    assert_int_equal(activate("standard", 2), OK);
    assert_true(done.same);
    assert_int_equal(done.cases, 0);
}

static void
a_change_of_rank_or_segment_touches_all_that_is_open(void **)
{
    assert_int_equal(save("standard", body_of(5, 7, ""), 0), OK);
    assert_int_equal(activate("standard", 0), OK);
    assert_int_equal(done.cases, 1);
    assert_string_equal(
        kit_ask("SELECT division_id FROM case_state WHERE touched_by = 'script'"), "1");
    assert_int_equal(save("standard", body_of(5, 7, "segment = 'vip',"), 0), OK);
    assert_int_equal(activate("standard", 0), OK);
    assert_int_equal(done.cases, 1);
}

static void
what_does_not_load_cannot_become_active(void **)
{
    assert_int_equal(save("standard", body_of(5, 0, ""), 0), OK);
    mariadb_run("UPDATE script_version SET body = 'return 5' WHERE version_no = 2");
    assert_int_equal(activate("standard", 2), ERR_INVALID);
    assert_string_equal(
        kit_ask("SELECT v.version_no FROM script s JOIN script_version v ON v.id = "
                "s.active_version_id WHERE s.name = 'standard'"),
        "1");
    assert_int_equal(activate("standard", 3), ERR_NOT_FOUND);
    assert_int_equal(activate("nobody", 1), ERR_NOT_FOUND);
}

static int
first_offset(struct rulebook *r)
{
    size_t n;
    const struct strategy *const *all = rulebook_strategies(r, &n);

    for (size_t i = 0; i < n; i++) {
        for (size_t s = 0; s < all[i]->steps_n; s++) {
            if (!all[i]->segment && strcmp(all[i]->steps[s].id, "first") == 0)
                return all[i]->steps[s].offset_days;
        }
    }
    return -1;
}

static void
the_next_evaluation_follows_the_active_version(void **)
{
    struct rulebook *r;

    assert_int_equal(rulebook_open(&r, kit.db, kit.by.now_us), OK);
    assert_int_equal(first_offset(r), 3);
    assert_int_equal(save("standard", body_of(5, 0, ""), 0), OK);
    assert_int_equal(rulebook_refresh(r, kit.db, kit.by.now_us), OK);
    assert_int_equal(first_offset(r), 3); /* kept, not yet active */
    assert_int_equal(activate("standard", 2), OK);
    assert_int_equal(rulebook_refresh(r, kit.db, kit.by.now_us), OK);
    assert_int_equal(first_offset(r), 5);
    assert_int_equal(activate("standard", 1), OK);
    assert_int_equal(rulebook_refresh(r, kit.db, kit.by.now_us), OK);
    assert_int_equal(first_offset(r), 3);
    rulebook_close(r);
}

static void
the_cases_that_ship_pass(void **)
{
    static const struct {
        enum script_kind kind;
        const char *name, *path;
        size_t cases;
    } SHIPPED[] = {
        { SCRIPT_STRATEGY, "standard", "lua/strategies/standard.lua", 8 },
        { SCRIPT_SEGMENT, "shipped", "lua/segments/shipped.lua", 8 },
    };

    for (size_t i = 0; i < 2; i++) {
        char *body = arena_alloc(kit.a, 1 << 16);
        struct script_text text = { SHIPPED[i].kind, SHIPPED[i].name, body, 0 };
        FILE *f = fopen(SHIPPED[i].path, "r");
        struct script_check check;

        assert_non_null(f);
        text.len = fread(body, 1, (1 << 16) - 1, f);
        fclose(f);
        assert_int_equal(check_script(kit.db, kit.a, "lua", &text, &check), OK);
        assert_int_equal(check.cases_n, SHIPPED[i].cases);
        for (size_t c = 0; c < check.cases_n; c++) {
            if (check.cases[c].fault)
                fail_msg("%s: %s", check.cases[c].name, check.cases[c].fault);
        }
    }
}

static void
a_case_that_does_not_hold_says_what_happens_instead(void **)
{
    static const char BODY[] = "return strategy { name = 'S', steps = { step { id = "
                               "'first', at = after_due(90), "
                               "send = 'reminder_first' } } }";
    struct script_text text = { SCRIPT_STRATEGY, "standard", BODY, sizeof BODY - 1 };
    struct script_check check;

    assert_int_equal(check_script(kit.db, kit.a, "lua", &text, &check), OK);
    assert_true(check.loads);
    assert_true(check.cases_failed >= 3);
    assert_string_equal(
        check.cases[1].fault, "does not send reminder_first; sends nothing");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_ships_is_installed_once_and_is_in_force, setup),
        cmocka_unit_test_setup(
            a_newer_text_that_ships_never_replaces_an_active_one, setup),
        cmocka_unit_test_setup(a_text_that_does_not_load_is_kept_nowhere, setup),
        cmocka_unit_test_setup(a_template_nobody_knows_is_an_error, setup),
        cmocka_unit_test_setup(
            versions_count_up_and_the_same_text_is_one_version, setup),
        cmocka_unit_test_setup(activating_touches_those_who_follow_the_strategy, setup),
        cmocka_unit_test_setup(
            a_change_of_rank_or_segment_touches_all_that_is_open, setup),
        cmocka_unit_test_setup(what_does_not_load_cannot_become_active, setup),
        cmocka_unit_test_setup(the_next_evaluation_follows_the_active_version, setup),
        cmocka_unit_test_setup(the_cases_that_ship_pass, setup),
        cmocka_unit_test_setup(
            a_case_that_does_not_hold_says_what_happens_instead, setup),
    };

    return cmocka_run_group_tests(tests, NULL, kit_stop);
}
