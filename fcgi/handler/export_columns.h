#ifndef HANDLER_EXPORT_COLUMNS_H
#define HANDLER_EXPORT_COLUMNS_H

#include "base/jsonscan.h"
#include "handler/export_values.h"
#include "http/http.h"
#include "render/sheet.h"

/*
 * The columns of a list as a table, from the shape its route declares: what has one
 * value is a column; of a customer, person or other small object its parts are; texts
 * and amounts in a list stand in one cell. Ids mean nothing outside and are left out.
 */
struct export_column {
    const char *member, *part; /* part NULL: the member itself */
    bool many;                 /* a list */
    bool money;                /* {amount, currency}, in one cell */
};

struct export_columns {
    struct export_column of[SHEET_COLS__MAX];
    struct sheet_col col[SHEET_COLS__MAX];
    size_t n;
    const char *schema; /* of a row */
    const struct export_values
        *values; /* words for codes; NULL: they stay as they are */
};

/* schema: of one row. Without values: whoever wants them sets them. */
void export_columns(struct arena *a, const struct http *h, const char *schema,
    const char *language, struct export_columns *out);

/* Only those named, in that order; names with blanks between. */
void export_columns_only(struct export_columns *c, const char *names);

/* The cells of a row. */
void export_cells(const struct export_columns *c, struct arena *a,
    const struct jsonscan_value *row, const char **cells);

#endif
