#include "main/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/migrate.h"

static const char *config;

void
command_set_config(const char *path)
{
    config = path;
}

int
command_usage(const char *name)
{
    for (const struct command *c = COMMANDS; c->name; c++)
        if (strcmp(c->name, name) == 0)
            fprintf(stderr, "usage: dunlin %s%s%s\n", c->name, *c->args ? " " : "",
                c->args);
    return EXIT_USAGE;
}

static const char *
config_path(void)
{
    static const char *const PLACES[] = { "/etc/dunlin/dunlin.conf",
        "var/dunlin.conf" };
    const char *given = config ? config : getenv("DUNLIN_CONF");

    if (given && *given)
        return given;
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
        if (access(PLACES[i], R_OK) == 0)
            return PLACES[i];
    return NULL;
}

static enum err
start_clock(const struct conf *c)
{
    enum err e;

    if (!*c->clock_file)
        return OK;
    if ((e = clock_use_file(c->clock_file)))
        fprintf(stderr, "dunlin: clock_file '%s' cannot be read\n", c->clock_file);
    return e;
}

enum err
command_conf(const struct conf **out)
{
    static struct conf conf;
    static struct arena *arena; /* lives as long as the process */
    char why[256] = "";
    enum err e;

    if (!arena) {
        struct arena *a = arena_new();

        if ((e = conf_load(&conf, a, config_path(), why, sizeof why))) {
            fprintf(stderr, "dunlin: %s\n", why);
            arena_free(a);
            return e;
        }
        if ((e = start_clock(&conf))) {
            arena_free(a);
            return e;
        }
        arena = a;
    }
    *out = &conf;
    return OK;
}

enum err
command_db(struct db **out)
{
    const struct conf *c;
    enum err e;

    if ((e = command_conf(&c)))
        return e;
    e = db_open(out, &(struct db_conf){
                         .socket = c->db_socket,
                         .user = c->db_user,
                         .password = c->db_password,
                         .name = c->db_name,
                     });
    if (e)
        fprintf(stderr, "dunlin: no connection to database '%s' at %s (%s)\n",
            c->db_name, c->db_socket, err_name(e));
    return e;
}

enum err
command_db_ready(struct db **out)
{
    struct arena *a;
    struct db_migrated m;
    enum err e;

    if ((e = command_db(out)))
        return e;
    a = arena_new();
    if ((e = db_is_migrated(*out, a, DB_MIGRATIONS, &m))) {
        fprintf(stderr, "dunlin: %s\n", m.why ? m.why : "the database does not answer");
        db_close(*out);
        *out = NULL;
    }
    arena_free(a);
    return e;
}

bool
command_new_file(const char *path)
{
    struct stat st;

    if (lstat(path, &st))
        return true;
    fprintf(
        stderr, "dunlin: %s is there already: name another file, or remove it\n", path);
    return false;
}
