#ifndef RENDER_SHEET_H
#define RENDER_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/zone.h"

/*
 * Tables as files for spreadsheets and paper: CSV, Excel (by libxlsxwriter, in constant
 * memory), PDF, and several tables as CSV in one ZIP (by libarchive). Rows go out as
 * they come; only a PDF keeps them until its end, and takes a limited number.
 */
enum sheet_format { SHEET_CSV, SHEET_XLSX, SHEET_PDF, SHEET_ZIP };

/* "text/csv; charset=utf-8" and the like; ".csv" and the like. */
const char *sheet_type(enum sheet_format f);
const char *sheet_extension(enum sheet_format f);

enum sheet_kind {
    SHEET_TEXT,
    SHEET_NUMBER,  /* decimal text, "-1250.00": as many decimals as it has */
    SHEET_MONEY,   /* the same with its currency, "-1250.00 EUR" */
    SHEET_DAY,     /* "2026-03-04" */
    SHEET_INSTANT, /* RFC 3339, UTC */
    SHEET_BOOL     /* "true", "false" */
};

struct sheet_col {
    const char *head;
    enum sheet_kind kind;
    bool whole; /* words that paper shows in full, over several lines */
};

enum { SHEET_COLS__MAX = 64, SHEET_PDF_ROWS__MAX = 5000, SHEET_PDF_COLS__MAX = 9 };

/* What a file says of itself: where it comes from, filters, definitions. */
struct sheet_fact {
    const char *name, *value;
};

/*
 * Paper writes amounts, days and times in the language and zone (NULL: UTC), and lies
 * across where its tables are wide; the other formats are for programs, which know how
 * to show what they read.
 */
struct sheet_head {
    const char *title, *company, *language;
    const char *yes, *no; /* of SHEET_BOOL on paper; NULL: as it comes */
    const char *about;    /* the sheet of facts in a workbook; NULL: "About" */
    const struct zone *zone;
    const struct sheet_fact *facts;
    size_t facts_n;
    int64_t made_at;
};

struct sheet;

/*
 * Begins a file at path, which must not exist.
 * ERR_DOWN  it cannot be written; the log says why
 */
enum err sheet_open(struct sheet **out, struct arena *a, enum sheet_format f,
    const char *path, const struct sheet_head *head);

/* The same as CSV, written to a stream that stays the caller's. Rows are ERR_DOWN when
 * it takes no more. */
struct sheet *sheet_to(struct arena *a, FILE *to, const struct sheet_head *head);

/* Begins a table; a CSV takes one only. name: of the sheet, of the file in a ZIP, of
 * the part of a PDF with several; it and the heads live as long as the file. */
void sheet_table(
    struct sheet *s, const char *name, const struct sheet_col *cols, size_t n);

/*
 * A row of texts as their kinds say; "" or NULL: empty. A text that a spreadsheet would
 * take for a formula gets a quote before it in CSV; Excel is told that it is text. Real
 * numbers stay numbers, negative ones, too.
 * ERR_LIMIT  more rows than a PDF takes   ERR_DOWN  nobody takes them
 */
enum err sheet_row(struct sheet *s, const char *const *cells);

/* Totals below the rows of a table, after the last of them; as sheet_row. A CSV, which
 * programs read, has none. */
enum err sheet_total(struct sheet *s, const char *const *cells);

/* Ends the file, removing it unless keep. ERR_DOWN: the disk refused; the log says
 * why. */
enum err sheet_close(struct sheet *s, bool keep);

#endif
