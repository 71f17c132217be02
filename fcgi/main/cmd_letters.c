#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "base/zone.h"
#include "main/command.h"
#include "service/letter_batch.h"
#include "service/rulebook.h"
#include "store/q_division.h"
#include "store/q_letter.h"

enum { SHOWN = 20 };

struct letters {
    struct arena *arena;
    struct db *db;
    struct rulebook *rules;
    struct delivery d;
    struct letter_shop shop;
    struct actor by;
    const char *out, *division, *on, *id;
    bool duplex, as_json;
};

static int
failed(const char *what, enum err e)
{
    fprintf(stderr, "dunlin: %s (%s); the log has the story\n", what, err_name(e));
    return EXIT_FAILED;
}

static int
wrong(const char *what)
{
    fprintf(stderr, "dunlin: %s\n", what);
    return EXIT_FAILED;
}

/* -- what a batch is, as text or JSON -------------------------------------- */

static void
json_batch(struct json *j, const struct letter_batch_list *b)
{
    char day[DATE_TEXT__SIZE], at[DATE_INSTANT_TEXT__SIZE];

    json_open(j, NULL, '{');
    json_id(j, "id", b->id);
    json_text(j, "state", b->state);
    date_format_instant(b->made_at, at);
    json_text(j, "made_at", at);
    json_u64(j, "letters", b->letters);
    json_u64(j, "pages", b->pages);
    json_u64(j, "left_out", b->left_out);
    json_i64(j, "opened", b->opened_n);
    json_text(j, "posted_on",
        b->posted_on == DAY_NONE ? NULL : date_format(b->posted_on, day));
    json_close(j, '}');
}

static void
print_batch(const struct letter_batch_list *b)
{
    char at[DATE_INSTANT_TEXT__SIZE];

    date_format_instant(b->made_at, at);
    printf("%" PRIu64 "  %.16s  %s: %" PRIu64 " letters on %" PRIu64 " pages, %" PRIu64
           " left out, opened %" PRIu32 " times\n",
        b->id, at, b->state, b->letters, b->pages, b->left_out, b->opened_n);
}

static int
show(struct letters *c, uint64_t id)
{
    struct letter_batch_list b;
    struct buf text;
    struct json j = { .out = &text };
    enum err e = letter_batch_one(c->db, c->arena, id, 0, &b);

    if (e)
        return failed("the batch cannot be read", e);
    if (!c->as_json) {
        print_batch(&b);
        return EXIT_DONE;
    }
    buf_init(&text, c->arena);
    json_batch(&j, &b);
    puts(text.text);
    return EXIT_DONE;
}

/* -- the actions ----------------------------------------------------------- */

static void
list_json(struct letters *c, const struct letter_waiting_sums *w, size_t n,
    const struct letter_batch_list *b, size_t b_n)
{
    struct buf text;
    struct json j = { .out = &text };

    buf_init(&text, c->arena);
    json_open(&j, NULL, '{');
    json_open(&j, "waiting", '[');
    for (size_t k = 0; k < n; k++) {
        json_open(&j, NULL, '{');
        json_text(&j, "division", w[k].code);
        json_u64(&j, "letters", w[k].n);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_open(&j, "batches", '[');
    for (size_t k = 0; k < b_n; k++)
        json_batch(&j, &b[k]);
    json_close(&j, ']');
    json_close(&j, '}');
    puts(text.text);
}

static int
do_list(struct letters *c)
{
    struct letter_waiting_sums *w;
    struct letter_batch_list *b;
    size_t n, b_n;
    enum err e;

    if ((e = letter_waiting_sums(c->db, c->arena, 0, c->shop.now_at, &w, &n)) ||
        (e = letter_batch_list(c->db, c->arena, 0, c->shop.now_at + DATE_US_PER_DAY,
             UINT64_MAX, SHOWN, &b, &b_n)))
        return failed("the letters cannot be read", e);
    if (c->as_json) {
        list_json(c, w, n, b, b_n);
        return EXIT_DONE;
    }
    if (!n)
        puts("No letter waits.");
    for (size_t k = 0; k < n; k++)
        printf("%s: %" PRIu64 " waiting\n", w[k].code, w[k].n);
    for (size_t k = 0; k < b_n; k++)
        print_batch(&b[k]);
    return EXIT_DONE;
}

/* Never over a file that is there; whole, or gone. */
static int
write_file(struct letters *c, uint64_t id)
{
    FILE *f = fopen(c->out, "wxe");
    enum err e;

    if (!f) {
        fprintf(stderr, "dunlin: %s: %s\n", c->out, strerror(errno));
        return EXIT_FAILED;
    }
    e = print_letter_batch(c->db, c->arena, &c->by, id, 0, f, NULL);
    if (fclose(f) && !e)
        e = ERR_DOWN;
    if (!e)
        return EXIT_DONE;
    unlink(c->out);
    if (e == ERR_CONFLICT)
        return wrong("nothing is in the batch, or it is not whole yet");
    return failed("the letters cannot be printed", e);
}

static enum err
find_division(struct letters *c, uint64_t *id)
{
    struct division_all *d;
    size_t n;
    enum err e = division_all(c->db, c->arena, &d, &n);

    for (size_t k = 0; !e && k < n; k++)
        if (text_eq(d[k].code, c->division)) {
            *id = d[k].id;
            return OK;
        }
    return e ? e : ERR_NOT_FOUND;
}

static int
do_batch(struct letters *c)
{
    struct letter_choice choice = { .duplex = c->duplex };
    uint64_t id = 0;
    enum err e;
    int status;

    if (c->division && find_division(c, &choice.division_id))
        return wrong("no division has that code");
    if (access(c->out, F_OK) == 0)
        return wrong("the file of --out is there already: give another name");
    e = make_letter_batch(c->db, c->arena, &c->by, &c->shop, &choice, &id);
    if (e == ERR_NOT_FOUND)
        return wrong("no letter waits");
    if (e && id)
        fprintf(stderr,
            "dunlin: batch %" PRIu64 " is not whole: `dunlin letters print %" PRIu64
            " --out FILE` goes on with it\n",
            id, id);
    if (e)
        return failed("the batch was not made", e);
    status = write_file(c, id);
    return status ? status : show(c, id);
}

static int
do_print(struct letters *c)
{
    uint64_t id;
    enum err e;
    int status;

    if (text_u64(c->id, &id))
        return wrong("the number of a batch is missing, see `dunlin letters list`");
    if ((e = letter_batch_go_on(c->db, c->arena, &c->by, &c->shop, id, 0)))
        return e == ERR_NOT_FOUND  ? wrong("there is no such batch")
               : e == ERR_CONFLICT ? wrong("somebody is at work on it")
                                   : failed("the batch cannot be read", e);
    status = write_file(c, id);
    return status ? status : show(c, id);
}

/* Of --on, else today where the first division is. */
static bool
day_of(struct letters *c, int32_t *on)
{
    struct division_all *d;
    size_t n;

    if (c->on)
        return !date_parse(c->on, on);
    *on = date_of_instant(c->shop.now_at);
    if (!division_all(c->db, c->arena, &d, &n) && n)
        *on = zone_day(zone_find(d[0].time_zone), c->shop.now_at);
    return true;
}

static int
do_posted(struct letters *c)
{
    uint64_t id;
    int32_t on;
    enum err e;

    if (text_u64(c->id, &id))
        return wrong("the number of a batch is missing, see `dunlin letters list`");
    if (!day_of(c, &on))
        return wrong("--on must be a day such as 2026-03-04");
    e = post_letter_batch(c->db, c->arena, &c->by, &c->shop, id, 0, on);
    if (e == ERR_NOT_FOUND)
        return wrong("there is no such batch");
    if (e == ERR_INVALID)
        return wrong("the day is in the future, or before the batch was made");
    if (e == ERR_CONFLICT)
        return wrong("the batch is empty, being made, or was posted already");
    return e ? failed("not all of it was marked: run it again", e) : show(c, id);
}

/* -- the command ----------------------------------------------------------- */

static const struct {
    const char *name;
    int (*run)(struct letters *c);
    bool needs_id, needs_out;
} ACTIONS[] = {
    { "list", do_list, false, false },
    { "batch", do_batch, false, true },
    { "print", do_print, true, true },
    { "posted", do_posted, true, false },
};

static bool
read_options(int argc, char **argv, struct letters *c)
{
    static const struct option OPTIONS[] = { { "json", no_argument, NULL, 'j' },
        { "out", required_argument, NULL, 'o' },
        { "division", required_argument, NULL, 'd' },
        { "duplex", no_argument, NULL, '2' }, { "on", required_argument, NULL, 'n' },
        { 0 } };
    int opt;

    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        switch (opt) {
        case 'j':
            c->as_json = true;
            break;
        case 'o':
            c->out = optarg;
            break;
        case 'd':
            c->division = optarg;
            break;
        case '2':
            c->duplex = true;
            break;
        case 'n':
            c->on = optarg;
            break;
        default:
            return false;
        }
    return optind < argc;
}

static int
run(struct letters *c, int (*action)(struct letters *))
{
    const struct conf *conf;
    enum err e;
    int status;

    if (command_conf(&conf) || command_db_ready(&c->db))
        return EXIT_FAILED;
    c->arena = arena_new();
    c->shop = (struct letter_shop){ .d = &c->d, .now_at = clock_now_us() };
    c->by = (struct actor){ .kind = ACTOR_SYSTEM,
        .id = "command",
        .ip = "",
        .request_id = "",
        .now_us = c->shop.now_at };
    e = rulebook_open(&c->rules, c->db, c->shop.now_at);
    c->d = (struct delivery){ .rules = c->rules, .conf = conf };
    status = e ? failed("the rules cannot be read", e) : action(c);
    rulebook_close(c->rules);
    arena_free(c->arena);
    db_close(c->db);
    return status;
}

int
cmd_letters(int argc, char **argv)
{
    struct letters c = { 0 };

    if (!read_options(argc, argv, &c))
        return command_usage(argv[0]);
    for (size_t k = 0; k < sizeof ACTIONS / sizeof *ACTIONS; k++) {
        if (strcmp(argv[optind], ACTIONS[k].name) != 0)
            continue;
        if (argc - optind != (ACTIONS[k].needs_id ? 2 : 1) ||
            (ACTIONS[k].needs_out && !c.out))
            return command_usage(argv[0]);
        c.id = ACTIONS[k].needs_id ? argv[optind + 1] : NULL;
        return run(&c, ACTIONS[k].run);
    }
    return command_usage(argv[0]);
}
