#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "render/sheet/internal.h"

static bool
csv_open(struct sheet *s)
{
    FILE *f = s->to ? s->to : fopen(s->path, "wxe");

    s->own = f;
    if (f) {
        fputs("\xef\xbb\xbf", f); /* so that Excel reads UTF-8 */
        return true;
    }
    log_error("export_file", kv("path", s->path), kv("why", strerror(errno)));
    return false;
}

/* A spreadsheet would compute it: OWASP's list. */
static bool
is_formula(const char *text)
{
    return *text && strchr("=+-@\t\r", *text);
}

static void
put(FILE *f, const char *text, bool words)
{
    bool formula = words && is_formula(text);

    if (!formula && !strpbrk(text, "\",\r\n;")) {
        fputs(text, f);
        return;
    }
    putc('"', f);
    if (formula)
        putc('\'', f);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', f);
        putc(*text, f);
    }
    putc('"', f);
}

static void
csv_table(struct sheet *s, const char *name)
{
    FILE *f = s->own;

    (void)name;
    for (size_t i = 0; i < s->cols_n; i++) {
        if (i)
            putc(',', f);
        put(f, s->cols[i].head, true);
    }
    fputs("\r\n", f);
}

static enum err
csv_row(struct sheet *s, const char *const *cells)
{
    FILE *f = s->own;

    for (size_t i = 0; i < s->cols_n; i++) {
        if (i)
            putc(',', f);
        if (cells[i])
            put(f, cells[i], s->cols[i].kind == SHEET_TEXT);
    }
    fputs("\r\n", f);
    return s->to && ferror(f) ? ERR_DOWN : OK;
}

static bool
csv_close(struct sheet *s, bool keep)
{
    FILE *f = s->own;
    bool good = !ferror(f);

    if (s->to)
        return good;
    if (fclose(f))
        good = false;
    if (!good && keep)
        log_error("export_file", kv("path", s->path), kv("why", strerror(errno)));
    return good;
}

const struct sheet_writer SHEET_CSV_WRITER = { csv_open, csv_table, csv_row, NULL,
    csv_close };
