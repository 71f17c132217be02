#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "db/tx.h"
#include "http/token.h"
#include "main/command.h"
#include "main/demo_file.h"
#include "main/demo_mail.h"
#include "service/issue_portal_link.h"
#include "service/keep_history.h"
#include "service/load_tables.h"
#include "store/q_load.h"

enum { TOKEN_DAYS = 365, MANIFEST_LINE__SIZE = 400 };

extern char **environ;

/* What the generator says of its files. */
struct manifest {
    uint64_t next_id, customer_id, contact_id, mails;
    const char *collector, *admin, *company, *currency;
};

struct demo {
    const struct conf *conf;
    struct db *db;
    struct arena *arena;
    const char *folder; /* of the tables; NULL: an empty company */
    uint8_t master[SECRET_KEY_BYTES];
    struct manifest m;
    struct demo_logins logins;
    struct actor by;
    uint64_t rows;
};

/* -- making the files -------------------------------------------------------- */

static enum err
run(char *const argv[])
{
    int status;
    pid_t pid;

    if (posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ)) {
        fprintf(stderr, "dunlin: %s cannot be run\n", argv[0]);
        return ERR_DOWN;
    }
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return ERR_DOWN;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? OK : ERR_DOWN;
}

/* The generator is a Lua program of its own: what it makes is data, not the product. */
static enum err
generate(struct demo *d)
{
    char today[DATE_TEXT__SIZE];
    char *folder = arena_fmt(d->arena, "%s/demo", d->conf->var_dir);
    char *argv[] = { arena_str(d->arena, "lua5.4"),
        arena_fmt(d->arena, "%s/../sql/demo/generate.lua", d->conf->lua_dir),
        arena_str(d->arena, "--today"),
        date_format(date_of_instant(d->by.now_us), today), arena_str(d->arena, "--out"),
        folder, NULL };

    if (mkdir(folder, 0700) && errno != EEXIST) {
        fprintf(stderr, "dunlin: cannot make %s: %s\n", folder, strerror(errno));
        return ERR_DOWN;
    }
    d->folder = folder;
    return run(argv);
}

static bool
take(struct demo *d, const char *name, const char *value)
{
    static const struct {
        const char *name;
        size_t number, text;
    } KEYS[] = {
        { "next_id", offsetof(struct manifest, next_id), 0 },
        { "portal_customer", offsetof(struct manifest, customer_id), 0 },
        { "portal_contact", offsetof(struct manifest, contact_id), 0 },
        { "mails", offsetof(struct manifest, mails), 0 },
        { "collector", 0, offsetof(struct manifest, collector) },
        { "admin", 0, offsetof(struct manifest, admin) },
        { "company", 0, offsetof(struct manifest, company) },
        { "currency", 0, offsetof(struct manifest, currency) },
    };

    for (size_t k = 0; k < sizeof KEYS / sizeof *KEYS; k++) {
        char *at = (char *)&d->m;

        if (!text_eq(name, KEYS[k].name))
            continue;
        if (!KEYS[k].text)
            return !text_u64(value, (uint64_t *)(void *)(at + KEYS[k].number));
        *(const char **)(void *)(at + KEYS[k].text) = arena_str(d->arena, value);
        return true;
    }
    return false;
}

static enum err
read_manifest(struct demo *d)
{
    const char *path = arena_fmt(d->arena, "%s/meta.tsv", d->folder);
    char line[MANIFEST_LINE__SIZE];
    FILE *in = fopen(path, "r");
    bool ok = in != NULL;

    while (ok && fgets(line, sizeof line, in)) {
        char *tab = strchr(line, '\t');

        line[strcspn(line, "\n")] = '\0';
        if (!tab)
            ok = false;
        else {
            *tab = '\0';
            ok = take(d, line, tab + 1);
        }
    }
    if (in)
        fclose(in);
    if (ok && d->m.next_id && d->m.collector && d->m.admin && d->m.company &&
        d->m.currency && strlen(d->m.currency) == 3)
        return OK;
    fprintf(stderr, "dunlin: %s is no list of what a generator made\n", path);
    return ERR_INVALID;
}

/* -- filling the database ------------------------------------------------------ */

static void
show(void *ctx, const char *table, uint64_t rows)
{
    (void)ctx;
    fprintf(stderr, "\r\033[K  %s: %" PRIu64 " rows", table, rows);
}

/* Uses up the ids that the generator gave away. */
static enum err
pass_ids(struct demo *d)
{
    struct load_next_block block;
    enum err e;

    do
        e = load_next_block(d->db, d->arena, &block);
    while (!e && block.first_id < d->m.next_id);
    return e;
}

static enum err
load_customers(struct demo *d)
{
    struct load_tables load = { .arena = d->arena, .folder = d->folder };
    enum err e;

    if (isatty(STDERR_FILENO))
        load.done = show;
    if (!(e = pass_ids(d)))
        e = load_tables(d->db, &load);
    if (!e)
        e = forget_history(d->db);
    if (load.done)
        fputs("\r\033[K", stderr);
    if (load.fault)
        fprintf(stderr, "dunlin: %s\n", load.fault);
    d->rows = load.rows;
    if (!e)
        e = load_synced(d->db, d->by.now_us, NULL);
    return e ? e
             : load_synced_note(
                   d->db, d->by.now_us - d->by.now_us % DATE_US_PER_MINUTE, NULL);
}

static enum err
open_ways_in(struct demo *d)
{
    const struct portal_link_in in = { .customer_id = d->m.customer_id,
        .contact_id = d->m.contact_id,
        .scope = "account",
        .public_url = d->conf->public_url };
    struct portal_link link;
    const char *secret;
    enum err e;

    e = found_login(
        d->db, d->arena, d->master, d->m.collector, false, &d->logins.collector);
    if (e)
        return e;
    d->logins.client_id = "demo-erp";
    e = found_client(d->db, d->arena, d->master, d->logins.client_id, "Demo ERP",
        d->by.now_us, &secret);
    if (e || (e = issue_portal_link(d->db, d->arena, &d->by, &in, &link)))
        return e;
    d->logins.portal_link = link.url;
    if ((e = found_person(d->db, d->arena, d->m.customer_id, d->m.contact_id,
             d->by.now_us, &d->logins.portal)))
        return e;
    d->logins.token = token_issue(d->arena, d->conf, d->logins.client_id, secret,
        clock_real_us() / DATE_US_PER_S, TOKEN_DAYS * INT64_C(86400));
    return d->logins.token ? OK : ERR_BUG;
}

static enum err
fill(struct demo *d)
{
    const struct company c = { .name = d->m.company,
        .currency = d->m.currency,
        .demo = d->folder != NULL,
        .now_us = d->by.now_us };
    enum err e;

    if (d->folder) {
        if ((e = load_customers(d)) || (e = open_ways_in(d)))
            return e;
    } else if ((e = found_division(d->db, "MAIN", &c)) ||
               (e = found_user(d->db, d->m.admin, "Administrator", "admin", &c))) {
        return e;
    }
    if ((e = found_settings(d->db, d->arena, &c)) ||
        (e = found_login(
             d->db, d->arena, d->master, d->m.admin, true, &d->logins.admin)))
        return e;
    d->logins.url = d->conf->public_url;
    /* before the commit: whoever finds a company finds its logins */
    return demo_file_write(d->arena, d->conf->var_dir, &d->logins);
}

/* -- the command ----------------------------------------------------------------- */

struct options {
    const char *from;
    bool empty, send_now;
};

static enum err
found(struct demo *d, const struct options *o)
{
    enum err e;

    if ((e = secret_load_key(d->conf->secret_file, true, d->master))) {
        fprintf(stderr, "dunlin: %s holds no key (%s)\n", d->conf->secret_file,
            err_name(e));
        return e;
    }
    if (o->empty) {
        d->m = (struct manifest){
            .admin = "admin@example.com", .company = "My company", .currency = "EUR"
        };
    } else {
        d->folder = o->from;
        if (!d->folder && (e = generate(d)))
            return e;
        if ((e = read_manifest(d)))
            return e;
    }
    if ((e = db_begin(d->db)))
        return e;
    e = db_end(d->db, fill(d));
    if (e)
        fprintf(stderr, "dunlin: nothing was loaded (%s)\n", err_name(e));
    return e;
}

/* Each mail is a transaction of its own, as from a mailbox. */
static enum err
receive(struct demo *d)
{
    const struct demo_mail m = { .conf = d->conf,
        .master = d->master,
        .folder = d->folder,
        .n = d->m.mails,
        .now_us = d->by.now_us };

    return demo_mail_receive(d->db, &m);
}

static int
begin(struct demo *d, const struct options *o)
{
    struct load_company here;

    if (load_company(d->db, d->arena, &here))
        return EXIT_FAILED;
    if (here.divisions_n && o->from) {
        fprintf(stderr, "dunlin: the database holds a company already\n");
        return EXIT_FAILED;
    }
    if (here.divisions_n) {
        puts("the database holds a company already: nothing to do");
        return EXIT_DONE;
    }
    if (found(d, o) || receive(d))
        return EXIT_FAILED;
    printf("%s: %" PRIu64 " rows; its logins are in %s/demo.json\n", d->m.company,
        d->rows, d->conf->var_dir);
    return EXIT_DONE;
}

/* The demo's first mail does not wait for the morning: whoever tries it wants to see
 * it. No company of real customers can be told so. */
static int
send_now(struct demo *d)
{
    struct load_is_demo is;
    uint64_t sent;

    if (load_is_demo(d->db, d->arena, &is))
        return EXIT_FAILED;
    if (!is.demo) {
        fprintf(stderr, "dunlin: this is not the demo company: its messages go out at "
                        "their time\n");
        return EXIT_FAILED;
    }
    if (load_send_now(d->db, d->by.now_us, &sent))
        return EXIT_FAILED;
    printf("%" PRIu64 " messages go out now\n", sent);
    return EXIT_DONE;
}

int
cmd_demo(int argc, char **argv)
{
    static const struct option OPTIONS[] = { { "from", required_argument, NULL, 'f' },
        { "empty", no_argument, NULL, 'e' }, { "send-now", no_argument, NULL, 's' },
        { 0 } };
    struct options o = { 0 };
    struct demo d = { .by = { .kind = ACTOR_SYSTEM,
                          .id = "demo",
                          .ip = "",
                          .request_id = "",
                          .now_us = clock_now_us() } };
    int opt, status;

    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
        if (opt == 'f')
            o.from = optarg;
        else if (opt == 'e')
            o.empty = true;
        else if (opt == 's')
            o.send_now = true;
        else
            return command_usage(argv[0]);
    }
    if (optind != argc || (o.from != NULL) + o.empty + o.send_now > 1)
        return command_usage(argv[0]);
    if (command_conf(&d.conf) || command_db_ready(&d.db))
        return EXIT_FAILED;
    d.by.now_us = clock_now_us(); /* the configuration may have set the clock */
    d.arena = arena_new();
    status = o.send_now ? send_now(&d) : begin(&d, &o);
    arena_free(d.arena);
    db_close(d.db);
    return status;
}
