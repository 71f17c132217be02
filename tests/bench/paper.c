/*
 * paper ours|bare PAGES: pages a second of a long statement, by our own code from the
 * figures on, and by a bare cairo and pango program that draws the same texts at the
 * same places, made beforehand.
 */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "render/statement.h"

enum { ROWS = 51, COLS = 7, FRAME = 6 };

static const struct paper_head head = { .name = "Example Trading Ltd",
    .address = "1 High Street\nLondon EC1A 1BB",
    .footer = "Company number 12345678\nDirector: Ada Example",
    .iban = "",
    .bic = "" };

static double
now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t
ours(struct arena *a, size_t pages)
{
    static const char *const to[] = { "Acme Works", "Mill Lane 4", "10115 Berlin" };
    size_t n = pages * ROWS, made = 0;
    struct statement_line *l = arena_new_n(a, n, struct statement_line);
    struct statement s = { .c = { .head = &head,
                               .name = to[0],
                               .number = "C-1001",
                               .to = to,
                               .to_n = 3,
                               .locale = "en-GB",
                               .language = "en",
                               .currency = "EUR",
                               .today = 20500 },
        .from_on = 20000,
        .to_on = 20500,
        .lines = l,
        .n = n };
    struct paper *p;
    struct buf out;

    for (size_t i = 0; i < n; i++)
        l[i] = (struct statement_line){ .on = 20000 + (int32_t)(i % 400),
            .due_on = 20030 + (int32_t)(i % 400),
            .kind = "invoice",
            .number = arena_fmt(a, "2026-%05zu", i % 100000),
            .debit_minor = (int64_t)(100000 + i * 37 % 900000),
            .credit_minor = (int64_t)(50000 + i * 31 % 90000) };
    buf_init(&out, a);
    if (paper_open(&p, &out, "Statement", head.name, 0) || statement_add(p, a, &s) ||
        paper_close(p, &made))
        abort();
    return made;
}

/* -- bare ------------------------------------------------------------------ */

static cairo_status_t
count(void *to, const unsigned char *data, unsigned n)
{
    (void)data;
    *(size_t *)to += n;
    return CAIRO_STATUS_SUCCESS;
}

static void
text(cairo_t *cr, PangoLayout *l, const char *s, double x, double y, int right)
{
    int w;

    pango_layout_set_text(l, s, -1);
    if (right) {
        pango_layout_get_size(l, &w, NULL);
        x -= (double)w / PANGO_SCALE;
    }
    cairo_move_to(cr, x, y);
    pango_cairo_show_layout_line(cr, pango_layout_get_line_readonly(l, 0));
}

/* The texts of all rows, so that none of them is known from before. */
static char **
make_cells(struct arena *a, size_t rows)
{
    char **cell = arena_new_n(a, rows * COLS, char *);

    for (size_t i = 0; i < rows; i++) {
        char **c = &cell[i * COLS];

        c[0] = arena_fmt(a, "%zu Mar 2026", i % 28 + 1);
        c[1] = arena_str(a, "Invoice");
        c[2] = arena_fmt(a, "2026-%05zu", i % 100000);
        c[3] = arena_fmt(a, "%zu Apr 2026", i % 28 + 1);
        c[4] = arena_fmt(a, "€%zu,%03zu.%02zu", i % 9 + 1, i * 37 % 1000, i % 100);
        c[5] = arena_fmt(a, "€%zu.%02zu", 500 + i * 31 % 400, i * 7 % 100);
        c[6] = arena_fmt(a, "€%zu,%03zu,%03zu.%02zu", i % 9 + 1, i * 13 % 1000,
            i * 37 % 1000, i % 100);
    }
    return cell;
}

static PangoLayout *
layout(PangoContext *c, const char *font)
{
    PangoFontDescription *d = pango_font_description_from_string(font);
    PangoLayout *l = pango_layout_new(c);

    pango_layout_set_single_paragraph_mode(l, TRUE);
    pango_layout_set_font_description(l, d);
    pango_font_description_free(d);
    return l;
}

static size_t
bare(struct arena *a, size_t pages)
{
    static const double X[COLS] = { 71, 133, 190, 262, 382, 451, 538 };
    char **cell = make_cells(a, pages * ROWS);
    size_t bytes = 0;
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(count, &bytes, 595, 842);
    cairo_t *cr = cairo_create(s);
    PangoContext *c = pango_font_map_create_context(pango_cairo_font_map_get_default());
    PangoLayout *plain, *bold, *small;

    pango_cairo_context_set_resolution(c, 72);
    plain = layout(c, "Noto Sans, DejaVu Sans 9");
    bold = layout(c, "Noto Sans, DejaVu Sans bold 9");
    small = layout(c, "Noto Sans, DejaVu Sans 7");
    for (size_t p = 0; p < pages; p++) {
        for (int i = 0; i < FRAME; i++)
            text(cr, small, head.name, 71, 40 + 10 * i, 0);
        for (int k = 0; k < COLS; k++)
            text(cr, bold, "Heading", X[k], 90, k > 3);
        for (size_t r = 0; r < ROWS; r++)
            for (int k = 0; k < COLS; k++)
                text(cr, plain, cell[(p * ROWS + r) * COLS + (size_t)k], X[k],
                    110 + 12.5 * (double)r, k > 3);
        cairo_show_page(cr);
    }
    cairo_destroy(cr);
    cairo_surface_finish(s);
    cairo_surface_destroy(s);
    return bytes ? pages : 0;
}

int
main(int argc, char **argv)
{
    struct arena *a = arena_new();
    size_t pages = argc == 3 ? (size_t)strtoul(argv[2], NULL, 10) : 0, made;
    bool mine = argc == 3 && !strcmp(argv[1], "ours");
    double began;

    if (!pages) {
        fprintf(stderr, "paper ours|bare PAGES\n");
        return 2;
    }
    (void)(mine ? ours(a, 1) : bare(a, 1)); /* fonts are found once a process */
    began = now_s();
    made = mine ? ours(a, pages) : bare(a, pages);
    printf("%.1f\n", (double)made / (now_s() - began));
    arena_free(a);
    return 0;
}
