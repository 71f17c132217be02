#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "main/command.h"
#include "service/import_csv.h"
#include "store/q_import_batch.h"
#include "store/q_import_error.h"

enum { PAGE = 1000, SHOWN__MAX = 20, REDRAW_MS = 200 };

struct options {
    const char *file, *kind, *profile;
    bool json;
};

static bool
read_options(int argc, char **argv, struct options *o)
{
    static const struct option OPTIONS[] = { { "kind", required_argument, NULL, 'k' },
        { "profile", required_argument, NULL, 'p' }, { "json", no_argument, NULL, 'j' },
        { 0 } };
    int opt;

    o->kind = "ar-csv";
    o->profile = "generic";
    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        switch (opt) {
        case 'k':
            o->kind = optarg;
            break;
        case 'p':
            o->profile = optarg;
            break;
        case 'j':
            o->json = true;
            break;
        default:
            return false;
        }
    if (optind != argc - 1)
        return false;
    o->file = argv[optind];
    return true;
}

/* One line that is drawn over itself, on a terminal only. */
struct bar {
    bool on;
    int64_t started_ms, drawn_ms;
};

static bool
draw(void *ctx, const struct import_counts *c)
{
    struct bar *b = ctx;
    int64_t now = clock_mono_ms(), spent = now - b->started_ms;

    if (!b->on || now - b->drawn_ms < REDRAW_MS)
        return true;
    b->drawn_ms = now;
    fprintf(stderr, "\r  %3llu %%  %llu rows  %llu/s  %llu bad ",
        (unsigned long long)(c->bytes ? c->bytes_done * 100 / c->bytes : 100),
        (unsigned long long)c->rows,
        (unsigned long long)(spent ? c->rows * 1000 / (uint64_t)spent : 0),
        (unsigned long long)c->bad);
    return true;
}

static void
json_counts(struct json *j, const struct import_batch_get *b)
{
    json_id(j, "id", b->id);
    json_text(j, "state", b->state);
    json_text(j, "fault", b->fault);
    json_u64(j, "rows", b->rows_n);
    json_u64(j, "created", b->created_n);
    json_u64(j, "changed", b->changed_n);
    json_u64(j, "same", b->same_n);
    json_u64(j, "bad", b->bad_n);
}

/* All errors, a page at a time: there may be a hundred thousand. */
static enum err
print_json(struct db *db, const struct import_batch_get *batch)
{
    struct arena *a = arena_new();
    struct import_error_list *rows;
    struct buf b;
    struct json j = { .out = &b };
    uint32_t after = 0;
    size_t n;
    enum err e;

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_counts(&j, batch);
    json_open(&j, "errors", '[');
    do {
        if ((e = import_error_list(db, a, batch->id, after, PAGE, &rows, &n)))
            break;
        for (size_t i = 0; i < n; i++) {
            json_open(&j, NULL, '{');
            json_u64(&j, "line", rows[i].line_no);
            json_text(&j, "field", rows[i].field);
            json_text(&j, "value", rows[i].value);
            json_text(&j, "reason", rows[i].reason);
            json_text(&j, "row", rows[i].row_text);
            json_close(&j, '}');
            after = rows[i].seq;
        }
        fwrite(b.text, 1, b.len, stdout);
        arena_reset(a);
        buf_init(&b, a);
    } while (n == PAGE);
    json_close(&j, ']');
    json_close(&j, '}');
    puts(b.text);
    arena_free(a);
    return e;
}

static enum err
print_plain(struct db *db, struct arena *a, const struct import_batch_get *b)
{
    struct import_error_list *rows;
    size_t n;
    enum err e;

    if (b->fault)
        fprintf(stderr, "dunlin: %s\n", b->fault);
    printf("%llu rows: %llu created, %llu changed, %llu as before, %llu refused\n",
        (unsigned long long)b->rows_n, (unsigned long long)b->created_n,
        (unsigned long long)b->changed_n, (unsigned long long)b->same_n,
        (unsigned long long)b->bad_n);
    if ((e = import_error_list(db, a, b->id, 0, SHOWN__MAX + 1, &rows, &n)))
        return e;
    for (size_t i = 0; i < n && i < SHOWN__MAX; i++)
        printf("  line %llu: %s%s%s%s%s%s\n", (unsigned long long)rows[i].line_no,
            rows[i].field, rows[i].value[0] ? " '" : "", rows[i].value,
            rows[i].value[0] ? "'" : "", rows[i].field[0] ? " " : "", rows[i].reason);
    if (n > SHOWN__MAX)
        printf("  ... all of them with --json\n");
    return OK;
}

static int
run(struct db *db, struct arena *a, const struct options *o)
{
    const struct actor by = { .kind = ACTOR_SYSTEM,
        .id = "import",
        .ip = "",
        .request_id = "",
        .now_us = clock_now_us() };
    const char *slash = strrchr(o->file, '/'), *why = NULL;
    const struct import_request rq = { .kind = o->kind,
        .profile = o->profile,
        .file_name = slash ? slash + 1 : o->file,
        .by = &by };
    struct bar bar = { .on = isatty(STDERR_FILENO), .started_ms = clock_mono_ms() };
    struct import_batch_get batch;
    const struct conf *conf;
    enum err e, shown;
    uint64_t id;

    if (command_conf(&conf))
        return EXIT_FAILED;
    if ((e = import_begin(db, a, conf, &rq, o->file, &id, &why))) {
        fprintf(stderr, "dunlin: %s: %s\n", o->file,
            e == ERR_NOT_FOUND ? "cannot be read"
            : e == ERR_INVALID ? why
                               : err_name(e));
        return EXIT_FAILED;
    }
    e = import_file(db, conf, id, o->file, draw, &bar, NULL);
    if (bar.on && bar.drawn_ms)
        fprintf(stderr, "\r%60s\r", "");
    if (import_batch_get(db, a, id, &batch))
        return EXIT_FAILED;
    shown = o->json ? print_json(db, &batch) : print_plain(db, a, &batch);
    if (e || shown)
        return EXIT_FAILED;
    return batch.bad_n ? EXIT_PARTLY : EXIT_DONE;
}

int
cmd_import(int argc, char **argv)
{
    struct options o = { 0 };
    struct arena *a;
    struct db *db;
    int status;

    if (!read_options(argc, argv, &o))
        return command_usage(argv[0]);
    if (command_db_ready(&db))
        return EXIT_FAILED;
    a = arena_new();
    status = run(db, a, &o);
    arena_free(a);
    db_close(db);
    return status;
}
