#ifndef SERVICE_EXPORT_AUDIT_H
#define SERVICE_EXPORT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "db/db.h"

/*
 * The audit as a text, in the order of ids, row by row in constant memory: a JSON
 * object a line, or CSV with a header line (RFC 4180; what a spreadsheet would take for
 * a formula gets a ' before it). Every column is there, before and after as the texts
 * they are and the seal in hex, so that the chain can be recomputed from the JSON lines
 * alone.
 */
struct export_audit_in {
    int64_t from, to; /* business time, from <= at < to; INT64_MIN, INT64_MAX: all */
    bool as_csv;
    uint64_t rows__max; /* 0: no limit */
};

enum err export_audit(struct db *db, const struct export_audit_in *in,
    void (*put)(void *ctx, const char *text, size_t n), void *ctx);

#endif
