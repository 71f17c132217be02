#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/mailfolder.h"
#include "tests/unit/test.h"

static char top[64];
static struct arena *arena;
static struct mailfolder folder;

static int
setup(void **)
{
    snprintf(top, sizeof top, "/tmp/dunlin-mailfolder-XXXXXX");
    assert_non_null(mkdtemp(top));
    arena = arena_new();
    folder = (struct mailfolder){ .path = arena_fmt(arena, "%s/mail", top) };
    return 0;
}

/* Names in the folder, all of them; the last one read goes to name. */
static int
files(char *name, size_t size)
{
    DIR *d = opendir(folder.path);
    int n = 0;

    for (struct dirent *e; d && (e = readdir(d));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
            n++;
            if (name)
                snprintf(name, size, "%s", e->d_name);
        }
    if (d)
        closedir(d);
    return n;
}

static int
teardown(void **)
{
    char name[256];

    if (strcmp(folder.path, "/dev/null") == 0)
        folder.path = top;
    while (files(name, sizeof name) > 0)
        unlink(arena_fmt(arena, "%s/%s", folder.path, name));
    rmdir(folder.path);
    rmdir(top);
    arena_free(arena);
    return 0;
}

static const char *
content(const char *name)
{
    static char text[100];
    FILE *f = fopen(arena_fmt(arena, "%s/%s", folder.path, name), "r");

    assert_non_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    return text;
}

static void
a_message_becomes_one_whole_file(void **)
{
    char name[256];
    bool existed;
    struct stat st;

    assert_int_equal(
        mailfolder_put(&folder, arena, "<0042.inst@a.example>", "hello", 5, &existed),
        OK);
    assert_false(existed);
    assert_int_equal(files(name, sizeof name), 1);
    assert_string_equal(name, "0042.inst_a.example.eml");
    assert_string_equal(content(name), "hello");
    assert_int_equal(stat(folder.path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(mailfolder_has(&folder, arena, "<0042.inst@a.example>"), OK);
}

static void
putting_it_again_changes_nothing_and_says_so(void **)
{
    char name[256];
    bool existed;

    assert_int_equal(mailfolder_put(&folder, arena, "<1@a>", "first", 5, &existed), OK);
    assert_int_equal(
        mailfolder_put(&folder, arena, "<1@a>", "second", 6, &existed), OK);
    assert_true(existed);
    assert_int_equal(files(name, sizeof name), 1);
    assert_string_equal(content(name), "first");
}

static void
what_was_never_put_there_is_not_found(void **)
{
    bool existed;

    assert_int_equal(mailfolder_has(&folder, arena, "<2@a>"), ERR_NOT_FOUND);
    assert_int_equal(mailfolder_put(&folder, arena, "<1@a>", "x", 1, &existed), OK);
    assert_int_equal(mailfolder_has(&folder, arena, "<2@a>"), ERR_NOT_FOUND);
}

static void
no_id_leaves_the_folder(void **)
{
    char *name;

    assert_int_equal(mailfolder_name(arena, "<../../etc/passwd>", &name), OK);
    assert_null(strchr(name, '/'));
    assert_true(name[0] != '.');
    assert_int_equal(mailfolder_name(arena, "<>", &name), ERR_INVALID);
    assert_int_equal(mailfolder_name(arena, "", &name), ERR_INVALID);
}

static void
a_folder_that_is_none_is_down(void **)
{
    bool existed;

    folder.path = "/dev/null";
    assert_int_equal(
        mailfolder_put(&folder, arena, "<1@a>", "x", 1, &existed), ERR_DOWN);
    assert_int_equal(mailfolder_has(&folder, arena, "<1@a>"), ERR_DOWN);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_message_becomes_one_whole_file),
        T(putting_it_again_changes_nothing_and_says_so),
        T(what_was_never_put_there_is_not_found),
        T(no_id_leaves_the_folder),
        T(a_folder_that_is_none_is_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
