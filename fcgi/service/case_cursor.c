#include "service/case_cursor.h"

#include <assert.h>
#include <string.h>

static void
take(struct case_cursor *c)
{
    if (c->stream)
        c->now = db_stream_next(c->stream, c->row) ? c->row : NULL;
    else
        c->now = c->at < c->rows_n ? c->rows + c->at++ * c->size : NULL;
}

enum err
case_cursor_open(struct case_cursor *c, const struct db_stmt *stmt,
    const struct case_cursor_in *in, struct db *db, bool stream, struct arena *a)
{
    void *rows;
    enum err e;

    assert(stmt->out_size <= sizeof c->row && stmt->in_size <= sizeof *in);
    *c = (struct case_cursor){ .size = stmt->out_size };
    if (stream) {
        e = db_stream_open(db, stmt, in, &c->stream);
    } else if (!(e = db_many(db, a, stmt, in, &rows, &c->rows_n))) {
        c->rows = rows;
    }
    if (e)
        return e;
    take(c);
    return OK;
}

static uint64_t
case_of(const void *row)
{
    uint64_t id;

    memcpy(&id, row, sizeof id);
    return id;
}

const void *
case_cursor_of(struct case_cursor *c, uint64_t case_id)
{
    while (c->now && case_of(c->now) < case_id)
        take(c);
    return c->now && case_of(c->now) == case_id ? c->now : NULL;
}

void
case_cursor_step(struct case_cursor *c)
{
    take(c);
}

enum err
case_cursor_close(struct case_cursor *c)
{
    struct db_stream *s = c->stream;

    c->stream = NULL;
    c->now = NULL;
    return s ? db_stream_close(s) : OK;
}
