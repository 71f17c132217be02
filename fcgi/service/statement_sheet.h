#ifndef SERVICE_STATEMENT_SHEET_H
#define SERVICE_STATEMENT_SHEET_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "render/sheet.h"
#include "render/statement.h"

/*
 * A statement for a spreadsheet, added to out: the opening balance, a row a line with
 * the balance after it, the closing balance. folder: where a file may lie meanwhile.
 * ERR_DOWN  the disk refuses; the log says why
 */
enum err statement_sheet(struct arena *a, const char *folder, enum sheet_format format,
    const struct statement *s, int64_t now_at, struct buf *out);

#endif
