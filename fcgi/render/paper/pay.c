#include <string.h>

#include "base/log.h"
#include "base/qr.h"
#include "render/paper/internal.h"

#define CODE_SIZE (32 * MM)
#define LABEL_WIDTH (28 * MM)

/* Dark modules side by side are one box. */
static void
draw_row(struct paper *p, const char *row, double x, double y, double module)
{
    for (size_t c = 0; row[c]; c++) {
        size_t n = strspn(row + c, "1");

        if (n)
            cairo_rectangle(
                p->cr, x + (double)c * module, y, (double)n * module, module);
        c += n;
        if (!row[c])
            return;
    }
}

/* The paper around it is the quiet zone. Level M, as EPC069-12 asks for. */
static void
draw_code(struct paper *p, const char *text, double x, double y)
{
    struct qr code;
    double module;

    if (qr_make(p->scratch, text, &code)) {
        log_warn("payment_code_too_long");
        return;
    }
    module = CODE_SIZE / (double)code.side;
    for (size_t r = 0; r < code.side; r++)
        draw_row(p, code.row[r], x, y + (double)r * module, module);
    cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_NONE);
    cairo_fill(p->cr);
    cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_DEFAULT);
}

void
paper_pay(struct paper *p, const char *title, const struct paper_fact *facts, size_t n,
    const char *code)
{
    double line = paper_height(p, PAPER_PLAIN) + 1, text = (double)(n + 1) * line + 4;
    double height = code && CODE_SIZE > text ? CODE_SIZE : text, y;

    paper_need(p, height + 6 * MM);
    p->y += 4 * MM;
    y = p->y;
    if (code && !p->dry)
        draw_code(p, code, p->width - MARGIN_RIGHT - CODE_SIZE, y);
    paper_line(
        p, PAPER_BOLD, title, MARGIN_LEFT, y, content_width(p) - CODE_SIZE, false);
    y += line + 4;
    for (size_t i = 0; i < n; i++) {
        paper_line(
            p, PAPER_SMALL, facts[i].label, MARGIN_LEFT, y + 2, LABEL_WIDTH, false);
        paper_line(p, PAPER_PLAIN, facts[i].value, MARGIN_LEFT + LABEL_WIDTH, y,
            content_width(p) - LABEL_WIDTH - CODE_SIZE - 5 * MM, false);
        y += line;
    }
    p->y += height + 2 * MM;
}
