#include "tests/unit/base/help.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct arena *arena;
static const char *dir;
static uint64_t seed;

int
arena_setup(void **state)
{
    (void)state;
    arena = arena_new();
    seed = 20260304;
    return 0;
}

static void
remove_dir(void)
{
    DIR *d = opendir(dir);
    struct dirent *f;

    while (d && (f = readdir(d)))
        if (f->d_name[0] != '.')
            unlinkat(dirfd(d), f->d_name, 0);
    if (d)
        closedir(d);
    rmdir(dir);
    dir = NULL;
}

int
arena_drop(void **state)
{
    (void)state;
    if (dir)
        remove_dir();
    arena_free(arena);
    arena = NULL;
    return 0;
}

/* splitmix64 */
uint64_t
next_random(void)
{
    uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

int64_t
random_i64(int64_t min, int64_t max)
{
    uint64_t span = (uint64_t)max - (uint64_t)min + 1;

    return (int64_t)((uint64_t)min + (span ? next_random() % span : next_random()));
}

const char *
fresh_dir(void)
{
    const char *root = getenv("TMPDIR");
    char *path;

    if (dir)
        return dir;
    path = arena_fmt(arena, "%s/base-test.XXXXXX", root ? root : "/tmp");
    assert_non_null(mkdtemp(path));
    return dir = path;
}

const char *
fresh_file(const char *name, const char *text)
{
    const char *path = arena_fmt(arena, "%s/%s", fresh_dir(), name);
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    return path;
}
