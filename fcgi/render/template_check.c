#include <string.h>

#include "render/internal.h"

enum { FAULTS__MAX = 50 };

/* A row of names, and those around it. */
struct scope {
    const struct template_row *row;
    const struct scope *around;
};

struct checking {
    const struct template *t;
    struct arena *a;
    struct template_fault *faults;
    size_t n;
    const char *asked[TEMPLATE_DEPTH__MAX]; /* sections that are kept only when there
                                               is something */
    size_t asked_n;
};

static const struct template_field *
find(const struct scope *s, const char *name)
{
    for (; s; s = s->around)
        for (size_t k = 0; k < s->row->n; k++)
            if (strcmp(s->row->fields[k].name, name) == 0)
                return &s->row->fields[k];
    return NULL;
}

static bool
is_asked(const struct checking *c, const char *name)
{
    for (size_t k = 0; k < c->asked_n; k++)
        if (strcmp(c->asked[k], name) == 0)
            return true;
    return false;
}

static void
fault(struct checking *c, const struct node *n, const char *message)
{
    if (c->n < FAULTS__MAX)
        c->faults[c->n++] =
            (struct template_fault){ .line = n->line, .message = message };
}

static void
check_field(struct checking *c, const struct node *n, const struct scope *s)
{
    const struct template_field *f = find(s, n->name);

    if (!f)
        fault(c, n, arena_fmt(c->a, "there is no field {{%s}}", n->name));
    else if (f->kind != TEMPLATE_IS_TEXT)
        fault(c, n, arena_fmt(c->a, "{{%s}} is a section, not a text", n->name));
    else if (f->optional && !is_asked(c, n->name))
        fault(c, n,
            arena_fmt(c->a, "{{%s}} may be empty: put it between {{#%s}} and {{/%s}}",
                n->name, n->name, n->name));
}

static void
check_nodes(struct checking *c, size_t from, size_t to, const struct scope *s)
{
    for (size_t k = from; k < to;) {
        const struct node *n = &c->t->nodes[k];
        const struct template_field *f;

        if (n->kind == NODE_FIELD)
            check_field(c, n, s);
        if (n->kind != NODE_SECTION && n->kind != NODE_UNLESS) {
            k++;
            continue;
        }
        if (!(f = find(s, n->name)))
            fault(c, n, arena_fmt(c->a, "there is no field {{%s}}", n->name));
        if (n->kind == NODE_SECTION)
            c->asked[c->asked_n++] = n->name;
        if (f && f->kind == TEMPLATE_IS_LIST && n->kind == NODE_SECTION && f->rows_n) {
            const struct scope inner = { &f->rows[0], s };

            check_nodes(c, k + 1, n->end, &inner);
        } else {
            check_nodes(c, k + 1, n->end, s);
        }
        if (n->kind == NODE_SECTION)
            c->asked_n--;
        k = n->end;
    }
}

size_t
template_check(const struct template *t, const struct template_row *shape,
    struct arena *a, struct template_fault **out)
{
    struct checking c = {
        .t = t, .a = a, .faults = arena_new_n(a, FAULTS__MAX, struct template_fault)
    };
    const struct scope top = { shape, NULL };

    check_nodes(&c, 0, t->n, &top);
    *out = c.faults;
    return c.n;
}
