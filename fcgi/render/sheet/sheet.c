#include <string.h>
#include <unistd.h>

#include "render/sheet/internal.h"

static const struct {
    const struct sheet_writer *writer;
    const char *type, *extension;
} FORMATS[] = {
    [SHEET_CSV] = { &SHEET_CSV_WRITER, "text/csv; charset=utf-8", ".csv" },
    [SHEET_XLSX] = { &SHEET_XLSX_WRITER,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx" },
    [SHEET_PDF] = { &SHEET_PDF_WRITER, "application/pdf", ".pdf" },
    [SHEET_ZIP] = { &SHEET_ZIP_WRITER, "application/zip", ".zip" },
};

const char *
sheet_type(enum sheet_format f)
{
    return FORMATS[f].type;
}

const char *
sheet_extension(enum sheet_format f)
{
    return FORMATS[f].extension;
}

enum err
sheet_open(struct sheet **out, struct arena *a, enum sheet_format f, const char *path,
    const struct sheet_head *head)
{
    struct sheet *s = arena_new_of(a, struct sheet);

    *s = (struct sheet){
        .arena = a, .writer = FORMATS[f].writer, .path = path, .head = *head
    };
    *out = s;
    return s->writer->open(s) ? OK : ERR_DOWN;
}

struct sheet *
sheet_to(struct arena *a, FILE *to, const struct sheet_head *head)
{
    struct sheet *s = arena_new_of(a, struct sheet);

    *s = (struct sheet){
        .arena = a, .writer = &SHEET_CSV_WRITER, .to = to, .head = *head
    };
    s->writer->open(s);
    return s;
}

void
sheet_table(struct sheet *s, const char *name, const struct sheet_col *cols, size_t n)
{
    s->cols_n = n < SHEET_COLS__MAX ? n : SHEET_COLS__MAX;
    memcpy(s->cols, cols, s->cols_n * sizeof *cols);
    s->writer->table(s, name);
}

enum err
sheet_row(struct sheet *s, const char *const *cells)
{
    return s->writer->row(s, cells);
}

enum err
sheet_total(struct sheet *s, const char *const *cells)
{
    return s->writer->total ? s->writer->total(s, cells) : OK;
}

enum err
sheet_close(struct sheet *s, bool keep)
{
    bool good = s->writer->close(s, keep);

    if (keep && good)
        return OK;
    if (s->path)
        unlink(s->path);
    return good ? OK : ERR_DOWN;
}
