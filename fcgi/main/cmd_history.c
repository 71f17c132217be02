#include <getopt.h>
#include <stdio.h>

#include "base/clock.h"
#include "main/command.h"
#include "service/keep_history.h"
#include "service/report_aging.h"

int
cmd_history(int argc, char **argv)
{
    static const struct option OPTIONS[] = { { "anew", no_argument, NULL, 'a' },
        { 0 } };
    bool anew = false;
    uint64_t days = 0;
    int32_t today;
    struct arena *a;
    struct db *db;
    enum err e;
    int opt;

    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
        if (opt != 'a')
            return command_usage(argv[0]);
        anew = true;
    }
    if (optind != argc)
        return command_usage(argv[0]);
    if (command_db_ready(&db))
        return EXIT_FAILED;
    a = arena_new();
    if ((anew && (e = forget_history(db))) || (e = report_today(db, a, &today)) ||
        (e = keep_history(db, a, today, clock_now_us(), &days)))
        fprintf(stderr, "dunlin: the days cannot be kept (%s)\n", err_name(e));
    else
        printf("%llu days written\n", (unsigned long long)days);
    arena_free(a);
    db_close(db);
    return e ? EXIT_FAILED : EXIT_DONE;
}
