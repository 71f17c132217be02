#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "db/tx.h"
#include "http/token.h"
#include "main/command.h"
#include "service/found_company.h"
#include "store/audit.h"

enum { CLIENT_ID__MAX = 64, DAYS_USUAL = 365 };

struct options {
    const char *id, *name;
    bool json;
};

static bool
read_options(int argc, char **argv, struct options *o)
{
    static const struct option OPTIONS[] = { { "name", required_argument, NULL, 'n' },
        { "json", no_argument, NULL, 'j' }, { 0 } };
    int opt;

    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
        if (opt == 'n')
            o->name = optarg;
        else if (opt == 'j')
            o->json = true;
        else
            return false;
    }
    if (optind != argc - 2 || strcmp(argv[optind], "add"))
        return false;
    o->id = argv[optind + 1];
    if (!o->name)
        o->name = o->id;
    return *o->id && strlen(o->id) <= CLIENT_ID__MAX;
}

static void
print(struct arena *a, const struct options *o, const char *secret, const char *token)
{
    struct buf b;
    struct json j = { .out = &b };

    if (!o->json) {
        printf("client %s added\nsecret  %s\ntoken   %s\n", o->id, secret, token);
        return;
    }
    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "client_id", o->id);
    json_text(&j, "secret", secret);
    json_text(&j, "token", token);
    json_close(&j, '}');
    puts(b.text);
}

/* In a transaction of its own, on the record. */
static enum err
insert(struct arena *a, struct db *db, const struct options *o,
    const uint8_t master[static SECRET_KEY_BYTES], const char **secret)
{
    const struct actor by = { .kind = ACTOR_SYSTEM,
        .id = "command line",
        .ip = "",
        .request_id = "",
        .now_us = clock_now_us() };
    const struct audit done = {
        .by = &by, .action = "client.add", .object_kind = "client", .object_text = o->id
    };
    enum err e;

    if ((e = db_begin(db)))
        return e;
    e = found_client(db, a, master, o->id, o->name, by.now_us, secret);
    return db_end(db, e ? e : audit_add(db, &done));
}

static enum err
add(struct arena *a, struct db *db, const struct options *o)
{
    const struct conf *conf;
    uint8_t master[SECRET_KEY_BYTES];
    const char *secret, *token;
    enum err e;

    if ((e = command_conf(&conf)))
        return e;
    if ((e = secret_load_key(conf->secret_file, true, master))) {
        fprintf(
            stderr, "dunlin: %s holds no key (%s)\n", conf->secret_file, err_name(e));
        return e;
    }
    if ((e = insert(a, db, o, master, &secret))) {
        fprintf(stderr, "dunlin: %s\n",
            e == ERR_CONFLICT ? "there is a client of this id already" : err_name(e));
        return e;
    }
    token = token_issue(a, conf, o->id, secret, clock_real_us() / DATE_US_PER_S,
        DAYS_USUAL * INT64_C(86400));
    if (!token)
        return ERR_BUG;
    print(a, o, secret, token);
    return OK;
}

int
cmd_client(int argc, char **argv)
{
    struct options o = { 0 };
    struct arena *a;
    struct db *db;
    enum err e;

    if (!read_options(argc, argv, &o))
        return command_usage(argv[0]);
    if (command_db_ready(&db))
        return EXIT_FAILED;
    a = arena_new();
    e = add(a, db, &o);
    arena_free(a);
    db_close(db);
    return e ? EXIT_FAILED : EXIT_DONE;
}
