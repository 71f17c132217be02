#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "render/internal.h"

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Names longer than the field are of nothing we look for: only the start counts. */
static void
add_letter(char *name, size_t size, char c)
{
    size_t n = strlen(name);

    if (n + 1 < size) {
        name[n] = (char)tolower((unsigned char)c);
        name[n + 1] = '\0';
    }
}

static bool
is_raw(const char *tag)
{
    static const char *const RAW[] = { "script", "style", "textarea", "title", "xmp",
        "iframe", "noembed", "noframes", "noscript", "plaintext", "svg", "math" };

    for (size_t k = 0; k < sizeof RAW / sizeof *RAW; k++)
        if (strcmp(tag, RAW[k]) == 0)
            return true;
    return false;
}

static void
end_tag(struct html *h)
{
    h->is = !h->closing && is_raw(h->tag) ? HTML_RAW : HTML_BETWEEN;
    h->matched = 0;
}

/* Looks for "</tag" of what is raw. */
static void
step_raw(struct html *h, char c)
{
    size_t n = strlen(h->tag);
    char low = (char)tolower((unsigned char)c);

    if (h->matched == n + 2) {
        if (c == '>')
            h->is = HTML_BETWEEN;
        else if (!is_blank(c))
            h->matched = 0;
        return;
    }
    if (low == (h->matched == 0 ? '<' : h->matched == 1 ? '/' : h->tag[h->matched - 2]))
        h->matched++;
    else
        h->matched = c == '<';
}

static void
step_comment(struct html *h, char c)
{
    if (c == '>' && h->dashes >= 2)
        h->is = HTML_BETWEEN;
    h->dashes = c == '-' ? (unsigned char)(h->dashes < 2 ? h->dashes + 1 : 2) : 0;
}

static void
step_tag_open(struct html *h, char c)
{
    h->tag[0] = h->attr[0] = '\0';
    h->closing = false;
    h->is = HTML_TAG_NAME;
    if (c == '/')
        h->closing = true;
    else if (isalpha((unsigned char)c) || c == '!')
        add_letter(h->tag, sizeof h->tag, c);
    else
        h->is = HTML_BETWEEN; /* a lone < */
}

static void
step_tag_name(struct html *h, char c)
{
    if (c == '>') {
        end_tag(h);
    } else if (is_blank(c) || c == '/') {
        h->is = HTML_IN_TAG;
    } else {
        add_letter(h->tag, sizeof h->tag, c);
        if (strcmp(h->tag, "!--") == 0) {
            h->is = HTML_COMMENT;
            h->dashes = 0;
        }
    }
}

static void
step_in_tag(struct html *h, char c)
{
    if (c == '>') {
        end_tag(h);
    } else if (!is_blank(c) && c != '/') {
        h->attr[0] = '\0';
        add_letter(h->attr, sizeof h->attr, c);
        h->is = HTML_ATTR_NAME;
    }
}

static void
step_attr_name(struct html *h, char c)
{
    if (c == '=')
        h->is = HTML_BEFORE_VALUE;
    else if (is_blank(c))
        h->is = HTML_AFTER_NAME;
    else if (c == '>')
        end_tag(h);
    else if (c == '/')
        h->is = HTML_IN_TAG;
    else
        add_letter(h->attr, sizeof h->attr, c);
}

static void
step_before_value(struct html *h, char c)
{
    if (is_blank(c))
        return;
    h->value_begun = false;
    if (c == '"' || c == '\'') {
        h->quote = c;
        h->is = HTML_QUOTED;
    } else if (c == '>') {
        end_tag(h);
    } else {
        h->is = HTML_UNQUOTED;
    }
}

static void
step(struct html *h, char c)
{
    switch (h->is) {
    case HTML_BETWEEN:
        if (c == '<')
            h->is = HTML_TAG_OPEN;
        return;
    case HTML_TAG_OPEN:
        step_tag_open(h, c);
        return;
    case HTML_TAG_NAME:
        step_tag_name(h, c);
        return;
    case HTML_IN_TAG:
        step_in_tag(h, c);
        return;
    case HTML_ATTR_NAME:
        step_attr_name(h, c);
        return;
    case HTML_AFTER_NAME:
        if (c == '=')
            h->is = HTML_BEFORE_VALUE;
        else if (!is_blank(c))
            step_in_tag(h, c);
        return;
    case HTML_BEFORE_VALUE:
        step_before_value(h, c);
        return;
    case HTML_QUOTED:
        if (c == h->quote)
            h->is = HTML_IN_TAG;
        else
            h->value_begun = true;
        return;
    case HTML_UNQUOTED:
        if (is_blank(c))
            h->is = HTML_IN_TAG;
        else if (c == '>')
            end_tag(h);
        return;
    case HTML_COMMENT:
        step_comment(h, c);
        return;
    case HTML_RAW:
        step_raw(h, c);
        return;
    }
}

const char *
html_step(struct html *h, const char *from, const char *to)
{
    for (const char *c = from; c < to; c++) {
        step(h, *c);
        if (h->is == HTML_RAW && strcmp(h->tag, "style") != 0 &&
            strcmp(h->tag, "title") != 0)
            return "a mail has no scripts, frames, drawings or form fields";
    }
    return NULL;
}

static bool
is_url(const char *attr)
{
    static const char *const URLS[] = { "href", "src", "action", "background", "cite",
        "formaction", "poster", "data", "longdesc", "srcset", "xlink:href" };

    for (size_t k = 0; k < sizeof URLS / sizeof *URLS; k++)
        if (strcmp(attr, URLS[k]) == 0)
            return true;
    return false;
}

enum place
html_place(const struct html *h)
{
    if (h->is == HTML_BETWEEN)
        return PLACE_ELEMENT;
    if (h->is == HTML_RAW && strcmp(h->tag, "title") == 0 && h->matched == 0)
        return PLACE_ELEMENT;
    if (h->is != HTML_QUOTED || text_starts(h->attr, "on") ||
        strcmp(h->attr, "style") == 0 || strcmp(h->attr, "srcset") == 0 ||
        strcmp(h->attr, "srcdoc") == 0 || strcmp(h->tag, "meta") == 0)
        return PLACE_NONE;
    if (!is_url(h->attr))
        return PLACE_ELEMENT;
    return h->value_begun ? PLACE_URL_REST : PLACE_URL_START;
}

void
html_field(struct html *h)
{
    if (h->is == HTML_QUOTED)
        h->value_begun = true;
}

bool
html_same(const struct html *a, const struct html *b)
{
    if (a->is != b->is)
        return false;
    if (a->is == HTML_BETWEEN)
        return true;
    if (a->is == HTML_RAW)
        return strcmp(a->tag, b->tag) == 0 && a->matched == b->matched;
    /* In a tag: the same one, at the same place of the same attribute. */
    return a->is == HTML_QUOTED && strcmp(a->tag, b->tag) == 0 &&
           strcmp(a->attr, b->attr) == 0 && a->quote == b->quote &&
           a->value_begun == b->value_begun;
}

bool
html_done(const struct html *h)
{
    return h->is == HTML_BETWEEN;
}

/* -- escaping -------------------------------------------------------------- */

static bool
is_web_address(const char *s)
{
    return (text_starts(s, "https://") || text_starts(s, "http://") ||
               text_starts(s, "mailto:")) &&
           !text_has_control(s, strlen(s)) && !strpbrk(s, " \\");
}

bool
place_write(struct buf *out, enum place place, const char *text)
{
    switch (place) {
    case PLACE_NONE:
        return false;
    case PLACE_TEXT:
        buf_text(out, text);
        return true;
    case PLACE_LINE:
        for (const char *c = text; *c; c++)
            buf_char(out, (unsigned char)*c < 0x20 || *c == 0x7f ? ' ' : *c);
        return true;
    case PLACE_ELEMENT:
        text_html(out, text);
        return true;
    case PLACE_URL_START:
        if (!is_web_address(text))
            return false;
        text_html(out, text);
        return true;
    case PLACE_URL_REST:
        text_url(out, text);
        return true;
    }
    return false;
}
