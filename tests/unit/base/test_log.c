#include "tests/unit/base/help.h"

#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

static int fd;
static const char *path;

static int
setup(void **state)
{
    arena_setup(state);
    path = fresh_file("log", "");
    fd = open(path, O_WRONLY | O_APPEND);
    assert_true(fd >= 0);
    log_set_fd(fd);
    log_set_level(LOG_INFO);
    log_set_request(NULL);
    return 0;
}

static int
drop(void **state)
{
    log_set_fd(2);
    close(fd);
    return arena_drop(state);
}

/* All lines, as a JSON array of what they hold. */
static json_t *
lines(void)
{
    FILE *f = fopen(path, "r");
    json_t *all = json_array(), *line;

    assert_non_null(f);
    while ((line = json_loadf(f, JSON_DISABLE_EOF_CHECK, NULL)))
        assert_int_equal(json_array_append_new(all, line), 0);
    fclose(f);
    return all;
}

static const char *
text_of(const json_t *line, const char *key)
{
    return json_string_value(json_object_get(line, key));
}

static void
a_line_holds_its_fields_by_their_types(void **)
{
    char name[] = "Zo\xc3\xab \"x\"\n";
    uint64_t id = UINT64_MAX;
    json_t *all, *l;

    log_set_request("r-1");
    log_info("mail_handed_over", kv("id", id / 2), kv("code", -250), kv("to", name),
        kv("tls", true), kv("why", (const char *)NULL), kv("n", sizeof id),
        kv("small", (short)-1));
    all = lines();
    assert_int_equal(json_array_size(all), 1);
    l = json_array_get(all, 0);
    assert_string_equal(text_of(l, "level"), "info");
    assert_string_equal(text_of(l, "event"), "mail_handed_over");
    assert_string_equal(text_of(l, "request"), "r-1");
    assert_string_equal(text_of(l, "to"), name);
    assert_int_equal(json_integer_value(json_object_get(l, "id")), INT64_MAX);
    assert_int_equal(json_integer_value(json_object_get(l, "code")), -250);
    assert_int_equal(json_integer_value(json_object_get(l, "n")), 8);
    assert_int_equal(json_integer_value(json_object_get(l, "small")), -1);
    assert_true(json_is_true(json_object_get(l, "tls")));
    assert_true(json_is_null(json_object_get(l, "why")));
    assert_int_equal(strlen(text_of(l, "at")), strlen("2026-03-04T11:00:00.000Z"));
    json_decref(all);
}

static void
lines_below_the_level_are_dropped(void **)
{
    json_t *all;

    log_debug("unheard");
    log_set_level(LOG_ERROR);
    log_warn("unheard");
    log_error("heard");
    log_set_level(LOG_DEBUG);
    log_debug("heard");
    all = lines();
    assert_int_equal(json_array_size(all), 2);
    assert_string_equal(text_of(json_array_get(all, 0), "event"), "heard");
    assert_null(json_object_get(json_array_get(all, 0), "request"));
    json_decref(all);
}

static void
a_long_value_is_cut_between_characters(void **)
{
    char *s = arena_alloc(arena, 9000);
    json_t *all;

    for (size_t i = 0; i + 3 < 9000; i += 3)
        memcpy(s + i, "\xe2\x82\xac", 3);
    log_info("long", kv("s", s), kv("after", 1));
    all = lines();
    assert_int_equal(strlen(text_of(json_array_get(all, 0), "s")), 1998);
    assert_memory_equal(text_of(json_array_get(all, 0), "s"), s, 1998);
    assert_non_null(json_object_get(json_array_get(all, 0), "after"));
    json_decref(all);
}

static void *
log_many(void *name)
{
    log_set_request(name);
    for (int i = 0; i < 500; i++)
        log_info("line", kv("n", i), kv("who", (const char *)name));
    assert_string_equal(log_request(), name);
    return NULL;
}

static void
lines_of_threads_stay_whole_and_keep_their_request(void **)
{
    static char names[4][8] = { "one", "two", "three", "four" };
    pthread_t threads[4];
    json_t *all, *l;
    size_t i;

    for (i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, log_many, names[i]), 0);
    for (i = 0; i < 4; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    all = lines();
    assert_int_equal(json_array_size(all), 2000);
    json_array_foreach(all, i, l)
        assert_string_equal(text_of(l, "who"), text_of(l, "request"));
    json_decref(all);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, drop)
        T(a_line_holds_its_fields_by_their_types),
        T(lines_below_the_level_are_dropped),
        T(a_long_value_is_cut_between_characters),
        T(lines_of_threads_stay_whole_and_keep_their_request),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
