#include "render/template.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "render/internal.h"

enum { RENDERED__MAX = 4 * 1024 * 1024, NODES = 32 };

/* -- reading --------------------------------------------------------------- */

struct parsing {
    struct arena *a;
    struct template *t;
    const char *src, *at;
    struct html html;
    struct {
        size_t node;
        struct html html;
    } open[TEMPLATE_DEPTH__MAX];
    size_t open_n;
    const char **why;
};

static int
line_of(const struct parsing *p, const char *at)
{
    int line = 1;

    for (const char *c = p->src; c < at; c++)
        line += *c == '\n';
    return line;
}

__attribute__((format(printf, 3, 4))) static enum err
fail(struct parsing *p, const char *at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    *p->why = arena_fmt(p->a, "line %d: %s", line_of(p, at), arena_vfmt(p->a, fmt, ap));
    va_end(ap);
    return ERR_INVALID;
}

static struct node *
add_node(struct parsing *p, enum node_kind kind, const char *at)
{
    struct template *t = p->t;

    if (t->n == t->room) {
        t->room *= 2;
        t->nodes = arena_grow(
            p->a, t->nodes, t->n * sizeof *t->nodes, t->room * sizeof *t->nodes);
    }
    t->nodes[t->n] = (struct node){ .kind = kind, .line = line_of(p, at) };
    return &t->nodes[t->n++];
}

static enum err
add_literal(struct parsing *p, const char *from, const char *to)
{
    struct node *n;
    const char *fault;

    if (from == to)
        return OK;
    if (p->t->kind == TEMPLATE_HTML && (fault = html_step(&p->html, from, to)))
        return fail(p, from, "%s", fault);
    n = add_node(p, NODE_LITERAL, from);
    n->text = from;
    n->text_n = (size_t)(to - from);
    return OK;
}

static enum err
add_field(struct parsing *p, const char *name, const char *at)
{
    struct node *n;
    enum place place = p->t->kind == TEMPLATE_LINE ? PLACE_LINE : PLACE_TEXT;

    if (p->t->kind == TEMPLATE_HTML) {
        place = html_place(&p->html);
        if (place == PLACE_NONE)
            return fail(p, at, "{{%s}} may not stand here", name);
        html_field(&p->html);
    }
    n = add_node(p, NODE_FIELD, at);
    n->name = name;
    n->place = place;
    return OK;
}

static enum err
open_section(struct parsing *p, const char *name, bool inverted, const char *at)
{
    struct node *n;

    if (p->open_n == TEMPLATE_DEPTH__MAX)
        return fail(
            p, at, "more than %d sections inside each other", (int)TEMPLATE_DEPTH__MAX);
    n = add_node(p, inverted ? NODE_UNLESS : NODE_SECTION, at);
    n->name = name;
    p->open[p->open_n].node = p->t->n - 1;
    p->open[p->open_n].html = p->html;
    p->open_n++;
    return OK;
}

static enum err
close_section(struct parsing *p, const char *name, const char *at)
{
    struct node *n;

    if (p->open_n == 0)
        return fail(p, at, "{{/%s}} closes nothing", name);
    n = &p->t->nodes[p->open[p->open_n - 1].node];
    if (strcmp(n->name, name) != 0)
        return fail(p, at, "{{/%s}} where {{/%s}} belongs", name, n->name);
    /* Once or many times or never must make no difference to what follows. */
    if (p->t->kind == TEMPLATE_HTML &&
        !html_same(&p->html, &p->open[p->open_n - 1].html))
        return fail(p, at,
            "{{#%s}} and {{/%s}} must stand in the same place of the "
            "HTML",
            name, name);
    n->end = p->t->n;
    p->open_n--;
    return OK;
}

/* The name of a tag between `from` and `to`; NULL when it is none. */
static char *
read_name(struct parsing *p, const char *from, const char *to)
{
    while (from < to && (*from == ' ' || *from == '\t'))
        from++;
    while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
        to--;
    if (from == to || to - from > TEMPLATE_NAME__MAX || isdigit((unsigned char)*from))
        return NULL;
    for (const char *c = from; c < to; c++)
        if (!(*c >= 'a' && *c <= 'z') && !isdigit((unsigned char)*c) && *c != '_')
            return NULL;
    return arena_strn(p->a, from, (size_t)(to - from));
}

/* Where the line of a tag that stands alone on it begins and ends; false when it
 * does not. */
static bool
alone_on_line(const struct parsing *p, const char *literal, const char *tag,
    const char *after, const char **from, const char **to)
{
    const char *b = tag, *e = after;

    while (b > literal && (b[-1] == ' ' || b[-1] == '\t'))
        b--;
    if (b > p->src && b[-1] != '\n')
        return false;
    while (*e == ' ' || *e == '\t')
        e++;
    if (e[0] == '\r' && e[1] == '\n')
        e++;
    if (*e != '\n' && *e != '\0')
        return false;
    *from = b;
    *to = *e ? e + 1 : e;
    return true;
}

static enum err
add_tag(struct parsing *p, const char *open, const char *close)
{
    char mark = open[2];
    bool marked = mark != '\0' && strchr("#^/!", mark);
    char *name;

    if (marked && mark == '!')
        return OK;
    if (!(name = read_name(p, open + 2 + marked, close)))
        return fail(p, open, "a name is small letters, digits and _ in {{ }}");
    switch (marked ? mark : 0) {
    case '#':
        return open_section(p, name, false, open);
    case '^':
        return open_section(p, name, true, open);
    case '/':
        return close_section(p, name, open);
    default:
        return add_field(p, name, open);
    }
}

static enum err
parse_all(struct parsing *p)
{
    while (*p->at) {
        const char *open = strstr(p->at, "{{"), *close, *from, *to;
        enum err e;

        if (!open)
            return add_literal(p, p->at, p->at + strlen(p->at));
        if (!(close = strstr(open, "}}")))
            return fail(p, open, "{{ without }}");
        from = open;
        to = close + 2;
        if (strchr("#^/!", open[2]))
            (void)alone_on_line(p, p->at, open, to, &from, &to);
        if ((e = add_literal(p, p->at, from)))
            return e;
        if ((e = add_tag(p, open, close)))
            return e;
        p->at = to;
    }
    return OK;
}

enum err
template_parse(struct template **out, struct arena *a, enum template_kind kind,
    const char *source, const char **why)
{
    struct parsing p = { .a = a, .why = why };
    size_t n = strlen(source);
    enum err e;

    *out = NULL;
    *why = NULL;
    p.src = p.at = arena_strn(a, source, n);
    p.t = arena_new_of(a, struct template);
    *p.t = (struct template){
        .kind = kind,
        .nodes = arena_new_n(a, NODES, struct node),
        .room = NODES,
    };
    if (n > TEMPLATE_SIZE__MAX)
        return fail(&p, p.src, "longer than %d bytes", (int)TEMPLATE_SIZE__MAX);
    if (!text_is_utf8(source, n))
        return fail(&p, p.src, "not UTF-8");
    if (kind == TEMPLATE_LINE && text_has_control(source, n))
        return fail(&p, p.src, "must be one line");
    if ((e = parse_all(&p)))
        return e;
    if (p.open_n > 0)
        return fail(&p, p.at, "{{#%s}} is never closed",
            p.t->nodes[p.open[p.open_n - 1].node].name);
    if (kind == TEMPLATE_HTML && !html_done(&p.html))
        return fail(&p, p.at, "ends inside a tag, a comment or <style>");
    *out = p.t;
    return OK;
}

/* -- writing --------------------------------------------------------------- */

/* The row at hand and those around it. */
struct scope {
    const struct template_row *row;
    const struct scope *around;
};

struct writing {
    const struct template *t;
    struct buf *out;
    const char **why;
};

__attribute__((format(printf, 3, 4))) static enum err
refuse(struct writing *w, const struct node *n, const char *fmt, ...)
{
    struct arena *a = w->out->arena;
    va_list ap;

    va_start(ap, fmt);
    *w->why = arena_fmt(a, "line %d: %s", n->line, arena_vfmt(a, fmt, ap));
    va_end(ap);
    return ERR_INVALID;
}

static const struct template_field *
find(const struct scope *s, const char *name)
{
    for (; s; s = s->around)
        for (size_t k = 0; k < s->row->n; k++)
            if (strcmp(s->row->fields[k].name, name) == 0)
                return &s->row->fields[k];
    return NULL;
}

static enum err
write_field(struct writing *w, const struct node *n, const struct scope *s)
{
    const struct template_field *f = find(s, n->name);

    if (!f)
        return refuse(w, n, "there is no field {{%s}}", n->name);
    if (f->kind != TEMPLATE_IS_TEXT)
        return refuse(w, n, "{{%s}} is a section, not a text", n->name);
    if (!f->text || !text_is_utf8(f->text, strlen(f->text)))
        return refuse(w, n, "{{%s}} is no text", n->name);
    if (!*f->text)
        return refuse(w, n, "there is nothing to put for {{%s}}", n->name);
    if (!place_write(w->out, n->place, f->text))
        return refuse(w, n, "{{%s}} is no address of the web", n->name);
    return OK;
}

static enum err write_nodes(
    struct writing *w, size_t from, size_t to, const struct scope *s);

static enum err
write_section(struct writing *w, size_t at, const struct scope *s)
{
    const struct node *n = &w->t->nodes[at];
    const struct template_field *f = find(s, n->name);
    bool is_list, there;

    if (!f)
        return refuse(w, n, "there is no field {{%s}}", n->name);
    is_list = f->kind == TEMPLATE_IS_LIST;
    there = is_list                       ? f->rows_n > 0
            : f->kind == TEMPLATE_IS_FLAG ? f->flag
                                          : f->text && *f->text;
    if (there == (n->kind == NODE_UNLESS))
        return OK;
    if (!is_list || n->kind == NODE_UNLESS)
        return write_nodes(w, at + 1, n->end, s);
    for (size_t k = 0; k < f->rows_n; k++) {
        const struct scope inner = { &f->rows[k], s };
        enum err e = write_nodes(w, at + 1, n->end, &inner);

        if (e)
            return e;
    }
    return OK;
}

static enum err
write_nodes(struct writing *w, size_t from, size_t to, const struct scope *s)
{
    for (size_t k = from; k < to;) {
        const struct node *n = &w->t->nodes[k];
        enum err e = OK;

        if (w->out->len > RENDERED__MAX) {
            *w->why = "the text is too long";
            return ERR_LIMIT;
        }
        if (n->kind == NODE_LITERAL)
            buf_add(w->out, n->text, n->text_n);
        else if (n->kind == NODE_FIELD)
            e = write_field(w, n, s);
        else
            e = write_section(w, k, s);
        if (e)
            return e;
        k = n->kind == NODE_SECTION || n->kind == NODE_UNLESS ? n->end : k + 1;
    }
    return OK;
}

enum err
template_render(const struct template *t, const struct template_row *fields,
    struct buf *out, const char **why)
{
    struct writing w = { t, out, why };
    const struct scope top = { fields, NULL };

    *why = NULL;
    return write_nodes(&w, 0, t->n, &top);
}
