#ifndef RENDER_SHEET_INTERNAL_H
#define RENDER_SHEET_INTERNAL_H

#include "render/sheet.h"

/* What a format can do; each has a file of its own. */
struct sheet_writer {
    bool (*open)(struct sheet *s); /* false: the log says why */
    void (*table)(struct sheet *s, const char *name);
    enum err (*row)(struct sheet *s, const char *const *cells);
    enum err (*total)(
        struct sheet *s, const char *const *cells); /* NULL: it has none */
    bool (*close)(struct sheet *s, bool keep);
};

extern const struct sheet_writer SHEET_CSV_WRITER, SHEET_XLSX_WRITER, SHEET_PDF_WRITER,
    SHEET_ZIP_WRITER;

struct sheet {
    struct arena *arena; /* lives as long as the file */
    const struct sheet_writer *writer;
    const char *path; /* NULL: */
    FILE *to;         /* the caller's */
    struct sheet_head head;
    struct sheet_col cols[SHEET_COLS__MAX];
    size_t cols_n;
    void *own; /* the writer's */
};

#endif
