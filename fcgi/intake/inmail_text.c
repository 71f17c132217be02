#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/inmail.h"
#include "intake/internal.h"

/* -- what is quoted -------------------------------------------------------- */

struct line {
    const char *at;
    size_t n;
};

static struct line *
lines_of(struct arena *a, const char *text, size_t *n)
{
    size_t count = 1;
    struct line *list;

    for (const char *s = text; (s = strchr(s, '\n')); s++)
        count++;
    list = arena_new_n(a, count, struct line);
    for (*n = 0; *n < count; (*n)++) {
        list[*n] = (struct line){ text, strcspn(text, "\n") };
        text += list[*n].n + (text[list[*n].n] != '\0');
    }
    return list;
}

static bool
is_blank(const struct line *l)
{
    return strspn(l->at, " \t\r") >= l->n;
}

static bool
is_quoted(const struct line *l)
{
    size_t k = strspn(l->at, " \t");

    return k < l->n && l->at[k] == '>';
}

static bool
starts(const struct line *l, const char *what)
{
    size_t skip = strspn(l->at, " \t*"), n = strlen(what);

    return skip + n <= l->n && strncasecmp(l->at + skip, what, n) == 0;
}

static bool
ends(const struct line *l, const char *what)
{
    size_t n = l->n, k = strlen(what);

    while (n > 0 && strchr(" \t\r", l->at[n - 1]))
        n--;
    return n >= k && strncasecmp(l->at + n - k, what, k) == 0;
}

/* "-----Original Message-----", "-----Ursprüngliche Nachricht-----" … */
static bool
is_divider(const struct line *l)
{
    size_t k = strspn(l->at, " \t"), dashes = strspn(l->at + k, "-"),
           lows = strspn(l->at + k, "_");

    if (lows >= 20 && k + lows <= l->n)
        return true;
    return dashes >= 4 && ends(l, "----") && l->n > k + dashes + 8;
}

/* "On 4 March, Anna wrote:", also where it was folded onto a second line. */
static bool
is_attribution(const struct line *l, const struct line *next)
{
    static const char *const BEGIN[] = { "On ", "Am ", "Le ", "El ", "Il ", "Op " };
    static const char *const END[] = { "wrote:", "schrieb:", "écrit :",
        "écrit\xc2\xa0:", "écrit:", "escribió:", "ha scritto:", "schreef:", ">:" };
    bool begins = false;

    for (size_t i = 0; i < sizeof BEGIN / sizeof *BEGIN; i++)
        begins = begins || starts(l, BEGIN[i]);
    if (!begins)
        return false;
    for (size_t i = 0; i < sizeof END / sizeof *END; i++)
        if (ends(l, END[i]) || (next && !is_quoted(next) && ends(next, END[i])))
            return true;
    return starts(l, "Am ") && (memmem(l->at, l->n, " schrieb ", 9) != NULL) &&
           ends(l, ":");
}

/* "From: …" with "Sent: …" or "To: …" under it: how Outlook writes what it quotes. */
static bool
is_header_block(const struct line *l, size_t left)
{
    static const char *const FROM[] = { "From:", "Von:", "De :", "De:" };
    static const char *const MORE[] = { "Sent:", "Date:", "To:", "Subject:",
        "Gesendet:", "Datum:", "An:", "Betreff:", "Envoyé :", "Envoyé:", "Date :",
        "À :", "À:", "Objet :", "Objet:" };
    unsigned found = 0;
    bool from = false;

    for (size_t i = 0; i < sizeof FROM / sizeof *FROM; i++)
        from = from || starts(l, FROM[i]);
    for (size_t k = 1; from && k <= 5 && k < left; k++)
        for (size_t i = 0; i < sizeof MORE / sizeof *MORE; i++)
            found += starts(l + k, MORE[i]);
    return found >= 2;
}

/* Whether somebody wrote between what is quoted. */
static bool
answers_below(const struct line *l, size_t left)
{
    bool quoted = false;

    for (size_t i = 0; i < left; i++) {
        if (is_quoted(&l[i]))
            quoted = true;
        else if (quoted && !is_blank(&l[i]))
            return true;
    }
    return false;
}

/* Where the quoted part begins; n when there is none. */
static size_t
cut_at(const struct line *l, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct line *next = i + 1 < n ? &l[i + 1] : NULL;

        if (is_divider(&l[i]) || is_header_block(&l[i], n - i))
            return i;
        if (is_attribution(&l[i], next))
            return answers_below(l + i, n - i) ? n : i;
        if (is_quoted(&l[i]))
            return answers_below(l + i, n - i) ? n : i;
        if (l[i].n == 3 && memcmp(l[i].at, "-- ", 3) == 0)
            return i;
    }
    return n;
}

char *
inmail_fresh(struct arena *a, const char *text)
{
    size_t n, at;
    struct line *l = lines_of(a, text, &n);
    char *fresh;

    at = cut_at(l, n);
    if (at == n)
        return text_trim(a, text);
    fresh = text_trim(a, arena_strn(a, text, (size_t)(l[at].at - text)));
    return *fresh ? fresh : text_trim(a, text);
}

/* -- HTML ------------------------------------------------------------------ */

static const struct {
    const char *name, *text;
} ENTITIES[] = { { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" },
    { "apos", "'" }, { "nbsp", " " }, { "auml", "ä" }, { "ouml", "ö" }, { "uuml", "ü" },
    { "Auml", "Ä" }, { "Ouml", "Ö" }, { "Uuml", "Ü" }, { "szlig", "ß" },
    { "eacute", "é" }, { "egrave", "è" }, { "agrave", "à" }, { "ccedil", "ç" },
    { "euro", "€" }, { "pound", "£" }, { "ndash", "–" }, { "mdash", "—" },
    { "rsquo", "’" }, { "lsquo", "‘" }, { "hellip", "…" } };

static void
put_code(struct buf *b, unsigned long c)
{
    char u[4];
    size_t n;

    if (c < 0x20 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
        buf_char(b, ' ');
        return;
    }
    if (c < 0x80) {
        buf_char(b, (char)c);
        return;
    }
    n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t k = n; k-- > 1; c >>= 6)
        u[k] = (char)(0x80 | (c & 0x3f));
    u[0] = (char)((n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0) | c);
    buf_add(b, u, n);
}

/* An entity at s, which is an &; how many bytes it took. */
static size_t
entity(struct buf *b, const char *s)
{
    size_t n = strcspn(s + 1, "; <&\n");

    if (s[1 + n] != ';' || n == 0 || n > 10) {
        buf_char(b, '&');
        return 1;
    }
    if (s[1] == '#') {
        bool hex = s[2] == 'x' || s[2] == 'X';

        put_code(b, strtoul(s + 2 + hex, NULL, hex ? 16 : 10));
        return n + 2;
    }
    for (size_t i = 0; i < sizeof ENTITIES / sizeof *ENTITIES; i++)
        if (strlen(ENTITIES[i].name) == n && strncmp(s + 1, ENTITIES[i].name, n) == 0) {
            buf_text(b, ENTITIES[i].text);
            return n + 2;
        }
    buf_char(b, '&');
    return 1;
}

static bool
is_tag(const char *s, const char *name)
{
    size_t n = strlen(name);

    s += *s == '/';
    return strncasecmp(s, name, n) == 0 && !isalnum((unsigned char)s[n]);
}

/* Past a tag at s, which is a <; a block or break becomes a line end, what is no text
 * is left out with all that is in it. */
static const char *
tag(struct buf *b, const char *s)
{
    static const char *const SILENT[] = { "script", "style", "head", "title" };
    static const char *const BREAK[] = { "br", "p", "div", "tr", "li", "h1", "h2", "h3",
        "table", "blockquote", "ul", "ol" };
    const char *end;

    if (strncmp(s, "<!--", 4) == 0)
        return (end = strstr(s, "-->")) ? end + 3 : s + strlen(s);
    for (size_t i = 0; i < sizeof SILENT / sizeof *SILENT; i++) {
        if (s[1] == '/' || !is_tag(s + 1, SILENT[i]))
            continue;
        for (end = s + 1; (end = strchr(end, '<')); end++)
            if (end[1] == '/' && is_tag(end + 1, SILENT[i]))
                break;
        return end && (end = strchr(end, '>')) ? end + 1 : s + strlen(s);
    }
    for (size_t i = 0; i < sizeof BREAK / sizeof *BREAK; i++)
        if (is_tag(s + 1, BREAK[i])) {
            buf_char(b, '\n');
            break;
        }
    end = strchr(s, '>');
    return end ? end + 1 : s + strlen(s);
}

/* Blanks at the ends of lines and more than one empty line go. */
static char *
tidied(struct arena *a, const char *text)
{
    size_t n, empty = 1;
    struct line *l = lines_of(a, text, &n);
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < n; i++) {
        size_t skip = strspn(l[i].at, " \t"), len = l[i].n;

        while (len > skip && strchr(" \t", l[i].at[len - 1]))
            len--;
        empty = len > skip ? 0 : empty + 1;
        if (empty > 1)
            continue;
        if (len > skip)
            buf_add(&b, l[i].at + skip, len - skip);
        buf_char(&b, '\n');
    }
    return text_trim(a, b.text);
}

char *
inmail_plain(struct arena *a, const char *html)
{
    struct buf b;
    bool blank = true;

    buf_init(&b, a);
    while (*html) {
        if (*html == '<' &&
            (isalpha((unsigned char)html[1]) || strchr("/!?", html[1]))) {
            html = tag(&b, html);
            blank = b.len > 0 && b.text[b.len - 1] == '\n';
        } else if (*html == '&') {
            html += entity(&b, html);
            blank = false;
        } else if (isspace((unsigned char)*html)) {
            if (!blank)
                buf_char(&b, ' ');
            blank = true;
            html++;
        } else {
            buf_char(&b, *html++);
            blank = false;
        }
    }
    return tidied(a, clean_text(a, b.text, b.len, INMAIL_TEXT__MAX));
}
