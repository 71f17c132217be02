#ifndef RENDER_INTERNAL_H
#define RENDER_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "render/template.h"

/* Where a field stands, which decides how it is escaped. */
enum place {
    PLACE_NONE, /* nowhere a field may stand */
    PLACE_TEXT,
    PLACE_LINE,
    PLACE_ELEMENT,   /* between tags, or in a quoted attribute */
    PLACE_URL_START, /* the beginning of href or src */
    PLACE_URL_REST
};

enum node_kind { NODE_LITERAL, NODE_FIELD, NODE_SECTION, NODE_UNLESS };

struct node {
    enum node_kind kind;
    int line;
    const char *name; /* of a field or section */
    enum place place;
    const char *text; /* of a literal */
    size_t text_n;
    size_t end; /* of a section: the first node after it */
};

/* Nodes in the order of the source; those of a section follow it. */
struct template
{
    enum template_kind kind;
    struct node *nodes;
    size_t n, room;
};

/*
 * As much of HTML as tells where a field stands. It follows the text of a template,
 * not that of fields: those cannot leave their place.
 */
struct html {
    enum {
        HTML_BETWEEN,
        HTML_TAG_OPEN, /* after < */
        HTML_TAG_NAME,
        HTML_IN_TAG,
        HTML_ATTR_NAME,
        HTML_AFTER_NAME,
        HTML_BEFORE_VALUE,
        HTML_QUOTED,
        HTML_UNQUOTED,
        HTML_COMMENT,
        HTML_RAW /* inside script, style, textarea, title, xmp … */
    } is;
    char quote;
    bool value_begun, closing;
    char tag[16], attr[16];
    unsigned char dashes; /* of a comment's end */
    size_t matched;       /* of the end tag of what is raw */
};

/* Goes over text; what is wrong with it, or NULL. */
const char *html_step(struct html *h, const char *from, const char *to);
enum place html_place(const struct html *h);
void html_field(struct html *h); /* a field stands here */
bool html_same(const struct html *a, const struct html *b);
bool html_done(const struct html *h);

/* Escapes a text for its place. False: it is no address of the web. */
bool place_write(struct buf *out, enum place place, const char *text);

#endif
