#include <string.h>

#include "service/install_scripts.h"
#include "service/write_mail.h"
#include "tests/unit/mariadb.h"
#include "tests/unit/service/ledger_kit.h"
#include "tests/unit/test.h"

static const struct mail_address TO[] = { { "Anna", "anna@debtor.example" } };
static struct written text;
static const char *why;

static int
setup(void **state)
{
    struct scripts_installed installed;

    kit_start(state);
    mariadb_run(
        "SET foreign_key_checks = 0; DELETE FROM script_activation; DELETE FROM "
        "script_version; DELETE FROM script; DELETE FROM template_version; "
        "DELETE FROM template");
    assert_int_equal(
        install_scripts(kit.db, kit.a, "lua", kit.by.now_us, &installed), OK);
    return 0;
}

static enum err
compose(const char *template, const char *language)
{
    struct mail m = { .from = { "Seller", "ar@seller.example" },
        .to = TO,
        .to_n = 1,
        .date_at = kit.by.now_us,
        .message_id = "<1.x@seller.example>",
        .automatic = true };
    struct reminder view;

    reminder_sample(&view, language);
    return write_mail(kit.db, kit.a, template, language, &view, &m, &text, &why);
}

static void
every_text_that_ships_can_be_written_in_every_language(void **)
{
    static const char *const TEMPLATES[] = { "upcoming", "reminder_first",
        "reminder_second", "final_notice" };
    static const char *const LANGUAGES[] = { "en", "de", "fr" };
    static const char LINK[] = "https://ar.example/p/sample";

    for (size_t t = 0; t < sizeof TEMPLATES / sizeof *TEMPLATES; t++)
        for (size_t l = 0; l < sizeof LANGUAGES / sizeof *LANGUAGES; l++) {
            const char *lang = arena_fmt(kit.a, "Content-Language: %s", LANGUAGES[l]);
            const char *button;

            if (compose(TEMPLATES[t], LANGUAGES[l]))
                fail_msg("%s %s: %s", TEMPLATES[t], LANGUAGES[l], why);
            assert_non_null(strstr(text.data, lang));
            assert_non_null(strstr(text.text, "R-1001"));
            assert_non_null(strstr(text.text, LINK));
            button = strstr(text.html, "<a class=\"button\" href=\"https://ar.example");
            assert_non_null(button);
            assert_null(strstr(button + 1, "<a "));
            assert_null(strstr(text.text, "{{"));
            assert_null(strstr(text.text, "\n\n\n"));
            assert_null(strstr(text.html, "{{"));
        }
}

static void
a_language_without_a_text_reads_english(void **)
{
    assert_int_equal(compose("reminder_first", "pl"), OK);
    assert_non_null(strstr(text.data, "Content-Language: en"));
    assert_int_equal(compose("reminder_first", "de-CH"), OK);
    assert_non_null(strstr(text.data, "Content-Language: de"));
}

static void
a_template_that_is_none_is_told(void **)
{
    assert_int_equal(compose("no_such_text", "en"), ERR_INVALID);
    assert_string_equal(why, "there is no text of template no_such_text");
}

static void
a_text_with_a_fault_is_told_with_its_place(void **)
{
    mariadb_run("UPDATE template_version SET body_html = '<p>\\n<b {{total}}>' WHERE "
                "language = 'en' AND active = 1");
    assert_int_equal(compose("upcoming", "en"), ERR_INVALID);
    assert_string_equal(
        why, "template upcoming (en): HTML, line 2: {{total}} may not stand here");
    mariadb_run("UPDATE template_version SET subject = ' {{#fee}} {{/fee}} ' WHERE "
                "language = 'fr' AND active = 1");
    assert_int_equal(compose("upcoming", "fr"), ERR_INVALID);
    assert_string_equal(why, "template upcoming (fr): the subject is empty");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup(name, setup)
    const struct CMUnitTest tests[] = {
        T(every_text_that_ships_can_be_written_in_every_language),
        T(a_language_without_a_text_reads_english),
        T(a_template_that_is_none_is_told),
        T(a_text_with_a_fault_is_told_with_its_place),
    };

    return cmocka_run_group_tests(tests, NULL, kit_stop);
}
