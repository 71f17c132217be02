#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "main/command.h"
#include "main/text_file.h"
#include "service/save_text.h"
#include "store/q_template.h"

struct call {
    struct arena *arena;
    struct db *db;
    struct actor by;
    const char *dir;
    bool json;
    struct json j;
};

static int
failed(const char *what, enum err e)
{
    fprintf(stderr, "dunlin: template %s: %s\n", what,
        e == ERR_NOT_FOUND  ? "there is no such template, language or version"
        : e == ERR_CONFLICT ? "another change came first; try again"
        : e == ERR_INVALID  ? "the text could not be written"
                            : err_name(e));
    return EXIT_FAILED;
}

static enum err
texts(struct call *c, struct template_list **t, size_t *n,
    struct template_texts_all **v, size_t *v_n)
{
    enum err e = template_list(c->db, c->arena, t, n);

    return e ? e : template_texts_all(c->db, c->arena, v, v_n);
}

/* -- list -------------------------------------------------------------------- */

static void
list_text(struct call *c, const char *code, const struct template_texts_all *v)
{
    bool on = v->active_no != U32_NONE;

    if (c->json) {
        json_open(&c->j, NULL, '{');
        json_text(&c->j, "code", code);
        json_text(&c->j, "language", v->language);
        json_text(&c->j, "channel", v->channel);
        json_i64(&c->j, "active", on ? v->active_no : 0);
        json_i64(&c->j, "latest", v->latest_no);
        json_close(&c->j, '}');
    } else if (on) {
        printf("%-28s %-6s %-6s version %u of %u\n", code, v->language, v->channel,
            v->active_no, v->latest_no);
    } else {
        printf("%-28s %-6s %-6s not active, %u versions\n", code, v->language,
            v->channel, v->latest_no);
    }
}

static int
list_command(struct call *c, int argc, char **)
{
    struct template_texts_all *v;
    struct template_list *t;
    size_t n, v_n;
    enum err e;

    if (argc)
        return command_usage("template");
    if ((e = texts(c, &t, &n, &v, &v_n)))
        return failed("list", e);
    if (c->json)
        json_open(&c->j, "rows", '[');
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < v_n; k++)
            if (v[k].template_id == t[i].id)
                list_text(c, t[i].code, &v[k]);
    if (c->json)
        json_close(&c->j, ']');
    return EXIT_DONE;
}

/* -- check, push --------------------------------------------------------------- */

static void
tell_faults(struct call *c, const char *path, const struct text_fault *f, size_t n)
{
    if (c->json)
        json_open(&c->j, "faults", '[');
    for (size_t k = 0; k < n; k++) {
        const char *file = text_file_part(f[k].part);

        if (!c->json) {
            printf("%s/%s:%d: %s\n", path, file, f[k].line, f[k].message);
            continue;
        }
        json_open(&c->j, NULL, '{');
        json_text(&c->j, "file", file);
        json_i64(&c->j, "line", f[k].line);
        json_text(&c->j, "message", f[k].message);
        json_close(&c->j, '}');
    }
    if (c->json)
        json_close(&c->j, ']');
}

/* What a new template is for; false: it says so nowhere, or wrongly, which is told. */
static bool
is_new(struct call *c, const struct text_file *t, struct text_about *about)
{
    const char *why = NULL;
    enum err e = text_about_read(c->arena, t->path, about, &why);

    if (e == ERR_NOT_FOUND)
        fprintf(stderr,
            "dunlin: %s: there is no template %s; to add it, say in %s/template.txt "
            "what "
            "it is for (purpose: …, topic: reminder or notice, stage: 0 to 99)\n",
            t->path, t->text.code, t->text.code);
    else if (e)
        fprintf(stderr, "dunlin: %s\n", why);
    return !e;
}

/* Found already, or added as its folder says. */
static int
need_template(struct call *c, const struct text_file *t)
{
    struct template_list there;
    struct text_about about;
    struct text_template in = { .code = t->text.code, .channel = t->channel };
    enum err e = template_one(c->db, c->arena, t->text.code, &there);

    if (e != ERR_NOT_FOUND)
        return e ? failed("push", e) : EXIT_DONE;
    if (!is_new(c, t, &about))
        return EXIT_FAILED;
    in.purpose = about.purpose;
    in.topic = about.topic;
    in.stage = about.stage;
    e = add_template(c->db, c->arena, &c->by, &in);
    if (e == ERR_INVALID) {
        fprintf(stderr,
            "dunlin: %s: a new template has a name of small letters, digits, - and _, "
            "and "
            "the topic reminder or notice\n",
            t->path);
        return EXIT_FAILED;
    }
    return e && e != ERR_CONFLICT ? failed("push", e) : EXIT_DONE;
}

static int
check_one(struct call *c, const struct text_file *t)
{
    struct template_list template;
    struct text_about about;
    struct text_fault *faults;
    enum err e = template_one(c->db, c->arena, t->text.code, &template);
    size_t n;

    if (e && e != ERR_NOT_FOUND)
        return failed("check", e);
    if (e && !is_new(c, t, &about))
        return EXIT_FAILED;
    n = check_text(c->arena, e ? about.topic : template.topic, &t->text, &faults);
    tell_faults(c, t->path, faults, n);
    if (n == 0 && !c->json)
        printf("%s: good\n", t->path);
    return n ? EXIT_FAILED : EXIT_DONE;
}

static int
push_one(struct call *c, const struct text_file *t)
{
    const struct text_save in = { .code = t->text.code,
        .language = t->text.language,
        .channel = t->channel,
        .subject = t->text.subject,
        .body_text = t->text.body_text,
        .body_html = t->text.body_html,
        .comment = "pushed from a file",
        .expected_no = U32_NONE };
    struct text_saved saved = { 0 };
    enum err e;

    if (need_template(c, t))
        return EXIT_FAILED;
    e = save_text(c->db, c->arena, &c->by, &in, &saved);

    tell_faults(c, t->path, saved.faults, saved.faults_n);
    if (e)
        return failed("push", e);
    if (c->json) {
        json_i64(&c->j, "version_no", saved.version_no);
        json_bool(&c->j, "same", saved.same);
    } else {
        printf("%s: %sversion %u of %s, %s\n", t->path,
            saved.same ? "the same as " : "", saved.version_no, in.code, in.language);
    }
    return EXIT_DONE;
}

static int
with_file(struct call *c, const char *path,
    int (*one)(struct call *, const struct text_file *))
{
    struct text_file t;
    const char *why;
    int status;

    if (text_file_read(c->arena, path, &t, &why)) {
        fprintf(stderr, "dunlin: %s\n", why);
        return EXIT_FAILED;
    }
    if (c->json) {
        json_open(&c->j, NULL, '{');
        json_text(&c->j, "path", t.path);
    }
    status = one(c, &t);
    if (c->json)
        json_close(&c->j, '}');
    return status;
}

/* Those that are named, else all of --dir. */
static int
with_files(struct call *c, int argc, char **argv,
    int (*one)(struct call *, const struct text_file *))
{
    const char **paths;
    int status = EXIT_DONE;
    size_t n = (size_t)argc;

    if (argc) {
        paths = arena_new_n(c->arena, n, const char *);
        for (size_t i = 0; i < n; i++)
            paths[i] = argv[i];
    } else if (!c->dir || text_file_list(c->arena, c->dir, &paths, &n)) {
        fprintf(stderr, "dunlin: template: name folders CODE/LANGUAGE, or --dir DIR\n");
        return EXIT_USAGE;
    }
    if (c->json)
        json_open(&c->j, "files", '[');
    for (size_t i = 0; i < n; i++)
        if (with_file(c, paths[i], one))
            status = EXIT_FAILED;
    if (c->json)
        json_close(&c->j, ']');
    return status;
}

static int
check_command(struct call *c, int argc, char **argv)
{
    return with_files(c, argc, argv, check_one);
}

static int
push_command(struct call *c, int argc, char **argv)
{
    return with_files(c, argc, argv, push_one);
}

/* -- pull ---------------------------------------------------------------------- */

static enum err
pull_text(struct call *c, const struct template_list *t,
    const struct template_texts_all *v, const char **why)
{
    struct template_version_get got;
    struct text_file file;
    const char *path;
    enum err e = template_version_by_no(
        c->db, c->arena, t->id, v->language, v->channel, v->active_no, &got);

    if (e)
        return e;
    file = (struct text_file){ .channel = got.channel,
        .text = { .code = t->code,
            .language = got.language,
            .subject = got.subject,
            .body_text = got.body_text,
            .body_html = got.body_html } };
    if ((e = text_file_write(c->arena, c->dir, &file, &path, why)))
        return e;
    if (c->json)
        json_text(&c->j, NULL, path);
    else
        printf("%s: version %u\n", path, got.version_no);
    return OK;
}

static enum err
pull_about(struct call *c, const struct template_list *t, const char **why)
{
    const struct text_about about = {
        .purpose = t->purpose, .topic = t->topic, .stage = t->stage
    };

    return text_about_write(c->arena, c->dir, t->code, &about, why);
}

static int
pull_command(struct call *c, int argc, char **)
{
    struct template_texts_all *v;
    struct template_list *t;
    const char *why = NULL;
    size_t n, v_n;
    enum err e;

    if (argc || !c->dir)
        return command_usage("template");
    if ((e = texts(c, &t, &n, &v, &v_n)))
        return failed("pull", e);
    if (c->json)
        json_open(&c->j, "files", '[');
    for (size_t i = 0; i < n && !e; i++) {
        for (size_t k = 0; k < v_n && !e; k++)
            if (v[k].template_id == t[i].id && v[k].active_no != U32_NONE)
                e = pull_text(c, &t[i], &v[k], &why);
        if (!e && !t[i].base_code)
            e = pull_about(c, &t[i], &why);
    }
    if (c->json)
        json_close(&c->j, ']');
    if (why)
        fprintf(stderr, "dunlin: %s\n", why);
    return why ? EXIT_FAILED : e ? failed("pull", e) : EXIT_DONE;
}

/* -- activate ------------------------------------------------------------------ */

/* The version of that number, else the latest. */
static enum err
find_version(struct call *c, const char *code, const char *language,
    const char *channel, uint32_t no, uint64_t *id, uint32_t *found_no)
{
    struct template_version_get got;
    struct template_latest latest;
    struct template_list t;
    enum err e = template_one(c->db, c->arena, code, &t);

    if (e)
        return e;
    if (!no) {
        e = template_latest(c->db, c->arena, t.id, language, channel, &latest);
        *id = latest.id;
        *found_no = latest.version_no;
        return e;
    }
    e = template_version_by_no(c->db, c->arena, t.id, language, channel, no, &got);
    *id = got.id;
    *found_no = no;
    return e;
}

/* activate CODE LANGUAGE[.CHANNEL] [VERSION] */
static int
activate_command(struct call *c, int argc, char **argv)
{
    struct text_saved done = { 0 };
    const char *channel = "email";
    uint64_t no = 0, id = 0;
    char *language, *dot;
    uint32_t version_no = 0;
    enum err e;

    if (argc < 2 || argc > 3 ||
        (argc == 3 && (text_u64(argv[2], &no) || no == 0 || no > UINT32_MAX)))
        return command_usage("template");
    language = arena_str(c->arena, argv[1]);
    if ((dot = strchr(language, '.'))) {
        *dot = '\0';
        channel = dot + 1;
    }
    if ((e = find_version(
             c, argv[0], language, channel, (uint32_t)no, &id, &version_no)))
        return failed("activate", e);
    e = activate_text(c->db, c->arena, &c->by, argv[0], id, &done);
    tell_faults(
        c, arena_fmt(c->arena, "%s/%s", argv[0], argv[1]), done.faults, done.faults_n);
    if (e)
        return failed("activate", e);
    if (c->json)
        json_i64(&c->j, "version_no", version_no);
    else
        printf("version %u of %s, %s goes out from now on\n", version_no, argv[0],
            argv[1]);
    return EXIT_DONE;
}

/* -- the command --------------------------------------------------------------- */

static const struct action {
    const char *name;
    int (*run)(struct call *c, int argc, char **argv);
} ACTIONS[] = {
    { "list", list_command },
    { "check", check_command },
    { "push", push_command },
    { "pull", pull_command },
    { "activate", activate_command },
};

static int
run(struct call *c, const struct action *action, int argc, char **argv)
{
    const struct conf *conf;
    struct buf out;
    int status;

    if (command_conf(&conf) || command_db_ready(&c->db))
        return EXIT_FAILED;
    c->arena = arena_new();
    c->by = (struct actor){ .kind = ACTOR_SYSTEM,
        .id = "command",
        .ip = "",
        .request_id = "",
        .now_us = clock_now_us() };
    buf_init(&out, c->arena);
    c->j.out = &out;
    json_open(&c->j, NULL, '{');
    status = action->run(c, argc, argv);
    json_close(&c->j, '}');
    if (c->json && status != EXIT_USAGE)
        puts(out.text);
    db_close(c->db);
    arena_free(c->arena);
    return status;
}

int
cmd_template(int argc, char **argv)
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
    for (size_t i = 0; optind < argc && i < sizeof ACTIONS / sizeof *ACTIONS; i++)
        if (strcmp(argv[optind], ACTIONS[i].name) == 0)
            return run(&c, &ACTIONS[i], argc - optind - 1, argv + optind + 1);
    return command_usage(argv[0]);
}
