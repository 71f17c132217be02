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

enum { IN__SIZE = 64 };

/* The parameters of a statement, laid out as it wants them. */
static void
lay_out(const struct db_stmt *stmt, const struct case_cursor_in *in, char *out)
{
    const struct {
        const char *name;
        const void *value;
        size_t size;
    } values[] = {
        { "lo", &in->lo, sizeof in->lo },
        { "hi", &in->hi, sizeof in->hi },
        { "now_at", &in->now_at, sizeof in->now_at },
        { "full", &in->full, sizeof in->full },
        { "from_on", &in->from_on, sizeof in->from_on },
        { "to_on", &in->to_on, sizeof in->to_on },
        { "ids", &in->ids, sizeof in->ids },
    };

    for (size_t i = 0; i < stmt->n_in; i++)
        for (size_t k = 0; k < sizeof values / sizeof *values; k++)
            if (!strcmp(stmt->in[i].name, values[k].name))
                memcpy(out + stmt->in[i].offset, values[k].value, values[k].size);
}

enum err
case_cursor_open(struct case_cursor *c, const struct db_stmt *stmt,
    const struct case_cursor_in *in, struct db *db, bool stream, struct arena *a)
{
    _Alignas(16) char laid[IN__SIZE] = { 0 };
    void *rows;
    enum err e;

    assert(stmt->out_size <= sizeof c->row && stmt->in_size <= sizeof laid);
    lay_out(stmt, in, laid);
    *c = (struct case_cursor){ .size = stmt->out_size };
    if (stream) {
        e = db_stream_open(db, stmt, laid, &c->stream);
    } else if (!(e = db_many(db, a, stmt, laid, &rows, &c->rows_n))) {
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
