#ifndef RENDER_TEMPLATE_H
#define RENDER_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/*
 * What a message says, as its authors write it: text with fields and sections, and
 * no logic.
 *
 *    Dear {{contact}},
 *    {{#lines}}
 *    {{number}}, due {{due_on}}: {{open}}
 *    {{/lines}}
 *    {{^contact}}Dear Sir or Madam,{{/contact}}
 *
 * {{name}}            the field
 * {{#name}}…{{/name}} once for each row of a list; of a text, once unless it is empty;
 *                     of a flag, once if it is set
 * {{^name}}…{{/name}} once if the list or text is empty, or the flag is not set
 * {{! a remark }}     nothing
 *
 * Inside a list the names of the row come first, then those around it. A tag of a
 * section or a remark alone on its line takes the line with it.
 *
 * Escaping follows from where a field stands. In HTML: between tags and in quoted
 * attributes the five characters; at the beginning of href and src only http, https
 * and mailto addresses pass; further on in them all but unreserved characters are
 * percent-encoded. A field may stand nowhere else: not in a tag's or an attribute's
 * name, an unquoted value, an on… or style attribute, a comment, <script> or <style>.
 *
 * A name that is not there is an error, and so is a text with nothing in it: never a
 * blank. What may be empty stands in a section of its own name.
 */
enum template_kind {
    TEMPLATE_TEXT,
    TEMPLATE_LINE, /* one line, such as a subject: line ends in fields become blanks */
    TEMPLATE_HTML
};

struct template_row;

struct template_field {
    const char *name;
    enum { TEMPLATE_IS_TEXT, TEMPLATE_IS_FLAG, TEMPLATE_IS_LIST } kind;
    const char *text;
    bool flag;
    const struct template_row *rows;
    size_t rows_n;
    bool optional; /* a text that may be empty: template_check wants it asked for */
};

struct template_row {
    const struct template_field *fields;
    size_t n;
};

enum {
    TEMPLATE_SIZE__MAX = 256 * 1024,
    TEMPLATE_DEPTH__MAX = 8,
    TEMPLATE_NAME__MAX = 64
};

struct template;

/*
 * Reads a template; it and `why` ("line 3: {{/lines}} closes nothing") live in the
 * arena. ERR_INVALID: it is none.
 */
enum err template_parse(struct template **out, struct arena *a, enum template_kind kind,
    const char *source, const char **why);

/*
 * Appends the text with these fields to out.
 *
 * ERR_INVALID  a name is missing or its text empty, a list stands where a text
 *              belongs, an address is not one of the web; *why tells it, in the arena
 *              of out
 * ERR_LIMIT    the text grows over 4 MiB
 */
enum err template_render(const struct template *t, const struct template_row *fields,
    struct buf *out, const char **why);

/*
 * What would be wrong with it whatever it is rendered with: names that are not there,
 * lists where a text belongs, optional texts outside a section of their own name.
 * shape: fields of every kind the texts of this sort may name, each list with a row.
 * How many faults, in the order of the lines; they live in the arena.
 */
struct template_fault {
    int line;
    const char *message;
};
size_t template_check(const struct template *t, const struct template_row *shape,
    struct arena *a, struct template_fault **out);

#endif
