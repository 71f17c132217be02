#ifndef SERVICE_IMPORT_ROWS_H
#define SERVICE_IMPORT_ROWS_H

#include "intake/ar_rows.h"
#include "service/import_csv.h"
#include "service/ledger.h"

/*
 * Collects the records of a file and applies them, some thousand at a time, in lanes
 * beside the reader. Only service/import_csv includes this.
 */
struct import_rows;

enum err import_rows_new(struct db *db, uint64_t batch_id, const char *file_name,
    const struct ar_profile *profile, const struct actor *by,
    struct import_counts *counts, struct import_rows **out);

/* Neither keeps a pointer of its arguments. *applied: some thousand more are on their
 * way, and counts are up to date. Errors are those of rows given earlier. */
enum err import_rows_add(struct import_rows *r, const struct ar_record *record,
    const struct csv_row *row, bool *applied);
enum err import_rows_bad(struct import_rows *r, const struct csv_row *row,
    const struct ar_faults *faults, bool *applied);

/* Applies what is left, waits, counts for the last time and frees. */
enum err import_rows_end(struct import_rows *r);

#endif
