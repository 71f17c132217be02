#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "net/imap.h"
#include "net/imap_wire.h"
#include "tests/unit/net/script.h"
#include "tests/unit/test.h"

/* What the server says to a command that contains `on`; {T} is the command's tag. */
struct line {
    const char *on, *say;
};

static const struct line *said;
static struct arena *arena, *replies;
static struct script *server;
static struct imap *imap;
static unsigned answer_ms;

static struct script_reply
tagged(const char *tag, size_t tag_n, const char *say)
{
    struct buf b;

    buf_init(&b, replies);
    for (const char *p = say; *p; p++) {
        if (!strncmp(p, "{T}", 3)) {
            buf_add(&b, tag, tag_n);
            p += 2;
        } else {
            buf_char(&b, *p);
        }
    }
    return (struct script_reply){ b.text, b.len };
}

static struct script_reply
answer(void *, const char *line)
{
    size_t tag = strcspn(line, " ");

    for (const struct line *l = said; l && l->on; l++)
        if (strstr(line, l->on))
            return l->say ? tagged(line, tag, l->say) : (struct script_reply){ 0 };
    if (strstr(line, "CAPABILITY"))
        return tagged(line, tag, "* CAPABILITY IMAP4rev1\r\n{T} OK done\r\n");
    return tagged(line, tag, "{T} OK done\r\n");
}

static enum err
come_in(const struct line *lines)
{
    char url[64];

    said = lines;
    server = script_start("* OK test ready\r\n", answer, NULL);
    snprintf(url, sizeof url, "imap://127.0.0.1:%d", script_port(server));
    return imap_open(&imap, &(struct imap_conf){ .url = url,
                                .user = "mia",
                                .password = "s3cret",
                                .connect_ms = 3000,
                                .answer_ms = answer_ms });
}

static void
start(const struct line *lines)
{
    assert_int_equal(come_in(lines), OK);
}

static int
setup(void **)
{
    arena = arena_new();
    replies = arena_new();
    server = NULL;
    imap = NULL;
    answer_ms = 60000;
    return 0;
}

static int
teardown(void **)
{
    imap_close(imap);
    if (server)
        script_stop(server);
    arena_free(arena);
    arena_free(replies);
    return 0;
}

static bool
heard(const char *what)
{
    return strstr(script_heard(server), what) != NULL;
}

/* -- signing in, choosing a mailbox ------------------------------------------- */

static void
addresses_that_are_none_are_refused(void **)
{
    static const char *const BAD[] = { "", "http://a", "imap://mia:x@a", "smtp://a",
        "imap://a\r\nb" };

    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        assert_int_equal(
            imap_open(&imap, &(struct imap_conf){ .url = BAD[i], .user = "mia" }),
            ERR_INVALID);
    assert_int_equal(
        imap_open(&imap, &(struct imap_conf){ .url = "imap://a", .user = "" }),
        ERR_INVALID);
}

static void
a_refused_login_says_so_without_the_password(void **)
{
    static const struct line NO[] = {
        { "LOGIN", "{T} NO [AUTHENTICATIONFAILED] s3cret\r\n" }, { NULL, NULL }
    };

    assert_int_equal(come_in(NO), ERR_DOWN);
    assert_null(strstr(imap_why(imap), "s3cret"));
    assert_non_null(strstr(imap_why(imap), "login"));
}

static void
a_mailbox_is_chosen_with_its_validity(void **)
{
    static const struct line HAS[] = {
        { "SELECT \"In\\\"box\\\\\"",
            "* 3 EXISTS\r\n* OK [UIDVALIDITY 4294967295] x\r\n"
            "{T} OK [READ-WRITE] done\r\n" },
        { "SELECT \"bare\"", "{T} OK done\r\n" },
        { "SELECT \"zero\"", "* OK [UIDVALIDITY 0]\r\n{T} OK done\r\n" },
        { "SELECT", "{T} NO no such mailbox\r\n" }, { NULL, NULL }
    };
    uint32_t validity;

    start(HAS);
    assert_int_equal(imap_select(imap, "In\"box\\", &validity), OK);
    assert_int_equal(validity, UINT32_MAX);
    assert_int_equal(imap_select(imap, "none", &validity), ERR_NOT_FOUND);
    assert_int_equal(imap_select(imap, "a\r\nLOGOUT", &validity), ERR_NOT_FOUND);
    assert_false(heard("LOGOUT"));
    assert_int_equal(imap_select(imap, "bare", &validity), ERR_DOWN);
    assert_int_equal(imap_select(imap, "zero", &validity), ERR_DOWN);
}

/* -- searching ----------------------------------------------------------------- */

static void
uids_above_the_last_come_in_order(void **)
{
    static const struct line HAS[] = {
        { "UID SEARCH UID 8:*", "* SEARCH 12 9 7 4294967295\r\n* SEARCH 10\r\n"
                                "{T} OK done\r\n" },
        { NULL, NULL }
    };
    uint32_t *uids;
    size_t n;

    start(HAS);
    assert_int_equal(imap_search(imap, arena, 7, &uids, &n), OK);
    assert_int_equal(n, 4);
    assert_int_equal(uids[0], 9);
    assert_int_equal(uids[1], 10);
    assert_int_equal(uids[2], 12);
    assert_int_equal(uids[3], UINT32_MAX);
    assert_int_equal(imap_search(imap, arena, UINT32_MAX, &uids, &n), OK);
    assert_int_equal(n, 0);
}

static void
numbers_that_are_no_uids_are_passed_over(void **)
{
    static const struct line HAS[] = {
        { "SEARCH", "* SEARCH 4294967296 -3 99999999999999999999999 5 0 x 6\r\n"
                    "{T} OK done\r\n" },
        { NULL, NULL }
    };
    uint32_t *uids;
    size_t n;

    start(HAS);
    assert_int_equal(imap_search(imap, arena, 0, &uids, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(uids[0], 5);
}

/* -- fetching ------------------------------------------------------------------- */

static void
a_message_comes_as_it_stands(void **)
{
    static const struct line HAS[] = {
        { "RFC822.SIZE", "* 1 FETCH (UID 5 RFC822.SIZE 11)\r\n{T} OK\r\n" },
        { "BODY.PEEK[]",
            "* 1 FETCH (UID 5 BODY[] {11}\r\nD2 OK\r\n\r\nab)\r\n{T} OK\r\n" },
        { NULL, NULL }
    };
    char *data;
    size_t n;

    start(HAS);
    assert_int_equal(imap_fetch(imap, arena, 5, 100, &data, &n), OK);
    assert_int_equal(n, 11);
    assert_memory_equal(data, "D2 OK\r\n\r\nab", 11);
}

static void
one_that_is_too_large_comes_as_its_header(void **)
{
    static const struct line HAS[] = {
        { "RFC822.SIZE",
            "* 1 FETCH (RFC822.SIZE 99999999999999999999 UID 5)\r\n{T} OK\r\n" },
        { "BODY.PEEK[HEADER]",
            "* 1 FETCH (UID 5 BODY[HEADER] {4}\r\nA: b)\r\n{T} OK\r\n" },
        { NULL, NULL }
    };
    char *data;
    size_t n;

    start(HAS);
    assert_int_equal(imap_fetch(imap, arena, 5, 100, &data, &n), ERR_LIMIT);
    assert_int_equal(n, 4);
    assert_false(heard("BODY.PEEK[])"));
}

/* A server that belies the size: what was cut off is never taken for the whole. */
static void
one_that_is_longer_than_it_said_is_not_taken_for_whole(void **)
{
    static const struct line HAS[] = {
        { "RFC822.SIZE", "* 1 FETCH (UID 5 RFC822.SIZE 4)\r\n{T} OK\r\n" },
        { "BODY.PEEK[]",
            "* 1 FETCH (UID 5 BODY[] {12}\r\nA: b\r\n\r\nmore)\r\n{T} OK\r\n" },
        { NULL, NULL }
    };
    char *data;
    size_t n;

    start(HAS);
    assert_int_equal(imap_fetch(imap, arena, 5, 6, &data, &n), ERR_LIMIT);
    assert_int_equal(n, 6);
}

static void
one_that_is_gone_is_not_there(void **)
{
    char *data;
    size_t n;

    start(NULL);
    assert_int_equal(imap_fetch(imap, arena, 5, 100, &data, &n), ERR_NOT_FOUND);
}

static void
an_answer_that_breaks_off_is_down(void **)
{
    static const struct line CUT[] = {
        { "RFC822.SIZE", "* 1 FETCH (UID 5 RFC822.SIZE 11)\r\n{T} OK\r\n" },
        { "BODY.PEEK[]", "* 1 FETCH (UID 5 BODY[] {11}\r\nabc" }, { NULL, NULL }
    };
    static const struct line BYE[] = { { "RFC822.SIZE", NULL }, { NULL, NULL } };
    char *data;
    size_t n;

    answer_ms = 200;
    assert_int_equal(come_in(CUT), OK);
    /* nobody says more: it gives up by itself */
    assert_int_equal(imap_fetch(imap, arena, 5, 100, &data, &n), ERR_DOWN);
    teardown(NULL);
    setup(NULL);
    start(BYE);
    assert_int_equal(imap_fetch(imap, arena, 5, 100, &data, &n), ERR_DOWN);
    assert_non_null(strstr(imap_why(imap), "ended"));
}

static void
an_answer_without_end_is_down(void **)
{
    static char lines[17 << 20];
    static struct line more[] = { { "SEARCH", lines }, { NULL, NULL } };
    uint32_t *uids;
    size_t n;

    for (size_t i = 0; i + 16 < sizeof lines; i += 16)
        memcpy(lines + i, "* 12345 EXISTS\r\n", 16);
    start(more);
    assert_int_equal(imap_search(imap, arena, 0, &uids, &n), ERR_DOWN);
    assert_non_null(strstr(imap_why(imap), "too long"));
}

/* -- marking -------------------------------------------------------------------- */

static void
what_was_read_is_marked_or_moved(void **)
{
    static const struct line OLD[] = { { "UID MOVE", "{T} BAD what?\r\n" },
        { "CREATE", "{T} NO there already\r\n" },
        { "EXPUNGE", "{T} BAD no UIDPLUS\r\n" }, { NULL, NULL } };

    start(OLD);
    assert_int_equal(imap_mark(imap, arena, 5, NULL), OK);
    assert_true(heard("UID STORE 5 +FLAGS.SILENT (\\Seen)\n"));
    assert_int_equal(imap_mark(imap, arena, 6, "Done"), OK);
    assert_true(heard("UID COPY 6 \"Done\"\n"));
    assert_true(heard("UID STORE 6 +FLAGS.SILENT (\\Seen \\Deleted)\n"));
}

/* -- the wire -------------------------------------------------------------------- */

static void
literals_are_what_ends_in_a_number_in_braces(void **)
{
    static const char *const BAD[] = { "", "{", "{}", "{5", "{-5}", "{+5}", "{ 5}",
        "{5} ", "{5}x", "{4294967296}", "{99999999999999999999999}", "{5}{", "{0x5}" };
    size_t n = 0;

    assert_true(imap_literal("* 1 FETCH (BODY[] {0}", &n));
    assert_int_equal(n, 0);
    assert_true(imap_literal("a {1} b {4294967295}", &n));
    assert_int_equal(n, UINT32_MAX);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (imap_literal(BAD[i], &n))
            fail_msg("\"%s\" was taken for a literal", BAD[i]);
}

#define with(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        with(addresses_that_are_none_are_refused),
        with(a_refused_login_says_so_without_the_password),
        with(a_mailbox_is_chosen_with_its_validity),
        with(uids_above_the_last_come_in_order),
        with(numbers_that_are_no_uids_are_passed_over),
        with(a_message_comes_as_it_stands),
        with(one_that_is_too_large_comes_as_its_header),
        with(one_that_is_longer_than_it_said_is_not_taken_for_whole),
        with(one_that_is_gone_is_not_there),
        with(an_answer_that_breaks_off_is_down),
        with(an_answer_without_end_is_down),
        with(what_was_read_is_marked_or_moved),
        with(literals_are_what_ends_in_a_number_in_braces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
