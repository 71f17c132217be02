#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "job/deliver_crew.h"
#include "job/deliver_staff.h"
#include "main/command.h"
#include "service/chat_notice.h"

enum { THROTTLED_US = 20000 };

static void
print_counts(const struct deliver_counts *c, bool as_json)
{
    struct arena *a;
    struct buf b;
    struct json j = { .out = &b };

    if (!as_json) {
        printf("%" PRIu64 " handed over, %" PRIu64 " cancelled, %" PRIu64
               " to be tried again, %" PRIu64 " failed, %" PRIu64 " uncertain\n",
            c->handed_over, c->cancelled, c->later, c->failed, c->uncertain);
        return;
    }
    a = arena_new();
    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_u64(&j, "handed_over", c->handed_over);
    json_u64(&j, "cancelled", c->cancelled);
    json_u64(&j, "later", c->later);
    json_u64(&j, "failed", c->failed);
    json_u64(&j, "uncertain", c->uncertain);
    json_close(&j, '}');
    puts(b.text);
    arena_free(a);
}

/* What waits for its reader in the portal long enough becomes mail. */
static enum err
plan_notices(struct db *db)
{
    struct arena *a = arena_new();
    bool more = true;
    enum err e = OK;

    while (more && !e)
        e = plan_chat_notices(db, a, clock_now_us(), &more);
    arena_free(a);
    return e;
}

static enum err
deliver_all(struct deliver_crew *d)
{
    bool paced;
    size_t n;
    enum err e;

    do {
        if ((e = deliver_crew_expire(d, &n)))
            return e;
    } while (n > 0);
    do {
        if ((e = deliver_crew_some(d, &n, &paced)))
            return e;
        if (paced)
            usleep(THROTTLED_US);
    } while (n > 0 || paced);
    return OK;
}

/* Mail to staff counts for nothing here: what customers get is what one asks about. */
static enum err
deliver_to_staff(const struct conf *conf, const struct db *db)
{
    struct deliver_staff *d;
    bool paced = false;
    size_t n;
    enum err e = deliver_staff_open(&d, conf, db);

    if (e)
        return e;
    do {
        if (paced)
            usleep(THROTTLED_US);
        e = deliver_staff_some(d, &n, &paced);
    } while (!e && (n > 0 || paced));
    deliver_staff_close(d);
    return e;
}

int
cmd_deliver(int argc, char **argv)
{
    static const struct option OPTIONS[] = { { "json", no_argument, NULL, 'j' },
        { 0 } };
    struct deliver_counts counts = { 0 };
    const struct conf *conf;
    struct deliver_crew *d;
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
    if (command_conf(&conf) || command_db_ready(&db))
        return EXIT_FAILED;
    signal(SIGPIPE, SIG_IGN);
    if (!(e = plan_notices(db)) && !(e = deliver_crew_open(&d, conf, db))) {
        e = deliver_all(d);
        counts = deliver_crew_counts(d);
        deliver_crew_close(d);
    }
    if (!e)
        e = deliver_to_staff(conf, db);
    db_close(db);
    if (e)
        fprintf(stderr, "dunlin: delivery stopped (%s); the log has the story\n",
            err_name(e));
    else
        print_counts(&counts, as_json);
    return e ? EXIT_FAILED : counts.failed + counts.uncertain ? EXIT_PARTLY : EXIT_DONE;
}
