#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "handler/export_words.h"
#include "main/command.h"
#include "service/report_file.h"
#include "service/save_report.h"
#include "store/audit.h"
#include "store/q_export_job.h"
#include "store/q_saved_report.h"
#include "store/q_user.h"

struct options {
    const char *name, *user, *file;
    enum sheet_format format;
};

static bool
read_format(const char *name, enum sheet_format *out)
{
    static const char *const NAMES[] = { "csv", "xlsx", "pdf" };

    for (int i = 0; i < 3; i++)
        if (!strcmp(name, NAMES[i])) {
            *out = (enum sheet_format)i;
            return true;
        }
    fprintf(stderr, "dunlin: '%s' is none of csv, xlsx, pdf\n", name);
    return false;
}

static bool
read_options(int argc, char **argv, struct options *o)
{
    static const struct option OPTIONS[] = { { "user", required_argument, NULL, 'u' },
        { "format", required_argument, NULL, 'f' }, { 0 } };
    int opt;

    *o = (struct options){ .format = SHEET_XLSX };
    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        if (opt == 'u')
            o->user = optarg;
        else if (opt != 'f' || !read_format(optarg, &o->format))
            return false;
    if (!strcmp(argv[optind], "list"))
        return optind == argc - 1;
    if (optind != argc - 3 || !o->user)
        return false;
    o->name = argv[optind + 1];
    o->file = argv[optind + 2];
    return true;
}

static enum err
list(struct db *db, struct arena *a)
{
    struct saved_report_list *r;
    size_t n;
    enum err e = saved_report_all(db, a, &r, &n);

    for (size_t i = 0; !e && i < n; i++)
        printf("%s\n  of %s, %s%s%s\n", r[i].name, r[i].user_name, r[i].view,
            r[i].shared ? ", shared" : "",
            text_eq(r[i].every, "never") ? "" : ", sent by mail");
    return e;
}

/* The user's own of that name, else one that is shared. */
static enum err
find(struct db *db, struct arena *a, uint64_t user_id, const char *name,
    struct saved_report_list *out)
{
    struct saved_report_list *r;
    size_t n;
    enum err e = saved_report_list(db, a, user_id, &r, &n);

    for (size_t i = 0; !e && i < n; i++)
        if (text_eq(r[i].name, name)) {
            *out = r[i];
            return OK;
        }
    return e ? e : ERR_NOT_FOUND;
}

static enum err
record(struct db *db, struct arena *a, const struct options *o, uint64_t report_id)
{
    const struct actor by = { .kind = ACTOR_SYSTEM,
        .id = "command line",
        .ip = "",
        .request_id = "",
        .now_us = clock_now_us() };

    return audit_add(
        db, &(struct audit){ .by = &by,
                .action = "report.run",
                .object_kind = "report",
                .object_id = report_id,
                .after = AUDIT_TEXTS(a, "name", o->name, "user", o->user) });
}

static enum err
run(struct db *db, struct arena *a, const struct options *o, struct report_made *made)
{
    struct report_book b = { .name = o->name,
        .language = "en",
        .format = o->format,
        .ask = { .now_at = clock_now_us() },
        .word = export_word };
    struct saved_report_list r;
    struct user_for_login login;
    struct export_user u;
    struct report_def def;
    enum err e;

    if ((e = user_for_login(db, a, o->user, &login)) ||
        (e = export_user(db, a, login.id, &u)) ||
        (e = find(db, a, login.id, o->name, &r)) ||
        (e = report_def_read(a, r.view, r.definition, &def)) ||
        (e = report_zone(db, a, &b.ask.zone)))
        return e;
    b.by = u.name;
    b.def = &def;
    b.ask.scope = u.limited ? login.id : 0;
    if ((e = report_file_make(db, a, &b, o->file, made)))
        return e;
    return record(db, a, o, r.id);
}

int
cmd_report_saved(int argc, char **argv)
{
    struct report_made made = { 0 };
    struct options o;
    struct arena *a;
    struct db *db;
    enum err e;

    if (!read_options(argc, argv, &o))
        return command_usage(argv[0]);
    if ((o.name && !command_new_file(o.file)) || command_db_ready(&db))
        return EXIT_FAILED;
    a = arena_new();
    e = o.name ? run(db, a, &o, &made) : list(db, a);
    if (e)
        fprintf(stderr, "dunlin: the report failed: %s\n",
            made.why ? made.why : err_name(e));
    else if (o.name)
        printf("%" PRIu64 " rows in %s\n", made.rows, o.file);
    arena_free(a);
    db_close(db);
    return e ? EXIT_FAILED : EXIT_DONE;
}
