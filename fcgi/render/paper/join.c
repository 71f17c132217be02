#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "render/paper/internal.h"

/*
 * Objects of a part keep their bytes and their order, and get the numbers behind those
 * of the parts before. All that is kept meanwhile is where each object begins.
 *
 *    1 the root of all pages, 2 the catalogue, then part by part
 */
enum { ROOT = 1, CATALOG, FIRST, TAIL__SIZE = 1024, XREF_ROW = 20 };

static const char XREF[] = "xref\n0 ";

struct object {
    uint64_t number, at;
};

struct paper_join {
    struct arena *arena; /* of the whole */
    FILE *to;
    uint64_t written;
    struct buf offsets; /* uint64_t of each object from ROOT on */
    struct buf kids;    /* "7 0 R 19 0 R" */
    uint64_t next;      /* number of the object that comes */
    uint64_t pages, info;
    bool failed;
};

struct part {
    FILE *f;
    struct arena *arena;
    struct object *object; /* by their places */
    size_t n;
    uint64_t xref_at, root, info, pages; /* as numbered in the part */
    uint64_t base;                       /* what each number gets on top */
};

/* -- writing --------------------------------------------------------------- */

static void
put(struct paper_join *j, const char *bytes, size_t n)
{
    j->failed |= fwrite(bytes, 1, n, j->to) != n;
    j->written += n;
}

static void
put_text(struct paper_join *j, const char *text)
{
    put(j, text, strlen(text));
}

static void
place(struct paper_join *j, uint64_t number)
{
    memcpy(j->offsets.text + (number - ROOT) * sizeof j->written, &j->written,
        sizeof j->written);
}

struct paper_join *
paper_join_open(struct arena *a, FILE *to)
{
    static const uint64_t none[FIRST - ROOT] = { 0 };
    struct paper_join *j = arena_new_of(a, struct paper_join);

    *j = (struct paper_join){ .arena = a, .to = to, .next = FIRST };
    buf_init(&j->offsets, a);
    buf_init(&j->kids, a);
    buf_add(&j->offsets, (const char *)none, sizeof none);
    put_text(j, "%PDF-1.4\n%\xb5\xed\xae\xfb\n");
    return j;
}

/* -- reading a part -------------------------------------------------------- */

static char *
read_at(struct part *p, uint64_t at, size_t n)
{
    char *bytes = arena_alloc(p->arena, n + 1);

    if (fseeko(p->f, (off_t)at, SEEK_SET) || fread(bytes, 1, n, p->f) != n)
        return NULL;
    bytes[n] = '\0';
    return bytes;
}

/* The number behind a name, "/Root 12 0 R"; 0: there is none. */
static uint64_t
number_of(const char *dictionary, const char *name)
{
    const char *at = strstr(dictionary, name);

    return at ? strtoull(at + strlen(name), NULL, 10) : 0;
}

static int
by_place(const void *a, const void *b)
{
    const struct object *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

static bool
read_rows(struct part *p, const char *rows, size_t count)
{
    p->object = arena_new_n(p->arena, count, struct object);
    for (size_t k = 1; k < count; k++) {
        const char *row = rows + k * XREF_ROW;

        if (row[17] == 'n')
            p->object[p->n++] = (struct object){ k, strtoull(row, NULL, 10) };
    }
    qsort(p->object, p->n, sizeof *p->object, by_place);
    return p->n > 0 && p->object[p->n - 1].at < p->xref_at;
}

static uint64_t
end_of(const struct part *p, size_t k)
{
    return k + 1 < p->n ? p->object[k + 1].at : p->xref_at;
}

static char *
object_text(struct part *p, uint64_t number)
{
    for (size_t k = 0; k < p->n; k++)
        if (p->object[k].number == number)
            return read_at(p, p->object[k].at, end_of(p, k) - p->object[k].at);
    return NULL;
}

/* Where its objects lie, by the table at its end. */
static bool
read_table(struct part *p, uint64_t *count)
{
    const char *tail, *start, *table, *trailer, *catalog;
    uint64_t size;
    char *rows;

    if (fflush(p->f) || fseeko(p->f, 0, SEEK_END))
        return false;
    size = (uint64_t)ftello(p->f);
    tail = size > TAIL__SIZE ? read_at(p, size - TAIL__SIZE, TAIL__SIZE) : NULL;
    start = tail ? strstr(tail, "startxref") : NULL;
    p->xref_at = start ? strtoull(start + strlen("startxref"), NULL, 10) : size;
    table = p->xref_at < size ? read_at(p, p->xref_at, size - p->xref_at) : NULL;
    if (!table || strncmp(table, XREF, sizeof XREF - 1) != 0)
        return false;
    *count = strtoull(table + sizeof XREF - 1, &rows, 10);
    rows += *rows == '\n';
    if (*count < 2 || *count > strlen(rows) / XREF_ROW || !read_rows(p, rows, *count))
        return false;
    trailer = rows + *count * XREF_ROW;
    p->root = number_of(trailer, "/Root ");
    p->info = number_of(trailer, "/Info ");
    catalog = object_text(p, p->root);
    p->pages = catalog ? number_of(catalog, "/Pages ") : 0;
    return p->pages != 0;
}

/* -- taking it over -------------------------------------------------------- */

/* "12 0 R" with the number it has in the whole; what is no reference stays. */
static const char *
put_number(struct paper_join *j, const struct part *p, const char *at)
{
    char *end;
    uint64_t number = strtoull(at, &end, 10);
    bool object = !strncmp(end, " 0 obj", 6);

    if (object || (!strncmp(end, " 0 R", 4) && !isalnum((unsigned char)end[4])))
        put_text(j, arena_fmt(p->arena, "%" PRIu64, number + p->base));
    else
        put(j, at, (size_t)(end - at));
    return end;
}

/* A text in brackets, with brackets of its own. */
static const char *
put_string(struct paper_join *j, const char *at)
{
    const char *p = at;
    int depth = 0;

    do {
        if (*p == '\\' && p[1])
            p++;
        else
            depth += (*p == '(') - (*p == ')');
        p++;
    } while (depth > 0 && *p);
    put(j, at, (size_t)(p - at));
    return p;
}

/* What stands before a stream, or the whole of an object without. */
static void
put_object(struct paper_join *j, const struct part *p, const char *text, size_t n)
{
    const char *stream = strstr(text, "\nstream"), *end = stream ? stream : text + n;
    bool word = false; /* digits in a name or a number go on */

    while (text < end) {
        if (isdigit((unsigned char)*text) && !word) {
            text = put_number(j, p, text);
            word = true;
        } else if (*text == '(') {
            text = put_string(j, text);
            word = false;
        } else {
            word = isalnum((unsigned char)*text) || strchr("/._-+#", *text);
            put(j, text++, 1);
        }
    }
}

static bool
copy_rest(struct paper_join *j, const char *text, size_t n)
{
    const char *stream = strstr(text, "\nstream");

    if (stream)
        put(j, stream, n - (size_t)(stream - text));
    return !j->failed;
}

static bool
copy(struct paper_join *j, struct part *p, size_t k)
{
    const struct object *o = &p->object[k];
    size_t n = end_of(p, k) - o->at;
    char *text = read_at(p, o->at, n), *open;

    if (!text)
        return false;
    if (o->number == p->root || (o->number == p->info && j->info))
        return true;
    if (o->number == p->info)
        j->info = o->number + p->base;
    place(j, o->number + p->base);
    if (o->number != p->pages) {
        put_object(j, p, text, n);
        return copy_rest(j, text, n);
    }
    if (!(open = strstr(text, "<<")))
        return false;
    j->pages += number_of(text, "/Count ");
    put_object(j, p, text, (size_t)(open - text));
    put_text(j, arena_fmt(p->arena, "<< /Parent %d 0 R", ROOT));
    put_object(j, p, open + 2, n - (size_t)(open + 2 - text));
    return !j->failed;
}

enum err
paper_join_add(struct paper_join *j, FILE *f)
{
    struct part p = { .f = f, .arena = arena_new(), .base = j->next - 1 };
    struct arena *table = p.arena;
    uint64_t count = 0;
    bool good = read_table(&p, &count);

    for (uint64_t k = 1; good && k < count; k++)
        buf_add(&j->offsets, (const char *)&(uint64_t){ 0 }, sizeof(uint64_t));
    p.arena = arena_new();
    for (size_t k = 0; good && k < p.n; k++) {
        good = copy(j, &p, k);
        arena_reset(p.arena);
    }
    if (good)
        buf_fmt(&j->kids, " %" PRIu64 " 0 R", p.pages + p.base);
    j->next += count ? count - 1 : 0;
    arena_free(p.arena);
    arena_free(table);
    if (good)
        return OK;
    log_error("pdf_not_joined", kv("object", j->next));
    return ERR_DOWN;
}

/* -- the end --------------------------------------------------------------- */

static void
put_table(struct paper_join *j)
{
    uint64_t at = j->written, offset;

    put_text(
        j, arena_fmt(j->arena, "xref\n0 %" PRIu64 "\n0000000000 65535 f \n", j->next));
    for (uint64_t k = 0; k < j->next - ROOT; k++) {
        char row[XREF_ROW + 1];

        memcpy(&offset, j->offsets.text + k * sizeof offset, sizeof offset);
        snprintf(row, sizeof row, "%010" PRIu64 " %05d %c \n", offset % 10000000000,
            offset ? 0 : 65535, offset ? 'n' : 'f');
        put_text(j, row);
    }
    put_text(j, arena_fmt(j->arena, "trailer\n<< /Size %" PRIu64 " /Root %d 0 R",
                    j->next, CATALOG));
    if (j->info)
        put_text(j, arena_fmt(j->arena, " /Info %" PRIu64 " 0 R", j->info));
    put_text(j, arena_fmt(j->arena, " >>\nstartxref\n%" PRIu64 "\n%%%%EOF\n", at));
}

enum err
paper_join_close(struct paper_join *j)
{
    place(j, ROOT);
    put_text(
        j, arena_fmt(j->arena,
               "%d 0 obj\n<< /Type /Pages /Kids [%s ] /Count %" PRIu64 " >>\nendobj\n",
               ROOT, j->kids.text, j->pages));
    place(j, CATALOG);
    put_text(
        j, arena_fmt(j->arena, "%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n",
               CATALOG, ROOT));
    put_table(j);
    if (!j->failed)
        return OK;
    log_error("pdf_not_written", kv("why", "the disk refuses"));
    return ERR_DOWN;
}
