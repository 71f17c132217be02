#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "main/command.h"
#include "service/change_user.h"
#include "store/q_user.h"

struct options {
    struct user_in user;
    const char *divisions[USER_DIVISIONS__MAX];
    bool password_stdin, json;
    bool reset; /* of somebody there is */
};

static enum err
read_password(struct arena *a, const char **out)
{
    char line[SECRET_PASSWORD__MAX + 2];

    if (!fgets(line, sizeof line, stdin)) {
        fprintf(stderr, "dunlin: no password on standard input\n");
        return ERR_INVALID;
    }
    *out = arena_strn(a, line, strcspn(line, "\r\n"));
    return OK;
}

static bool
read_options(int argc, char **argv, struct options *o)
{
    static const struct option OPTIONS[] = { { "name", required_argument, NULL, 'n' },
        { "role", required_argument, NULL, 'r' },
        { "language", required_argument, NULL, 'l' },
        { "division", required_argument, NULL, 'd' },
        { "second-factor", no_argument, NULL, 's' },
        { "password-stdin", no_argument, NULL, 'p' },
        { "json", no_argument, NULL, 'j' }, { 0 } };
    int opt;

    o->user.divisions = o->divisions;
    o->user.role = "collector";
    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        switch (opt) {
        case 'n':
            o->user.name = optarg;
            break;
        case 'r':
            o->user.role = optarg;
            break;
        case 'l':
            o->user.language = optarg;
            break;
        case 's':
            o->user.totp = true;
            break;
        case 'p':
            o->password_stdin = true;
            break;
        case 'j':
            o->json = true;
            break;
        case 'd':
            if (o->user.divisions_n == USER_DIVISIONS__MAX)
                return false;
            o->divisions[o->user.divisions_n++] = optarg;
            break;
        default:
            return false;
        }
    if (optind != argc - 2)
        return false;
    o->reset = !strcmp(argv[optind], "reset");
    if (!o->reset && strcmp(argv[optind], "add"))
        return false;
    o->user.email = argv[optind + 1];
    if (!o->user.name)
        o->user.name = o->user.email;
    return true;
}

static void
print(struct arena *a, const struct options *o, const struct user_added *u)
{
    struct buf b;
    struct json j = { .out = &b };

    if (!o->json) {
        if (o->reset)
            printf("user %s has new secrets; older sessions ended\n", o->user.email);
        else
            printf("user %s added as %s\n", o->user.email, o->user.role);
        if (u->password)
            printf("password       %s\n", u->password);
        if (u->totp_secret)
            printf(
                "second factor  %s\n               %s\n", u->totp_secret, u->totp_uri);
        return;
    }
    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_id(&j, "id", u->id);
    json_text(&j, "email", o->user.email);
    json_text(&j, "password", u->password);
    json_text(&j, "totp_secret", u->totp_secret);
    json_text(&j, "totp_uri", u->totp_uri);
    json_close(&j, '}');
    puts(b.text);
}

static void
print_failure(enum err e, const char *email, const struct faults *f)
{
    for (size_t i = 0; i < f->n; i++)
        fprintf(stderr, "dunlin: %s %s\n", f->list[i].pointer + 1, f->list[i].message);
    if (e == ERR_CONFLICT)
        fprintf(stderr, "dunlin: there is a user %s already\n", email);
    else if (!f->n)
        fprintf(stderr, "dunlin: the user could not be added (%s)\n", err_name(e));
}

/* The way back in for somebody who lost password or second factor. */
static enum err
reset(struct arena *a, struct db *db, const struct actor *by, const struct options *o,
    const uint8_t *master)
{
    struct user_added new = { 0 };
    struct user_for_login user;
    enum err e = user_for_login(db, a, o->user.email, &user);

    if (!e)
        e = renew_password(db, a, by, user.id, &new.password);
    if (!e && o->user.totp)
        e = renew_second_factor(
            db, a, by, user.id, master, &new.totp_secret, &new.totp_uri);
    if (e) {
        fprintf(stderr, "dunlin: user %s has no new secrets (%s)\n", o->user.email,
            err_name(e));
        return e;
    }
    new.id = user.id;
    print(a, o, &new);
    return OK;
}

static enum err
add(struct arena *a, struct db *db, struct options *o)
{
    const struct actor by = { .kind = ACTOR_SYSTEM,
        .id = "command line",
        .ip = "",
        .request_id = "",
        .now_us = clock_now_us() };
    uint8_t master[SECRET_KEY_BYTES];
    struct user_in user;
    const struct conf *c;
    struct user_added added;
    struct faults f;
    enum err e;

    faults_init(&f, a);
    if ((e = command_conf(&c)))
        return e;
    if ((e = secret_load_key(c->secret_file, true, master))) {
        fprintf(stderr, "dunlin: %s holds no key (%s)\n", c->secret_file, err_name(e));
        return e;
    }
    if (o->reset)
        return reset(a, db, &by, o, master);
    if (o->password_stdin && (e = read_password(a, &o->user.password)))
        return e;
    user = o->user;
    user.master = master;
    if ((e = add_user(db, a, &by, &user, &f, &added)))
        print_failure(e, o->user.email, &f);
    else
        print(a, o, &added);
    return e;
}

int
cmd_user(int argc, char **argv)
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
