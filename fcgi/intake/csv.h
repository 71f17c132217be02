#ifndef INTAKE_CSV_H
#define INTAKE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * A CSV file, streamed: fed in pieces of any size, given row by row. Memory is one
 * row, whatever the file's length. Text comes out as UTF-8.
 *
 * A row that breaks the rules of quoting is given as broken and reading goes on
 * with the next line.
 */
enum csv_encoding { CSV_UTF8, CSV_WINDOWS_1252 };

enum { CSV_COLUMNS__MAX = 200, CSV_ROW__MAX = 1 << 20 };

struct csv_row {
    uint64_t line_no; /* of its first line, from 1 */
    size_t n;
    const char *const *field; /* [n], each ends in NUL; until the function returns */
    const char *broken;       /* why the row cannot be read; NULL: it can */
};

/* What it returns, unless OK, ends the reading and is given back. */
typedef enum err csv_row_fn(void *ctx, const struct csv_row *row);

struct csv_in;

struct csv_in *csv_in_new(
    enum csv_encoding encoding, char delimiter, csv_row_fn *each, void *ctx);
void csv_in_free(struct csv_in *in);

/*
 * ERR_INVALID  the file is in another encoding altogether: csv_in_fault says which
 */
enum err csv_in_feed(struct csv_in *in, const char *p, size_t n);
/* The last row may lack its line end. */
enum err csv_in_end(struct csv_in *in);

const char *csv_in_fault(const struct csv_in *in);

/* The row as one line, quoted anew where need be; for showing it to a person. */
char *csv_row_text(struct arena *a, const struct csv_row *row, char delimiter);

#endif
