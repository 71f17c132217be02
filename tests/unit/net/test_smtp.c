#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/smtp.h"
#include "tests/unit/net/server.h"
#include "tests/unit/test.h"

static const char DATA[] = "Subject: a\r\n\r\nfirst\r\n.\r\n..last\r\n";
static const char *const ONE[] = { "anna@debtor.example" };
static const char *const THREE[] = { "a@debtor.example", "b@debtor.example",
    "c@debtor.example" };

static struct arena *arena;
static struct server *server;
static struct smtp *smtp;
static struct smtp_result got;
static bool in_tx;

static bool
tx_is_open(void)
{
    return in_tx;
}

static struct smtp *
connect_to(const char *url, enum smtp_tls tls)
{
    const struct smtp_conf conf = {
        .url = url, .tls = tls, .connect_ms = 2000, .send_ms = 3000, .in_tx = tx_is_open
    };
    struct smtp *s;

    assert_int_equal(smtp_open(&s, &conf), OK);
    return s;
}

static void
start(const struct server_script *script)
{
    server = server_start(script);
    smtp = connect_to(server_url(server), SMTP_TLS_NONE);
}

static enum smtp_fate
send_to(const char *const *to, size_t n)
{
    const struct smtp_mail mail = { .from = "ar@seller.example",
        .to = to,
        .to_n = n,
        .data = DATA,
        .data_n = sizeof DATA - 1 };

    assert_int_equal(smtp_send(smtp, arena, &mail, &got), OK);
    return got.fate;
}

static int
setup(void **)
{
    arena = arena_new();
    server = NULL;
    smtp = NULL;
    in_tx = false;
    return 0;
}

static int
teardown(void **)
{
    smtp_close(smtp);
    if (server)
        server_stop(server);
    arena_free(arena);
    return 0;
}

/* What one scripted conversation comes to. */
static enum smtp_fate
fate(const struct server_script script)
{
    enum smtp_fate f;

    start(&script);
    f = send_to(ONE, 1);
    smtp_close(smtp);
    server_stop(server);
    server = NULL;
    smtp = NULL;
    return f;
}

static void
a_final_250_is_accepted_and_the_text_arrives_as_it_was(void **)
{
    start(&(struct server_script){ .end = "250 2.0.0 queued as 4711" });
    assert_int_equal(send_to(ONE, 1), SMTP_ACCEPTED);
    assert_string_equal(got.reply, "250 2.0.0 queued as 4711");
    assert_int_equal(got.rcpt[0].code, 250);
    assert_string_equal(server_last(server), DATA);
}

static void
a_connection_is_kept_for_the_next_message(void **)
{
    start(&(struct server_script){ 0 });
    for (int k = 0; k < 5; k++)
        assert_int_equal(send_to(ONE, 1), SMTP_ACCEPTED);
    assert_int_equal(server_connections(server), 1);
    assert_int_equal(server_messages(server), 5);
}

static void
a_kept_connection_that_was_closed_is_replaced_at_once(void **)
{
    start(&(struct server_script){ .hang_up_after = 1 });
    for (int k = 0; k < 3; k++) {
        assert_int_equal(send_to(ONE, 1), SMTP_ACCEPTED);
        usleep(20000);
    }
    assert_int_equal(server_messages(server), 3);
    assert_int_equal(server_connections(server), 3);
}

static void
a_4xx_anywhere_may_be_tried_again(void **)
{
    assert_int_equal(
        fate((struct server_script){ .greeting = "421 busy" }), SMTP_TRY_AGAIN);
    assert_int_equal(
        fate((struct server_script){ .mail = "451 busy" }), SMTP_TRY_AGAIN);
    assert_int_equal(
        fate((struct server_script){ .rcpt = { "450 later" } }), SMTP_TRY_AGAIN);
    assert_int_equal(
        fate((struct server_script){ .data = "451 busy" }), SMTP_TRY_AGAIN);
    assert_int_equal(fate((struct server_script){ .end = "452 full" }), SMTP_TRY_AGAIN);
}

static void
a_5xx_about_the_message_is_for_good(void **)
{
    assert_int_equal(fate((struct server_script){ .mail = "550 no" }), SMTP_REFUSED);
    assert_int_equal(
        fate((struct server_script){ .rcpt = { "550 nobody" } }), SMTP_REFUSED);
    assert_int_equal(fate((struct server_script){ .data = "554 no" }), SMTP_REFUSED);
    assert_int_equal(fate((struct server_script){ .end = "554 spam" }), SMTP_REFUSED);
}

static void
a_5xx_about_us_is_no_fault_of_the_message(void **)
{
    assert_int_equal(
        fate((struct server_script){ .greeting = "554 blocked" }), SMTP_TRY_AGAIN);
    assert_int_equal(fate((struct server_script){ .mail = "530 5.7.0 login first" }),
        SMTP_TRY_AGAIN);
}

static void
a_connection_that_breaks_before_the_data_ended_may_be_tried_again(void **)
{
    assert_int_equal(
        fate((struct server_script){ .drop = DROP_GREETING }), SMTP_TRY_AGAIN);
    assert_int_equal(fate((struct server_script){ .drop = DROP_MAIL }), SMTP_TRY_AGAIN);
    assert_int_equal(fate((struct server_script){ .drop = DROP_DATA }), SMTP_TRY_AGAIN);
}

static void
a_connection_that_breaks_after_the_data_ended_is_unknown(void **)
{
    start(&(struct server_script){ .drop = DROP_END });
    assert_int_equal(send_to(ONE, 1), SMTP_UNKNOWN);
    assert_int_equal(server_messages(server), 1);
}

static void
no_server_may_be_tried_again(void **)
{
    smtp = connect_to("smtp://127.0.0.1:1", SMTP_TLS_NONE);
    assert_int_equal(send_to(ONE, 1), SMTP_TRY_AGAIN);
    assert_int_equal(got.code, 0);
    assert_true(got.reply[0] != '\0');
}

static void
one_refused_recipient_does_not_stop_the_others(void **)
{
    start(&(struct server_script){ .rcpt = { NULL, "550 5.1.1 no such user" } });
    assert_int_equal(send_to(THREE, 3), SMTP_ACCEPTED);
    assert_int_equal(got.rcpt[0].code, 250);
    assert_int_equal(got.rcpt[1].code, 550);
    assert_string_equal(got.rcpt[1].reply, "550 5.1.1 no such user");
    assert_int_equal(got.rcpt[2].code, 250);
}

static void
all_refused_but_one_for_now_may_be_tried_again(void **)
{
    start(&(struct server_script){ .rcpt = { "550 no", "450 later", "550 no" } });
    assert_int_equal(send_to(THREE, 3), SMTP_TRY_AGAIN);
    server_change(server, &(struct server_script){ .rcpt = { "550", "551", "553" } });
    assert_int_equal(send_to(THREE, 3), SMTP_REFUSED);
    assert_int_equal(server_messages(server), 0);
}

static void
without_starttls_on_offer_nothing_is_said_in_the_clear(void **)
{
    server = server_start(&(struct server_script){ 0 });
    smtp = connect_to(server_url(server), SMTP_TLS_STARTTLS);
    assert_int_equal(send_to(ONE, 1), SMTP_TRY_AGAIN);
    assert_int_equal(server_messages(server), 0);
}

static void
an_address_that_injects_is_refused(void **)
{
    static const char *const BAD[] = { "a@b.example>\r\nRCPT TO:<x@evil.example",
        "a b@c.example", "", "<a@b.example>", "a@b.example,c@d.example" };
    struct smtp_mail mail = {
        .from = "ar@seller.example", .to_n = 1, .data = DATA, .data_n = sizeof DATA - 1
    };

    start(&(struct server_script){ 0 });
    for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
        mail.to = &BAD[k];
        assert_int_equal(smtp_send(smtp, arena, &mail, &got), ERR_INVALID);
    }
    mail.to = ONE;
    mail.from = "x\n@y";
    assert_int_equal(smtp_send(smtp, arena, &mail, &got), ERR_INVALID);
    mail.from = "ar@seller.example";
    mail.to_n = 0;
    assert_int_equal(smtp_send(smtp, arena, &mail, &got), ERR_INVALID);
    assert_int_equal(server_connections(server), 0);
}

static void
a_url_that_is_no_mail_server_is_refused(void **)
{
    static const char *const BAD[] = { "", "http://mail.example", "file:///etc/passwd",
        "smtp://user:secret@mail.example", NULL };

    for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
        const struct smtp_conf conf = { .url = BAD[k] };

        assert_int_equal(smtp_open(&smtp, &conf), ERR_INVALID);
        assert_null(smtp);
    }
}

/* assert() ends the process, so the try is made in a child. */
static void
sending_inside_a_transaction_ends_the_program(void **)
{
    int status;
    pid_t child;

    start(&(struct server_script){ 0 });
    if ((child = fork()) == 0) {
        in_tx = true;
        close(STDERR_FILENO);
        (void)send_to(ONE, 1);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    assert_int_equal(server_messages(server), 0);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_final_250_is_accepted_and_the_text_arrives_as_it_was),
        T(a_connection_is_kept_for_the_next_message),
        T(a_kept_connection_that_was_closed_is_replaced_at_once),
        T(a_4xx_anywhere_may_be_tried_again),
        T(a_5xx_about_the_message_is_for_good),
        T(a_5xx_about_us_is_no_fault_of_the_message),
        T(a_connection_that_breaks_before_the_data_ended_may_be_tried_again),
        T(a_connection_that_breaks_after_the_data_ended_is_unknown),
        T(no_server_may_be_tried_again),
        T(one_refused_recipient_does_not_stop_the_others),
        T(all_refused_but_one_for_now_may_be_tried_again),
        T(without_starttls_on_offer_nothing_is_said_in_the_clear),
        T(an_address_that_injects_is_refused),
        T(a_url_that_is_no_mail_server_is_refused),
        T(sending_inside_a_transaction_ends_the_program),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
