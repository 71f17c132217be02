#include <string.h>

#include "service/install_scripts.h"
#include "service/write_mail.h"
#include "tests/unit/mariadb.h"
#include "tests/unit/service/ledger_kit.h"
#include "tests/unit/test.h"

static const struct mail_address TO[] = { { "Anna", "anna@debtor.example" } };
static struct written text;
static enum customer_kind kind;
static const char *why;

static int
setup(void **state)
{
    struct scripts_installed installed;

    kit_start(state);
    kind = CUSTOMER_BUSINESS;
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
    const struct text_reader reader = {
        .language = language, .channel = "email", .kind = kind, .days_late = 33
    };
    struct mail_text found;
    struct reminder view;
    enum err e;

    reminder_sample(&view, language);
    if (strcmp(template, "message") == 0) {
        view.subject = "About your account";
        view.message = "Hello,\nthis is <b>bold</b>.\n\nBye";
    }
    if ((e = find_text(kit.db, kit.a, NULL, template, &reader, &found, &why)) ||
        (e = fill_text(kit.a, &found, &view, &text, &why)))
        return e;
    return build_mail(kit.a, &m, &text, &why);
}

static void
every_text_that_ships_can_be_written_in_every_language(void **)
{
    static const char *const TEMPLATES[] = { "upcoming", "reminder_first",
        "reminder_second", "final_notice", "message" };
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
            assert_null(strstr(button + 1, "<a class"));
            assert_non_null(strstr(text.text, "High Street 1"));
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
a_persons_words_stand_in_the_companys_letter_and_are_inert(void **)
{
    assert_int_equal(compose("message", "de"), OK);
    assert_string_equal(text.subject, "About your account");
    assert_non_null(
        strstr(text.text, "Hello,\nthis is <b>bold</b>.\n\nBye\n\nRechnung"));
    assert_non_null(
        strstr(text.html, "<p>Hello,<br>\nthis is &lt;b&gt;bold&lt;/b&gt;.<br>\n</p>"));
}

static void
a_variant_wins_where_it_fits(void **)
{
    mariadb_run(
        "INSERT INTO template (id, code, purpose, base_id, category, late_from) "
        "SELECT 7, 'reminder_first.consumer', 'x', id, 'consumer', 30 "
        "FROM template WHERE code = 'reminder_first'");
    mariadb_run("INSERT INTO template_version SELECT 8, 7, language, channel, 1, "
                "'Dear consumer', body_text, body_html, sha256, 1, actor_kind, "
                "actor_id, created_at, NULL, NULL FROM template_version WHERE language "
                "= 'en' AND template_id = (SELECT id FROM template WHERE code = "
                "'reminder_first')");
    assert_int_equal(compose("reminder_first", "en"), OK);
    assert_non_null(strstr(text.subject, "Payment reminder"));
    kind = CUSTOMER_CONSUMER;
    assert_int_equal(compose("reminder_first", "en"), OK);
    assert_string_equal(text.subject, "Dear consumer");
    assert_int_equal(compose("reminder_first", "de"), OK);
    assert_non_null(strstr(text.subject, "Zahlungserinnerung"));
}

static void
what_ships_passes_the_check_of_authors(void **)
{
    static const char *const CODES[] = { "upcoming", "reminder_first",
        "reminder_second", "final_notice", "message" };
    static const char *const LANGUAGES[] = { "en", "de", "fr" };

    for (size_t t = 0; t < sizeof CODES / sizeof *CODES; t++)
        for (size_t l = 0; l < 3; l++) {
            const struct text_reader r = { .language = LANGUAGES[l],
                .channel = "email" };
            struct text_fault *faults;
            struct mail_text found;

            assert_int_equal(
                find_text(kit.db, kit.a, NULL, CODES[t], &r, &found, &why), OK);
            if (check_text(kit.a, found.topic, &found, &faults))
                fail_msg("%s %s: %s %d %s", CODES[t], LANGUAGES[l], faults->part,
                    faults->line, faults->message);
        }
}

static void
every_fault_of_a_text_has_its_part_and_line(void **)
{
    const struct mail_text wrong = { .code = "x",
        .language = "en",
        .subject = "{{totl}}",
        .body_text = "a\n{{subject}}\n{{fee}}",
        .body_html = "<p>\n<b {{total}}>" };
    struct text_fault *f;

    assert_int_equal(check_text(kit.a, "reminder", &wrong, &f), 4);
    assert_string_equal(f[0].part, "subject");
    assert_int_equal(f[1].line, 2);
    assert_string_equal(f[1].message, "there is no field {{subject}}");
    assert_int_equal(f[2].line, 3);
    assert_string_equal(f[3].part, "body_html");
    assert_int_equal(f[3].line, 2);
    assert_string_equal(f[3].message, "{{total}} may not stand here");
    assert_int_equal(check_text(kit.a, "message", &wrong, &f), 3);
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
        T(a_persons_words_stand_in_the_companys_letter_and_are_inert),
        T(a_variant_wins_where_it_fits),
        T(what_ships_passes_the_check_of_authors),
        T(every_fault_of_a_text_has_its_part_and_line),
        T(a_template_that_is_none_is_told),
        T(a_text_with_a_fault_is_told_with_its_place),
    };

    return cmocka_run_group_tests(tests, NULL, kit_stop);
}
