#ifndef SERVICE_REPORT_RUN_H
#define SERVICE_REPORT_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/zone.h"
#include "db/db.h"
#include "service/report_def.h"

/*
 * Makes the rows of a report: one fixed statement gives all rows of its view that its
 * reader may see, and what the report leaves out, sums and sorts is done here, row by
 * row. What is neither grouped nor ordered needs no memory; else REPORT_HELD__MAX rows
 * or groups are held.
 */
enum { REPORT_HELD__MAX = 50000, REPORT_CURRENCIES__MAX = 180 };

struct report_ask {
    uint64_t scope; /* the user with whose rights, when limited; 0: without limits */
    int64_t now_at;
    const struct zone *zone; /* the company's: which day is today */
    uint64_t rows__max;      /* 0: all */
};

/* A column of the report: those of its definition, and "rows" when it is grouped. */
struct report_head {
    const char *name, *const *meaning; /* by language */
    enum report_kind kind;
};

size_t report_heads(
    const struct report_def *d, struct report_head out[static REPORT_COLUMNS__MAX]);

/*
 * Where the rows go, as texts: "1250.00", "2026-03-04", RFC 3339, "true"; NULL: empty.
 * They live until the call ends. An error ends the report. The connection streams
 * meanwhile: no statement may run on it. total: after the rows, one for each currency:
 * amounts, and what they are of in the column of the currency; NULL: not wanted.
 */
struct report_out {
    void *ctx;
    enum err (*row)(void *ctx, const char *const *cells);
    enum err (*total)(void *ctx, const char *const *cells);
};

struct report_made {
    uint64_t rows;
    bool cut;        /* there are more than rows__max; then no totals */
    const char *why; /* of ERR_LIMIT, in a sentence without its dot; else NULL */
};

/* ERR_LIMIT: more rows to hold, or a larger sum, than can be. */
enum err report_run(struct db *db, struct arena *a, const struct report_def *d,
    const struct report_ask *ask, const struct report_out *out,
    struct report_made *made);

#endif
