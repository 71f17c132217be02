#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "render/paper.h"
#include "render/paper_words.h"
#include "render/sheet/internal.h"

/* All rows, since their pages are counted first. */
struct pdf {
    FILE *file;
    char **cell; /* cols_n a row */
    size_t rows, room;
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
    (void)name;
    if (s->cols_n > SHEET_PDF_COLS__MAX)
        s->cols_n = SHEET_PDF_COLS__MAX;
}

static enum err
pdf_row(struct sheet *s, const char *const *cells)
{
    struct pdf *d = s->own;

    if (d->rows == SHEET_PDF_ROWS__MAX)
        return ERR_LIMIT;
    if (d->rows == d->room) {
        size_t room = d->room ? d->room * 2 : 64, each = s->cols_n * sizeof *d->cell;

        d->cell = d->room ? arena_grow(s->arena, d->cell, d->room * each, room * each)
                          : arena_alloc(s->arena, room * each);
        d->room = room;
    }
    for (size_t i = 0; i < s->cols_n; i++)
        d->cell[d->rows * s->cols_n + i] =
            arena_str(s->arena, cells[i] ? cells[i] : "");
    d->rows++;
    return OK;
}

static void
draw(struct paper *p, void *content)
{
    struct sheet *s = content;
    struct pdf *d = s->own;
    struct paper_col cols[SHEET_PDF_COLS__MAX];

    for (size_t i = 0; i < s->cols_n; i++)
        cols[i] = (struct paper_col){ .head = s->cols[i].head,
            .width = s->cols[i].kind == SHEET_TEXT ? 30 : 20,
            .right = s->cols[i].kind == SHEET_NUMBER };
    paper_table(p, cols, s->cols_n);
    for (size_t r = 0; r < d->rows; r++)
        paper_row(p, (const char *const *)&d->cell[r * s->cols_n]);
    paper_table_end(p);
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

const struct sheet_writer SHEET_PDF_WRITER = { pdf_open, pdf_table, pdf_row,
    pdf_close };
