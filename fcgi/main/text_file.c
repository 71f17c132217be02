#include "main/text_file.h"

#include <ctype.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum { BYTES__MAX = 1 << 20, STAGE__MAX = 99 };

static const struct {
    const char *part, *file;
} PARTS[] = { { "subject", "subject.txt" }, { "body_text", "body.txt" },
    { "body_html", "body.html" } };
enum { PARTS_N = sizeof PARTS / sizeof *PARTS };

const char *
text_file_part(const char *part)
{
    for (size_t k = 0; k < PARTS_N; k++)
        if (text_eq(PARTS[k].part, part))
            return PARTS[k].file;
    return part;
}

/* -- reading ----------------------------------------------------------------- */

static enum err
read_part(struct arena *a, const char *path, const char **out, const char **why)
{
    FILE *f = fopen(path, "rb");
    char *text;
    size_t n;

    if (!f) {
        *why = arena_fmt(a, "%s: %s", path, strerror(errno));
        return ERR_NOT_FOUND;
    }
    text = arena_alloc(a, BYTES__MAX + 2);
    n = fread(text, 1, BYTES__MAX + 1, f);
    text[n] = '\0';
    fclose(f);
    if (n > BYTES__MAX || memchr(text, '\0', n)) {
        *why = arena_fmt(a, "%s: no text of at most 1 MiB", path);
        return ERR_INVALID;
    }
    *out = text;
    return OK;
}

static bool
is_name(const char *s, const char *more)
{
    size_t n = strlen(s);

    for (size_t k = 0; k < n; k++)
        if (!isalnum((unsigned char)s[k]) && !strchr(more, s[k]))
            return false;
    return n > 0 && *s != '.';
}

/* The last two folders of the path say what it is. */
static bool
name_it(struct arena *a, const char *path, struct text_file *t)
{
    char *whole = arena_str(a, path), *last, *dot;

    while (*whole && whole[strlen(whole) - 1] == '/')
        whole[strlen(whole) - 1] = '\0';
    t->path = arena_str(a, whole);
    if (!(last = strrchr(whole, '/')))
        return false;
    *last++ = '\0';
    t->channel = "email";
    if ((dot = strchr(last, '.'))) {
        *dot++ = '\0';
        t->channel = dot;
    }
    t->text.language = last;
    t->text.code = strrchr(whole, '/') ? strrchr(whole, '/') + 1 : whole;
    return is_name(t->text.code, "_.-") && is_name(last, "-") &&
           is_name(t->channel, "");
}

enum err
text_file_read(
    struct arena *a, const char *path, struct text_file *out, const char **why)
{
    const char *part[PARTS_N];
    size_t n;
    enum err e;

    *why = NULL;
    *out = (struct text_file){ 0 };
    if (!name_it(a, path, out)) {
        *why = arena_fmt(a, "%s: a text is a folder CODE/LANGUAGE", path);
        return ERR_INVALID;
    }
    for (size_t k = 0; k < PARTS_N; k++)
        if ((e = read_part(
                 a, arena_fmt(a, "%s/%s", out->path, PARTS[k].file), &part[k], why)))
            return e;
    /* an editor ends the line of a subject */
    n = strcspn(part[0], "\r\n");
    if (part[0][n + strspn(part[0] + n, "\r\n")]) {
        *why = arena_fmt(a, "%s/subject.txt:2: a subject is one line", out->path);
        return ERR_INVALID;
    }
    out->text.subject = arena_fmt(a, "%.*s", (int)n, part[0]);
    out->text.body_text = part[1];
    out->text.body_html = part[2];
    return OK;
}

enum err
text_file_list(struct arena *a, const char *dir, const char ***paths, size_t *n)
{
    glob_t found;
    struct stat st;
    int rc;

    *n = 0;
    *paths = NULL;
    if (stat(dir, &st) || !S_ISDIR(st.st_mode))
        return ERR_NOT_FOUND;
    rc = glob(arena_fmt(a, "%s/*/*/subject.txt", dir), 0, NULL, &found);
    if (rc)
        return rc == GLOB_NOMATCH ? OK : ERR_DOWN;
    *paths = arena_new_n(a, found.gl_pathc, const char *);
    for (size_t k = 0; k < found.gl_pathc; k++)
        (*paths)[(*n)++] = arena_fmt(a, "%.*s",
            (int)(strrchr(found.gl_pathv[k], '/') - found.gl_pathv[k]),
            found.gl_pathv[k]);
    globfree(&found);
    return OK;
}

/* -- writing ----------------------------------------------------------------- */

/* Beside and renamed, so that a crash leaves the old file or the new one. */
static bool
write_part(struct arena *a, const char *path, const char *body, const char *end)
{
    const char *beside = arena_fmt(a, "%s.new", path);
    FILE *f = fopen(beside, "wb");
    bool good;

    if (!f)
        return false;
    good = fputs(body, f) >= 0 && fputs(end, f) >= 0;
    good = fclose(f) == 0 && good;
    if (good && rename(beside, path) == 0)
        return true;
    unlink(beside);
    return false;
}

static bool
make_dir(const char *path)
{
    return mkdir(path, 0777) == 0 || errno == EEXIST;
}

enum err
text_file_write(struct arena *a, const char *dir, const struct text_file *t,
    const char **path, const char **why)
{
    const char *above = arena_fmt(a, "%s/%s", dir, t->text.code);
    const char *at =
        text_eq(t->channel, "email")
            ? arena_fmt(a, "%s/%s", above, t->text.language)
            : arena_fmt(a, "%s/%s.%s", above, t->text.language, t->channel);
    const char *const body[PARTS_N] = { t->text.subject, t->text.body_text,
        t->text.body_html };
    bool good = make_dir(dir) && make_dir(above) && make_dir(at);

    for (size_t k = 0; k < PARTS_N && good; k++)
        good = write_part(
            a, arena_fmt(a, "%s/%s", at, PARTS[k].file), body[k], k == 0 ? "\n" : "");
    *path = at;
    *why = good ? NULL : arena_fmt(a, "%s: %s", at, strerror(errno));
    return good ? OK : ERR_DOWN;
}

/* -- what a template is for ----------------------------------------------------- */

static bool
read_line(struct arena *a, const char *line, struct text_about *t)
{
    const char *colon = strchr(line, ':'), *name, *value;
    uint64_t n;

    if (!*text_trim(a, line))
        return true;
    if (!colon)
        return false;
    name = text_trim(a, arena_strn(a, line, (size_t)(colon - line)));
    value = text_trim(a, colon + 1);
    if (text_eq(name, "purpose"))
        t->purpose = value;
    else if (text_eq(name, "topic"))
        t->topic = value;
    else if (text_eq(name, "stage") && !text_u64(value, &n) && n <= STAGE__MAX)
        t->stage = (uint32_t)n;
    else
        return false;
    return *value != '\0';
}

enum err
text_about_read(
    struct arena *a, const char *path, struct text_about *out, const char **why)
{
    const char *slash = strrchr(path, '/');
    const char *at =
        arena_fmt(a, "%.*s/template.txt", slash ? (int)(slash - path) : 0, path);
    const char *body;
    enum err e;
    int no = 1;

    *out = (struct text_about){ .topic = "reminder" };
    if ((e = read_part(a, at, &body, why)))
        return e;
    for (; *body; no++) {
        size_t n = strcspn(body, "\n");

        if (!read_line(a, arena_strn(a, body, n), out)) {
            *why = arena_fmt(a,
                "%s:%d: must be purpose: …, topic: reminder or notice, or stage: 0 to "
                "%d",
                at, no, STAGE__MAX);
            return ERR_INVALID;
        }
        body += n + (body[n] == '\n');
    }
    if (out->purpose)
        return OK;
    *why = arena_fmt(a, "%s: says no purpose", at);
    return ERR_INVALID;
}

enum err
text_about_write(struct arena *a, const char *dir, const char *code,
    const struct text_about *t, const char **why)
{
    const char *above = arena_fmt(a, "%s/%s", dir, code);
    const char *at = arena_fmt(a, "%s/template.txt", above);
    const char *body = arena_fmt(a, "purpose: %s\ntopic: %s\nstage: %u\n", t->purpose,
        t->topic, (unsigned)t->stage);
    bool good = make_dir(dir) && make_dir(above) && write_part(a, at, body, "");

    *why = good ? NULL : arena_fmt(a, "%s: %s", at, strerror(errno));
    return good ? OK : ERR_DOWN;
}
