#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "render/paper.h"
#include "render/paper_words.h"
#include "render/sheet/internal.h"

/* All rows, since their pages are counted first. */
struct table {
    const char *name;
    struct sheet_col col[SHEET_PDF_COLS__MAX];
    size_t cols;
    char **cell; /* cols a row */
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

static void
pdf_table(struct sheet *s, const char *name)
{
    struct pdf *d = s->own;
    struct table *t = arena_new_of(s->arena, struct table);

    t->name = name;
    t->cols = s->cols_n < SHEET_PDF_COLS__MAX ? s->cols_n : SHEET_PDF_COLS__MAX;
    memcpy(t->col, s->cols, t->cols * sizeof *t->col);
    if (d->last)
        d->last->next = t;
    else
        d->first = t;
    d->last = t;
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
    for (size_t i = 0; i < t->cols; i++)
        t->cell[t->rows * t->cols + i] = arena_str(s->arena, cells[i] ? cells[i] : "");
    t->rows++;
    d->rows++;
    return OK;
}

/* A row may not be higher than a page: what is longer stands below it. */
enum { IN_A_ROW = 600 };

static void
draw_row(struct paper *p, const struct table *t, char *const *row)
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

static void
draw_table(struct paper *p, const struct table *t)
{
    struct paper_col cols[SHEET_PDF_COLS__MAX];

    for (size_t i = 0; i < t->cols; i++)
        cols[i] = (struct paper_col){ .head = t->col[i].head,
            .width = t->col[i].whole                ? 60
                     : t->col[i].kind == SHEET_TEXT ? 30
                                                    : 20,
            .right = t->col[i].kind == SHEET_NUMBER,
            .wrap = t->col[i].whole };
    paper_table(p, cols, t->cols);
    for (size_t r = 0; r < t->rows; r++)
        draw_row(p, t, &t->cell[r * t->cols]);
    paper_table_end(p);
}

/* Of several tables each has its name above it, and one without rows is left out. */
static void
draw(struct paper *p, void *content)
{
    const struct sheet *s = content;
    const struct pdf *d = s->own;
    bool several = d->first != d->last;

    for (const struct table *t = d->first; t; t = t->next) {
        if (several && !t->rows)
            continue;
        if (several) {
            paper_space(p, 6);
            paper_text(p, PAPER_BOLD, t->name);
            paper_space(p, 2);
        }
        draw_table(p, t);
    }
}

static enum err
print(struct sheet *s, struct buf *out)
{
    const struct paper_head head = {
        .name = s->head.company, .address = "", .footer = "", .iban = "", .bic = ""
    };
    struct paper_fact facts[4];
    size_t n = s->head.facts_n < 4 ? s->head.facts_n : 4;
    const struct paper_sheet sheet = { .head = &head,
        .facts = facts,
        .facts_n = n,
        .title = s->head.title,
        .language = s->head.language,
        .plain = true,
        .page_of = paper_word(s->head.language, WORD_PAGE_OF),
        .draw = draw,
        .content = s };
    struct paper *p;
    enum err e;

    for (size_t i = 0; i < n; i++)
        facts[i] = (struct paper_fact){ s->head.facts[i].name, s->head.facts[i].value };
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
