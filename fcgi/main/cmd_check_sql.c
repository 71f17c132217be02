#include <getopt.h>
#include <stdio.h>

#include "db/migrate.h"
#include "db/verify.h"
#include "main/command.h"
#include "store/q_all.h"

static int
report(const struct db_findings *f, const char *what, enum err e)
{
    fputs(f->text.text, stdout);
    if (e)
        printf("check-sql: %s: could not finish (%s)\n", what, err_name(e));
    else if (f->faults)
        printf("check-sql: %zu %s, %zu faults\n", f->checked, what, f->faults);
    else
        printf("check-sql: %zu %s are right\n", f->checked, what);
    return e || f->faults ? EXIT_FAILED : EXIT_DONE;
}

static int
check_queries(struct db *db, struct arena *a)
{
    struct db_findings f = { 0 };
    enum err e;

    buf_init(&f.text, a);
    e = db_verify_statements(db, a, Q_ALL, Q_ALL_N, &f);
    return report(&f, "statements", e);
}

static int
check_data(struct db *db, struct arena *a)
{
    struct db_findings f = { 0 };
    enum err e;

    buf_init(&f.text, a);
    e = db_verify_data(db, DB_CHECKS, &f);
    return report(&f, "checks of the data", e);
}

int
cmd_check_sql(int argc, char **argv)
{
    static const struct option OPTIONS[] = { { "queries", no_argument, NULL, 'q' },
        { "data", no_argument, NULL, 'd' }, { 0 } };
    int opt, status = EXIT_DONE, only = 0;
    struct arena *a;
    struct db *db;

    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
        if (opt == '?' || only)
            return command_usage(argv[0]);
        only = opt;
    }
    if (optind != argc)
        return command_usage(argv[0]);
    if (command_db_ready(&db))
        return EXIT_FAILED;
    a = arena_new();
    if (only != 'd')
        status = check_queries(db, a);
    if (only != 'q' && check_data(db, a) == EXIT_FAILED)
        status = EXIT_FAILED;
    arena_free(a);
    db_close(db);
    return status;
}
