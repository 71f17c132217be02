#include "tests/unit/test.h"

#include <string.h>

#include "base/date.h"
#include "domain/intent.h"

static struct arena *arena;
static int32_t today; /* Wednesday, 4 March 2026 */

static int
setup(void **)
{
    arena = arena_new();
    today = date_join((struct ymd){ 2026, 3, 4 });
    return 0;
}

static int
teardown(void **)
{
    arena_free(arena);
    return 0;
}

static struct intent
read(const char *text)
{
    struct intent i;

    intent_read(arena, text, today, "EUR", &i);
    return i;
}

static const struct {
    const char *text, *on;
    int64_t minor;
} PROMISES[] = {
    { "We will pay on Friday.", "2026-03-06", INTENT_NO_AMOUNT },
    { "We'll transfer EUR 1,200.50 on 12 March 2026, sorry.", "2026-03-12", 120050 },
    { "Payment of € 1.200,50 goes out March 12th.", "2026-03-12", 120050 },
    { "Hello,\n\nwe settle 300 euros by 2026-04-01.\n\nBye", "2026-04-01", 30000 },
    { "You get the payment within 10 days.", "2026-03-14", INTENT_NO_AMOUNT },
    { "We pay at the end of the month.", "2026-03-31", INTENT_NO_AMOUNT },
    { "Guten Tag, wir überweisen 500 € am 10.03.", "2026-03-10", 50000 },
    { "Wir zahlen am 10. März 2026.", "2026-03-10", INTENT_NO_AMOUNT },
    { "Die Zahlung erfolgt nächste Woche.", "2026-03-13", INTENT_NO_AMOUNT },
    { "WIR ÜBERWEISEN MORGEN.", "2026-03-05", INTENT_NO_AMOUNT },
    { "Wir begleichen das in 2 Wochen.", "2026-03-18", INTENT_NO_AMOUNT },
    { "Nous paierons 1 mars.", "2026-08-01",
        INTENT_NO_AMOUNT + 1 }, /* too far: below */
    { "Le virement de 250,00 EUR part vendredi.", "2026-03-06", 25000 },
    { "Nous réglons le 1er avril.", "2026-04-01", INTENT_NO_AMOUNT },
    { "Règlement fin du mois.", "2026-03-31", INTENT_NO_AMOUNT },
    { "We pay on Wednesday.", "2026-03-11", INTENT_NO_AMOUNT },
    { "We pay 25/03/2026.", "2026-03-25", INTENT_NO_AMOUNT },
    { "We pay USD 400 today.", "2026-03-04", INTENT_NO_AMOUNT },
};

static void
a_promise_has_its_day_and_amount(void **)
{
    for (size_t k = 0; k < sizeof PROMISES / sizeof *PROMISES; k++) {
        struct intent i = read(PROMISES[k].text);
        char day[DATE_TEXT__SIZE];

        if (PROMISES[k].minor == INTENT_NO_AMOUNT + 1) {
            assert_false(i.promises);
            continue;
        }
        if (!i.promises)
            fail_msg("none in: %s", PROMISES[k].text);
        if (strcmp(date_format(i.on, day), PROMISES[k].on) != 0)
            fail_msg("%s in: %s", day, PROMISES[k].text);
        if (i.amount_minor != PROMISES[k].minor)
            fail_msg("%lld in: %s", (long long)i.amount_minor, PROMISES[k].text);
    }
}

static void
nothing_is_promised_by_other_words(void **)
{
    static const char *const NONE[] = {
        "",
        "Thank you for the reminder.",
        "We cannot pay on Friday.",
        "Wir zahlen nicht am Freitag.",
        "Nous ne pouvons pas payer vendredi.",
        "We will pay soon.",
        "We meet on Friday. Then somebody will pay.",
        "We already paid on 12 March.",
        "We paid it on 2 March.",
        "We pay on 03/04/2026.",
        "We pay on 31.02.2026.",
        "We pay on 2025-12-01.",
        "We pay on 12 March 2028.",
        "Please pay attention to invoice 12.",
    };

    for (size_t k = 0; k < sizeof NONE / sizeof *NONE; k++)
        if (read(NONE[k]).promises)
            fail_msg("%s", NONE[k]);
}

static const struct {
    const char *text, *reason;
} DISPUTES[] = {
    { "This was already paid last week.", "already_paid" },
    { "Die Rechnung wurde bereits bezahlt.", "already_paid" },
    { "Nous avons déjà réglé cette facture.", "already_paid" },
    { "The goods arrived damaged.", "quality" },
    { "Die Ware war beschädigt.", "quality" },
    { "La marchandise est endommagée.", "quality" },
    { "We never received the goods.", "not_received" },
    { "Die Ware haben wir nicht erhalten.", "not_received" },
    { "Nous n'avons pas reçu la facture.", "not_received" },
    { "You charged the wrong price.", "price" },
    { "Der Preis ist falsch.", "price" },
    { "This is wrong. The quantity: wrong quantity.", "quantity" },
    { "The invoice is wrong.", "other" },
    { "Die Rechnung ist falsch.", "other" },
    { "Nous contestons cette facture.", "other" },
    { "All is fine.", NULL },
    { "The wrongdoers are gone.", NULL },
};

static void
a_dispute_has_its_reason(void **)
{
    for (size_t k = 0; k < sizeof DISPUTES / sizeof *DISPUTES; k++) {
        struct intent i = read(DISPUTES[k].text);

        if (!i.reason != !DISPUTES[k].reason ||
            (i.reason && strcmp(i.reason, DISPUTES[k].reason) != 0))
            fail_msg("%s in: %s", i.reason ? i.reason : "none", DISPUTES[k].text);
    }
}

static void
the_words_it_rests_on_are_told(void **)
{
    struct intent i =
        read("Dear all.\nThe price is wrong! We pay 100 EUR\non Friday. Bye");

    assert_string_equal(i.reason, "price");
    assert_string_equal(i.dispute_words, "The price is wrong!");
    assert_true(i.promises);
    assert_string_equal(i.promise_words, "We pay 100 EUR on Friday.");
    assert_int_equal(i.amount_minor, 10000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_promise_has_its_day_and_amount, setup, teardown),
        cmocka_unit_test_setup_teardown(
            nothing_is_promised_by_other_words, setup, teardown),
        cmocka_unit_test_setup_teardown(a_dispute_has_its_reason, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_words_it_rests_on_are_told, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
