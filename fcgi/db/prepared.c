#include "db/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"

void
db_forget(struct db_stream *s)
{
    if (s->stmt)
        mysql_stmt_close(s->stmt);
    s->stmt = NULL;
    if (s->db->streaming == s)
        s->db->streaming = NULL;
}

/* What ends a result half way stands with the connection, not with the statement. */
enum err
db_stmt_failed(struct db_stream *s)
{
    if (mysql_stmt_errno(s->stmt))
        return db_failed(
            s->db, s->def, mysql_stmt_errno(s->stmt), mysql_stmt_error(s->stmt));
    return db_failed(s->db, s->def, mysql_errno(s->db->my), mysql_error(s->db->my));
}

static size_t
hash(const struct db_stmt *stmt, size_t size)
{
    return (size_t)(((uintptr_t)stmt >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 32) &
           (size - 1);
}

static struct db_stream **
place_of(struct db_stream **table, size_t size, const struct db_stmt *stmt)
{
    size_t i = hash(stmt, size);

    while (table[i] && table[i]->def != stmt)
        i = (i + 1) & (size - 1);
    return &table[i];
}

static void
grow(struct db *db)
{
    size_t size = db->size * 2;
    struct db_stream **table = calloc(size, sizeof(struct db_stream *));

    if (!table)
        abort();
    for (size_t i = 0; i < db->size; i++)
        if (db->table[i])
            *place_of(table, size, db->table[i]->def) = db->table[i];
    free(db->table);
    db->table = table;
    db->size = size;
}

static void *
zeroed(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);

    if (!p)
        abort();
    return p;
}

void
db_stream_free(struct db_stream *s)
{
    db_forget(s);
    for (size_t i = 0; i < s->def->n_out; i++)
        free(s->out_at[i].text);
    db_chunk_free(s->chunk);
    free(s->in);
    free(s->in_at);
    free(s->out);
    free(s->out_at);
    free(s);
}

static struct db_stream *
stream_new(struct db *db, const struct db_stmt *stmt)
{
    struct db_stream *s = zeroed(1, sizeof *s);

    s->def = stmt;
    s->db = db;
    s->in = zeroed(stmt->n_place, sizeof *s->in);
    s->in_at = zeroed(stmt->n_place, sizeof *s->in_at);
    s->out = zeroed(stmt->n_out, sizeof *s->out);
    s->out_at = zeroed(stmt->n_out, sizeof *s->out_at);
    return s;
}

static enum err
shape_matches(const struct db_stream *s)
{
    if (mysql_stmt_param_count(s->stmt) == s->def->n_place &&
        mysql_stmt_field_count(s->stmt) == s->def->n_out)
        return OK;
    log_error("db_shape", kv("statement", s->def->name), kv("file", s->def->file),
        kv("line", s->def->line), kv("parameters", mysql_stmt_param_count(s->stmt)),
        kv("columns", mysql_stmt_field_count(s->stmt)));
    return ERR_BUG;
}

enum err
db_prepare(struct db *db, const struct db_stmt *stmt, struct db_stream **out)
{
    struct db_stream **at, *s;
    enum err e;

    if ((e = db_connected(db)))
        return e;
    at = place_of(db->table, db->size, stmt);
    if (!*at) {
        if (db->n * 2 >= db->size) {
            grow(db);
            at = place_of(db->table, db->size, stmt);
        }
        *at = stream_new(db, stmt);
        db->n++;
    }
    *out = s = *at;
    if (s->stmt)
        return OK;
    if (!(s->stmt = mysql_stmt_init(db->my)))
        abort();
    if (mysql_stmt_prepare(s->stmt, stmt->sql, strlen(stmt->sql)))
        e = db_stmt_failed(s);
    else
        e = shape_matches(s);
    if (e)
        db_forget(s);
    return e;
}
