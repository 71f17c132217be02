/*
 * Lists and searches beside their floors, in turn, so that neither has the quieter
 * moment: one client that asks `dunlin web` through nginx, and bare statements on one
 * connection that read as many rows.
 *
 *    lists SOCKET DATABASE PORT FILE MS       with the cookie of BENCH_COOKIE
 *
 * FILE has a case a line, with tabs between: NAME PATH MARK FLOOR [ARGUMENT ...]. MARK
 * stands in the answer once a row. A path may have a body behind a blank: it is then
 * posted. Each case runs for about MS. Prints "NAME OURS_US FLOOR_US ROWS", medians.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/client.h"
#include "tests/bench/list_floor.h"
#include "tests/bench/raw.h"

enum { TRIES__MAX = 4096, TRIES__MIN = 5, LINE__MAX = 4096 };

struct times {
    int64_t us[TRIES__MAX];
    size_t n;
};

static int
by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static int64_t
median(struct times *t)
{
    qsort(t->us, t->n, sizeof *t->us, by_time);
    return t->us[t->n / 2];
}

static size_t
count(const char *text, const char *mark)
{
    size_t n = 0;

    for (const char *p = text; (p = strstr(p, mark)); p++)
        n++;
    return n;
}

static int64_t
timed_ask(struct client *c, const char *path)
{
    int64_t began = raw_us();

    client_ask(c, path);
    return raw_us() - began;
}

static int64_t
timed_floor(struct list_floor *f)
{
    int64_t began = raw_us();

    list_floor_run(f);
    return raw_us() - began;
}

static void
run_case(struct client *c, MYSQL *my, char *line, int64_t ms)
{
    static struct times ours, bare;
    char *part[LIST_PARTS__MAX] = { NULL };
    struct list_floor *f;
    int64_t until;
    size_t n = 0, rows;

    line[strcspn(line, "\n")] = '\0';
    for (char *p = line, *end; p && n < LIST_PARTS__MAX; p = end) {
        part[n++] = p;
        if ((end = strchr(p, '\t')))
            *end++ = '\0';
    }
    if (n < 4)
        raw_die("case", "has too few parts");
    rows = count(client_ask(c, part[1]), part[2]);
    f = list_floor_open(my, part + 3, n - 3, rows);
    list_floor_run(f);
    client_ask(c, part[1]);
    ours.n = bare.n = 0;
    until = raw_us() + ms * 1000;
    do {
        ours.us[ours.n++] = timed_ask(c, part[1]);
        bare.us[bare.n++] = timed_floor(f);
    } while (ours.n < TRIES__MAX && (ours.n < TRIES__MIN || raw_us() < until));
    printf("%s %" PRId64 " %" PRId64 " %zu\n", part[0], median(&ours), median(&bare),
        rows);
    fflush(stdout);
    list_floor_close(f);
}

int
main(int argc, char **argv)
{
    static char line[LINE__MAX];
    struct client *c;
    MYSQL *my;
    FILE *in;

    if (argc != 6 || !(in = fopen(argv[4], "r")))
        raw_die("usage", "see lists.c");
    my = raw_open(argv[1], argv[2]);
    c = client_open((int)strtol(argv[3], NULL, 10), getenv("BENCH_COOKIE"));
    while (fgets(line, sizeof line, in))
        run_case(c, my, line, strtol(argv[5], NULL, 10));
    fclose(in);
    client_close(c);
    mysql_close(my);
    return 0;
}
