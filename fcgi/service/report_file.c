#include "service/report_file.h"

#include <string.h>

#include "base/date.h"
#include "base/format.h"
#include "store/setting.h"

enum { FACTS__MAX = 5 };

struct writing {
    struct arena *arena;
    const struct report_book *book;
    struct sheet *sheet;
    struct report_head head[REPORT_COLUMNS__MAX];
    size_t n, label; /* columns; which of them says "Total": n when none can */
    bool paper_full;
};

static const char *
word(const struct writing *w, const char *name)
{
    return w->book->word(w->arena, w->book->language, name);
}

static enum sheet_kind
sheet_kind_of(enum report_kind kind)
{
    static const enum sheet_kind KIND[REPORT_KIND__N] = {
        [REPORT_TEXT] = SHEET_TEXT,
        [REPORT_MONEY] = SHEET_NUMBER,
        [REPORT_NUMBER] = SHEET_NUMBER,
        [REPORT_DAY] = SHEET_DAY,
        [REPORT_INSTANT] = SHEET_INSTANT,
        [REPORT_BOOL] = SHEET_BOOL,
    };

    return KIND[kind];
}

static enum err
put_row(void *ctx, const char *const *cells)
{
    struct writing *w = ctx;
    enum err e = sheet_row(w->sheet, cells);

    w->paper_full = e == ERR_LIMIT;
    return e;
}

static enum err
put_total(void *ctx, const char *const *cells)
{
    struct writing *w = ctx;
    const char *row[REPORT_COLUMNS__MAX];
    enum err e;

    memcpy(row, cells, w->n * sizeof *row);
    if (w->label < w->n)
        row[w->label] = word(w, "total");
    e = sheet_total(w->sheet, row);
    w->paper_full = e == ERR_LIMIT;
    return e;
}

static void
begin_rows(struct writing *w)
{
    struct sheet_col *cols = arena_new_n(w->arena, w->n, struct sheet_col);

    w->label = w->n;
    for (size_t i = 0; i < w->n; i++) {
        cols[i].head = word(w, w->head[i].name);
        cols[i].kind = sheet_kind_of(w->head[i].kind);
        if (w->label == w->n && cols[i].kind == SHEET_TEXT &&
            strcmp(w->head[i].name, "currency") != 0)
            w->label = i;
    }
    sheet_table(w->sheet, w->book->name, cols, w->n);
}

/* What each column means. */
static enum err
put_definitions(struct writing *w)
{
    const struct sheet_col cols[] = { { word(w, "column"), SHEET_TEXT, false },
        { word(w, "meaning"), SHEET_TEXT, false } };
    enum err e = OK;

    if (w->book->format == SHEET_CSV)
        return OK;
    sheet_table(w->sheet, word(w, "definitions"), cols, 2);
    for (size_t i = 0; i < w->n && !e; i++)
        e = put_row(w, (const char *const[]){ word(w, w->head[i].name),
                           w->head[i].meaning[language_of(w->book->language)] });
    return e;
}

static enum err
open_sheet(struct db *db, struct writing *w, const char *path)
{
    const struct report_book *b = w->book;
    const struct sheet_fact facts[FACTS__MAX] = {
        { word(w, "report"), b->name },
        { word(w, "made_at"),
            fmt_instant(w->arena, b->ask.now_at, b->ask.zone, b->language) },
        { word(w, "made_by"), b->by },
        { word(w, "filters"), report_filters_text(w->arena, b->def) },
        { word(w, "meaning"), b->def->view->meaning[language_of(b->language)] },
    };
    struct sheet_fact *kept = arena_new_n(w->arena, FACTS__MAX, struct sheet_fact);
    struct sheet_head head = { .title = b->name,
        .language = b->language,
        .yes = word(w, "yes"),
        .no = word(w, "no"),
        .about = word(w, "about"),
        .zone = b->ask.zone,
        .facts = kept,
        .facts_n = FACTS__MAX,
        .made_at = b->ask.now_at };
    enum err e = setting_read(db, w->arena, "company.name", "Dunlin", &head.company);

    memcpy(kept, facts, sizeof facts);
    return e ? e : sheet_open(&w->sheet, w->arena, b->format, path, &head);
}

enum err
report_file_make(struct db *db, struct arena *a, const struct report_book *b,
    const char *path, struct report_made *made)
{
    struct writing w = { .arena = a, .book = b };
    const struct report_out out = { .ctx = &w, .row = put_row, .total = put_total };
    enum err e, closed;

    *made = (struct report_made){ 0 };
    w.n = report_heads(b->def, w.head);
    if (b->format == SHEET_PDF && w.n > SHEET_PDF_COLS__MAX) {
        made->why = "a PDF takes 9 columns: choose fewer, or Excel";
        return ERR_LIMIT;
    }
    if ((e = open_sheet(db, &w, path)))
        return e;
    begin_rows(&w);
    if (!(e = report_run(db, a, b->def, &b->ask, &out, made)))
        e = put_definitions(&w);
    if (e == ERR_LIMIT && w.paper_full)
        made->why = "a PDF takes 5,000 rows: filter the report, or choose Excel";
    closed = sheet_close(w.sheet, !e);
    return e ? e : closed;
}

const char *
report_file_name(struct arena *a, const struct report_book *b)
{
    char day[DATE_TEXT__SIZE];

    return arena_fmt(a, "%s %s%s", b->name,
        date_format(zone_day(b->ask.zone, b->ask.now_at), day),
        sheet_extension(b->format));
}
