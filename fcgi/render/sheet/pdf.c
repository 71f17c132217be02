#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/format.h"
#include "base/log.h"
#include "render/paper.h"
#include "render/paper_words.h"
#include "render/sheet/internal.h"

/* All rows, since their pages are counted first. */
struct table {
    const char *name;
    struct sheet_col col[SHEET_PDF_COLS__MAX];
    size_t cols;
    size_t width[SHEET_PDF_COLS__MAX]; /* letters of the longest cell */
    const char **cell;                 /* cols a row */
    size_t rows, room;
    struct table *next;
};

struct pdf {
    FILE *file;
    struct table *first, *last;
    size_t rows; /* of all */
};

static bool
pdf_open(struct sheet *s)
{
    struct pdf *d = arena_new_of(s->arena, struct pdf);

    s->own = d;
    d->file = fopen(s->path, "wxe");
    if (!d->file)
        log_error("export_file", kv("path", s->path), kv("why", strerror(errno)));
    return d->file != NULL;
}

/* A column is as wide as its longest cell, between these; of its head a part is enough,
 * which takes several lines; words of several lines get a share. Letters. */
enum {
    NARROW = 6,
    WIDE = 40,
    OF_HEAD = 11,
    OF_WORDS = 45,
    UPRIGHT = 104,
    ACROSS = 158
};

static void
widen(struct table *t, size_t col, const char *text)
{
    size_t n = 2;

    for (const char *p = text; *p; p++)
        n += (*p & 0xC0) != 0x80;
    n = t->col[col].whole ? OF_WORDS : n < NARROW ? NARROW : n > WIDE ? WIDE : n;
    if (n > t->width[col])
        t->width[col] = n;
}

static void
pdf_table(struct sheet *s, const char *name)
{
    struct pdf *d = s->own;
    struct table *t = arena_new_of(s->arena, struct table);

    t->name = name;
    t->cols = s->cols_n < SHEET_PDF_COLS__MAX ? s->cols_n : SHEET_PDF_COLS__MAX;
    memcpy(t->col, s->cols, t->cols * sizeof *t->col);
    for (size_t i = 0; i < t->cols; i++)
        widen(t, i,
            arena_strn(s->arena, t->col[i].head, strnlen(t->col[i].head, OF_HEAD)));
    if (d->last)
        d->last->next = t;
    else
        d->first = t;
    d->last = t;
}

/* As its reader writes it. */
static const char *
shown(const struct sheet *s, enum sheet_kind kind, const char *text)
{
    struct arena *a = s->arena;
    const char *l = s->head.language, *blank = strchr(text, ' ');
    int32_t day;
    int64_t at;

    if (kind == SHEET_NUMBER)
        return fmt_decimal(a, text, l);
    if (kind == SHEET_MONEY && blank)
        return arena_fmt(a, "%s\u00a0%s",
            fmt_decimal(a, arena_strn(a, text, (size_t)(blank - text)), l), blank + 1);
    if (kind == SHEET_DAY && !date_parse(text, &day))
        return fmt_day(a, day, l);
    if (kind == SHEET_INSTANT && !date_parse_instant(text, &at))
        return fmt_instant(a, at, s->head.zone, l);
    if (kind == SHEET_BOOL && *text && s->head.yes && s->head.no)
        return *text == 't' ? s->head.yes : s->head.no;
    return arena_str(a, text);
}

static enum err
pdf_row(struct sheet *s, const char *const *cells)
{
    struct pdf *d = s->own;
    struct table *t = d->last;

    if (d->rows == SHEET_PDF_ROWS__MAX)
        return ERR_LIMIT;
    if (t->rows == t->room) {
        size_t room = t->room ? t->room * 2 : 64, each = t->cols * sizeof *t->cell;

        t->cell = t->room ? arena_grow(s->arena, t->cell, t->room * each, room * each)
                          : arena_alloc(s->arena, room * each);
        t->room = room;
    }
    for (size_t i = 0; i < t->cols; i++) {
        const char *text = shown(s, t->col[i].kind, cells[i] ? cells[i] : "");

        t->cell[t->rows * t->cols + i] = text;
        widen(t, i, text);
    }
    t->rows++;
    d->rows++;
    return OK;
}

/* A row may not be higher than a page: what is longer stands below it. */
enum { IN_A_ROW = 600 };

static void
draw_row(struct paper *p, const struct table *t, const char *const *row)
{
    const char *cell[SHEET_PDF_COLS__MAX];

    for (size_t i = 0; i < t->cols; i++)
        cell[i] = t->col[i].whole && strlen(row[i]) > IN_A_ROW ? "↓" : row[i];
    paper_row(p, cell);
    for (size_t i = 0; i < t->cols; i++)
        if (cell[i] != row[i]) {
            paper_text(p, PAPER_PLAIN, row[i]);
            paper_space(p, 2);
        }
}

static size_t
natural_width(const struct table *t)
{
    size_t all = 0;

    for (size_t i = 0; i < t->cols; i++)
        all += t->width[i];
    return all;
}

/* Whether one of the tables needs the long side of the paper. */
static bool
lies_across(const struct pdf *d)
{
    for (const struct table *t = d->first; t; t = t->next)
        if (t->rows && natural_width(t) > UPRIGHT)
            return true;
    return false;
}

/* Amounts and days keep their width: what is too much is taken from words, of the
 * longest first, so that names go before numbers of documents. */
static void
fit(const struct table *t, size_t room, size_t *width)
{
    size_t most;

    memcpy(width, t->width, t->cols * sizeof *width);
    for (size_t all = natural_width(t); all > room; all--) {
        most = t->cols;
        for (size_t i = 0; i < t->cols; i++)
            if (t->col[i].kind == SHEET_TEXT && width[i] > NARROW &&
                (most == t->cols || width[i] > width[most]))
                most = i;
        if (most == t->cols)
            return;
        width[most]--;
    }
}

static void
draw_table(struct paper *p, const struct table *t, size_t room)
{
    struct paper_col cols[SHEET_PDF_COLS__MAX];
    size_t width[SHEET_PDF_COLS__MAX];

    fit(t, room, width);
    for (size_t i = 0; i < t->cols; i++)
        cols[i] = (struct paper_col){ .head = t->col[i].head,
            .width = (double)width[i],
            .right = t->col[i].kind == SHEET_NUMBER || t->col[i].kind == SHEET_MONEY,
            .wrap = t->col[i].whole };
    paper_table(p, cols, t->cols);
    for (size_t r = 0; r < t->rows; r++)
        draw_row(p, t, &t->cell[r * t->cols]);
    paper_table_end(p);
}

/* Longer ones stand above the table. */
enum { FACTS_BESIDE = 4, FACT_BESIDE = 26 };

static size_t
facts_beside(const struct sheet *s, struct paper_fact *out)
{
    size_t n = 0;

    for (size_t i = 0; i < s->head.facts_n && n < FACTS_BESIDE; i++) {
        const struct sheet_fact *f = &s->head.facts[i];

        if (*f->value && strlen(f->value) <= FACT_BESIDE)
            out[n++] = (struct paper_fact){ f->name, f->value };
    }
    return n;
}

static void
facts_above(struct paper *p, const struct sheet *s)
{
    struct paper_fact beside[FACTS_BESIDE];
    size_t n = facts_beside(s, beside), k = 0;

    for (size_t i = 0; i < s->head.facts_n; i++) {
        const struct sheet_fact *f = &s->head.facts[i];

        if (k < n && beside[k].value == f->value)
            k++;
        else if (*f->value)
            paper_text(
                p, PAPER_PLAIN, arena_fmt(s->arena, "%s: %s", f->name, f->value));
    }
    if (k < s->head.facts_n)
        paper_space(p, 3);
}

/* Of several tables each has its name above it, and one without rows is left out. */
static void
draw(struct paper *p, void *content)
{
    const struct sheet *s = content;
    const struct pdf *d = s->own;
    bool several = d->first != d->last;
    size_t room = lies_across(d) ? ACROSS : UPRIGHT;

    facts_above(p, s);
    for (const struct table *t = d->first; t; t = t->next) {
        if (several && !t->rows)
            continue;
        if (several) {
            paper_space(p, 6);
            paper_text(p, PAPER_BOLD, t->name);
            paper_space(p, 2);
        }
        draw_table(p, t, room);
    }
}

static enum err
print(struct sheet *s, struct buf *out)
{
    const struct paper_head head = {
        .name = s->head.company, .address = "", .footer = "", .iban = "", .bic = ""
    };
    struct paper_fact facts[FACTS_BESIDE];
    size_t n = facts_beside(s, facts);
    const struct paper_sheet sheet = { .head = &head,
        .facts = facts,
        .facts_n = n,
        .title = s->head.title,
        .language = s->head.language,
        .plain = true,
        .across = lies_across(s->own),
        .page_of = paper_word(s->head.language, WORD_PAGE_OF),
        .draw = draw,
        .content = s };
    struct paper *p;
    enum err e;

    if ((e = paper_open(&p, out, s->head.title, s->head.company, s->head.made_at)))
        return e;
    paper_add(p, &sheet);
    return paper_close(p, NULL);
}

static bool
pdf_close(struct sheet *s, bool keep)
{
    struct pdf *d = s->own;
    struct buf out;
    bool good = true;

    buf_init(&out, s->arena);
    if (keep)
        good = !print(s, &out) && fwrite(out.text, 1, out.len, d->file) == out.len;
    if (fclose(d->file))
        good = false;
    return good;
}

const struct sheet_writer SHEET_PDF_WRITER = { pdf_open, pdf_table, pdf_row, pdf_row,
    pdf_close };
