#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/json.h"
#include "job/fetch_mail.h"
#include "main/command.h"

static void
print_counts(const struct fetch_counts *c, bool as_json)
{
    struct arena *a;
    struct buf b;
    struct json j = { .out = &b };

    if (!as_json) {
        printf("%" PRIu64 " tied to a customer, %" PRIu64
               " for a person to assign, %" PRIu64 " copies\n",
            c->tied, c->unassigned, c->copies);
        return;
    }
    a = arena_new();
    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_u64(&j, "tied", c->tied);
    json_u64(&j, "unassigned", c->unassigned);
    json_u64(&j, "copies", c->copies);
    json_close(&j, '}');
    puts(b.text);
    arena_free(a);
}

static enum err
fetch_all(struct fetch_mail *f)
{
    bool more;
    enum err e;

    do
        e = fetch_mail_look(f, &more);
    while (!e && more);
    return e;
}

int
cmd_fetch(int argc, char **argv)
{
    static const struct option OPTIONS[] = { { "json", no_argument, NULL, 'j' },
        { 0 } };
    struct fetch_counts counts = { 0 };
    const struct conf *conf;
    struct fetch_mail *f;
    bool as_json = false;
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
    if (command_conf(&conf))
        return EXIT_FAILED;
    if (!*conf->imap_url) {
        fprintf(stderr, "dunlin: no imap_url is configured\n");
        return EXIT_FAILED;
    }
    if (command_db_ready(&db))
        return EXIT_FAILED;
    signal(SIGPIPE, SIG_IGN);
    if (!(e = fetch_mail_open(&f, conf, db))) {
        e = fetch_all(f);
        counts = fetch_mail_counts(f);
        fetch_mail_close(f);
    }
    db_close(db);
    if (e)
        fprintf(stderr,
            "dunlin: the mailbox was not read (%s); the log has the story\n",
            err_name(e));
    else
        print_counts(&counts, as_json);
    return e ? EXIT_FAILED : EXIT_DONE;
}
