#include "tests/bench/raw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"

_Noreturn void
raw_die(const char *what, const char *why)
{
    fprintf(stderr, "floor: %s: %s\n", what, why);
    exit(1);
}

int64_t
raw_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void
raw_do(MYSQL *my, const char *sql)
{
    if (mysql_query(my, sql))
        raw_die(sql, mysql_error(my));
}

MYSQL *
raw_open(const char *socket, const char *database)
{
    MYSQL *my = mysql_init(NULL);
    my_bool yes = 1;

    if (!my)
        raw_die("connect", "no memory");
    mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_options(my, MYSQL_OPT_LOCAL_INFILE, &yes);
    mysql_options(my, MYSQL_REPORT_DATA_TRUNCATION, &(my_bool){ 0 });
    if (!mysql_real_connect(my, NULL, "root", "", database, 0, socket, 0))
        raw_die("connect", mysql_error(my));
    raw_do(my, "SET SESSION time_zone = '+00:00', tx_isolation = 'READ-COMMITTED'");
    return my;
}

static void *
zeroed(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);

    if (!p)
        raw_die("memory", "none left");
    return p;
}

static void
bind(MYSQL_BIND *b, struct raw_value *v, enum db_type type)
{
    b->is_null = &v->null;
    b->length = &v->len;
    b->buffer = &v->u;
    switch (type) {
    case DB_U64:
        b->is_unsigned = 1;
        b->buffer_type = MYSQL_TYPE_LONGLONG;
        break;
    case DB_U32:
    case DB_U8:
    case DB_I64:
    case DB_I32:
    case DB_BOOL:
        b->buffer_type = MYSQL_TYPE_LONGLONG;
        break;
    case DB_DAY:
        b->buffer_type = MYSQL_TYPE_DATE;
        break;
    case DB_INSTANT:
        b->buffer_type = MYSQL_TYPE_DATETIME;
        break;
    default:
        b->buffer_type = MYSQL_TYPE_STRING;
        b->buffer = v->text;
        b->buffer_length = v->text ? RAW_TEXT : 0;
    }
}

static bool
is_text(enum db_type t)
{
    return t == DB_TEXT || t == DB_JSON || t == DB_BLOB || t == DB_CUR ||
           t == DB_HASH || t == DB_CUR_AT || t == DB_HASH_AT;
}

struct raw_stmt *
raw_prepare(MYSQL *my, const struct db_stmt *def)
{
    struct raw_stmt *s = zeroed(1, sizeof *s);

    s->def = def;
    s->stmt = mysql_stmt_init(my);
    s->in = zeroed(def->n_place, sizeof *s->in);
    s->in_at = zeroed(def->n_in, sizeof *s->in_at);
    s->out = zeroed(def->n_out, sizeof *s->out);
    s->out_at = zeroed(def->n_out, sizeof *s->out_at);
    if (!s->stmt || mysql_stmt_prepare(s->stmt, def->sql, strlen(def->sql)))
        raw_die(def->name, s->stmt ? mysql_stmt_error(s->stmt) : "no memory");
    for (size_t k = 0; k < def->n_in; k++)
        s->in_at[k].null = 1;
    for (size_t k = 0; k < def->n_place; k++)
        bind(&s->in[k], &s->in_at[def->place[k]], def->in[def->place[k]].type);
    for (size_t k = 0; k < def->n_out; k++) {
        if (is_text(def->out[k].type))
            s->out_at[k].text = zeroed(1, RAW_TEXT);
        bind(&s->out[k], &s->out_at[k], def->out[k].type);
    }
    return s;
}

static struct raw_value *
parameter(struct raw_stmt *s, const char *name)
{
    for (size_t k = 0; k < s->def->n_in; k++)
        if (strcmp(s->def->in[k].name, name) == 0) {
            s->in_at[k].null = 0;
            return &s->in_at[k];
        }
    return NULL;
}

bool
raw_set_u64(struct raw_stmt *s, const char *name, uint64_t v)
{
    struct raw_value *p = parameter(s, name);

    if (p)
        p->u = v;
    return p;
}

void
raw_day(int32_t day, MYSQL_TIME *out)
{
    struct ymd d = date_split(day);

    *out = (MYSQL_TIME){ .year = (unsigned)d.y,
        .month = (unsigned)d.m,
        .day = (unsigned)d.d,
        .time_type = MYSQL_TIMESTAMP_DATE };
}

int32_t
raw_day_of(const MYSQL_TIME *t)
{
    return date_join((struct ymd){ (int)t->year, (int)t->month, (int)t->day });
}

bool
raw_set_day(struct raw_stmt *s, const char *name, int32_t day)
{
    struct raw_value *p = parameter(s, name);

    if (p)
        raw_day(day, &p->t);
    return p;
}

bool
raw_set_instant(struct raw_stmt *s, const char *name, int64_t at)
{
    struct raw_value *p = parameter(s, name);
    int64_t of_day;

    if (!p)
        return false;
    raw_day(date_of_instant(at), &p->t);
    of_day = (at - date_instant(date_of_instant(at))) / 1000000;
    p->t.hour = (unsigned)(of_day / 3600);
    p->t.minute = (unsigned)(of_day / 60 % 60);
    p->t.second = (unsigned)(of_day % 60);
    p->t.time_type = MYSQL_TIMESTAMP_DATETIME;
    return true;
}

bool
raw_set_bytes(struct raw_stmt *s, const char *name, const void *bytes, size_t n)
{
    struct raw_value *p = parameter(s, name);

    if (!p)
        return false;
    if (!p->text)
        p->text = zeroed(1, RAW_TEXT);
    if (n >= RAW_TEXT)
        raw_die(name, "too long");
    memcpy(p->text, bytes, n);
    p->len = n;
    for (size_t k = 0; k < s->def->n_place; k++)
        if (&s->in_at[s->def->place[k]] == p)
            s->in[k].buffer = p->text;
    return true;
}

void
raw_run(struct raw_stmt *s)
{
    if ((s->def->n_place && mysql_stmt_bind_param(s->stmt, s->in)) ||
        mysql_stmt_execute(s->stmt) ||
        (s->def->n_out && mysql_stmt_bind_result(s->stmt, s->out)))
        raw_die(s->def->name, mysql_stmt_error(s->stmt));
}

bool
raw_next(struct raw_stmt *s)
{
    int rc = mysql_stmt_fetch(s->stmt);

    if (rc == 0 || rc == MYSQL_DATA_TRUNCATED)
        return true;
    if (rc == 1)
        raw_die(s->def->name, mysql_stmt_error(s->stmt));
    return false;
}

size_t
raw_columns(MYSQL *my, const char *table, char *out, size_t size)
{
    char sql[512];
    size_t n = 0, len = 0;
    MYSQL_RES *res;
    MYSQL_ROW row;

    snprintf(sql, sizeof sql,
        "SELECT column_name FROM information_schema.columns WHERE table_schema = "
        "DATABASE() AND table_name = '%s' AND is_generated = 'NEVER' "
        "ORDER BY ordinal_position",
        table);
    raw_do(my, sql);
    res = mysql_store_result(my);
    while (res && (row = mysql_fetch_row(res))) {
        len += (size_t)snprintf(out + len, size - len, "%s%s", n ? "," : "", row[0]);
        n++;
    }
    mysql_free_result(res);
    return n;
}
