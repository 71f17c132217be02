#ifndef SERVICE_IMPORT_ROWS_H
#define SERVICE_IMPORT_ROWS_H

#include "intake/ar_rows.h"
#include "service/import_csv.h"
#include "service/ledger.h"

/*
 * Collects records of a file and applies them, some thousand at a time. Only
 * service/import_csv includes this.
 */
struct import_rows;

struct import_rows *import_rows_new(struct db *db, uint64_t batch_id,
    const char *file_name, const struct ar_profile *profile, const struct actor *by,
    struct import_counts *counts);
void import_rows_free(struct import_rows *r);

/* For what belongs to the record that is added next. */
struct arena *import_rows_arena(struct import_rows *r);

/* Neither keeps a pointer that is not in the arena. When there is enough, applies;
 * *applied then tells. */
enum err import_rows_add(struct import_rows *r, const struct ar_record *record,
    const char *text, bool *applied);
enum err import_rows_bad(struct import_rows *r, uint64_t line_no,
    const struct ar_faults *faults, const char *text, bool *applied);

/* Applies what is left. */
enum err import_rows_flush(struct import_rows *r);

#endif
