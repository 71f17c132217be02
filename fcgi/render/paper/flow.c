#include <string.h>

#include "render/paper/internal.h"

#define ROW_GAP 3.0
#define CELL_GAP (3 * MM)
#define NARROW__MIN 0.8 /* of its width; a text that is longer still is cut */

/* -- single lines ---------------------------------------------------------- */

static double
units(int pango)
{
    return (double)pango / PANGO_SCALE;
}

double
paper_height(struct paper *p, enum paper_style style)
{
    static const double HEIGHT[PAPER__MAX] = { [PAPER_PLAIN] = 12.5,
        [PAPER_BOLD] = 12.5,
        [PAPER_SMALL] = 9.5,
        [PAPER_TITLE] = 16 };

    (void)p;
    return HEIGHT[style];
}

static void
reset(PangoLayout *l, const char *text, bool one_line)
{
    pango_layout_set_width(l, -1);
    pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_NONE);
    pango_layout_set_single_paragraph_mode(l, one_line);
    pango_layout_set_alignment(l, PANGO_ALIGN_LEFT);
    pango_layout_set_text(l, text, -1);
}

/* Characters of several fonts stand on one base line, whatever their heights. */
static void
show(struct paper *p, PangoLayout *l, double x, double y, enum paper_style style)
{
    p->unknown += (unsigned)pango_layout_get_unknown_glyphs_count(l);
    cairo_move_to(p->cr, x, y + paper_height(p, style) * 0.76);
    pango_cairo_show_layout_line(p->cr, pango_layout_get_line_readonly(l, 0));
}

/* The same, narrower than it is. */
static void
squeeze(struct paper *p, PangoLayout *l, double x, double y, enum paper_style style,
    double factor)
{
    cairo_save(p->cr);
    cairo_translate(p->cr, x, 0);
    cairo_scale(p->cr, factor, 1);
    show(p, l, 0, y, style);
    cairo_restore(p->cr);
}

double
paper_line(struct paper *p, enum paper_style style, const char *text, double x,
    double y, double width, bool right)
{
    PangoLayout *l = p->layout[style];
    int w;

    if (p->dry || !*text)
        return 0;
    reset(l, text, true);
    pango_layout_get_size(l, &w, NULL);
    if (units(w) > width && (right || width >= units(w) * NARROW__MIN)) {
        squeeze(p, l, right ? x - width : x, y, style, width / units(w));
        return width;
    }
    if (units(w) > width) {
        pango_layout_set_width(l, (int)(width * PANGO_SCALE));
        pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
        pango_layout_get_size(l, &w, NULL);
    }
    show(p, l, right ? x - units(w) : x, y, style);
    return units(w);
}

void
paper_rule(struct paper *p, double x, double y, double width)
{
    if (p->dry)
        return;
    cairo_set_line_width(p->cr, 0.5);
    cairo_move_to(p->cr, x, y);
    cairo_rel_line_to(p->cr, width, 0);
    cairo_stroke(p->cr);
}

/* One line of a wrapped layout; a paragraph that reads from the right ends there. */
static void
text_line(struct paper *p, PangoLayoutLine *line, double x, double width, double height)
{
    PangoRectangle logical;

    if (p->dry)
        return;
    if (line->resolved_dir == PANGO_DIRECTION_RTL) {
        pango_layout_line_get_extents(line, NULL, &logical);
        x += width - units(logical.width);
    }
    cairo_move_to(p->cr, x, p->y + height * 0.76);
    pango_cairo_show_layout_line(p->cr, line);
}

/* -- pages ----------------------------------------------------------------- */

static double
cell_width(const struct paper *p, size_t i)
{
    return p->col_x[i + 1] - p->col_x[i] - CELL_GAP;
}

/* Lines that a wrapped cell takes; its layout is set then. A head breaks between words
 * only. */
static int
cell_lines(struct paper *p, enum paper_style style, size_t i, const char *text)
{
    PangoLayout *l = p->layout[style];

    reset(l, text, false);
    pango_layout_set_width(l, (int)(cell_width(p, i) * PANGO_SCALE));
    pango_layout_set_wrap(
        l, style == PAPER_BOLD ? PANGO_WRAP_WORD : PANGO_WRAP_WORD_CHAR);
    return pango_layout_get_line_count(l);
}

/* One line is enough for a head, if it is set a little narrower. */
static bool
head_fits(struct paper *p, size_t i)
{
    PangoLayout *l = p->layout[PAPER_BOLD];
    int w;

    reset(l, p->cols[i].head, true);
    pango_layout_get_size(l, &w, NULL);
    return units(w) * NARROW__MIN <= cell_width(p, i);
}

static double
head_height(struct paper *p)
{
    int most = 1;

    for (size_t i = 0; i < p->cols_n; i++) {
        int n = head_fits(p, i) ? 1 : cell_lines(p, PAPER_BOLD, i, p->cols[i].head);

        most = n > most ? n : most;
    }
    return most * paper_height(p, PAPER_BOLD);
}

/* A line of a head, set narrower when its word is too long. */
static void
head_line(struct paper *p, size_t i, PangoLayoutLine *line)
{
    double x = p->col_x[i], width = cell_width(p, i), wide;
    PangoRectangle logical;

    pango_layout_line_get_extents(line, NULL, &logical);
    wide = units(logical.width);
    if (p->cols[i].right && wide < width)
        x += width - wide;
    cairo_save(p->cr);
    cairo_translate(p->cr, x, 0);
    if (wide > width)
        cairo_scale(p->cr, width / wide, 1);
    text_line(p, line, 0, wide, paper_height(p, PAPER_BOLD));
    cairo_restore(p->cr);
}

/* On the lowest lines of the head, whose bottom is p->y. */
static void
draw_head(struct paper *p, size_t i)
{
    const struct paper_col *c = &p->cols[i];
    PangoLayout *l = p->layout[PAPER_BOLD];
    double height = paper_height(p, PAPER_BOLD), bottom = p->y;
    int n;

    if (head_fits(p, i)) {
        paper_line(p, PAPER_BOLD, c->head,
            c->right ? p->col_x[i + 1] - CELL_GAP : p->col_x[i], p->y - height,
            cell_width(p, i), c->right);
        return;
    }
    n = cell_lines(p, PAPER_BOLD, i, c->head);
    p->y -= n * height;
    for (int k = 0; k < n && !p->dry; k++) {
        head_line(p, i, pango_layout_get_line_readonly(l, k));
        p->y += height;
    }
    p->y = bottom;
}

static void
table_head(struct paper *p)
{
    p->y += head_height(p);
    for (size_t i = 0; i < p->cols_n; i++)
        draw_head(p, i);
    p->y += 1;
    paper_rule(p, MARGIN_LEFT, p->y, content_width(p));
    p->y += ROW_GAP;
}

bool
paper_need(struct paper *p, double height)
{
    if (p->y + height <= p->height - 30 * MM)
        return false;
    if (!p->dry)
        cairo_show_page(p->cr);
    paper_frame(p);
    if (p->cols_n)
        table_head(p);
    return true;
}

void
paper_space(struct paper *p, double mm)
{
    p->y += mm * MM;
}

/* -- running text ---------------------------------------------------------- */

static void
paragraph(struct paper *p, enum paper_style style, const char *text)
{
    PangoLayout *l = p->layout[style];
    double height = paper_height(p, style) + 1;
    int n;

    reset(l, text, false);
    pango_layout_set_width(l, (int)(content_width(p) * PANGO_SCALE));
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    n = pango_layout_get_line_count(l);
    if (!p->dry)
        p->unknown += (unsigned)pango_layout_get_unknown_glyphs_count(l);
    for (int i = 0; i < n; i++) {
        /* the frame of another page uses the layouts, too: the text is set again */
        if (paper_need(p, height)) {
            reset(l, text, false);
            pango_layout_set_width(l, (int)(content_width(p) * PANGO_SCALE));
        }
        text_line(p, pango_layout_get_line_readonly(l, i), MARGIN_LEFT,
            content_width(p), height);
        p->y += height;
    }
}

void
paper_text(struct paper *p, enum paper_style style, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");

        if (n)
            paragraph(p, style, arena_strn(p->scratch, text, n));
        else
            p->y += paper_height(p, style) * 0.7;
        text += n + (text[n] == '\n');
    }
}

/* -- tables ---------------------------------------------------------------- */

void
paper_table(struct paper *p, const struct paper_col *cols, size_t n)
{
    double sum = 0;

    p->cols_n = n < PAPER_COLS__MAX ? n : PAPER_COLS__MAX;
    for (size_t i = 0; i < p->cols_n; i++)
        sum += cols[i].width;
    p->col_x[0] = MARGIN_LEFT;
    for (size_t i = 0; i < p->cols_n; i++) {
        p->cols[i] = cols[i];
        p->col_x[i + 1] =
            p->col_x[i] + cols[i].width / sum * (content_width(p) + CELL_GAP);
    }
    if (!paper_need(p, head_height(p) + 2 * paper_height(p, PAPER_PLAIN)))
        table_head(p);
}

void
paper_table_end(struct paper *p)
{
    p->cols_n = 0;
}

/* With the room of the empty cells behind it, or of figures before it. */
static double
room_of(const struct paper *p, const char *const *cells, size_t i)
{
    size_t from = i, to = i + 1;

    if (p->cols[i].right)
        while (from > 0 && !*cells[from - 1])
            from--;
    else
        while (to < p->cols_n && !*cells[to])
            to++;
    return p->col_x[to] - p->col_x[from] - CELL_GAP;
}

static void
draw_wrapped(struct paper *p, size_t i, const char *text)
{
    double height = paper_height(p, PAPER_PLAIN), top = p->y;
    int n = cell_lines(p, PAPER_PLAIN, i, text);

    if (p->dry)
        return;
    p->unknown +=
        (unsigned)pango_layout_get_unknown_glyphs_count(p->layout[PAPER_PLAIN]);
    for (int k = 0; k < n; k++) {
        text_line(p, pango_layout_get_line_readonly(p->layout[PAPER_PLAIN], k),
            p->col_x[i], cell_width(p, i), height);
        p->y += height;
    }
    p->y = top;
}

static double
row_height(struct paper *p, const char *const *cells)
{
    int most = 1;

    for (size_t i = 0; i < p->cols_n; i++)
        if (p->cols[i].wrap && *cells[i]) {
            int n = cell_lines(p, PAPER_PLAIN, i, cells[i]);

            most = n > most ? n : most;
        }
    return most * paper_height(p, PAPER_PLAIN);
}

static void
cells_of(struct paper *p, enum paper_style style, const char *const *cells)
{
    for (size_t i = 0; i < p->cols_n; i++) {
        const struct paper_col *c = &p->cols[i];

        if (c->wrap && style == PAPER_PLAIN)
            draw_wrapped(p, i, cells[i]);
        else
            paper_line(p, style, cells[i],
                c->right ? p->col_x[i + 1] - CELL_GAP : p->col_x[i], p->y,
                room_of(p, cells, i), c->right);
    }
}

void
paper_row(struct paper *p, const char *const *cells)
{
    double height = row_height(p, cells);

    /* room for a total behind it, which is never alone on a page */
    paper_need(p, height + ROW_GAP);
    cells_of(p, PAPER_PLAIN, cells);
    p->y += height;
}

void
paper_total(struct paper *p, const char *const *cells)
{
    double height = paper_height(p, PAPER_BOLD);

    paper_need(p, height + ROW_GAP);
    p->y += 1;
    paper_rule(p, MARGIN_LEFT, p->y, content_width(p));
    p->y += ROW_GAP;
    cells_of(p, PAPER_BOLD, cells);
    p->y += height;
}
