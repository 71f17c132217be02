#include "handler/export_columns.h"

#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "handler/export_words.h"

static const char *
schema_text(const struct http *h, const char *name)
{
    for (size_t i = 0; h->tables[i]; i++)
        for (const struct schema *s = h->tables[i]->schemas; s && s->name; s++)
            if (!strcmp(s->name, name))
                return s->text;
    return NULL;
}

/* "name?:type?" from *at on, without the marks; false at the end. */
static bool
next_member(struct arena *a, const char **at, const char **name, const char **type)
{
    const char *p = *at + strspn(*at, " ");
    size_t n = strcspn(p, " "), colon = strcspn(p, ":"), end = n;

    if (!n)
        return false;
    end -= p[n - 1] == '?';
    *type = arena_strn(a, p + colon + 1, end - colon - 1);
    *name = arena_strn(a, p, colon - (p[colon - 1] == '?'));
    *at = p + n;
    return true;
}

/* False: it is not of one value. */
static bool
kind_of(const char *type, enum sheet_kind *kind)
{
    static const struct {
        const char *type;
        enum sheet_kind kind;
    } KINDS[] = {
        { "text", SHEET_TEXT },
        { "currency", SHEET_TEXT },
        { "int", SHEET_NUMBER },
        { "amount", SHEET_NUMBER },
        { "bool", SHEET_BOOL },
        { "day", SHEET_DAY },
        { "instant", SHEET_INSTANT },
    };

    *kind = SHEET_TEXT;
    if (strchr(type, '|') && *type != '[')
        return true;
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (!strcmp(type, KINDS[i].type)) {
            *kind = KINDS[i].kind;
            return true;
        }
    return false;
}

/* What people write, in as many lines as it takes. */
static bool
is_prose(const struct export_column *c)
{
    static const char *const PROSE[] = { "words", "body", "billing_address",
        "shipping_address", "note", "detail", "definition", "subject", "title" };

    for (size_t i = 0; i < sizeof PROSE / sizeof *PROSE; i++)
        if (!c->part && text_eq(c->member, PROSE[i]))
            return true;
    return false;
}

static void
add(struct export_columns *out, struct export_column c, const char *head,
    enum sheet_kind kind)
{
    if (out->n == SHEET_COLS__MAX)
        return;
    out->of[out->n] = c;
    out->col[out->n++] = (struct sheet_col){ head, kind, is_prose(&c) };
}

/* Parts of an object within: of "customer" its number and name. The only one, or the
 * name of a person, is called as the object. */
static void
add_parts(struct arena *a, const struct http *h, const char *member, const char *type,
    const char *head, const char *language, struct export_columns *out)
{
    const char *at = schema_text(h, type), *name, *inner;
    enum sheet_kind kind;

    while (at && next_member(a, &at, &name, &inner))
        if (kind_of(inner, &kind))
            add(out, (struct export_column){ .member = member, .part = name },
                !strcmp(name, "name")
                    ? head
                    : arena_fmt(a, "%s: %s", head, export_word(a, language, name)),
                kind);
}

/* Lists of what fits into a cell. */
static void
add_list(struct arena *a, const struct http *h, const char *member, const char *type,
    const char *head, struct export_columns *out)
{
    const char *inner = arena_strn(a, type + 1, strlen(type) - 2);
    const char *text = schema_text(h, inner);
    struct export_column c = { .member = member, .many = true };
    enum sheet_kind kind;

    c.money = text_eq(inner, "money");
    if (!c.money && text && strstr(text, "email:"))
        c.part = "email";
    if (kind_of(inner, &kind) || c.money || c.part)
        add(out, c, head, SHEET_TEXT);
}

void
export_columns(struct arena *a, const struct http *h, const char *schema,
    const char *language, struct export_columns *out)
{
    const char *at = schema_text(h, schema), *name, *type;
    enum sheet_kind kind;

    out->n = 0;
    out->schema = schema;
    out->values = NULL;
    while (at && next_member(a, &at, &name, &type)) {
        const char *head = export_word_of(a, language, schema, name);

        if (kind_of(type, &kind))
            add(out, (struct export_column){ .member = name }, head, kind);
        else if (*type == '[')
            add_list(a, h, name, type, head, out);
        else if (text_eq(type, "money"))
            add(out, (struct export_column){ .member = name, .money = true }, head,
                SHEET_MONEY);
        else
            add_parts(a, h, name, type, head, language, out);
    }
}

void
export_columns_only(struct export_columns *c, const char *names)
{
    struct export_columns all = *c;

    c->n = 0;
    while (*names) {
        size_t n = strcspn(names, " ");

        for (size_t i = 0; i < all.n; i++)
            if (strlen(all.of[i].member) == n && !memcmp(all.of[i].member, names, n)) {
                c->of[c->n] = all.of[i];
                c->col[c->n++] = all.col[i];
            }
        names += n + (names[n] == ' ');
    }
    if (!c->n)
        *c = all;
}

/* -- cells ----------------------------------------------------------------- */

/* Several in a cell are words: a sheet of numbers knows how to show one. */
static const char *
money_of(const struct export_columns *of, size_t i, struct arena *a,
    const struct jsonscan_value *v)
{
    const struct jsonscan_value amount = jsonscan_find(v, "amount"),
                                currency = jsonscan_find(v, "currency");

    const char *text;

    if (v->kind != JSONSCAN_OBJECT)
        return "";
    text = jsonscan_text(a, &amount);
    if (of->values && of->of[i].many)
        text = fmt_decimal(a, text, of->values->language);
    return arena_fmt(a, "%s %s", text, jsonscan_text(a, &currency));
}

static const char *
one_of(const struct export_columns *of, size_t i, struct arena *a,
    const struct jsonscan_value *v)
{
    const struct export_column *c = &of->of[i];
    const char *text, *word = NULL;
    struct jsonscan_value part;

    if (c->money)
        return money_of(of, i, a, v);
    if (c->part)
        part = jsonscan_find(v, c->part);
    text = jsonscan_text(a, c->part ? &part : v);
    if (of->values && of->col[i].kind == SHEET_TEXT)
        word = export_value(
            of->values, a, of->schema, c->part ? c->part : c->member, text);
    return word ? word : text;
}

static const char *
many_of(const struct export_columns *of, size_t i, struct arena *a,
    const struct jsonscan_value *v)
{
    struct jsonscan in = jsonscan_inside(v);
    struct jsonscan_value one;
    struct buf b;

    buf_init(&b, a);
    while (jsonscan_element(&in, &one)) {
        if (b.len)
            buf_text(&b, ", ");
        buf_text(&b, one_of(of, i, a, &one));
    }
    return b.text;
}

void
export_cells(const struct export_columns *c, struct arena *a,
    const struct jsonscan_value *row, const char **cells)
{
    struct jsonscan in = jsonscan_inside(row);
    struct jsonscan_value name, v;

    memset(cells, 0, c->n * sizeof *cells);
    while (jsonscan_member(&in, &name, &v))
        for (size_t i = 0; i < c->n; i++)
            if (jsonscan_is(&name, c->of[i].member))
                cells[i] = c->of[i].many ? many_of(c, i, a, &v) : one_of(c, i, a, &v);
}
