#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/rand.h"
#include "base/secret.h"
#include "render/mail.h"
#include "tests/unit/test.h"

static const struct mail_address ANNA[] = { { "Anna Muster", "anna@debtor.example" } };
static const struct mail_address TWO[] = { { "Müller, Söhne & Co. \"Einkauf\"",
                                               "a@b.example" },
    { "O'Neil; \\ Ltd.", "b@b.example" } };

static struct arena *arena;
static struct mail mail;
static const char *why;

static void
good_mail(void)
{
    mail = (struct mail){
        .from = { "Seller Ltd", "ar@seller.example" },
        .to = ANNA,
        .to_n = 1,
        .subject = "Reminder",
        .text = "Hello\n",
        .html = "<p>Hello</p>",
        .date_at = INT64_C(1772611505) * 1000000, /* 2026-03-04T08:05:05Z */
        .message_id = "<000000000042.inst@seller.example>",
        .automatic = true,
    };
}

static int
setup(void **)
{
    arena = arena_new();
    good_mail();
    return 0;
}

static int
teardown(void **)
{
    arena_free(arena);
    return 0;
}

static const char *
build(void)
{
    struct buf out;

    buf_init(&out, arena);
    if (mail_build(&mail, &out, &why)) {
        assert_non_null(why);
        return NULL;
    }
    return out.text;
}

static bool
has(const char *text, const char *what)
{
    return strstr(text, what) != NULL;
}

static void
a_message_has_its_headers_and_both_parts(void **)
{
    const char *m = build();

    assert_non_null(m);
    assert_true(has(m, "Date: Wed, 04 Mar 2026 08:05:05 +0000\r\n"));
    assert_true(has(m, "\r\nFrom: Seller Ltd <ar@seller.example>\r\n"));
    assert_true(has(m, "\r\nTo: Anna Muster <anna@debtor.example>\r\n"));
    assert_true(has(m, "\r\nSubject: Reminder\r\n"));
    assert_true(has(m, "\r\nMessage-ID: <000000000042.inst@seller.example>\r\n"));
    assert_true(has(m, "\r\nAuto-Submitted: auto-generated\r\n"));
    assert_true(has(m, "\r\nMIME-Version: 1.0\r\n"));
    assert_true(has(m, "multipart/alternative"));
    assert_true(strstr(m, "text/plain") < strstr(m, "text/html"));
    assert_false(has(m, "List-Unsubscribe"));
    assert_false(has(m, "Bcc"));
}

static void
the_same_mail_gives_the_same_bytes(void **)
{
    const char *m = build();

    assert_string_equal(m, build());
}

static void
a_way_out_is_offered_only_where_it_is_given(void **)
{
    mail.unsubscribe_url = "https://ar.example/u/1";
    assert_true(has(build(), "List-Unsubscribe:\r\n <https://ar.example/u/1>\r\n"
                             "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    mail.unsubscribe_url = "https://ar.example/u/1>\r\nBcc: x";
    assert_null(build());
}

static void
a_control_byte_in_a_header_is_refused(void **)
{
    static const char *const BAD[] = { "a\r\nBcc: evil@x.example", "a\nb", "a\rb",
        "a\x01", "a\x7f", "a\xff" };

    for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
        const struct mail_address to = { BAD[k], "a@b.example" };
        const struct mail_address bad = { "A",
            arena_fmt(arena, "x@y.example%s", BAD[k]) };

        good_mail();
        mail.subject = BAD[k];
        assert_null(build());
        good_mail();
        mail.from.name = BAD[k];
        assert_null(build());
        good_mail();
        mail.to = &to;
        assert_null(build());
        good_mail();
        mail.to = &bad;
        assert_null(build());
        good_mail();
        mail.message_id = BAD[k];
        assert_null(build());
        good_mail();
        mail.reply_to = bad;
        assert_null(build());
        good_mail();
        mail.language = BAD[k];
        assert_null(build());
    }
    good_mail();
    mail.to_n = 0;
    assert_null(build());
}

static void
names_are_quoted_or_encoded_as_they_need(void **)
{
    const char *m;

    mail.to = TWO;
    mail.to_n = 2;
    m = build();
    assert_non_null(m);
    assert_true(has(m, "To: =?UTF-8?B?TcO8bGxlciwgU8O2aG5lICYgQ28uICJFaW5rYXVmIg==?= "
                       "<a@b.example>,\r\n \"O'Neil; \\\\ Ltd.\" <b@b.example>\r\n"));
}

/* Decodes the words of a subject as a reader would. */
static char *
subject_of(const char *m)
{
    struct buf out;
    const char *at = strstr(m, "Subject: ") + 9;

    buf_init(&out, arena);
    while (strncmp(at, "=?UTF-8?B?", 10) == 0) {
        const char *end = strstr(at + 10, "?=");
        char *word = arena_strn(arena, at + 10, (size_t)(end - at - 10));
        uint8_t *bytes;
        size_t n;

        for (char *c = word; *c; c++)
            *c = *c == '+' ? '-' : *c == '/' ? '_' : *c == '=' ? '\0' : *c;
        assert_int_equal(secret_unbase64url(arena, word, &bytes, &n), OK);
        buf_add(&out, (const char *)bytes, n);
        at = end + 2;
        if (strncmp(at, "\r\n =?", 5) != 0)
            break;
        at += 3;
    }
    return out.text;
}

static void
assert_lines_fit(const char *m)
{
    while (*m) {
        const char *end = strstr(m, "\r\n");

        assert_non_null(end);
        assert_true(end - m <= 78);
        assert_null(memchr(m, '\n', (size_t)(end - m)));
        for (const char *c = m; c < end; c++)
            assert_true((unsigned char)*c < 0x80);
        m = end + 2;
    }
}

static void
a_long_subject_in_any_script_comes_back_whole(void **)
{
    static const char LONG[] =
        "Zahlungserinnerung für Müller & Söhne: 期限超過の請求書 — überfällige "
        "Rechnungen, "
        "просроченные счета, פיגור בתשלום "
        "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂";
    const char *m;

    mail.subject = LONG;
    m = build();
    assert_lines_fit(m);
    assert_string_equal(subject_of(m), LONG);
}

static void
a_long_plain_subject_is_folded_at_its_blanks(void **)
{
    struct buf s;
    const char *m;

    buf_init(&s, arena);
    for (int k = 0; k < 40; k++)
        buf_fmt(&s, "%sword%d", k ? " " : "", k);
    mail.subject = s.text;
    m = build();
    assert_lines_fit(m);
    assert_true(has(m, "\r\n word"));
    assert_false(has(m, "=?"));
}

static void
what_looks_like_an_encoded_word_is_encoded(void **)
{
    mail.subject = "=?UTF-8?B?QQ==?=";
    assert_string_equal(subject_of(build()), mail.subject);
}

/* Undoes quoted-printable; CR LF becomes LF. */
static char *
plain_of(const char *qp)
{
    struct buf out;

    buf_init(&out, arena);
    for (; *qp; qp++) {
        unsigned v;

        if (strncmp(qp, "=\r\n", 3) == 0)
            qp += 2;
        else if (*qp == '=' && sscanf(qp + 1, "%2X", &v) == 1) {
            buf_char(&out, (char)v);
            qp += 2;
        } else if (*qp != '\r')
            buf_char(&out, *qp);
    }
    return out.text;
}

static void
any_text_survives_quoted_printable(void **)
{
    static const char *const PIECES[] = { "a", " ", "\t", "\n", "=", ".", "ü", "🙂",
        "\n.\n", "From ", "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww" };

    for (int round = 0; round < 300; round++) {
        struct buf in, out;

        buf_init(&in, arena);
        buf_init(&out, arena);
        for (uint32_t n = rand_below(200); n > 0; n--)
            buf_text(&in, PIECES[rand_below(sizeof PIECES / sizeof *PIECES)]);
        mail_quoted_printable(&out, in.text);
        buf_text(&out, "\r\n");
        assert_lines_fit(out.text);
        buf_truncate(&out, out.len - 2);
        assert_string_equal(plain_of(out.text), in.text);
        assert_true(out.text[0] != '.');
        assert_false(has(out.text, "\n."));
        assert_false(has(out.text, " \r\n"));
        arena_reset(arena);
    }
}

static void
a_file_carries_its_name_whole(void **)
{
    static const char PDF[] = "%PDF-1.7 \x01\x02";
    const struct mail_attachment files[] = {
        { "statement.pdf", "application/pdf", PDF, sizeof PDF - 1 },
        { "Kontoauszug für Müller & Söhne – März 2026, 期限超過の請求書.pdf",
            "application/pdf", PDF, sizeof PDF - 1 },
    };
    const char *m;

    mail.attachments = files;
    mail.attachments_n = 2;
    m = build();
    assert_lines_fit(m);
    assert_true(has(m, "multipart/mixed"));
    assert_true(has(m, "filename=\"statement.pdf\""));
    assert_true(has(m, "filename*0*=UTF-8''Kontoauszug%20f%C3%BCr%20M%C3%BCller"));
    assert_true(has(m, "filename*1*="));
    assert_true(has(m, "JVBERi0xLjcgAQI="));
}

static void
a_message_id_is_made_of_the_id_and_the_installation(void **)
{
    assert_string_equal(mail_message_id(arena, 42, "4f2a", "ar@seller.example"),
        "<000000000042.4f2a@seller.example>");
    assert_string_equal(
        mail_message_id(arena, 42, "4f2a", ""), "<000000000042.4f2a@dunlin.invalid>");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_message_has_its_headers_and_both_parts),
        T(the_same_mail_gives_the_same_bytes),
        T(a_way_out_is_offered_only_where_it_is_given),
        T(a_control_byte_in_a_header_is_refused),
        T(names_are_quoted_or_encoded_as_they_need),
        T(a_long_subject_in_any_script_comes_back_whole),
        T(a_long_plain_subject_is_folded_at_its_blanks),
        T(what_looks_like_an_encoded_word_is_encoded),
        T(any_text_survives_quoted_printable),
        T(a_file_carries_its_name_whole),
        T(a_message_id_is_made_of_the_id_and_the_installation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
