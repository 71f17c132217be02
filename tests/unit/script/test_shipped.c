#include "tests/unit/test.h"

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

static void
templates_exist_in_three_languages_for_every_step(void **)
{
    static const char *const CODES[] = { "upcoming", "reminder_first",
        "reminder_second", "final_notice" };
    static const char *const LANGUAGES[] = { "en", "de", "fr" };
    const struct script_value *v;

    if (kit_file(&k, SCRIPT_TEMPLATE, "lua/templates/reminders.lua"))
        fail_msg("%s", script_fault(k.host));
    v = script_data(k.script);
    for (size_t c = 0; c < 4; c++) {
        assert_non_null(value_text(value_get(v, CODES[c]), "purpose", NULL));
        for (size_t l = 0; l < 3; l++) {
            const struct script_value *t =
                value_get(value_get(v, CODES[c]), LANGUAGES[l]);

            assert_non_null(strstr(value_text(t, "text", ""), "{{number}}"));
            assert_non_null(strstr(value_text(t, "text", ""), "{{total}}"));
            assert_non_null(strstr(value_text(t, "html", ""), "<td>{{number}}</td>"));
            assert_non_null(strstr(value_text(t, "html", ""), "{{total}}"));
            assert_null(strstr(value_text(t, "subject", "\n"), "\n"));
        }
    }
}

static void
every_template_a_shipped_strategy_names_is_shipped(void **)
{
    static const char *const NAMES[] = { "standard", "key-account", "low-touch",
        "high-risk" };
    const struct script_value *templates;

    assert_int_equal(kit_file(&k, SCRIPT_TEMPLATE, "lua/templates/reminders.lua"), OK);
    templates = script_data(k.script);
    for (size_t i = 0; i < 4; i++) {
        const struct strategy *st;

        assert_int_equal(kit_file(&k, SCRIPT_STRATEGY,
                             arena_fmt(k.arena, "lua/strategies/%s.lua", NAMES[i])),
            OK);
        st = script_strategy(k.script);
        for (size_t s = 0; s < st->steps_n; s++) {
            if (st->steps[s].kind == STEP_SEND)
                assert_non_null(value_get(templates, st->steps[s].template));
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            templates_exist_in_three_languages_for_every_step, setup, teardown),
        cmocka_unit_test_setup_teardown(
            every_template_a_shipped_strategy_names_is_shipped, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
