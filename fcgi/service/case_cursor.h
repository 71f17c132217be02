#ifndef SERVICE_CASE_CURSOR_H
#define SERVICE_CASE_CURSOR_H

#include "db/query.h"

/*
 * A cursor over one relation of an evaluation, ordered by case: either a stream on a
 * connection of its own or rows read before. Every row begins with its case_id.
 */
struct case_cursor {
    struct db_stream *stream;
    const char *rows; /* when read before */
    size_t rows_n, at, size;
    _Alignas(16) char row[512]; /* the row of a stream */
    const void *now;            /* the current row; NULL: none left */
    enum err err;
};

/* What the statements of sql/queries/evaluate.sql may take; each takes by name what it
 * declares. */
struct case_cursor_in {
    uint64_t lo, hi;
    int64_t now_at;
    bool full;
    int32_t from_on, to_on;
    const char *ids; /* JSON */
};

enum err case_cursor_open(struct case_cursor *c, const struct db_stmt *stmt,
    const struct case_cursor_in *in, struct db *db, bool stream, struct arena *a);

/* The current row if it belongs to the case, else NULL; rows of earlier cases are
 * passed over. */
const void *case_cursor_of(struct case_cursor *c, uint64_t case_id);
void case_cursor_step(struct case_cursor *c);
enum err case_cursor_close(struct case_cursor *c);

#endif
