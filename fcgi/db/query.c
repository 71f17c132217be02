#include "db/query.h"

#include <errmsg.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "db/bind.h"
#include "db/internal.h"

enum {
    TEXT_SIZE = 256,
    LONG_TEXT_SIZE = 4096,
    FIRST_ROWS = 16,
    NO_MORE = MYSQL_NO_DATA
};

static bool
is_inline_bytes(enum db_type t)
{
    return t == DB_TEXT || t == DB_JSON || t == DB_BLOB || t == DB_CUR || t == DB_HASH;
}

static enum err
bind_in(struct db_stream *s, const void *in)
{
    const struct db_stmt *def = s->def;

    for (size_t i = 0; i < def->n_place; i++) {
        const struct db_field *f = &def->in[def->place[i]];
        struct slot *at = &s->in_at[i];
        MYSQL_BIND *b = &s->in[i];
        struct wire w;

        if (!bind_value(f, in, &at->t, &w)) {
            log_error("db_null", kv("statement", def->name), kv("parameter", f->name));
            return ERR_BUG;
        }
        at->null = w.null;
        at->len = w.len;
        b->buffer_type = bind_type(f->type);
        b->is_unsigned = bind_is_unsigned(f->type);
        b->buffer = (void *)(uintptr_t)w.at;
        b->buffer_length = w.len;
        b->length = &at->len;
        b->is_null = &at->null;
    }
    if (def->n_place && mysql_stmt_bind_param(s->stmt, s->in))
        return db_stmt_failed(s);
    return OK;
}

static unsigned long
first_size(enum db_type t)
{
    return t == DB_JSON || t == DB_BLOB ? LONG_TEXT_SIZE : TEXT_SIZE;
}

static enum err
bind_out(struct db_stream *s)
{
    const struct db_stmt *def = s->def;

    for (size_t i = 0; i < def->n_out; i++) {
        enum db_type t = def->out[i].type;
        struct slot *at = &s->out_at[i];
        MYSQL_BIND *b = &s->out[i];

        b->length = &at->len;
        b->is_null = &at->null;
        b->error = &at->error;
        if (is_inline_bytes(t)) {
            if (!at->text) {
                at->text_size = first_size(t);
                if (!(at->text = malloc(at->text_size)))
                    abort();
            }
            b->buffer_type =
                t == DB_BLOB || t == DB_HASH ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
            b->buffer = at->text;
            b->buffer_length = at->text_size - 1; /* room for the NUL */
        } else if (t == DB_DAY || t == DB_INSTANT) {
            b->buffer_type = bind_type(t);
            b->buffer = &at->t;
        } else {
            b->buffer_type = MYSQL_TYPE_LONGLONG;
            b->is_unsigned = bind_is_unsigned(t);
            b->buffer = &at->u;
        }
    }
    if (def->n_out && mysql_stmt_bind_result(s->stmt, s->out))
        return db_stmt_failed(s);
    return OK;
}

/*
 * Sends the statement; after a lost connection again, if it only reads or cannot have
 * reached the server.
 */
static enum err
start(struct db *db, const struct db_stmt *stmt, const void *in, struct db_stream **out)
{
    for (int tries = 0;; tries++) {
        struct db_stream *s;
        bool unsent;
        enum err e;

        if ((e = db_prepare(db, stmt, out)) == OK) {
            s = *out;
            if ((e = bind_in(s, in)))
                return e;
            if (!mysql_stmt_execute(s->stmt))
                return bind_out(s);
            unsent = mysql_stmt_errno(s->stmt) == CR_SERVER_GONE_ERROR;
            e = db_stmt_failed(s);
            if (!stmt->reads && !unsent)
                return e;
        }
        if (e != ERR_DOWN || db->in_tx || tries)
            return e;
    }
}

/* A value longer than its buffer: the buffer grows and the value comes whole. */
static enum err
fetch_whole(struct db_stream *s, unsigned i)
{
    struct slot *at = &s->out_at[i];
    MYSQL_BIND *b = &s->out[i];
    unsigned long size = at->text_size;

    while (size <= at->len)
        size *= 2;
    if (!(at->text = realloc(at->text, size)))
        abort();
    at->text_size = size;
    b->buffer = at->text;
    b->buffer_length = size - 1;
    return mysql_stmt_fetch_column(s->stmt, b, i, 0) ? db_stmt_failed(s) : OK;
}

static enum err
misfit(const struct db_stream *s, const struct db_field *f, const char *why)
{
    log_error("db_value", kv("statement", s->def->name), kv("column", f->name),
        kv("why", why));
    return ERR_BUG;
}

static bool
fits(enum db_type t, const struct slot *at)
{
    switch (t) {
    case DB_U32:
        return at->u <= UINT32_MAX;
    case DB_I32:
        return at->i >= INT32_MIN && at->i <= INT32_MAX;
    case DB_U8:
        return at->u <= UINT8_MAX;
    case DB_CUR:
        return at->len <= 3;
    case DB_HASH:
        return at->len == 32;
    default:
        return true;
    }
}

static void
put(const struct db_field *f, const struct slot *at, struct arena *arena, char *to)
{
    switch (f->type) {
    case DB_U64:
    case DB_I64:
        *(uint64_t *)(void *)to = at->u;
        return;
    case DB_U32:
    case DB_I32:
        *(uint32_t *)(void *)to = (uint32_t)at->u;
        return;
    case DB_U8:
        *(uint8_t *)to = (uint8_t)at->u;
        return;
    case DB_BOOL:
        *to = at->i != 0;
        return;
    case DB_DAY:
        *(int32_t *)(void *)to = bind_day(&at->t);
        return;
    case DB_INSTANT:
        *(int64_t *)(void *)to = bind_instant(&at->t);
        return;
    case DB_CUR:
        memset(to, 0, 4);
        memcpy(to, at->text, at->len);
        return;
    case DB_HASH:
        memcpy(to, at->text, 32);
        return;
    case DB_BLOB:
        *(struct blob *)(void *)to = (struct blob){
            .data = (const unsigned char *)(arena ? arena_strn(arena, at->text, at->len)
                                                  : at->text),
            .n = at->len,
        };
        return;
    default:
        *(const char **)(void *)to =
            arena ? arena_strn(arena, at->text, at->len) : at->text;
        return;
    }
}

/* The row just fetched, into *row; without an arena its text stays in the buffers. */
static enum err
take(struct db_stream *s, struct arena *arena, void *row)
{
    bool grown = false;

    for (unsigned i = 0; i < s->def->n_out; i++) {
        const struct db_field *f = &s->def->out[i];
        struct slot *at = &s->out_at[i];
        enum err e;

        if (at->null) {
            if (!f->nullable)
                return misfit(s, f, "NULL in a column declared without ?");
            bind_null(f, row);
            continue;
        }
        if (is_inline_bytes(f->type)) {
            if (at->len >= at->text_size) {
                if ((e = fetch_whole(s, i)))
                    return e;
                grown = true;
            }
            at->text[at->len] = '\0';
        } else if (at->error && f->type != DB_DAY && f->type != DB_INSTANT) {
            return misfit(s, f, "a number that its type cannot hold");
        }
        if (!fits(f->type, at))
            return misfit(s, f, "a value that its type cannot hold");
        put(f, at, arena, (char *)row + f->offset);
    }
    /* Only now: binding forgets where the columns of this row are. */
    if (grown && mysql_stmt_bind_result(s->stmt, s->out))
        return db_stmt_failed(s);
    return OK;
}

/* OK, ERR_NOT_FOUND after the last row, or what went wrong. */
static enum err
fetch(struct db_stream *s, struct arena *arena, void *row)
{
    switch (mysql_stmt_fetch(s->stmt)) {
    case 0:
    case MYSQL_DATA_TRUNCATED:
        return take(s, arena, row);
    case NO_MORE:
        return ERR_NOT_FOUND;
    default:
        return db_stmt_failed(s);
    }
}

/* Reads away what is left, so that the connection is free again. */
static void
finish(struct db_stream *s)
{
    if (s->stmt)
        mysql_stmt_free_result(s->stmt);
}

enum err
db_one(struct db *db, struct arena *arena, const struct db_stmt *stmt, const void *in,
    void *out)
{
    struct db_stream *s;
    enum err e;

    if ((e = start(db, stmt, in, &s)))
        return e;
    if ((e = fetch(s, arena, out)) == OK) {
        int more = mysql_stmt_fetch(s->stmt);

        if (more == 1)
            e = db_stmt_failed(s);
        else if (more != NO_MORE)
            e = misfit(s, &stmt->out[0], "more than one row");
    }
    finish(s);
    return e;
}

enum err
db_many(struct db *db, struct arena *arena, const struct db_stmt *stmt, const void *in,
    void **out, size_t *count)
{
    size_t n = 0, size = FIRST_ROWS;
    char *rows = arena_alloc(arena, size * stmt->out_size);
    struct db_stream *s;
    enum err e;

    if ((e = start(db, stmt, in, &s)))
        return e;
    while ((e = fetch(s, arena, rows + n * stmt->out_size)) == OK)
        if (++n == size) {
            char *more = arena_alloc(arena, size * 2 * stmt->out_size);

            rows = memcpy(more, rows, size * stmt->out_size);
            size *= 2;
        }
    finish(s);
    if (e != ERR_NOT_FOUND)
        return e;
    *out = rows;
    *count = n;
    return OK;
}

enum err
db_exec(struct db *db, const struct db_stmt *stmt, const void *in, uint64_t *changed)
{
    struct db_stream *s;
    enum err e;

    if ((e = start(db, stmt, in, &s)))
        return e;
    if (changed)
        *changed = mysql_stmt_affected_rows(s->stmt);
    return OK;
}

enum err
db_stream_open(
    struct db *db, const struct db_stmt *stmt, const void *in, struct db_stream **out)
{
    enum err e;

    if ((e = start(db, stmt, in, out)))
        return e;
    (*out)->ended = OK;
    (*out)->done = false;
    db->streaming = *out;
    return OK;
}

bool
db_stream_next(struct db_stream *s, void *row)
{
    enum err e;

    if (s->done)
        return false;
    if ((e = fetch(s, NULL, row)) == OK)
        return true;
    s->done = true;
    s->ended = e == ERR_NOT_FOUND ? OK : e;
    return false;
}

enum err
db_stream_close(struct db_stream *s)
{
    finish(s);
    s->db->streaming = NULL;
    s->done = true;
    return s->ended;
}
