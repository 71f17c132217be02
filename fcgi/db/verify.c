#include "db/verify.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "db/internal.h"
#include "db/query.h"
#include "db/split.h"

enum {
    SMALL_TABLE = 1000,
    OFFENDERS_SHOWN = 10,
    BINARY_CHARSET = 63,
    DUMMY_DAY = 20000
};

__attribute__((format(printf, 3, 4))) static void
fault(struct db_findings *out, const struct db_stmt *s, const char *fmt, ...)
{
    va_list ap;

    out->faults++;
    buf_fmt(&out->text, "%s:%d: %s: ", s->file, s->line, s->name);
    va_start(ap, fmt);
    buf_vfmt(&out->text, fmt, ap);
    va_end(ap);
    buf_char(&out->text, '\n');
}

/* -- types ---------------------------------------------------------------- */

/* Bytes of an integer type, 0 for any other. */
static int
width(const MYSQL_FIELD *f)
{
    switch (f->type) {
    case MYSQL_TYPE_TINY:
        return 1;
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_YEAR:
        return 2;
    case MYSQL_TYPE_INT24:
        return 3;
    case MYSQL_TYPE_LONG:
        return 4;
    case MYSQL_TYPE_LONGLONG:
        return 8;
    default:
        return 0;
    }
}

static bool
is_column(const MYSQL_FIELD *f)
{
    return f->org_table && f->org_table[0];
}

/* A computed integer has the server's widest type; the runtime checks its value. */
static bool
is_integer(const MYSQL_FIELD *f, int bytes, bool is_unsigned)
{
    int w = width(f);
    bool u = (f->flags & UNSIGNED_FLAG) != 0;

    if (!is_column(f))
        return w > 0 || (f->type == MYSQL_TYPE_NEWDECIMAL && f->decimals == 0);
    if (!w || (is_unsigned && !u))
        return false;
    return u && !is_unsigned ? w < bytes : w <= bytes;
}

static bool
is_string(const MYSQL_FIELD *f)
{
    switch (f->type) {
    case MYSQL_TYPE_STRING:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_TINY_BLOB:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
    case MYSQL_TYPE_ENUM:
    case MYSQL_TYPE_SET:
        return true;
    default:
        return false;
    }
}

static bool
type_fits(enum db_type t, const MYSQL_FIELD *f)
{
    bool binary = f->charsetnr == BINARY_CHARSET;

    if (f->type == MYSQL_TYPE_NULL)
        return true;
    switch (t) {
    case DB_U64:
        return is_integer(f, 8, true);
    case DB_I64:
        return is_integer(f, 8, false);
    case DB_U32:
        return is_integer(f, 4, true);
    case DB_I32:
        return is_integer(f, 4, false);
    case DB_U8:
        return is_integer(f, 1, true);
    case DB_BOOL:
        return is_column(f) ? f->type == MYSQL_TYPE_TINY : width(f) > 0;
    case DB_TEXT:
    case DB_JSON:
        return is_string(f) && !binary;
    case DB_BLOB:
        return is_string(f) && binary;
    case DB_CUR:
        return is_string(f) && f->length <= 12;
    case DB_HASH:
        return is_string(f) && binary && f->length == 32;
    case DB_DAY:
        return f->type == MYSQL_TYPE_DATE || f->type == MYSQL_TYPE_NEWDATE;
    case DB_INSTANT:
        return f->type == MYSQL_TYPE_DATETIME && (f->decimals == 6 || !is_column(f));
    default:
        return false;
    }
}

static const char *
type_name(enum db_type t)
{
    static const char *const NAMES[DB_TYPE__MAX] = { "u64", "i64", "u32", "i32", "u8",
        "bool", "text", "json", "blob", "cur", "day", "instant", "hash", "cur",
        "hash" };

    return NAMES[t];
}

/* The server's type in a few words. */
static const char *
server_type(const MYSQL_FIELD *f)
{
    if (width(f))
        return f->flags & UNSIGNED_FLAG
                   ? (width(f) == 8 ? "BIGINT UNSIGNED" : "a smaller unsigned integer")
                   : (width(f) == 8 ? "BIGINT" : "a smaller signed integer");
    if (is_string(f))
        return f->charsetnr == BINARY_CHARSET ? "bytes" : "text";
    switch (f->type) {
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE:
        return "DATE";
    case MYSQL_TYPE_DATETIME:
        return f->decimals == 6 ? "DATETIME(6)" : "DATETIME without microseconds";
    case MYSQL_TYPE_NEWDECIMAL:
        return "DECIMAL";
    case MYSQL_TYPE_DOUBLE:
    case MYSQL_TYPE_FLOAT:
        return "floating point";
    default:
        return "another type";
    }
}

static void
compare_column(const struct db_stmt *s, const struct db_field *want,
    const MYSQL_FIELD *got, struct db_findings *out)
{
    bool not_null = (got->flags & NOT_NULL_FLAG) != 0;

    if (strcmp(want->name, got->name) != 0)
        fault(out, s, "column '%s' is declared where the statement gives '%s'",
            want->name, got->name);
    if (!type_fits(want->type, got))
        fault(out, s, "column '%s' is declared %s and is %s", want->name,
            type_name(want->type), server_type(got));
    if (!not_null && !want->nullable)
        fault(out, s, "column '%s' may be NULL: declare %s? or use COALESCE",
            want->name, type_name(want->type));
    if (not_null && want->nullable && is_column(got))
        fault(out, s, "column '%s' is never NULL: drop the ?", want->name);
}

static void
compare(const struct db_stmt *s, MYSQL_STMT *st, struct db_findings *out)
{
    unsigned long places = mysql_stmt_param_count(st);
    unsigned columns = mysql_stmt_field_count(st);
    MYSQL_RES *meta;

    if (places != s->n_place)
        fault(out, s, "takes %lu values, its signature gives %zu", places, s->n_place);
    if (columns != s->n_out) {
        fault(out, s, "gives %u columns, its signature has %zu", columns, s->n_out);
        return;
    }
    if (!columns || !(meta = mysql_stmt_result_metadata(st)))
        return;
    for (unsigned i = 0; i < columns; i++)
        compare_column(s, &s->out[i], mysql_fetch_field_direct(meta, i), out);
    mysql_free_result(meta);
}

/* -- indexes -------------------------------------------------------------- */

struct plan_row {
    const char *id, *select_type, *table, *type, *possible_keys, *key, *key_len, *ref,
        *rows, *extra;
};

#define PLAN(column)                                              \
    {                                                             \
#column, DB_TEXT, true, offsetof(struct plan_row, column) \
    }
static const struct db_field PLAN_ROW[] = { PLAN(id), PLAN(select_type), PLAN(table),
    PLAN(type), PLAN(possible_keys), PLAN(key), PLAN(key_len), PLAN(ref), PLAN(rows),
    PLAN(extra) };
#undef PLAN

/* Some value of the type, as it stands in a struct of parameters. */
static void
put_dummy(const struct db_field *f, char *at)
{
    switch (f->type) {
    case DB_U64:
    case DB_I64:
        *(int64_t *)(void *)at = 50;
        return;
    case DB_U32:
    case DB_I32:
        *(int32_t *)(void *)at = 50;
        return;
    case DB_DAY:
        *(int32_t *)(void *)at = DUMMY_DAY;
        return;
    case DB_INSTANT:
        *(int64_t *)(void *)at = DATE_US_PER_DAY * DUMMY_DAY;
        return;
    case DB_U8:
    case DB_BOOL:
        *at = 1;
        return;
    case DB_CUR:
        memcpy(at, "EUR", 4);
        return;
    case DB_HASH:
        memset(at, 1, 32);
        return;
    case DB_BLOB:
        *(struct blob *)(void *)at = (struct blob){ (const unsigned char *)"x", 1 };
        return;
    case DB_JSON:
        *(const char **)(void *)at = "[]";
        return;
    case DB_HASH_AT:
        *(const char **)(void *)at = "0123456789abcdef0123456789abcdef";
        return;
    default:
        *(const char **)(void *)at = "EUR";
        return;
    }
}

static bool
scans(const struct plan_row *p)
{
    int64_t rows = 0;

    if (!p->table || p->table[0] == '<' || !p->type || strcmp(p->type, "ALL") != 0)
        return false;
    if (p->extra && strstr(p->extra, "Table function"))
        return false;
    if (!p->possible_keys)
        return true;
    /* A key there is; on few rows the server may well prefer to read them all. */
    return p->rows && (text_i64(p->rows, &rows) || rows > SMALL_TABLE);
}

static enum err
explain(struct db *db, struct arena *arena, const struct db_stmt *s,
    struct db_findings *out)
{
    struct db_stmt *e = arena_new_of(arena, struct db_stmt);
    char *in = arena_alloc(arena, s->in_size);
    struct plan_row *rows;
    void *all;
    struct buf sql;
    enum err failed;
    size_t n;

    buf_init(&sql, arena);
    buf_fmt(&sql, "EXPLAIN %s", s->sql);
    *e = *s;
    e->sql = sql.text;
    e->reads = true;
    e->out = PLAN_ROW;
    e->n_out = sizeof PLAN_ROW / sizeof *PLAN_ROW;
    e->out_size = sizeof(struct plan_row);
    for (size_t i = 0; i < s->n_in; i++)
        put_dummy(&s->in[i], in + s->in[i].offset);
    if ((failed = db_many(db, arena, e, in, &all, &n))) {
        fault(out, s, "EXPLAIN failed (%s)", err_name(failed));
        return failed == ERR_DOWN ? failed : OK;
    }
    rows = all;
    for (size_t i = 0; i < n; i++)
        if (scans(&rows[i]))
            fault(out, s, "is hot and reads all of '%s': %s", rows[i].table,
                rows[i].possible_keys ? "its keys are not used" : "no key serves it");
    return OK;
}

static enum err
verify(struct db *db, struct arena *arena, const struct db_stmt *s,
    struct db_findings *out)
{
    MYSQL_STMT *st = mysql_stmt_init(db->my);
    enum err e = OK;
    bool good;

    if (!st)
        abort();
    out->checked++;
    good = mysql_stmt_prepare(st, s->sql, strlen(s->sql)) == 0;
    if (good)
        compare(s, st, out);
    else if (db_is_lost(mysql_stmt_errno(st)))
        e = ERR_DOWN;
    else
        fault(out, s, "%s", mysql_stmt_error(st));
    mysql_stmt_close(st);
    return good && s->hot ? explain(db, arena, s, out) : e;
}

enum err
db_verify_statements(const struct db *db, struct arena *arena,
    const struct db_stmt *const *stmts, size_t n, struct db_findings *out)
{
    struct db *own; /* what it prepares goes with it */
    enum err e;

    if ((e = db_open_like(&own, db)))
        return e;
    for (size_t i = 0; i < n && !e; i++)
        e = verify(own, arena, stmts[i], out);
    db_close(own);
    return e;
}

/* -- data ----------------------------------------------------------------- */

static void
show_offender(MYSQL_RES *r, struct db_findings *out)
{
    const MYSQL_FIELD *fields = mysql_fetch_fields(r);
    MYSQL_ROW row = mysql_fetch_row(r);

    buf_text(&out->text, "   ");
    for (unsigned i = 0; row && i < mysql_num_fields(r); i++)
        buf_fmt(&out->text, " %s=%.200s", fields[i].name, row[i] ? row[i] : "NULL");
    buf_char(&out->text, '\n');
}

static enum err
run_check(struct db *db, const struct db_script *check, struct db_findings *out)
{
    struct split split = { .rest = check->text };
    struct split_statement st;

    while (split_next(&split, &st)) {
        int line = split_line(check->text, st.text);
        unsigned long n;
        MYSQL_RES *r;

        out->checked++;
        if (mysql_real_query(db->my, st.text, st.n) ||
            !(r = mysql_store_result(db->my))) {
            out->faults++;
            buf_fmt(&out->text, "sql/checks/%s.sql:%d: %s\n", check->name, line,
                mysql_errno(db->my) ? mysql_error(db->my) : "gives no rows at all");
            if (db_is_lost(mysql_errno(db->my)))
                return db_failed(db, NULL, mysql_errno(db->my), mysql_error(db->my));
            continue;
        }
        if ((n = mysql_num_rows(r))) {
            out->faults++;
            buf_fmt(&out->text, "sql/checks/%s.sql:%d: %lu offenders\n", check->name,
                line, n);
        }
        for (unsigned long i = 0; i < n && i < OFFENDERS_SHOWN; i++)
            show_offender(r, out);
        mysql_free_result(r);
    }
    return OK;
}

enum err
db_verify_data(
    const struct db *db, const struct db_script *checks, struct db_findings *out)
{
    struct db *own;
    enum err e;

    if ((e = db_open_like(&own, db)))
        return e;
    for (; checks->name && !e; checks++)
        e = run_check(own, checks, out);
    db_close(own);
    return e;
}
