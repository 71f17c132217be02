#ifndef SERVICE_LEDGER_JSON_H
#define SERVICE_LEDGER_JSON_H

#include "base/jsonin.h"
#include "service/ledger.h"

/*
 * Rows of the ledger as JSON: what integrators send, and what waits parked.
 *
 * Takes every member that its kind has out of v, jsonin_end included; what is wrong
 * stands in the faults of v's document. source_id is required unless `source_id`
 * gives it, from the path; source_system, when sent, must be `source_system`.
 */
void ledger_row_read(struct jval *v, struct arena *a, enum ledger_kind kind,
    const char *source_system, const char *source_id, struct ledger_row *row);

/* The row as JSON that reads back to the same row. */
char *ledger_row_write(struct arena *a, const struct ledger_row *row);

/* Of a parked row; source_id is the caller's. ERR_INVALID: it does not read. */
enum err ledger_row_reread(
    struct arena *a, const char *kind, const char *json, struct ledger_row *row);

#endif
