#ifndef SERVICE_REPORT_VIEW_H
#define SERVICE_REPORT_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "db/db.h"
#include "db/query.h"
#include "service/report_column.h"

/*
 * What reports are made of: the read schema, view by view. "open_items" here is the
 * view report_open_items of the database, which programs for business intelligence read
 * (`dunlin reader`). Names and columns stay as they are: one may be added, none is
 * renamed, taken away or given another meaning.
 *
 * In the database an amount stands twice: x_minor is an integer of minor units, x (or
 * x_amount) the same as a decimal. Ids (customer_id, document_id …) tie the views
 * together; they are those of the API. Here an amount stands once, in the currency of
 * its row, and ids are left out.
 */
enum report_kind {
    REPORT_TEXT,
    REPORT_MONEY,  /* of the row's currency */
    REPORT_NUMBER, /* whole */
    REPORT_DAY,
    REPORT_INSTANT,
    REPORT_BOOL
};

/* Their names in the API. */
enum { REPORT_KIND__N = REPORT_BOOL + 1 };
extern const char *const REPORT_KIND[REPORT_KIND__N];

enum { REPORT_VIEW_COLUMNS__MAX = 24 };

struct report_view {
    const char *name, *meaning[LANGUAGES];
    const struct db_stmt *stmt; /* out has a field a column, in the same order */
    const struct report_column *column;
    size_t currency; /* the column that says it */
    /* scope: the user when limited; today: the company's */
    enum err (*open)(
        struct db *db, uint64_t scope, int32_t today, struct db_stream **out);
};

extern const struct report_view REPORT_VIEWS[]; /* ended by name NULL */

const struct report_view *report_view_find(const char *name); /* NULL: none */
bool report_column_find(const struct report_view *v, const char *name, size_t *out);
enum report_kind report_column_kind(const struct report_view *v, size_t column);

/* A value of a row, which lives as long as the row. */
struct report_cell {
    bool empty;
    int64_t number;   /* minor units, a day, an instant, 0 or 1 */
    const char *text; /* of REPORT_TEXT */
};

struct report_cell report_cell_of(
    const struct report_view *v, size_t column, const void *row);

#endif
