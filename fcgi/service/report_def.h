#ifndef SERVICE_REPORT_DEF_H
#define SERVICE_REPORT_DEF_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/jsonin.h"
#include "service/report_view.h"

/*
 * What a report is: columns of one view, which rows, summed or not, in which order. As
 * JSON
 *
 *    {"columns": ["customer_number", "open"],
 *     "filters": [{"column": "due_on", "is": "at_most", "value": "today-30"}],
 *     "grouped": true,
 *     "order": [{"column": "open", "descending": true}]}
 *
 * All filters hold. grouped: a row for each combination of what the chosen columns say
 * that are no amounts, the amounts summed, and a further column "rows" says of how
 * many. Amounts of different currencies are never added: "currency" is a column of
 * every report that has amounts. Without an order: that of the view, or of the columns
 * when grouped.
 *
 * Values: a text; a whole number; "true", "false"; of an amount a decimal such as
 * "250.00" (in whichever currency); of a day or instant a date, or a day relative to
 * that on which the report is made: today, month_start, month_end, last_month_start,
 * last_month_end, year_start, each with days after it: "today-30", "month_start+14".
 */
enum report_op {
    REPORT_IS,
    REPORT_IS_NOT,
    REPORT_CONTAINS, /* texts, without case of ASCII letters */
    REPORT_AT_LEAST,
    REPORT_AT_MOST,
    REPORT_EMPTY,
    REPORT_NOT_EMPTY
};

enum {
    REPORT_OP__N = REPORT_NOT_EMPTY + 1,
    REPORT_COLUMNS__MAX = REPORT_VIEW_COLUMNS__MAX + 1, /* with "rows" */
    REPORT_FILTERS__MAX = 16,
    REPORT_ORDERS__MAX = 4,
    REPORT_DEFINITION__MAX = 8000 /* bytes */
};

/* "is", "is_not", "contains", "at_least", "at_most", "empty", "not_empty" */
extern const char *const REPORT_OP[REPORT_OP__N];

struct report_filter {
    size_t column; /* of the view */
    enum report_op op;
    const char *value; /* as it was given; NULL: none */
    int64_t number;    /* whole number, amount in ten-thousandths, 0 or 1 */
};

struct report_order {
    size_t at; /* of the report's own columns */
    bool descending;
};

struct report_def {
    const struct report_view *view;
    size_t column[REPORT_COLUMNS__MAX]; /* of the view */
    size_t columns_n;                   /* without "rows" */
    bool grouped;                       /* then "rows" stands behind them */
    struct report_filter filter[REPORT_FILTERS__MAX];
    size_t filters_n;
    struct report_order order[REPORT_ORDERS__MAX];
    size_t orders_n;
};

/* Reads "view" and "definition" of an object, or nothing of a NULL one; what is wrong
 * is a fault where it stands. The texts live as long as what was parsed. */
void report_def_in(struct jval *v, struct report_def *out);

/* The same from what was kept. ERR_INVALID: it is none (any more). */
enum err report_def_read(
    struct arena *a, const char *view, const char *definition, struct report_def *out);

/* As it is kept: the JSON above. */
const char *report_def_text(struct arena *a, const struct report_def *d);

/* A day by such a text, of a report made on that day. ERR_INVALID: it is none. */
enum err report_day(const char *text, int32_t today, int32_t *out);

/* "due_on at_most today-30, kind is invoice" for people; "" without filters. */
const char *report_filters_text(struct arena *a, const struct report_def *d);

#endif
