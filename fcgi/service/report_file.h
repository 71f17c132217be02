#ifndef SERVICE_REPORT_FILE_H
#define SERVICE_REPORT_FILE_H

#include "render/sheet.h"
#include "service/report_run.h"

/*
 * A report as a file: CSV (rows alone), Excel and PDF with totals of each currency
 * below the rows and, as a sheet or part of its own, what each column means.
 */
struct report_book {
    const char *name, *by, *language; /* of the report, of its reader */
    const struct report_def *def;
    struct report_ask ask;
    enum sheet_format format; /* not SHEET_ZIP */
    /* what a column is called in that language */
    const char *(*word)(struct arena *a, const char *language, const char *name);
};

/* What such files are called in their folder, with something behind it. */
#define REPORT_FILE_PREFIX "report-"

/*
 * Writes it to path, which must not exist; nothing stays there on an error.
 * ERR_LIMIT  as report_run; also more rows than a PDF takes. made->why says it.
 */
enum err report_file_make(struct db *db, struct arena *a, const struct report_book *b,
    const char *path, struct report_made *made);

/* "Overdue by customer 2026-03-04.xlsx" */
const char *report_file_name(struct arena *a, const struct report_book *b);

#endif
