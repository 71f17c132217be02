#include <stdio.h>
#include <string.h>

#include "net/push.h"
#include "tests/unit/net/script.h"
#include "tests/unit/test.h"

static struct script *server;
static struct push *push;
static const char *status;
static bool in_tx;

static bool
tx_is_open(void)
{
    return in_tx;
}

/* Answers where the head of a request ends; what it carries has no line end and comes
 * with the next one. */
static struct script_reply
answer(void *, const char *line)
{
    static char text[128];
    int n = *line ? 0
                  : snprintf(text, sizeof text,
                        "HTTP/1.1 %s\r\nContent-Length: 0\r\n"
                        "Connection: close\r\n\r\n",
                        status);

    return (struct script_reply){ text, (size_t)n };
}

static int
setup(void **)
{
    char url[64];

    status = "201 Created";
    in_tx = false;
    server = script_start(NULL, answer, NULL);
    snprintf(url, sizeof url, "http://127.0.0.1:%d/_push", script_port(server));
    assert_int_equal(push_open(&push, url, tx_is_open), OK);
    return 0;
}

static int
teardown(void **)
{
    push_close(push);
    script_stop(server);
    return 0;
}

static void
one_post_a_channel_with_its_event(void **)
{
    const char *heard;

    assert_int_equal(push_send(push, "user-7", "notification", "{\"n\":1}"), OK);
    heard = script_heard(server);
    assert_ptr_equal(strstr(heard, "POST /_push?id=user-7 HTTP/1.1\n"), heard);
    assert_non_null(strstr(heard, "\nX-EventSource-Event: notification\n"));
    assert_non_null(strstr(heard, "\nContent-Length: 7\n"));
    assert_null(strstr(heard, "\nExpect:"));
}

static void
no_server_and_one_that_refuses_are_down(void **)
{
    struct push *nobody;

    status = "403 Forbidden";
    assert_int_equal(push_send(push, "a", "b", "{}"), ERR_DOWN);
    status = "302 Found";
    assert_int_equal(push_send(push, "a", "b", "{}"), ERR_DOWN);
    assert_int_equal(push_open(&nobody, "http://127.0.0.1:1/x", NULL), OK);
    assert_int_equal(push_send(nobody, "a", "b", "{}"), ERR_DOWN);
    push_close(nobody);
}

/* Nothing that could end a header or a query leaves. */
static void
names_and_lines_that_are_none_send_nothing(void **)
{
    static const char *const BAD[] = { "", "a b", "a&id=b", "a/b", "a\r\nX: y",
        "\xc3\xbc", "a.b",
        "0123456789012345678901234567890123456789012345678901234567890123x" };

    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        assert_int_equal(push_send(push, BAD[i], "event", "{}"), ERR_INVALID);
        assert_int_equal(push_send(push, "channel", BAD[i], "{}"), ERR_INVALID);
    }
    assert_int_equal(push_send(push, "channel", "event", "a\nb"), ERR_INVALID);
    assert_string_equal(script_heard(server), "");
}

static void
an_address_that_is_none_is_refused(void **)
{
    char longest[600] = "http://";
    static const char *const BAD[] = { "", "ftp://a/", "file:///etc/passwd", "//a/b",
        "http://user:secret@a/", "http://a/?id=1", "http://a/\nb", "127.0.0.1:80" };

    memset(longest + 7, 'a', 500);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct push *p = push;

        assert_int_equal(push_open(&p, BAD[i], NULL), ERR_INVALID);
        assert_null(p);
    }
    assert_int_equal(push_open(&(struct push *){ NULL }, longest, NULL), ERR_INVALID);
    push_close(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            one_post_a_channel_with_its_event, setup, teardown),
        cmocka_unit_test_setup_teardown(
            no_server_and_one_that_refuses_are_down, setup, teardown),
        cmocka_unit_test_setup_teardown(
            names_and_lines_that_are_none_send_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_address_that_is_none_is_refused, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
