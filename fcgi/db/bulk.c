#include "db/bulk.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "db/bind.h"
#include "db/internal.h"
#include "db/tx.h"

/* Larger chunks gain nothing, and a packet has a limit. */
enum { CHUNK_ROWS = 2000, CHUNK_BYTES = 4 * 1024 * 1024 };

/* One '?' over the rows of a chunk. */
struct column {
    char *value; /* numbers: [CHUNK_ROWS] of width */
    size_t width;
    const void **at;    /* all else: [CHUNK_ROWS] */
    MYSQL_TIME *time;   /* days and instants: what at points to */
    unsigned long *len; /* text and bytes */
    char *indicator;
};

struct chunk {
    size_t n;
    struct column column[];
};

static size_t
width_of(enum db_type t)
{
    switch (t) {
    case DB_U64:
    case DB_I64:
        return 8;
    case DB_U32:
    case DB_I32:
        return 4;
    case DB_U8:
    case DB_BOOL:
        return 1;
    default:
        return 0;
    }
}

static void *
rows_of(size_t size)
{
    void *p = calloc(CHUNK_ROWS, size);

    if (!p)
        abort();
    return p;
}

static struct chunk *
chunk_new(const struct db_stmt *def)
{
    struct chunk *c = calloc(1, sizeof *c + def->n_place * sizeof c->column[0]);

    if (!c)
        abort();
    c->n = def->n_place;
    for (size_t i = 0; i < c->n; i++) {
        struct column *col = &c->column[i];
        enum db_type t = def->in[def->place[i]].type;

        col->width = width_of(t);
        col->indicator = rows_of(1);
        if (col->width) {
            col->value = rows_of(col->width);
            continue;
        }
        col->at = rows_of(sizeof *col->at);
        if (t == DB_DAY || t == DB_INSTANT)
            col->time = rows_of(sizeof *col->time);
        else
            col->len = rows_of(sizeof *col->len);
    }
    return c;
}

void
db_chunk_free(struct chunk *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->n; i++) {
        struct column *col = &c->column[i];

        free(col->value);
        free((void *)col->at);
        free(col->time);
        free(col->len);
        free(col->indicator);
    }
    free(c);
}

/* One row into place r of the chunk; adds its size to *bytes. */
static enum err
put(struct db_stream *s, size_t r, const void *row, size_t *bytes)
{
    for (size_t i = 0; i < s->chunk->n; i++) {
        const struct db_field *f = &s->def->in[s->def->place[i]];
        struct column *col = &s->chunk->column[i];
        MYSQL_TIME unused;
        struct wire w;

        if (!bind_value(f, row, col->time ? &col->time[r] : &unused, &w)) {
            log_error("db_null", kv("statement", s->def->name), kv("field", f->name));
            return ERR_BUG;
        }
        col->indicator[r] = w.null ? STMT_INDICATOR_NULL : STMT_INDICATOR_NONE;
        if (col->width) {
            memcpy(col->value + r * col->width, w.at, col->width);
            *bytes += col->width;
            continue;
        }
        col->at[r] = w.at;
        if (col->len)
            col->len[r] = w.len;
        *bytes += w.len + 12;
    }
    return OK;
}

static void
bind_columns(struct db_stream *s)
{
    for (size_t i = 0; i < s->def->n_place; i++) {
        const struct db_field *f = &s->def->in[s->def->place[i]];
        struct column *col = &s->chunk->column[i];

        s->in[i] = (MYSQL_BIND){
            .buffer_type = bind_type(f->type),
            .is_unsigned = bind_is_unsigned(f->type),
            .buffer = col->width ? (void *)col->value : (void *)col->at,
            .length = col->len,
            .u.indicator = col->indicator,
        };
    }
}

static enum err
send_chunk(struct db_stream *s, unsigned rows)
{
    bind_columns(s);
    if (mysql_stmt_attr_set(s->stmt, STMT_ATTR_ARRAY_SIZE, &rows) ||
        mysql_stmt_bind_param(s->stmt, s->in) || mysql_stmt_execute(s->stmt))
        return db_stmt_failed(s);
    return OK;
}

static enum err
send_all(struct db *db, const struct db_stmt *stmt, const char *row, size_t n,
    uint64_t *changed)
{
    struct db_stream *s;
    enum err e;

    if ((e = db_prepare(db, stmt, &s)))
        return e;
    if (!s->chunk)
        s->chunk = chunk_new(stmt);
    for (size_t done = 0; done < n;) {
        size_t r = 0, bytes = 0;

        for (; r < CHUNK_ROWS && done + r < n && bytes < CHUNK_BYTES; r++)
            if ((e = put(s, r, row + (done + r) * stmt->in_size, &bytes)))
                return e;
        if ((e = send_chunk(s, (unsigned)r)))
            return e;
        *changed += mysql_stmt_affected_rows(s->stmt);
        done += r;
    }
    return OK;
}

enum err
db_bulk(struct db *db, const struct db_stmt *stmt, const void *rows, size_t n,
    uint64_t *changed)
{
    uint64_t sum = 0;
    enum err e;

    if (!n)
        e = OK;
    else if (db->in_tx)
        e = send_all(db, stmt, rows, n, &sum);
    else if ((e = db_begin(db)) == OK)
        e = db_end(db, send_all(db, stmt, rows, n, &sum));
    if (!e && changed)
        *changed = sum;
    return e;
}
