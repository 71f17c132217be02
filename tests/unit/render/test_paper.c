#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "render/invoice_copy.h"
#include "render/letter.h"
#include "render/statement.h"

static struct arena *arena;

static const struct paper_head head = { .name = "Example Trading Ltd",
    .address = "1 High Street\nLondon EC1A 1BB",
    .footer = "Company number 12345678\nDirector: Ada Example",
    .iban = "DE89370400440532013000",
    .bic = "COBADEFFXXX" };

static const char *const to[] = { "Παπαδόπουλος Α.Ε.", "Οδός Ερμού 12", "105 63 Αθήνα",
    "GREECE" };

static struct to_customer
customer(const char *name, const char *language, const char *currency)
{
    return (struct to_customer){ .head = &head,
        .name = name,
        .number = "C-1001",
        .to = to,
        .to_n = 4,
        .locale = language,
        .language = language,
        .currency = currency,
        .today = 20000 };
}

static struct statement
statement(size_t n)
{
    struct statement_line *l = arena_new_n(arena, n + 1, struct statement_line);

    for (size_t i = 0; i < n; i++)
        l[i] = i % 3 == 2 ? (struct statement_line){ .on = 19900 + (int32_t)(i / 20),
            .due_on = DAY_NONE,
            .kind = "payment",
            .number = arena_fmt(arena, "P-%zu", i),
            .credit_minor = 100000 }
                          : (struct statement_line){ .on = 19900 + (int32_t)(i / 20),
                                .due_on = 19930,
                                .kind = "invoice",
                                .number = arena_fmt(arena, "2026-%05zu", i),
                                .debit_minor = 123456 };
    return (struct statement){
        .c = customer("Παπαδόπουλος Α.Ε.", "en", "EUR"),
        .from_on = 19900,
        .to_on = 20000,
        .opening_minor = 5000,
        .lines = l,
        .n = n,
        .overdue_minor = 4711,
        .pay = { .minor = 123456,
            .reference = "RF18 5390 0754 7034",
            .code = "BCD\n002\n1\nSCT\n\nExample Trading Ltd\n"
                    "DE89370400440532013000\nEUR1234.56\n\nRF18539007547034" },
    };
}

/* Keeps what a test drew where DUNLIN_TEST_PAPER says, so that a person can look. */
static void
keep(const struct buf *b, const char *name)
{
    const char *folder = getenv("DUNLIN_TEST_PAPER");
    FILE *f;

    if (!folder)
        return;
    f = fopen(arena_fmt(arena, "%s/%s.pdf", folder, name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(b->text, 1, b->len, f), b->len);
    fclose(f);
}

static struct buf
print(void (*add)(struct paper *), size_t *pages)
{
    struct paper *p;
    struct buf out;

    buf_init(&out, arena);
    assert_int_equal(paper_open(&p, &out, "Title", "Example", 1700000000123456), OK);
    add(p);
    assert_int_equal(paper_close(p, pages), OK);
    assert_memory_equal(out.text, "%PDF-", 5);
    return out;
}

static void
add_short(struct paper *p)
{
    struct statement s = statement(5);

    assert_int_equal(statement_add(p, arena, &s), OK);
}

static void
add_long(struct paper *p)
{
    struct statement s = statement(2000);

    assert_int_equal(statement_add(p, arena, &s), OK);
}

static void
a_short_statement_is_one_page(void **)
{
    size_t pages;
    struct buf b = print(add_short, &pages);

    keep(&b, "short");
    assert_int_equal(pages, 1);
}

static void
two_thousand_lines_are_many_pages(void **)
{
    size_t pages;
    struct buf b = print(add_long, &pages);

    keep(&b, "long");
    assert_in_range(pages, 38, 55);
}

static void
the_same_statement_is_the_same_file(void **)
{
    struct buf a = print(add_short, NULL), b = print(add_short, NULL);

    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.text, b.text, a.len);
}

static void
add_scripts(struct paper *p)
{
    static const struct {
        const char *name, *language, *currency;
    } of[] = {
        { "Παπαδόπουλος & Υιοί Α.Ε.", "el", "EUR" },
        { "شركة النور للتجارة 2026 LLC", "ar", "KWD" },
        { "株式会社山田製作所", "ja", "JPY" },
        { "ООО «Ромашка» <script>alert(1)</script>", "ru", "EUR" },
        { "מאיר ובניו בע״מ", "he", "ILS" },
        { "Große & Söhne GmbH", "de-CH", "CHF" },
    };

    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const char *lines[] = { of[i].name, "1 Street", "City" };
        struct paper_head mine = head;
        struct statement s = statement(7);

        mine.window_right = i == 5;
        s.c = customer(of[i].name, of[i].language, of[i].currency);
        s.c.head = &mine;
        s.c.to = lines;
        s.c.to_n = 3;
        s.pay.code = NULL;
        assert_int_equal(statement_add(p, arena, &s), OK);
    }
}

static void
every_script_is_written(void **)
{
    size_t pages;
    struct buf b = print(add_scripts, &pages);

    keep(&b, "scripts");
    assert_int_equal(pages, 6);
}

static void
a_sum_that_overflows_is_refused(void **)
{
    struct statement s = statement(2);
    struct statement_line l[2] = { { .debit_minor = INT64_MAX }, { .debit_minor = 1 } };
    struct statement_sums sums;

    s.opening_minor = 0;
    assert_int_equal(statement_sums(&s, &sums), OK);
    assert_int_equal(sums.debit_minor, 246912);
    assert_int_equal(sums.closing_minor, 246912);
    s.lines = l;
    assert_int_equal(statement_sums(&s, &sums), ERR_INVALID);
}

static void
add_invoice(struct paper *p)
{
    static const struct invoice_copy_line lines[] = {
        { "Rolled steel, delivered in three parts to the works at Thessaloniki, with "
          "certificate of origin and insurance for the sea passage",
            "3.0000", "19.0000", 150000, 450000 },
        { "Freight", NULL, NULL, INVOICE_COPY_NONE, 5000 },
    };
    static const struct invoice_copy_due dues[] = { { 19990, 300000, 0 },
        { 20020, 155000, 155000 } };
    static const struct invoice_copy_payment paid[] = { { 19995, "payment", "P-1",
        300000 } };
    struct invoice_copy i = { .c = customer("Παπαδόπουλος Α.Ε.", "de", "EUR"),
        .kind = "invoice",
        .number = "2026-00042",
        .reference = "PO 77",
        .issued_on = 19960,
        .amount_minor = 455000,
        .open_minor = 155000,
        .lines = lines,
        .lines_n = 2,
        .dues = dues,
        .dues_n = 2,
        .payments = paid,
        .payments_n = 1,
        .pay = statement(0).pay };

    invoice_copy_add(p, arena, &i);
}

static void
an_invoice_shows_lines_and_instalments(void **)
{
    size_t pages;
    struct buf b = print(add_invoice, &pages);

    keep(&b, "invoice");
    assert_int_equal(pages, 1);
}

static void
add_letters(struct paper *p)
{
    struct buf text;

    buf_init(&text, arena);
    for (int i = 0; i < 60; i++)
        buf_fmt(&text,
            "Invoice %d is open, as we wrote before; the amount is due now "
            "and we ask you to settle it.\n%s",
            i, i % 10 ? "" : "\n");
    for (int i = 0; i < 500; i++) {
        struct letter l = { .c = customer("Παπαδόπουλος Α.Ε.", "fr", "EUR"),
            .subject = arena_fmt(arena, "Rappel %d", i),
            .text = i % 250 ? "Bonjour,\n\nnous attendons votre paiement.\n\nMerci"
                            : text.text,
            .pay = statement(0).pay };

        letter_add(p, arena, &l);
    }
}

static void
five_hundred_letters_are_one_file(void **)
{
    size_t pages;
    struct buf b = print(add_letters, &pages);

    keep(&b, "letters");
    assert_in_range(pages, 502, 506);
}

static void
add_bad_logo(struct paper *p)
{
    struct paper_head mine = head;
    struct statement s = statement(1);

    mine.logo = "no picture";
    mine.logo_n = 10;
    s.c.head = &mine;
    assert_int_equal(statement_add(p, arena, &s), OK);
}

static void
a_logo_that_is_none_is_left_out(void **)
{
    size_t pages;

    (void)print(add_bad_logo, &pages);
    assert_int_equal(pages, 1);
}

static int
begin(void **)
{
    arena = arena_new();
    return 0;
}

static int
end(void **)
{
    arena_free(arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_statement_is_one_page),
        cmocka_unit_test(two_thousand_lines_are_many_pages),
        cmocka_unit_test(the_same_statement_is_the_same_file),
        cmocka_unit_test(every_script_is_written),
        cmocka_unit_test(a_sum_that_overflows_is_refused),
        cmocka_unit_test(an_invoice_shows_lines_and_instalments),
        cmocka_unit_test(five_hundred_letters_are_one_file),
        cmocka_unit_test(a_logo_that_is_none_is_left_out),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
