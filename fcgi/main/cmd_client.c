#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/rand.h"
#include "base/text.h"
#include "http/token.h"
#include "main/command.h"
#include "service/add_client.h"
#include "store/q_api_client.h"

enum { KEY__MAX = 4096, SECRET_BYTES = 32, DAYS__MAX = 3650, SECONDS_PER_DAY = 86400 };

struct options {
    const char *action, *id, *name, *algorithm, *key_file, *scopes, *source_system;
    uint64_t days;
    bool json;
};

static bool
read_options(int argc, char **argv, struct options *o)
{
    static const struct option OPTIONS[] = { { "name", required_argument, NULL, 'n' },
        { "algorithm", required_argument, NULL, 'a' },
        { "key", required_argument, NULL, 'k' },
        { "scopes", required_argument, NULL, 's' },
        { "source-system", required_argument, NULL, 'y' },
        { "days", required_argument, NULL, 'd' }, { "json", no_argument, NULL, 'j' },
        { 0 } };
    int opt;

    *o = (struct options){ .algorithm = "HS256", .scopes = "read write", .days = 365 };
    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        switch (opt) {
        case 'n':
            o->name = optarg;
            break;
        case 'a':
            o->algorithm = optarg;
            break;
        case 'k':
            o->key_file = optarg;
            break;
        case 's':
            o->scopes = optarg;
            break;
        case 'y':
            o->source_system = optarg;
            break;
        case 'd':
            if (text_u64(optarg, &o->days) || !o->days || o->days > DAYS__MAX)
                return false;
            break;
        case 'j':
            o->json = true;
            break;
        default:
            return false;
        }
    if (optind >= argc)
        return false;
    o->action = argv[optind++];
    o->id = optind < argc ? argv[optind++] : NULL;
    return optind == argc;
}

static enum err
master_key(uint8_t out[static SECRET_KEY_BYTES])
{
    const struct conf *conf;
    enum err e;

    if ((e = command_conf(&conf)))
        return e;
    if ((e = secret_load_key(conf->secret_file, true, out)))
        fprintf(stderr, "dunlin: the key in %s cannot be used (%s)\n",
            conf->secret_file, err_name(e));
    return e;
}

/* The key of the file, or a random secret, which then is shown. */
static enum err
key_of(
    struct arena *a, const struct options *o, struct client_in *in, const char **shown)
{
    char *key;
    FILE *f;

    if (!o->key_file) {
        if (strcmp(o->algorithm, "HS256") != 0) {
            fprintf(stderr, "dunlin: %s needs --key FILE, a public key in PEM\n",
                o->algorithm);
            return ERR_INVALID;
        }
        in->key = *shown = rand_token(a, SECRET_BYTES);
        in->key_n = strlen(in->key);
        return OK;
    }
    if (!(f = fopen(o->key_file, "rb"))) {
        fprintf(stderr, "dunlin: %s cannot be read\n", o->key_file);
        return ERR_NOT_FOUND;
    }
    key = arena_alloc(a, KEY__MAX);
    in->key = key;
    in->key_n = fread(key, 1, KEY__MAX - 1, f);
    fclose(f);
    if (strcmp(o->algorithm, "HS256") == 0)
        while (in->key_n && strchr("\r\n", key[in->key_n - 1]))
            key[--in->key_n] = '\0';
    if (token_key_fits(o->algorithm, in->key, in->key_n))
        return OK;
    fprintf(stderr,
        "dunlin: that is no key for %s: HS256 takes a secret of at least %d bytes, the "
        "others a public key in PEM\n",
        o->algorithm, TOKEN_SECRET__MIN);
    return ERR_INVALID;
}

static struct actor
myself(void)
{
    return (struct actor){ .kind = ACTOR_SYSTEM,
        .id = "command",
        .ip = "",
        .request_id = "",
        .now_us = clock_now_us() };
}

static void
print_added(struct arena *a, const struct options *o, const char *secret)
{
    struct buf b;
    struct json j = { .out = &b };

    if (!o->json) {
        printf("client %s added, %s\n", o->id, o->algorithm);
        if (secret)
            printf("secret  %s\n", secret);
        return;
    }
    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "client_id", o->id);
    json_text(&j, "algorithm", o->algorithm);
    json_text(&j, "secret", secret);
    json_close(&j, '}');
    puts(b.text);
}

static enum err
add(struct db *db, struct arena *a, const struct options *o)
{
    const struct actor by = myself();
    struct client_in in = { .id = o->id,
        .name = o->name,
        .algorithm = o->algorithm,
        .scopes = o->scopes,
        .source_system = o->source_system };
    uint8_t master[SECRET_KEY_BYTES];
    const char *secret = NULL, *why = NULL;
    enum err e;

    if ((e = master_key(master)) || (e = key_of(a, o, &in, &secret)))
        return e;
    in.master = master;
    e = add_client(db, a, &by, &in, &why);
    if (e == ERR_CONFLICT)
        fprintf(stderr, "dunlin: there is a client %s already\n", o->id);
    else if (e)
        fprintf(stderr, "dunlin: %s\n", why ? why : err_name(e));
    else
        print_added(a, o, secret);
    return e;
}

static enum err
list(struct db *db, struct arena *a)
{
    struct api_client_list *rows;
    char at[DATE_INSTANT_TEXT__SIZE];
    size_t n;
    enum err e;

    if ((e = api_client_list(db, a, &rows, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        printf("%-24s %-6s %-12s %-16s %s%s\n", rows[i].id, rows[i].algorithm,
            rows[i].scopes, rows[i].source_system ? rows[i].source_system : "any",
            rows[i].name,
            rows[i].revoked_at == INSTANT_NONE
                ? ""
                : arena_fmt(
                      a, ", revoked %s", date_format_instant(rows[i].revoked_at, at)));
    return OK;
}

static enum err
revoke(struct db *db, const struct options *o)
{
    const struct actor by = myself();
    enum err e = revoke_client(db, &by, o->id);

    if (e == ERR_NOT_FOUND)
        fprintf(stderr, "dunlin: there is no client %s\n", o->id);
    return e;
}

static int
finish(struct db *db, struct arena *a, enum err e)
{
    arena_free(a);
    db_close(db);
    return e ? EXIT_FAILED : EXIT_DONE;
}

int
cmd_client(int argc, char **argv)
{
    struct options o;
    struct arena *a;
    struct db *db;
    enum err e;

    if (!read_options(argc, argv, &o) || (!o.id) != (strcmp(o.action, "list") == 0))
        return command_usage(argv[0]);
    if (command_db_ready(&db))
        return EXIT_FAILED;
    a = arena_new();
    if (strcmp(o.action, "add") == 0)
        e = add(db, a, &o);
    else if (strcmp(o.action, "revoke") == 0)
        e = revoke(db, &o);
    else if (strcmp(o.action, "list") == 0)
        e = list(db, a);
    else {
        (void)finish(db, a, OK);
        return command_usage(argv[0]);
    }
    return finish(db, a, e);
}

static enum err
issue(struct db *db, struct arena *a, const struct options *o)
{
    uint8_t master[SECRET_KEY_BYTES], seal[SECRET_KEY_BYTES];
    struct api_client_by_id client;
    const struct conf *conf;
    char *secret, *token;
    size_t n;
    enum err e;

    if ((e = master_key(master)) || (e = command_conf(&conf)))
        return e;
    if ((e = api_client_by_id(db, a, o->id, &client))) {
        fprintf(stderr, "dunlin: there is no client %s\n", o->id);
        return e;
    }
    if (strcmp(client.algorithm, "HS256") != 0) {
        fprintf(stderr, "dunlin: %s signs its tokens itself, with its private key\n",
            o->id);
        return ERR_INVALID;
    }
    secret_derive(master, "client", seal);
    if ((e = secret_open(a, seal, client.key_sealed, &secret, &n))) {
        fprintf(
            stderr, "dunlin: the client's key was sealed by another installation\n");
        return e;
    }
    token = token_issue(a, conf, o->id, secret, clock_real_us() / DATE_US_PER_S,
        (int64_t)o->days * SECONDS_PER_DAY);
    if (!token)
        return ERR_BUG;
    if (o->json)
        printf("{\"client_id\":\"%s\",\"token\":\"%s\"}\n", o->id, token);
    else
        puts(token);
    return OK;
}

int
cmd_token(int argc, char **argv)
{
    struct options o;
    struct arena *a;
    struct db *db;

    if (!read_options(argc, argv, &o) || !o.id || strcmp(o.action, "issue") != 0)
        return command_usage(argv[0]);
    if (command_db_ready(&db))
        return EXIT_FAILED;
    a = arena_new();
    return finish(db, a, issue(db, a, &o));
}
