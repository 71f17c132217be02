#ifndef RENDER_PAPER_INTERNAL_H
#define RENDER_PAPER_INTERNAL_H

#include <cairo.h>
#include <pango/pangocairo.h>

#include "render/paper.h"

#define MM (72.0 / 25.4)

/* A4, and where things stand on it. */
#define A4_SHORT (210 * MM)
#define A4_LONG (297 * MM)
#define MARGIN_LEFT (25 * MM)
#define MARGIN_RIGHT (20 * MM)
#define FIRST_TOP (98.5 * MM) /* of the first page: under the address and facts */
#define PLAIN_TOP (40 * MM)
#define NEXT_TOP (25 * MM)

struct paper {
    struct arena *scratch; /* of one document */
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *context;
    PangoLayout *layout[PAPER__MAX];
    cairo_surface_t *logo;
    const void *logo_of; /* the bytes it was read from */
    size_t pages;        /* of the file */
    unsigned unknown;    /* characters that no font here has */

    const struct paper_sheet *sheet;
    double width, height; /* of its pages */
    bool dry;             /* only counting */
    unsigned page, page_n;
    double y;

    struct paper_col cols[PAPER_COLS__MAX];
    double col_x[PAPER_COLS__MAX + 1];
    size_t cols_n;
};

static inline double
content_width(const struct paper *p)
{
    return p->width - MARGIN_LEFT - MARGIN_RIGHT;
}

/* Draws one line, at most `width` wide, from x or up to x (right); gives its width. */
double paper_line(struct paper *p, enum paper_style style, const char *text, double x,
    double y, double width, bool right);
/* Height of a line of that style. */
double paper_height(struct paper *p, enum paper_style style);
void paper_rule(struct paper *p, double x, double y, double width);

/* Begins another page when less than `height` is left of this one. */
bool paper_need(struct paper *p, double height);

/* Head and foot of a page that begins; sets y. */
void paper_frame(struct paper *p);

/* Has what the next one draws with; before the process may open nothing any more.
 * ERR_DOWN  it is not there; the log says why */
enum err paper_file_ready(void);

/*
 * Draws the pages of a PDF of somebody else's, see render/foreign.h; of one that has
 * more than `most` it counts them and draws none. Only in a process of its own.
 * ERR_INVALID  it cannot be drawn; *why is one clause. Nothing is added
 */
enum err paper_add_file(
    struct paper *p, const void *pdf, size_t n, int most, const char **why);

#endif
