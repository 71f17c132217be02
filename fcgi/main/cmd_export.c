#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "handler/export.h"
#include "main/command.h"
#include "main/export_job.h"
#include "service/rulebook.h"
#include "store/q_user.h"

struct options {
    const char *list, *file, *user, *filters;
    enum sheet_format format;
};

static bool
read_format(const char *name, enum sheet_format *out)
{
    static const char *const NAMES[] = { "csv", "xlsx", "pdf", "zip" };

    for (int i = 0; i < 4; i++)
        if (!strcmp(name, NAMES[i])) {
            *out = (enum sheet_format)i;
            return true;
        }
    fprintf(stderr, "dunlin: '%s' is none of csv, xlsx, pdf, zip\n", name);
    return false;
}

static bool
read_options(int argc, char **argv, struct options *o)
{
    static const struct option OPTIONS[] = { { "user", required_argument, NULL, 'u' },
        { "format", required_argument, NULL, 'f' },
        { "filters", required_argument, NULL, 'q' }, { 0 } };
    int opt;

    *o = (struct options){ .filters = "", .format = SHEET_XLSX };
    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        switch (opt) {
        case 'u':
            o->user = optarg;
            break;
        case 'q':
            o->filters = optarg;
            break;
        case 'f':
            if (!read_format(optarg, &o->format))
                return false;
            break;
        default:
            return false;
        }
    if (optind != argc - 2 || !o->user)
        return false;
    o->list = argv[optind];
    o->file = argv[optind + 1];
    return true;
}

static void
tell_why(const struct options *o, const struct faults *f, enum err e)
{
    if (e == ERR_NOT_FOUND)
        fprintf(stderr, "dunlin: there is no list '%s' for %s\n", o->list, o->user);
    else if (e == ERR_DENIED)
        fprintf(stderr, "dunlin: %s may not see %s\n", o->user, o->list);
    else if (!f->n)
        fprintf(stderr, "dunlin: %s cannot be exported for %s (%s)\n", o->list, o->user,
            err_name(e));
    for (size_t i = 0; i < f->n; i++)
        fprintf(stderr, "dunlin: --filters: %s %s\n",
            f->list[i].pointer + (*f->list[i].pointer == '?'), f->list[i].message);
}

static enum err
make(struct exporter *x, struct arena *a, const struct options *o, uint64_t *rows)
{
    const struct export_ask ask = {
        .path = o->list, .query = o->filters, .language = "en", .format = o->format
    };
    struct rulebook *rules = NULL;
    struct export_made made = { 0 };
    struct user_for_login u;
    struct rq rq;
    enum err e;

    if ((e = user_for_login(x->db, a, o->user, &u)) ||
        (e = exporter_rq(x, a, u.id, true, &rules, &rq))) {
        fprintf(stderr, "dunlin: %s: %s\n", o->user,
            e == ERR_NOT_FOUND ? "there is no such user" : err_name(e));
        return e;
    }
    if ((e = export_run(&rq, &ask, o->file, &made)))
        tell_why(o, &rq.faults, e);
    *rows = made.rows;
    rulebook_close(rules);
    return e;
}

int
cmd_export(int argc, char **argv)
{
    struct exporter x = { 0 };
    struct arena *a;
    struct options o;
    uint64_t rows = 0;
    enum err e;

    if (!read_options(argc, argv, &o))
        return command_usage(argv[0]);
    if (!command_new_file(o.file) || command_conf(&x.conf) || command_db_ready(&x.db))
        return EXIT_FAILED;
    a = arena_new();
    if (!(e = exporter_open(&x)))
        e = make(&x, a, &o, &rows);
    if (!e)
        printf("%" PRIu64 " rows in %s\n", rows, o.file);
    exporter_close(&x);
    arena_free(a);
    return e ? EXIT_FAILED : EXIT_DONE;
}
