#include <poppler.h>

#include "base/lazy.h"
#include "render/paper/internal.h"

static struct lazy poppler = { .file = "libpoppler-glib.so.8" };
#define POPPLER(f) LAZY(&poppler, f)

enum err
paper_file_ready(void)
{
    return lazy_open(&poppler);
}

static enum err
refuse(GError *fault, const char **why)
{
    *why =
        g_error_matches(fault, POPPLER(poppler_error_quark)(), POPPLER_ERROR_ENCRYPTED)
            ? "its file is locked with a password"
            : "its file is broken";
    g_clear_error(&fault);
    return ERR_INVALID;
}

/* Owned by the caller; it reads from the bytes as long as it lives. */
static enum err
open_file(const void *pdf, size_t n, PopplerDocument **out, const char **why)
{
    GError *fault = NULL;
    GBytes *bytes = g_bytes_new_static(pdf, n);
    PopplerDocument *d = POPPLER(poppler_document_new_from_bytes)(bytes, NULL, &fault);

    g_bytes_unref(bytes);
    if (!d)
        return refuse(fault, why);
    for (int k = 0, pages = POPPLER(poppler_document_get_n_pages)(d);
         k < pages || k == 0; k++) {
        PopplerPage *page = pages > 0 ? POPPLER(poppler_document_get_page)(d, k) : NULL;

        if (!page) {
            g_object_unref(d);
            return refuse(NULL, why);
        }
        g_object_unref(page);
    }
    *out = d;
    return OK;
}

/* In the middle of the page. */
static void
place(cairo_t *cr, double w, double h)
{
    double scale = 1, across = w > h ? h : w, along = w > h ? w : h;

    if (across > A4_SHORT)
        scale = A4_SHORT / across;
    if (along * scale > A4_LONG)
        scale = A4_LONG / along;
    cairo_translate(cr, A4_SHORT / 2, A4_LONG / 2);
    if (w > h)
        cairo_rotate(cr, G_PI / 2);
    cairo_scale(cr, scale, scale);
    cairo_translate(cr, -w / 2, -h / 2);
    cairo_rectangle(cr, 0, 0, w, h);
    cairo_clip(cr);
}

/* With a context of its own: what a file does to it, the next page does not see. */
static void
draw(struct paper *p, PopplerPage *page)
{
    cairo_t *cr = cairo_create(p->surface);
    double w, h;

    POPPLER(poppler_page_get_size)(page, &w, &h);
    if (w > 0 && h > 0) {
        place(cr, w, h);
        POPPLER(poppler_page_render_for_printing)(page, cr);
    }
    cairo_destroy(cr);
    cairo_show_page(p->cr);
    p->pages++;
}

enum err
paper_add_file(struct paper *p, const void *pdf, size_t n, int most, const char **why)
{
    PopplerDocument *d = NULL;
    enum err e = open_file(pdf, n, &d, why);
    int pages;

    if (e)
        return e;
    pages = POPPLER(poppler_document_get_n_pages)(d);
    if (pages > most)
        p->pages += (size_t)pages;
    for (int k = 0; k < pages && pages <= most; k++) {
        PopplerPage *page = POPPLER(poppler_document_get_page)(d, k);

        draw(p, page);
        g_object_unref(page);
    }
    g_object_unref(d);
    return OK;
}
