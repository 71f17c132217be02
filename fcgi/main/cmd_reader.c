#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/rand.h"
#include "db/migrate.h"
#include "main/command.h"
#include "store/audit.h"
#include "store/q_reader.h"

enum { PASSWORD_BYTES = 18, NAME__MAX = 31 };

struct options {
    const char *what, *name, *db_user;
};

static bool
read_options(int argc, char **argv, struct options *o)
{
    static const struct option OPTIONS[] = {
        { "db-user", required_argument, NULL, 'u' }, { 0 }
    };
    int opt;

    *o = (struct options){ 0 };
    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
        if (opt != 'u')
            return false;
        o->db_user = optarg;
    }
    if (optind == argc)
        return false;
    o->what = argv[optind];
    if (!strcmp(o->what, "list"))
        return optind == argc - 1;
    if (optind != argc - 2 || (strcmp(o->what, "add") && strcmp(o->what, "remove")))
        return false;
    o->name = argv[optind + 1];
    return true;
}

/* A user of the server who may make others: the program itself may not. */
static enum err
connect_as(const struct options *o, struct db **db)
{
    struct arena *a;
    struct db_migrated m;
    const struct conf *c;
    enum err e;

    if (!o->db_user)
        return command_db_ready(db);
    if ((e = command_conf(&c)))
        return e;
    e = db_open(
        db, &(struct db_conf){
                .socket = c->db_socket, .user = o->db_user, .name = c->db_name });
    if (e) {
        fprintf(stderr, "dunlin: %s cannot connect to %s without a password (%s)\n",
            o->db_user, c->db_socket, err_name(e));
        return e;
    }
    a = arena_new();
    if ((e = db_is_migrated(*db, a, DB_MIGRATIONS, &m)))
        fprintf(stderr, "dunlin: %s\n", m.why ? m.why : "the database does not answer");
    arena_free(a);
    return e;
}

static bool
is_name(const char *name)
{
    size_t n = strlen(name);

    return n && n <= NAME__MAX && name[0] >= 'a' && name[0] <= 'z' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static enum err
record(struct db *db, const char *action, const char *name)
{
    const struct actor by = { .kind = ACTOR_SYSTEM,
        .id = "command line",
        .ip = "",
        .request_id = "",
        .now_us = clock_now_us() };

    return audit_add(db, &(struct audit){ .by = &by,
                             .action = action,
                             .object_kind = "reader",
                             .object_text = name });
}

static enum err
add(struct db *db, struct arena *a, const struct options *o)
{
    const char *password = rand_token(a, PASSWORD_BYTES);
    const struct conf *c;
    enum err e;

    if (!is_name(o->name)) {
        fprintf(stderr,
            "dunlin: a reader is named by small letters, digits and _, at most 31\n");
        return ERR_INVALID;
    }
    if ((e = command_conf(&c)) ||
        (e = reader_add(db, o->name, password, clock_now_us(), NULL)))
        return e;
    printf("user      %s\npassword  %s\ndatabase  %s\n", o->name, password, c->db_name);
    printf("reads the views whose names begin with report_, and nothing else; the "
           "password "
           "is not shown again\n");
    return record(db, "reader.add", o->name);
}

static enum err
remove_one(struct db *db, struct arena *a, const struct options *o)
{
    struct reader_one r;
    enum err e;

    if ((e = reader_one(db, a, o->name, &r)) || (e = reader_remove(db, o->name, NULL)))
        return e;
    printf("reader %s removed\n", o->name);
    return record(db, "reader.drop", o->name);
}

static enum err
list(struct db *db, struct arena *a)
{
    char at[DATE_INSTANT_TEXT__SIZE];
    struct reader_list *r;
    size_t n;
    enum err e = reader_list(db, a, &r, &n);

    for (size_t i = 0; !e && i < n; i++)
        printf("%-31s  since %.10s\n", r[i].name,
            date_format_instant(r[i].created_at, at));
    return e;
}

static void
print_failure(const struct options *o, enum err e)
{
    if (e == ERR_CONFLICT)
        fprintf(stderr, "dunlin: the database has a user %s already\n", o->name);
    else if (e == ERR_NOT_FOUND)
        fprintf(stderr, "dunlin: there is no reader %s\n", o->name);
    else if (e == ERR_DENIED)
        fprintf(stderr, "dunlin: the program's own user may not do that; try --db-user "
                        "root as the system's root\n");
    else if (e != ERR_INVALID)
        fprintf(stderr, "dunlin: that failed (%s)\n", err_name(e));
}

int
cmd_reader(int argc, char **argv)
{
    struct options o;
    struct arena *a;
    struct db *db = NULL;
    enum err e;

    if (!read_options(argc, argv, &o))
        return command_usage(argv[0]);
    if (connect_as(&o, &db)) {
        db_close(db);
        return EXIT_FAILED;
    }
    a = arena_new();
    e = !o.name                  ? list(db, a)
        : !strcmp(o.what, "add") ? add(db, a, &o)
                                 : remove_one(db, a, &o);
    if (e)
        print_failure(&o, e);
    arena_free(a);
    db_close(db);
    return e ? EXIT_FAILED : EXIT_DONE;
}
