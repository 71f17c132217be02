#include "intake/csv.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

struct csv_in {
    struct csv_parser parser;
    enum csv_encoding encoding;
    char delimiter;
    csv_row_fn *each;
    void *ctx;
    const char *fault;

    struct arena *arena; /* of the row under way */
    const char **field;  /* [CSV_COLUMNS__MAX] */
    size_t n, row_bytes;
    const char *broken;
    uint64_t line_no;      /* of the row under way */
    uint64_t newlines;     /* inside its quotes */
    int last_end;          /* the character that ended the row before */
    bool skipping;         /* to the end of a broken line */
    bool started;          /* the first bytes were looked at */
    unsigned char head[3]; /* of the file, until there are enough to tell */
    size_t head_n;
    enum err stopped;
};

/* 0x80 to 0x9f of windows-1252; 0 is no character. */
static const uint16_t HIGH[32] = { 0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020,
    0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019,
    0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,
    0x017e, 0x0178 };

static void
parser_start(struct csv_in *in)
{
    if (csv_init(&in->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL))
        abort();
    csv_set_delim(&in->parser, (unsigned char)in->delimiter);
}

struct csv_in *
csv_in_new(enum csv_encoding encoding, char delimiter, csv_row_fn *each, void *ctx)
{
    struct csv_in *in = calloc(1, sizeof *in);

    if (!in)
        abort();
    in->encoding = encoding;
    in->delimiter = delimiter;
    in->each = each;
    in->ctx = ctx;
    in->arena = arena_new();
    in->field = calloc(CSV_COLUMNS__MAX, sizeof *in->field);
    if (!in->field)
        abort();
    in->line_no = 1;
    parser_start(in);
    return in;
}

void
csv_in_free(struct csv_in *in)
{
    if (!in)
        return;
    csv_free(&in->parser);
    arena_free(in->arena);
    free(in->field);
    free(in);
}

const char *
csv_in_fault(const struct csv_in *in)
{
    return in->fault ? in->fault : "";
}

static char *
from_1252(struct csv_in *in, const unsigned char *s, size_t n)
{
    struct buf b;

    buf_init(&b, in->arena);
    for (size_t i = 0; i < n; i++) {
        unsigned c = s[i];

        if (c >= 0x80 && c < 0xa0 && !(c = HIGH[c - 0x80])) {
            in->broken = "has a byte that is no character of windows-1252";
            return NULL;
        }
        if (c < 0x80) {
            buf_char(&b, (char)c);
        } else if (c < 0x800) {
            buf_char(&b, (char)(0xc0 | c >> 6));
            buf_char(&b, (char)(0x80 | (c & 0x3f)));
        } else {
            buf_char(&b, (char)(0xe0 | c >> 12));
            buf_char(&b, (char)(0x80 | (c >> 6 & 0x3f)));
            buf_char(&b, (char)(0x80 | (c & 0x3f)));
        }
    }
    return b.text;
}

static void
on_field(void *s, size_t n, void *ctx)
{
    struct csv_in *in = ctx;
    const char *text = NULL;

    for (size_t i = 0; i < n; i++)
        in->newlines += ((const char *)s)[i] == '\n';
    if (in->stopped || in->broken)
        return;
    in->row_bytes += n;
    if (in->n == CSV_COLUMNS__MAX)
        in->broken = "has more than 200 columns";
    else if (in->row_bytes > CSV_ROW__MAX)
        in->broken = "is longer than 1 MiB";
    else if (n && memchr(s, '\0', n))
        in->broken = "has a NUL byte";
    else if (in->encoding == CSV_WINDOWS_1252)
        text = from_1252(in, s, n);
    else if (!text_is_utf8(n ? s : "", n))
        in->broken = "is not valid UTF-8: does the profile name the right encoding?";
    else
        text = arena_strn(in->arena, n ? s : "", n);
    if (text)
        in->field[in->n++] = text;
}

static void
give(struct csv_in *in)
{
    struct csv_row row = {
        .line_no = in->line_no, .n = in->n, .field = in->field, .broken = in->broken
    };

    /* a line of nothing is no row */
    if (!in->stopped && (in->n > 1 || in->broken || (in->n == 1 && in->field[0][0])))
        in->stopped = in->each(in->ctx, &row);
    arena_reset(in->arena);
    in->line_no += in->newlines;
    in->n = in->row_bytes = 0;
    in->newlines = 0;
    in->broken = NULL;
}

static void
on_row(int c, void *ctx)
{
    struct csv_in *in = ctx;
    bool same_line = c == '\n' && in->last_end == '\r' && !in->n && !in->broken;

    if (in->n || in->broken)
        give(in);
    if (!same_line)
        in->line_no++;
    in->last_end = c;
}

/* To the end of the line that broke; *n bytes of it are left. */
static const char *
skip(struct csv_in *in, const char *p, size_t *n)
{
    const char *end = memchr(p, '\n', *n);

    if (!end) {
        *n = 0;
        return p;
    }
    *n -= (size_t)(end + 1 - p);
    in->skipping = false;
    in->last_end = '\n';
    give(in);
    in->line_no++;
    return end + 1;
}

/* Starts over behind the line with the quote that stands wrong. */
static void
resync(struct csv_in *in)
{
    csv_free(&in->parser);
    parser_start(in);
    in->broken = "has a quote inside a field that is not quoted";
    in->skipping = true;
}

/* A quote that never closes would take the rest of the file for one field. */
static bool
runs_away(const struct csv_in *in)
{
    return in->parser.entry_pos > CSV_ROW__MAX;
}

static enum err
feed(struct csv_in *in, const char *p, size_t n)
{
    while (n && !in->stopped) {
        size_t took;

        if (in->skipping) {
            p = skip(in, p, &n);
            continue;
        }
        took = csv_parse(&in->parser, p, n, on_field, on_row, in);
        if (runs_away(in)) {
            in->fault = "a quote that was opened is never closed";
            return ERR_INVALID;
        }
        p += took;
        n -= took;
        if (n)
            resync(in);
    }
    return in->stopped;
}

/* What the first bytes say of the encoding. */
static enum err
look_at_head(struct csv_in *in)
{
    const unsigned char *h = in->head;

    in->started = true;
    if (in->head_n >= 2 &&
        ((h[0] == 0xff && h[1] == 0xfe) || (h[0] == 0xfe && h[1] == 0xff))) {
        in->fault = "the file is UTF-16: save it as UTF-8";
        return ERR_INVALID;
    }
    if (in->head_n == 3 && h[0] == 0xef && h[1] == 0xbb && h[2] == 0xbf) {
        if (in->encoding != CSV_UTF8) {
            in->fault = "the file is UTF-8, the profile says windows-1252";
            return ERR_INVALID;
        }
        return OK;
    }
    return feed(in, (const char *)h, in->head_n);
}

enum err
csv_in_feed(struct csv_in *in, const char *p, size_t n)
{
    enum err e;

    while (!in->started && n && in->head_n < sizeof in->head) {
        in->head[in->head_n++] = (unsigned char)*p++;
        n--;
    }
    if (!in->started && in->head_n == sizeof in->head && (e = look_at_head(in)))
        return e;
    return n ? feed(in, p, n) : in->stopped;
}

enum err
csv_in_end(struct csv_in *in)
{
    enum err e;

    if (!in->started && (e = look_at_head(in)))
        return e;
    if (in->skipping)
        give(in);
    else if (csv_fini(&in->parser, on_field, on_row, in)) {
        in->broken = "has a quote that is never closed";
        give(in);
    } else if (in->n || in->broken)
        give(in);
    return in->stopped;
}

char *
csv_row_text(struct arena *a, const struct csv_row *row, char delimiter)
{
    const char special[] = { delimiter, '"', '\r', '\n', '\0' };
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < row->n; i++) {
        const char *s = row->field[i];
        bool quote = strpbrk(s, special) != NULL;

        if (i)
            buf_char(&b, delimiter);
        if (quote)
            buf_char(&b, '"');
        for (; *s; s++) {
            if (*s == '"')
                buf_char(&b, '"');
            buf_char(&b, *s);
        }
        if (quote)
            buf_char(&b, '"');
    }
    return b.text;
}
