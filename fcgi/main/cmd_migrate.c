#include <getopt.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "db/migrate.h"
#include "main/command.h"
#include "service/install_scripts.h"

static void
print_json(struct arena *a, const struct db_migrated *m)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_u64(&j, "ran", m->ran);
    json_u64(&j, "before", m->before);
    json_text(&j, "schema", m->last);
    json_text(&j, "error", m->why);
    json_close(&j, '}');
    puts(b.text);
}

static void
print_plain(const struct db_migrated *m)
{
    if (m->why)
        fprintf(stderr, "dunlin: %s\n", m->why);
    else if (m->ran)
        printf("%zu of %zu migrations ran; the schema is at %s\n", m->ran,
            m->before + m->ran, m->last);
    else
        printf("nothing to do; the schema is at %s\n", m->last ? m->last : "nothing");
}

/* What ships in lua_dir, where it is not there yet. */
static enum err
install(struct db *db, struct arena *a, const char **why)
{
    struct scripts_installed done;
    const struct conf *c;
    enum err e;

    if ((e = command_conf(&c)))
        return e;
    if ((e = install_scripts(db, a, c->lua_dir, clock_now_us(), &done)))
        *why = arena_fmt(a, "what ships in %s is not installed: %s", c->lua_dir,
            done.why ? done.why : err_name(e));
    return e;
}

int
cmd_migrate(int argc, char **argv)
{
    static const struct option OPTIONS[] = { { "json", no_argument, NULL, 'j' },
        { 0 } };
    struct db_migrated m = { 0 };
    bool as_json = false;
    struct arena *a;
    struct db *db;
    enum err e;
    int opt;

    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
        if (opt != 'j')
            return command_usage(argv[0]);
        as_json = true;
    }
    if (optind != argc)
        return command_usage(argv[0]);
    if (command_db(&db))
        return EXIT_FAILED;
    a = arena_new();
    e = db_migrate(db, a, DB_MIGRATIONS, clock_real_us(), &m);
    if (e && !m.why)
        m.why = "the migration failed; the log has the story";
    if (!e)
        e = install(db, a, &m.why);
    if (as_json)
        print_json(a, &m);
    else
        print_plain(&m);
    arena_free(a);
    db_close(db);
    return e ? EXIT_FAILED : EXIT_DONE;
}
