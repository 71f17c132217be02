#include <cairo-pdf.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/log.h"
#include "render/paper/internal.h"

/* Noto has nearly every script, DejaVu is what small machines have. */
#define FONTS "Noto Sans, DejaVu Sans, sans-serif"

static const struct {
    double points;
    PangoWeight weight;
} STYLES[PAPER__MAX] = {
    [PAPER_PLAIN] = { 9, PANGO_WEIGHT_NORMAL },
    [PAPER_BOLD] = { 9, PANGO_WEIGHT_BOLD },
    [PAPER_SMALL] = { 7, PANGO_WEIGHT_NORMAL },
    [PAPER_TITLE] = { 12, PANGO_WEIGHT_BOLD },
};

static cairo_status_t
append(void *to, const unsigned char *data, unsigned n)
{
    buf_add(to, (const char *)data, n);
    return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
put(void *to, const unsigned char *data, unsigned n)
{
    return fwrite(data, 1, n, to) == n ? CAIRO_STATUS_SUCCESS
                                       : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_status_t
drop(void *to, const unsigned char *data, unsigned n)
{
    (void)to;
    (void)data;
    (void)n;
    return CAIRO_STATUS_SUCCESS;
}

/* -- the file -------------------------------------------------------------- */

static bool
has_fonts(PangoFontMap *map)
{
    PangoFontFamily **families;
    int n;

    pango_font_map_list_families(map, &families, &n);
    g_free(families);
    if (n == 0)
        log_error("no_fonts",
            kv("remedy", "install fonts-noto-core, fonts-noto-cjk or fonts-dejavu"));
    return n > 0;
}

/* Paper has no pixels: glyphs stand where their widths say. */
static void
set_context(struct paper *p, PangoFontMap *map)
{
    cairo_font_options_t *o = cairo_font_options_create();

    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    p->context = pango_font_map_create_context(map);
    pango_cairo_context_set_font_options(p->context, o);
    pango_cairo_context_set_resolution(p->context, 72);
    pango_context_set_round_glyph_positions(p->context, FALSE);
    cairo_font_options_destroy(o);
    pango_cairo_update_context(p->cr, p->context);
}

static void
set_layouts(struct paper *p)
{
    for (int i = 0; i < PAPER__MAX; i++) {
        PangoFontDescription *font = pango_font_description_from_string(FONTS);

        pango_font_description_set_absolute_size(font, STYLES[i].points * PANGO_SCALE);
        pango_font_description_set_weight(font, STYLES[i].weight);
        p->layout[i] = pango_layout_new(p->context);
        pango_layout_set_font_description(p->layout[i], font);
        pango_font_description_free(font);
    }
}

static void
set_metadata(struct paper *p, const char *title, const char *author, int64_t made_at)
{
    char at[DATE_INSTANT_TEXT__SIZE];

    date_format_instant(made_at - made_at % DATE_US_PER_S, at);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_AUTHOR, author);
    memcpy(at + 19, "Z", 2); /* no fraction */
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, at);
}

static enum err
begin(struct paper **out, struct arena *a, cairo_write_func_t write, void *to,
    const char *title, const char *author, int64_t made_at)
{
    struct paper *p;
    PangoFontMap *map = pango_cairo_font_map_get_default(); /* this thread's */

    if (!has_fonts(map))
        return ERR_DOWN;
    p = arena_new_of(a, struct paper);
    p->scratch = arena_new();
    p->surface = cairo_pdf_surface_create_for_stream(write, to, A4_SHORT, A4_LONG);
    /* with its table of objects as text, which join.c reads */
    cairo_pdf_surface_restrict_to_version(p->surface, CAIRO_PDF_VERSION_1_4);
    set_metadata(p, title, author, made_at);
    p->cr = cairo_create(p->surface);
    set_context(p, map);
    set_layouts(p);
    *out = p;
    return OK;
}

enum err
paper_open(struct paper **out, struct buf *to, const char *title, const char *author,
    int64_t made_at)
{
    return begin(out, to->arena, append, to, title, author, made_at);
}

enum err
paper_open_file(struct paper **out, struct arena *a, FILE *to, const char *title,
    const char *author, int64_t made_at)
{
    return begin(out, a, to ? put : drop, to, title, author, made_at);
}

enum err
paper_close(struct paper *p, size_t *pages)
{
    cairo_status_t rc;

    for (int i = 0; i < PAPER__MAX; i++)
        g_object_unref(p->layout[i]);
    g_object_unref(p->context);
    if (p->logo)
        cairo_surface_destroy(p->logo);
    cairo_destroy(p->cr);
    cairo_surface_finish(p->surface);
    rc = cairo_surface_status(p->surface);
    cairo_surface_destroy(p->surface);
    arena_free(p->scratch);
    if (p->unknown)
        log_warn("pdf_characters_without_font", kv("n", (uint64_t)p->unknown),
            kv("remedy", "install fonts-noto-core and fonts-noto-cjk"));
    if (pages)
        *pages = p->pages;
    if (!rc)
        return OK;
    log_error("pdf_not_written", kv("why", cairo_status_to_string(rc)));
    return ERR_BUG;
}

/* -- head and foot --------------------------------------------------------- */

struct source {
    const unsigned char *at;
    size_t n;
};

static cairo_status_t
take(void *from, unsigned char *to, unsigned n)
{
    struct source *s = from;

    if (n > s->n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, s->at, n);
    s->at += n;
    s->n -= n;
    return CAIRO_STATUS_SUCCESS;
}

/* The logo as a picture; read once for all sheets that have the same. */
static cairo_surface_t *
logo_of(struct paper *p)
{
    const struct paper_head *h = p->sheet->head;
    struct source s = { h->logo, h->logo_n };

    if (!h->logo || h->logo == p->logo_of)
        return h->logo ? p->logo : NULL;
    if (p->logo)
        cairo_surface_destroy(p->logo);
    p->logo_of = h->logo;
    p->logo = cairo_image_surface_create_from_png_stream(take, &s);
    if (cairo_surface_status(p->logo)) {
        log_warn("logo_is_no_png");
        cairo_surface_destroy(p->logo);
        p->logo = NULL;
    }
    return p->logo;
}

/* Into 60 x 20 mm at the top right. */
static void
draw_logo(struct paper *p, cairo_surface_t *logo)
{
    double w = cairo_image_surface_get_width(logo),
           h = cairo_image_surface_get_height(logo), scale = 60 * MM / w;

    if (h * scale > 20 * MM)
        scale = 20 * MM / h;
    cairo_save(p->cr);
    cairo_translate(p->cr, p->width - MARGIN_RIGHT - w * scale, 12 * MM);
    cairo_scale(p->cr, scale, scale);
    cairo_set_source_surface(p->cr, logo, 0, 0);
    cairo_paint(p->cr);
    cairo_restore(p->cr);
}

/* Lines of a text one under the other; gives where the next would stand. */
static double
lines(struct paper *p, enum paper_style style, const char *text, double x, double y,
    double width)
{
    while (*text) {
        size_t n = strcspn(text, "\n");

        paper_line(p, style, arena_strn(p->scratch, text, n), x, y, width, false);
        y += paper_height(p, style);
        text += n + (text[n] == '\n');
    }
    return y;
}

/* "Example Ltd · 1 High Street · London": one line that the window shows. */
static const char *
return_line(struct paper *p)
{
    const struct paper_head *h = p->sheet->head;
    struct buf b;

    buf_init(&b, p->scratch);
    buf_text(&b, h->name);
    for (const char *s = h->address; *s;) {
        size_t n = strcspn(s, "\n");

        buf_text(&b, " · ");
        buf_add(&b, s, n);
        s += n + (s[n] == '\n');
    }
    return b.text;
}

/* DIN 5008 form B: the window begins 45 mm from the top, the address at 62.7 mm. The
 * right window of Swiss envelopes: 118 mm from the left. */
static void
address(struct paper *p)
{
    const struct paper_sheet *s = p->sheet;
    double x = s->head->window_right ? 118 * MM : MARGIN_LEFT;
    double y = s->head->window_right ? 60 * MM : 62.7 * MM;

    paper_line(p, PAPER_SMALL, return_line(p), x, 55 * MM, 80 * MM, false);
    for (size_t i = 0; i < s->to_n; i++) {
        paper_line(p, PAPER_PLAIN, s->to[i], x, y, 80 * MM, false);
        y += paper_height(p, PAPER_PLAIN);
    }
}

static void
facts(struct paper *p)
{
    const struct paper_sheet *s = p->sheet;
    double x = s->head->window_right ? MARGIN_LEFT : p->width - 85 * MM;
    double y = (s->plain ? 15 : 50) * MM;

    for (size_t i = 0; i < s->facts_n; i++) {
        paper_line(p, PAPER_SMALL, s->facts[i].label, x, y + 2, 30 * MM, false);
        paper_line(p, PAPER_PLAIN, s->facts[i].value, x + 27 * MM, y,
            (s->head->window_right ? 60 : 38) * MM, false);
        y += paper_height(p, PAPER_PLAIN) + 1;
    }
}

/* Where to fold twice, and where to punch. */
static void
marks(struct paper *p)
{
    paper_rule(p, 5 * MM, 105 * MM, 4 * MM);
    paper_rule(p, 5 * MM, 148.5 * MM, 6 * MM);
    paper_rule(p, 5 * MM, 210 * MM, 4 * MM);
}

static void
foot(struct paper *p)
{
    const struct paper_head *h = p->sheet->head;
    double y = p->height - 22 * MM, bank = 60 * MM;

    paper_rule(p, MARGIN_LEFT, y - 2, content_width(p));
    lines(p, PAPER_SMALL, h->footer, MARGIN_LEFT, y, content_width(p) - bank - 5 * MM);
    if (*h->iban)
        paper_line(p, PAPER_SMALL,
            arena_fmt(p->scratch, "IBAN %s%s%s", paper_iban(p->scratch, h->iban),
                *h->bic ? "  BIC " : "", h->bic),
            p->width - MARGIN_RIGHT, y, bank + 20 * MM, true);
    paper_line(p, PAPER_SMALL,
        arena_fmt(p->scratch, p->sheet->page_of, p->page, p->page_n),
        p->width - MARGIN_RIGHT, p->height - 12 * MM, bank, true);
}

static void
letterhead(struct paper *p)
{
    const struct paper_head *h = p->sheet->head;
    cairo_surface_t *logo = logo_of(p);

    if (logo && !p->dry)
        draw_logo(p, logo);
    lines(p, PAPER_SMALL, h->address, MARGIN_LEFT,
        15 * MM + paper_height(p, PAPER_BOLD) + 2, 90 * MM);
    paper_line(p, PAPER_BOLD, h->name, MARGIN_LEFT, 15 * MM, 90 * MM, false);
    facts(p);
    if (p->sheet->plain)
        return;
    address(p);
    marks(p);
}

void
paper_frame(struct paper *p)
{
    p->page++;
    if (p->page == 1) {
        letterhead(p);
        p->y = p->sheet->plain ? PLAIN_TOP : FIRST_TOP;
        paper_text(p, PAPER_TITLE, p->sheet->title);
        paper_space(p, 3);
    } else {
        paper_line(
            p, PAPER_SMALL, p->sheet->head->name, MARGIN_LEFT, 14 * MM, 80 * MM, false);
        paper_line(p, PAPER_SMALL, p->sheet->title, p->width - MARGIN_RIGHT, 14 * MM,
            80 * MM, true);
        p->y = NEXT_TOP;
    }
    if (!p->dry)
        foot(p);
}

const char *
paper_iban(struct arena *a, const char *iban)
{
    struct buf b;
    size_t n = 0;

    buf_init(&b, a);
    for (; *iban; iban++) {
        if (*iban == ' ')
            continue;
        if (n && n % 4 == 0)
            buf_char(&b, ' ');
        buf_char(&b, *iban);
        n++;
    }
    return b.text;
}

/* -- a document ------------------------------------------------------------ */

static void
run(struct paper *p, bool dry)
{
    p->dry = dry;
    p->page = 0;
    p->cols_n = 0;
    paper_frame(p);
    p->sheet->draw(p, p->sheet->content);
    if (!dry)
        cairo_show_page(p->cr);
}

static void
begin_sheet(struct paper *p, const struct paper_sheet *sheet)
{
    arena_reset(p->scratch);
    p->sheet = sheet;
    p->width = sheet->across ? A4_LONG : A4_SHORT;
    p->height = sheet->across ? A4_SHORT : A4_LONG;
    pango_context_set_language(p->context, pango_language_from_string(sheet->language));
    for (int i = 0; i < PAPER__MAX; i++)
        pango_layout_context_changed(p->layout[i]);
    run(p, true);
    p->page_n = p->page;
}

size_t
paper_count(struct paper *p, const struct paper_sheet *sheet)
{
    begin_sheet(p, sheet);
    return p->page_n;
}

size_t
paper_add(struct paper *p, const struct paper_sheet *sheet)
{
    begin_sheet(p, sheet);
    cairo_pdf_surface_set_size(p->surface, p->width, p->height);
    cairo_set_source_rgb(p->cr, 0, 0, 0);
    run(p, false);
    p->pages += p->page_n;
    return p->page_n;
}

void
paper_front(struct paper *p)
{
    if (p->pages % 2 == 0)
        return;
    cairo_show_page(p->cr);
    p->pages++;
}
