#include "tests/unit/base/help.h"

#include <stdlib.h>
#include <string.h>

#include "base/conf.h"

#define LEAST                                                      \
    "db_socket = /run/db.sock\ndb_user=dunlin\ndb_name = dunlin\n" \
    "public_url = https://ar.example/\nvar_dir = /var/lib/dunlin\n"

static struct conf conf;
static char why[256];

static int
setup(void **state)
{
    static const char *const NAMES[] = { "DUNLIN_DB_SOCKET", "DUNLIN_DB_USER",
        "DUNLIN_DB_PASSWORD", "DUNLIN_DB_NAME", "DUNLIN_WEB_SOCKET",
        "DUNLIN_PUBLIC_URL", "DUNLIN_VAR_DIR", "DUNLIN_MAIL_FOLDER", "DUNLIN_SMTP_URL",
        "DUNLIN_SMTP_TLS", "DUNLIN_SMTP_PASSWORD", "DUNLIN_WEB_THREADS",
        "DUNLIN_WORKER_THREADS", "DUNLIN_TEST", "DUNLIN_CLOCK_FILE", "DUNLIN_MAIL_FROM",
        "DUNLIN_MAIL_RATE" };

    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        unsetenv(NAMES[i]);
    why[0] = '\0';
    return arena_setup(state);
}

static enum err
load(const char *text)
{
    return conf_load(&conf, arena, fresh_file("dunlin.conf", text), why, sizeof why);
}

static void
refused(const char *text, const char *part)
{
    assert_int_equal(load(text), ERR_INVALID);
    if (!strstr(why, part))
        fail_msg("'%s' does not say '%s'", why, part);
}

static void
a_file_of_the_least_keys_has_defaults_for_the_rest(void **)
{
    assert_int_equal(load("# Dunlin\n\n" LEAST "  # end"), OK);
    assert_string_equal(conf.db_socket, "/run/db.sock");
    assert_string_equal(conf.db_user, "dunlin");
    assert_string_equal(conf.db_password, "");
    assert_string_equal(conf.public_url, "https://ar.example");
    assert_string_equal(conf.web_socket, "/var/lib/dunlin/web.sock");
    assert_string_equal(conf.mail_folder, "/var/lib/dunlin/mail");
    assert_string_equal(conf.secret_file, "/var/lib/dunlin/secret");
    assert_int_equal(conf.web_threads, 8);
    assert_int_equal(conf.worker_threads, 2);
    assert_int_equal(conf.smtp_tls, CONF_TLS_STARTTLS);
    assert_false(conf.test);
    assert_string_equal(conf.clock_file, "");
}

static void
values_are_taken_whole(void **)
{
    assert_int_equal(load(LEAST "db_password =  a=b # c  \r\nsmtp_url=smtps://m:465\n"
                                "smtp_tls = tls\nmail_from = ar@b.example\n"
                                "web_threads=256\ntest = true\nclock_file = /c"),
        OK);
    assert_string_equal(conf.db_password, "a=b # c");
    assert_int_equal(conf.smtp_tls, CONF_TLS_TLS);
    assert_int_equal(conf.web_threads, 256);
    assert_true(conf.test);
    assert_string_equal(conf.clock_file, "/c");
}

static void
the_environment_wins_over_the_file(void **)
{
    setenv("DUNLIN_DB_USER", "other", 1);
    setenv("DUNLIN_WEB_THREADS", "3", 1);
    assert_int_equal(load(LEAST "web_threads = 5\n"), OK);
    assert_string_equal(conf.db_user, "other");
    assert_int_equal(conf.web_threads, 3);
    setenv("DUNLIN_WEB_THREADS", "many", 1);
    refused(LEAST, "DUNLIN_WEB_THREADS: 'web_threads' must be a number from 1 to 256");
}

static void
the_environment_alone_is_enough(void **)
{
    setenv("DUNLIN_DB_SOCKET", "/s", 1);
    setenv("DUNLIN_DB_USER", "u", 1);
    setenv("DUNLIN_DB_NAME", "n", 1);
    setenv("DUNLIN_PUBLIC_URL", "http://localhost:8080", 1);
    setenv("DUNLIN_VAR_DIR", "var", 1);
    assert_int_equal(conf_load(&conf, arena, NULL, why, sizeof why), OK);
    assert_string_equal(conf.web_socket, "var/web.sock");
    unsetenv("DUNLIN_DB_NAME");
    assert_int_equal(conf_load(&conf, arena, NULL, why, sizeof why), ERR_INVALID);
    assert_non_null(strstr(why, "'db_name' is required"));
}

static void
a_wrong_line_is_named(void **)
{
    refused(LEAST "\nsmpt_url = x\n", "dunlin.conf:7: unknown key 'smpt_url'");
    refused(LEAST "no mark\n", "dunlin.conf:6: expected 'key = value'");
    refused(LEAST "db_user = again\n", ":6: 'db_user' is set twice");
    refused(LEAST "web_threads = 0\n", "from 1 to 256");
    refused(LEAST "web_threads = 8x\n", "from 1 to 256");
    refused(LEAST "smtp_tls = maybe\n", "one of: none, starttls, tls");
    refused(LEAST "test = yes\n", "true or false");
    refused(LEAST "lua_dir = a\tb\n", "control byte");
    refused(LEAST "lua_dir = \xff\n", "UTF-8");
    refused(LEAST "=\n", "unknown key ''");
}

static void
values_that_do_not_go_together_are_refused(void **)
{
    refused("db_user = x\n", "'db_socket' is required");
    refused(LEAST "clock_file = /c\n", "needs 'test = true'");
    refused(LEAST "smtp_url = smtp://m\n", "'mail_from' is required");
    refused(LEAST "smtp_url = http://m\nmail_from = a@b.example\n", "smtp://");
    refused(LEAST "mail_from = nobody\n", "mail address");
    refused("db_socket=/s\ndb_user=u\ndb_name=n\nvar_dir=v\npublic_url = ar.example\n",
        "https://");
}

static void
a_file_that_is_not_there_is_told(void **)
{
    assert_int_equal(
        conf_load(&conf, arena, "/nonexistent/dunlin.conf", why, sizeof why),
        ERR_NOT_FOUND);
    assert_non_null(strstr(why, "/nonexistent/dunlin.conf: No such file"));
}

static void
a_file_larger_than_a_configuration_is_refused(void **)
{
    char *big = arena_alloc(arena, 70001);

    memset(big, '#', 70000);
    refused(big, "larger than");
}

static void
secrets_are_never_shown(void **)
{
    struct buf b;

    buf_init(&b, arena);
    assert_int_equal(
        load(LEAST "db_password = hunter2\nsmtp_password = hunter3\n"), OK);
    conf_show(&conf, &b);
    assert_null(strstr(b.text, "hunter"));
    assert_non_null(strstr(b.text, "db_password = ***\n"));
    assert_non_null(strstr(b.text, "smtp_tls = starttls\n"));
    assert_non_null(strstr(b.text, "web_threads = 8\n"));
    assert_non_null(strstr(b.text, "test = false\n"));
    refused(LEAST "db_password = hunter\x01\n", "control byte");
    assert_null(strstr(why, "hunter"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, arena_drop)
        T(a_file_of_the_least_keys_has_defaults_for_the_rest),
        T(values_are_taken_whole),
        T(the_environment_wins_over_the_file),
        T(the_environment_alone_is_enough),
        T(a_wrong_line_is_named),
        T(values_that_do_not_go_together_are_refused),
        T(a_file_that_is_not_there_is_told),
        T(a_file_larger_than_a_configuration_is_refused),
        T(secrets_are_never_shown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
