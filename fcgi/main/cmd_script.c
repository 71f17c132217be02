#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/sha.h"
#include "base/text.h"
#include "main/command.h"
#include "service/activate_script.h"
#include "service/install_scripts.h"
#include "service/save_script.h"
#include "service/script_file.h"
#include "store/q_script.h"

struct call {
    struct arena *arena;
    struct db *db;
    struct actor by;
    const struct conf *conf;
    const char *dir;
    bool json;
    struct buf out;
    struct json j;
};

static int
failed(const char *what, enum err e)
{
    fprintf(stderr, "dunlin: script %s: %s\n", what,
        e == ERR_NOT_FOUND  ? "there is no such script or version"
        : e == ERR_CONFLICT ? "another change came first; try again"
        : e == ERR_INVALID  ? "the text does not load"
                            : err_name(e));
    return EXIT_FAILED;
}

static int
script_list_command(struct call *c, int, char **)
{
    struct script_list *rows;
    size_t n;
    enum err e;

    if ((e = script_list(c->db, c->arena, &rows, &n)))
        return failed("list", e);
    if (c->json)
        json_open(&c->j, "rows", '[');
    for (size_t i = 0; i < n; i++) {
        char hex[SHA_HEX__SIZE];
        bool on = rows[i].version_no != U32_NONE;

        sha_hex(rows[i].sha256, hex);
        if (c->json) {
            json_open(&c->j, NULL, '{');
            json_text(&c->j, "kind", rows[i].kind);
            json_text(&c->j, "name", rows[i].name);
            json_i64(&c->j, "active", on ? rows[i].version_no : 0);
            json_i64(&c->j, "latest", rows[i].latest_no);
            json_text(&c->j, "sha256", on ? hex : NULL);
            json_close(&c->j, '}');
        } else if (on) {
            printf("%-9s %-20s version %u of %u  %.12s\n", rows[i].kind, rows[i].name,
                rows[i].version_no, rows[i].latest_no, hex);
        } else {
            printf("%-9s %-20s not active, %u versions\n", rows[i].kind, rows[i].name,
                rows[i].latest_no);
        }
    }
    if (c->json)
        json_close(&c->j, ']');
    return EXIT_DONE;
}

/* One line a fault, for a person. */
static void
print_check(const char *path, const struct script_check *k)
{
    for (size_t i = 0; i < k->errors_n; i++)
        printf("%s\n", k->errors[i].message);
    for (size_t i = 0; i < k->cases_n; i++) {
        if (k->cases[i].fault)
            printf("%s: case '%s': %s\n", path, k->cases[i].name, k->cases[i].fault);
    }
    if (k->loads && !k->cases_failed)
        printf("%s: good, %zu cases pass\n", path, k->cases_n);
}

/* The folder above that of the file: where its cases are. */
static const char *
lua_dir_of(struct arena *a, const char *path)
{
    char *dir = arena_str(a, path), *slash;

    for (int i = 0; i < 2; i++) {
        if (!(slash = strrchr(dir, '/')))
            return ".";
        *slash = '\0';
    }
    return dir;
}

static int
script_check_command(struct call *c, int argc, char **argv)
{
    int status = EXIT_DONE;

    if (argc == 0)
        return command_usage("script");
    if (c->json)
        json_open(&c->j, "files", '[');
    for (int i = 0; i < argc; i++) {
        struct script_text text;
        struct script_check k;
        const char *why;
        enum err e = script_file_read(c->arena, argv[i], &text, &why);

        if (!e)
            e = check_script(NULL, c->arena, lua_dir_of(c->arena, argv[i]), &text, &k);
        if (e) {
            fprintf(stderr, "dunlin: %s: %s\n", argv[i], why ? why : err_name(e));
            status = EXIT_FAILED;
            continue;
        }
        if (!k.loads || k.cases_failed)
            status = EXIT_FAILED;
        if (c->json)
            check_json(&c->j, NULL, &k);
        else
            print_check(argv[i], &k);
    }
    if (c->json)
        json_close(&c->j, ']');
    return status;
}

static int
push_file(struct call *c, const char *path)
{
    struct script_save save = { .lua_dir = lua_dir_of(c->arena, path) };
    struct script_saved saved;
    const char *why;
    enum err e = script_file_read(c->arena, path, &save.text, &why);

    if (e) {
        fprintf(stderr, "dunlin: %s: %s\n", path, why);
        return EXIT_FAILED;
    }
    save.comment = "pushed from a file";
    if ((e = save_script(c->db, c->arena, &c->by, &save, &saved))) {
        print_check(path, &saved.check);
        return failed("push", e);
    }
    if (c->json) {
        json_open(&c->j, NULL, '{');
        json_text(&c->j, "kind", script_kind_name(save.text.kind));
        json_text(&c->j, "name", save.text.name);
        json_i64(&c->j, "version_no", saved.version_no);
        json_bool(&c->j, "same", saved.same);
        check_json(&c->j, "check", &saved.check);
        json_close(&c->j, '}');
    } else {
        print_check(path, &saved.check);
        printf("%s: %sversion %u of %s %s\n", path, saved.same ? "the same as " : "",
            saved.version_no, script_kind_name(save.text.kind), save.text.name);
    }
    return saved.check.cases_failed ? EXIT_PARTLY : EXIT_DONE;
}

/* push FILE…, or everything under --dir. */
static int
script_push_command(struct call *c, int argc, char **argv)
{
    static const enum script_kind KINDS[] = { SCRIPT_PACK, SCRIPT_PROFILE,
        SCRIPT_SEGMENT, SCRIPT_STRATEGY };
    int status = EXIT_DONE, one;

    if (c->json)
        json_open(&c->j, "files", '[');
    for (int i = 0; i < argc; i++) {
        if ((one = push_file(c, argv[i])))
            status = one;
    }
    for (size_t k = 0; argc == 0 && k < sizeof KINDS / sizeof *KINDS; k++) {
        const char **paths;
        size_t n;

        if (script_file_list(c->arena, c->dir, KINDS[k], &paths, &n))
            return EXIT_FAILED;
        for (size_t i = 0; i < n; i++) {
            if ((one = push_file(c, paths[i])))
                status = one;
        }
    }
    if (c->json)
        json_close(&c->j, ']');
    return status;
}

/* Writes beside and renames, so that a crash leaves the old file or the new one. */
static bool
write_file(struct arena *a, const char *path, const char *body)
{
    const char *beside = arena_fmt(a, "%s.new", path);
    FILE *f = fopen(beside, "wb");
    bool good;

    if (!f)
        return false;
    good = fwrite(body, 1, strlen(body), f) == strlen(body);
    good = fclose(f) == 0 && good;
    if (!good || rename(beside, path)) {
        unlink(beside);
        return false;
    }
    return true;
}

static int
pull_one(struct call *c, const struct script_list *row)
{
    struct script_version_get version;
    enum script_kind kind;
    const char *path;
    enum err e;

    if (row->version_no == U32_NONE || script_kind_parse(row->kind, &kind))
        return EXIT_DONE;
    if ((e = script_version_get(c->db, c->arena, row->id, row->version_no, &version)))
        return failed("pull", e);
    path = arena_fmt(c->arena, "%s/%s", c->dir, script_folder(kind));
    if ((mkdir(c->dir, 0777) && errno != EEXIST) ||
        (mkdir(path, 0777) && errno != EEXIST)) {
        fprintf(stderr, "dunlin: %s: %s\n", path, strerror(errno));
        return EXIT_FAILED;
    }
    path = arena_fmt(c->arena, "%s/%s.lua", path, row->name);
    if (!write_file(c->arena, path, version.body)) {
        fprintf(stderr, "dunlin: %s: %s\n", path, strerror(errno));
        return EXIT_FAILED;
    }
    if (c->json)
        json_text(&c->j, NULL, path);
    else
        printf("%s: version %u\n", path, version.version_no);
    return EXIT_DONE;
}

static int
script_pull_command(struct call *c, int, char **)
{
    struct script_list *rows;
    int status = EXIT_DONE;
    size_t n;
    enum err e;

    if ((e = script_list(c->db, c->arena, &rows, &n)))
        return failed("pull", e);
    if (c->json)
        json_open(&c->j, "files", '[');
    for (size_t i = 0; i < n && !status; i++)
        status = pull_one(c, &rows[i]);
    if (c->json)
        json_close(&c->j, ']');
    return status;
}

static int
script_activate_command(struct call *c, int argc, char **argv)
{
    struct script_activation in = { 0 };
    struct script_activated done;
    uint64_t no = 0;
    enum err e;

    if (argc < 2 || argc > 3 || script_kind_parse(argv[0], &in.kind) ||
        (argc == 3 && (text_u64(argv[2], &no) || no == 0 || no > UINT32_MAX)))
        return command_usage("script");
    in.name = argv[1];
    in.version_no = (uint32_t)no;
    if ((e = activate_script(c->db, c->arena, &c->by, &in, &done))) {
        if (e == ERR_INVALID)
            print_check(argv[1], &done.check);
        return failed("activate", e);
    }
    if (c->json) {
        json_i64(&c->j, "version_no", done.version_no);
        json_u64(&c->j, "cases", done.cases);
        json_bool(&c->j, "same", done.same);
    } else {
        printf("version %u of %s %s is %s; %" PRIu64 " cases are looked at again\n",
            done.version_no, argv[0], argv[1], done.same ? "active already" : "active",
            done.cases);
    }
    return EXIT_DONE;
}

/* What ships, into the database: part of setting an installation up. */
static int
script_install_command(struct call *c, int, char **)
{
    struct scripts_installed done;
    enum err e =
        install_scripts(c->db, c->arena, c->conf->lua_dir, c->by.now_us, &done);

    if (e) {
        fprintf(
            stderr, "dunlin: script install: %s\n", done.why ? done.why : err_name(e));
        return EXIT_FAILED;
    }
    if (c->json) {
        json_i64(&c->j, "active", done.active);
        json_i64(&c->j, "drafts", done.drafts);
    } else {
        printf("%u texts installed, %u newer ones kept as drafts\n", done.active,
            done.drafts);
    }
    return EXIT_DONE;
}

static const struct action {
    const char *name;
    int (*run)(struct call *c, int argc, char **argv);
    bool offline; /* needs no database */
} ACTIONS[] = {
    { "list", script_list_command, false },
    { "check", script_check_command, true },
    { "push", script_push_command, false },
    { "pull", script_pull_command, false },
    { "activate", script_activate_command, false },
    { "install", script_install_command, false },
};

static int
run(struct call *c, const struct action *action, int argc, char **argv)
{
    int status;

    if (!action->offline && (command_conf(&c->conf) || command_db_ready(&c->db)))
        return EXIT_FAILED;
    if (!c->dir && c->conf)
        c->dir = c->conf->lua_dir;
    c->arena = arena_new();
    c->by = (struct actor){
        .kind = ACTOR_SYSTEM,
        .id = "command",
        .ip = "",
        .request_id = "",
        .now_us = clock_now_us(),
    };
    buf_init(&c->out, c->arena);
    c->j.out = &c->out;
    json_open(&c->j, NULL, '{');
    status = action->run(c, argc, argv);
    json_close(&c->j, '}');
    if (c->json && status != EXIT_USAGE)
        puts(c->out.text);
    if (c->db)
        db_close(c->db);
    arena_free(c->arena);
    return status;
}

int
cmd_script(int argc, char **argv)
{
    static const struct option OPTIONS[] = { { "json", no_argument, NULL, 'j' },
        { "dir", required_argument, NULL, 'd' }, { 0 } };
    struct call c = { 0 };
    int opt;

    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
        if (opt == 'j')
            c.json = true;
        else if (opt == 'd')
            c.dir = optarg;
        else
            return command_usage(argv[0]);
    }
    for (size_t i = 0; optind < argc && i < sizeof ACTIONS / sizeof *ACTIONS; i++) {
        if (strcmp(argv[optind], ACTIONS[i].name) == 0)
            return run(&c, &ACTIONS[i], argc - optind - 1, argv + optind + 1);
    }
    return command_usage(argv[0]);
}
