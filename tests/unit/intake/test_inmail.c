#include "tests/unit/test.h"

#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "intake/inmail.h"

static struct arena *arena;
static struct inmail m;

static int
setup(void **)
{
    arena = arena_new();
    return 0;
}

static int
teardown(void **)
{
    arena_free(arena);
    return 0;
}

static void
parse(const char *raw)
{
    assert_int_equal(inmail_parse(arena, raw, strlen(raw), &m), OK);
}

#define HEAD                                                                  \
    "From: =?utf-8?q?J=C3=BCrgen?= <juergen@debtor.example>\n"                \
    "To: AR <ar+abc@seller.example>\nCc: boss@debtor.example\n"               \
    "Delivered-To: ar@seller.example\n"                                       \
    "Subject: =?utf-8?q?Re=3A_Mahnung_=E2=82=AC?=\n"                          \
    "Date: Wed, 4 Mar 2026 10:00:00 +0100\nMessage-ID: <a1@debtor.example>\n" \
    "References: <first@x> <second@x>\nIn-Reply-To: <second@x>\n"

static void
a_reply_is_read(void **)
{
    parse(HEAD "Content-Type: text/plain; charset=iso-8859-1\n"
               "Content-Transfer-Encoding: quoted-printable\n\n"
               "Gr=FC=DFe!\n\nAm 4. M=E4rz 2026 schrieb AR:\n> Bitte zahlen.\n");
    assert_int_equal(m.kind, INMAIL_WORDS);
    assert_string_equal(m.from_email, "juergen@debtor.example");
    assert_string_equal(m.from_name, "Jürgen");
    assert_string_equal(m.subject, "Re: Mahnung €");
    assert_string_equal(m.message_id, "<a1@debtor.example>");
    assert_int_equal(m.sent_at, date_instant(20516) + 9 * 60 * DATE_US_PER_MINUTE);
    assert_int_equal(m.to_n, 3);
    assert_string_equal(m.to[0], "ar+abc@seller.example");
    assert_string_equal(m.to[2], "ar@seller.example");
    assert_int_equal(m.about_n, 3);
    assert_string_equal(m.about[0], "<second@x>");
    assert_string_equal(m.about[2], "<first@x>");
    assert_string_equal(m.fresh, "Grüße!");
    assert_non_null(strstr(m.text, "> Bitte zahlen."));
    assert_false(m.cut);
}

static void
files_are_taken_apart_and_pictures_of_the_html_are_not(void **)
{
    parse(HEAD "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n"
               "--a\nContent-Type: multipart/related; boundary=b\n\n"
               "--b\nContent-Type: multipart/alternative; boundary=c\n\n"
               "--c\nContent-Type: text/plain\n\nplain words\n"
               "--c\nContent-Type: text/html\n\n<p>html words</p>\n--c--\n"
               "--b\nContent-Type: image/png; name=logo.png\n"
               "Content-Transfer-Encoding: base64\n\niVBORw0K\n--b--\n"
               "--a\nContent-Type: application/pdf\n"
               "Content-Disposition: attachment; filename=\"../../etc/proof.pdf\"\n"
               "Content-Transfer-Encoding: base64\n\nJVBERi0x\n"
               "--a\nContent-Type: message/rfc822\n\nSubject: inner\n\nbody\n--a--\n");
    assert_string_equal(m.text, "plain words");
    assert_int_equal(m.files_n, 2);
    assert_string_equal(m.files[0].name, "_.._etc_proof.pdf");
    assert_string_equal(m.files[0].type, "application/pdf");
    assert_int_equal(m.files[0].n, 6);
    assert_memory_equal(m.files[0].data, "%PDF-1", 6);
    assert_string_equal(m.files[1].name, "message.eml");
}

static void
html_alone_becomes_plain(void **)
{
    parse(
        HEAD "Content-Type: text/html; charset=utf-8\n\n"
             "<html><head><style>p{}</style><title>x</title></head><body>"
             "<p>Dear&nbsp;all,</p><div>we &lt;pay&gt; &#8364;&nbsp;5 &unknown; &amp; "
             "more</div><script>evil()</script><!-- <p>no</p> --><br>Bye</body>");
    assert_string_equal(m.text, "Dear all,\n\nwe <pay> € 5 &unknown; & more\n\nBye");
}

static const struct {
    const char *header;
    enum inmail_kind kind;
} MACHINES[] = {
    { "Auto-Submitted: auto-replied\n", INMAIL_AUTO },
    { "Auto-Submitted: no\n", INMAIL_WORDS },
    { "X-Auto-Response-Suppress: All\n", INMAIL_AUTO },
    { "Precedence: bulk\n", INMAIL_AUTO },
    { "Precedence: first-class\n", INMAIL_WORDS },
    { "Return-Path: <>\n", INMAIL_AUTO },
    { "Return-Path: <a@b.example>\n", INMAIL_WORDS },
    { "List-Id: <x.example>\n", INMAIL_AUTO },
    { "Subject: Out of Office: back on Monday\n", INMAIL_AUTO },
    { "Subject: Abwesenheitsnotiz: bis Montag\n", INMAIL_AUTO },
    { "Subject: office supplies\n", INMAIL_WORDS },
};

static void
machines_are_told_from_people(void **)
{
    for (size_t i = 0; i < sizeof MACHINES / sizeof *MACHINES; i++) {
        parse(arena_fmt(arena, "From: a@b.example\n%s\nhello\n", MACHINES[i].header));
        if (m.kind != MACHINES[i].kind)
            fail_msg("%s", MACHINES[i].header);
    }
}

static void
a_report_names_each_recipient(void **)
{
    parse("From: mailer-daemon@mx.example\nTo: ar@seller.example\n"
          "Content-Type: multipart/report; report-type=delivery-status; boundary=a\n\n"
          "--a\nContent-Type: text/plain\n\nIt failed.\n"
          "--a\nContent-Type: message/delivery-status\n\n"
          "Reporting-MTA: dns; mx.example\n\n"
          "Original-Recipient: rfc822;one@debtor.example\n"
          "Final-Recipient: rfc822;\n inner@debtor.example\nAction: failed\n"
          "Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1\n no such user\n\n"
          "Final-Recipient: RFC822; <two@debtor.example>\nAction: delayed\n"
          "Status: 4.4.1\n\n"
          "Final-Recipient: rfc822; three@debtor.example\nAction: delivered\n"
          "Status: 2.0.0\n\n"
          "--a\nContent-Type: message/rfc822\n\n"
          "Message-ID: <000000000042.abc@seller.example>\nSubject: x\n\nbody\n--a--\n");
    assert_int_equal(m.kind, INMAIL_DELIVERY);
    assert_string_equal(m.original_id, "<000000000042.abc@seller.example>");
    assert_int_equal(m.reports_n, 3);
    assert_string_equal(m.reports[0].original, "one@debtor.example");
    assert_string_equal(m.reports[0].final, "inner@debtor.example");
    assert_int_equal(m.reports[0].fate, INMAIL_FAILED);
    assert_true(m.reports[0].hard);
    assert_string_equal(m.reports[0].status, "5.1.1");
    assert_string_equal(m.reports[0].words, "550 5.1.1 no such user");
    assert_int_equal(m.reports[1].fate, INMAIL_DELAYED);
    assert_string_equal(m.reports[1].final, "two@debtor.example");
    assert_false(m.reports[1].hard);
    assert_int_equal(m.reports[2].fate, INMAIL_DELIVERED);
    assert_int_equal(m.files_n, 0);
}

static const struct {
    const char *status, *words;
    bool hard;
} CODES[] = {
    { "5.1.1", "", true },
    { "5.1.10", "", true },
    { "5.1.2", "", true },
    { "5.2.1", "", true },
    { "5.0.0", "", true },
    { "5.0.0", "smtp; 552 5.2.2 mailbox full", false },
    { "5.2.2", "", false },
    { "5.3.4", "", false },
    { "5.7.1", "", false },
    { "5.1.8", "", false },
    { "4.4.7", "", false },
    { "4.1.1", "", false },
};

static void
only_a_dead_address_is_hard(void **)
{
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++) {
        struct inmail_report r;
        size_t n;

        inmail_reports(arena,
            arena_fmt(arena,
                "Final-Recipient: rfc822;a@b.example\nAction: failed\nStatus: %s\n"
                "Diagnostic-Code: %s\n",
                CODES[i].status, CODES[i].words),
            &r, 1, &n);
        assert_int_equal(n, 1);
        if (r.hard != CODES[i].hard)
            fail_msg("%s %s", CODES[i].status, CODES[i].words);
    }
}

static const struct {
    const char *text, *fresh;
} QUOTES[] = {
    { "Yes.\n\n> quoted\n> more", "Yes." },
    { "Yes.\n\nOn 4 March 2026, Anna <a@b> wrote:\n> quoted", "Yes." },
    { "Yes.\n\nOn 4 March 2026 at 10:00, Anna Kern\n<a@b.example> wrote:\n\n> quoted",
        "Yes." },
    { "Ja.\n\n-----Ursprüngliche Nachricht-----\nVon: X\nbla", "Ja." },
    { "Oui.\n\nLe 4 mars 2026 à 10:00, Anna a écrit :\n> cité", "Oui." },
    { "Ja\n\nVon: Anna\nGesendet: Mittwoch\nAn: AR\nBetreff: Mahnung\n\nbla", "Ja" },
    { "Ja\n________________________________\nVon: Anna", "Ja" },
    { "Thanks\n-- \nAnna Kern\nDebtor Ltd", "Thanks" },
    { "> only quoted", "> only quoted" },
    { "> You owe 5\nWe paid that.\n> and 6\nThat not.",
        "> You owe 5\nWe paid that.\n> and 6\nThat not." },
    { "On Monday we pay.\nFrom: now on", "On Monday we pay.\nFrom: now on" },
    { "  \n\nhello  \n", "hello" },
    { "", "" },
};

static void
what_is_quoted_is_cut(void **)
{
    for (size_t i = 0; i < sizeof QUOTES / sizeof *QUOTES; i++)
        assert_string_equal(inmail_fresh(arena, QUOTES[i].text), QUOTES[i].fresh);
}

static void
nothing_hidden_stays_in_the_words(void **)
{
    parse("From: a@b.example\nSubject: a\x01\x62\n\n"
          "one\x07\x1b[31m\xff two\xe2\x80\xae three\r\n");
    assert_string_equal(m.text, "one[31m\xef\xbf\xbd two  three\n");
}

static void
depth_and_number_of_parts_are_limited(void **)
{
    struct buf b;

    buf_init(&b, arena);
    buf_text(&b, "From: a@b.example\n");
    for (int i = 0; i < 40; i++)
        buf_fmt(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    buf_text(&b, "Content-Type: text/plain\n\ndeep\n");
    parse(b.text);
    assert_true(m.cut);
    assert_string_equal(m.text, "");

    buf_truncate(&b, 0);
    buf_text(&b, "From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n");
    for (int i = 0; i < 300; i++)
        buf_text(&b, "--x\nContent-Type: application/pdf; name=a.pdf\n\nzz\n");
    parse(b.text);
    assert_true(m.cut);
    assert_int_equal(m.files_n, INMAIL_FILES__MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_reply_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(
            files_are_taken_apart_and_pictures_of_the_html_are_not, setup, teardown),
        cmocka_unit_test_setup_teardown(html_alone_becomes_plain, setup, teardown),
        cmocka_unit_test_setup_teardown(machines_are_told_from_people, setup, teardown),
        cmocka_unit_test_setup_teardown(a_report_names_each_recipient, setup, teardown),
        cmocka_unit_test_setup_teardown(only_a_dead_address_is_hard, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_quoted_is_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(
            nothing_hidden_stays_in_the_words, setup, teardown),
        cmocka_unit_test_setup_teardown(
            depth_and_number_of_parts_are_limited, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
