#include "tests/bench/rewrite.h"

#include <inttypes.h>
#include <mysqld_error.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/q_apply.h"
#include "tests/bench/raw.h"

enum { CHUNK_ROWS = 2000, COLUMNS__MAX = 64, SQL__SIZE = 8192, PURGE_WAIT_S = 120 };

/* What an evaluation adds to, and how its rows are known there. */
static const struct {
    const char *name, *mine; /* mine: an id column, or NULL: all rows */
} TABLES[] = {
    { "decision", NULL },
    { "outbox", "id" },
    { "outbox_line", "outbox_id" },
    { "follow_up", "id" },
    { "follow_up_line", "follow_up_id" },
    { "promise_state", NULL },
    { "customer_tag", "id" },
    { "activity", "id" },
    { "worklist_row", NULL },
};

enum { TABLES_N = sizeof TABLES / sizeof *TABLES };

/* Rows of one statement, by column, ready to be bound. */
struct column {
    enum enum_field_types type;
    bool is_unsigned;
    union {
        int64_t *i;
        MYSQL_TIME **t; /* libmariadb wants pointers here, too */
        char **s;
    };
    unsigned long *len;
    char *indicator;
};

struct rows {
    char sql[SQL__SIZE];
    size_t n, columns;
    struct column column[COLUMNS__MAX];
};

static void *
room(size_t n, size_t size)
{
    void *p = calloc(n + 1, size);

    if (!p)
        raw_die("memory", "none left");
    return p;
}

/* -- reading ------------------------------------------------------------------- */

static void
parse_time(const char *text, MYSQL_TIME *t)
{
    unsigned long part = 0;

    *t = (MYSQL_TIME){ .time_type = MYSQL_TIMESTAMP_DATE };
    if (sscanf(text, "%u-%u-%u %u:%u:%u.%lu", &t->year, &t->month, &t->day, &t->hour,
            &t->minute, &t->second, &part) > 3)
        t->time_type = MYSQL_TIMESTAMP_DATETIME;
    t->second_part = part;
}

static void
prepare_column(struct column *c, const MYSQL_FIELD *f, size_t n)
{
    switch (f->type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONGLONG:
        c->type = MYSQL_TYPE_LONGLONG;
        c->is_unsigned = f->flags & UNSIGNED_FLAG;
        c->i = room(n, sizeof *c->i);
        break;
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_DATETIME:
        c->type = f->type;
        c->t = room(n, sizeof *c->t);
        break;
    default:
        c->type = MYSQL_TYPE_STRING;
        c->s = room(n, sizeof *c->s);
    }
    c->len = room(n, sizeof *c->len);
    c->indicator = room(n, 1);
}

static void
keep(struct column *c, size_t row, const char *value, unsigned long len)
{
    c->indicator[row] = value ? STMT_INDICATOR_NONE : STMT_INDICATOR_NULL;
    c->len[row] = len;
    if (!value)
        return;
    if (c->type == MYSQL_TYPE_LONGLONG)
        c->i[row] = c->is_unsigned ? (int64_t)strtoull(value, NULL, 10)
                                   : strtoll(value, NULL, 10);
    else if (c->type == MYSQL_TYPE_STRING) {
        c->s[row] = room(len, 1);
        memcpy(c->s[row], value, len);
    } else {
        c->t[row] = room(1, sizeof **c->t);
        parse_time(value, c->t[row]);
    }
}

static void
read_rows(MYSQL *my, const char *sql, struct rows *r)
{
    const MYSQL_FIELD *fields;
    MYSQL_RES *res;
    MYSQL_ROW row;

    raw_do(my, sql);
    res = mysql_store_result(my);
    if (!res)
        raw_die(sql, mysql_error(my));
    r->n = mysql_num_rows(res);
    r->columns = mysql_num_fields(res);
    fields = mysql_fetch_fields(res);
    for (size_t c = 0; c < r->columns; c++)
        prepare_column(&r->column[c], &fields[c], r->n);
    for (size_t k = 0; (row = mysql_fetch_row(res)); k++) {
        const unsigned long *len = mysql_fetch_lengths(res);

        for (size_t c = 0; c < r->columns; c++)
            keep(&r->column[c], k, row[c], len[c]);
    }
    mysql_free_result(res);
}

static void
read_table(MYSQL *my, size_t k, uint64_t first_id, struct rows *r)
{
    char columns[SQL__SIZE / 4], sql[SQL__SIZE / 2];
    size_t n = raw_columns(my, TABLES[k].name, columns, sizeof columns), len;

    snprintf(sql, sizeof sql, "SELECT %s FROM %s WHERE %s >= %" PRIu64, columns,
        TABLES[k].name, TABLES[k].mine ? TABLES[k].mine : "1",
        TABLES[k].mine ? first_id : 0);
    read_rows(my, sql, r);
    len = (size_t)snprintf(
        r->sql, sizeof r->sql, "INSERT INTO %s (%s) VALUES (", TABLES[k].name, columns);
    for (size_t c = 0; c < n; c++)
        len += (size_t)snprintf(r->sql + len, sizeof r->sql - len, c ? ",?" : "?");
    snprintf(r->sql + len, sizeof r->sql - len, ")");
}

/* case_state is written back, by the engine's own statement. */
static void
read_states(MYSQL *my, struct rows *r)
{
    char sql[SQL__SIZE] = "SELECT ";
    size_t len = strlen(sql);

    for (size_t c = 0; c < APPLY_CASE_STATE_STMT.n_in; c++)
        len += (size_t)snprintf(sql + len, sizeof sql - len, "%sc.%s", c ? "," : "",
            APPLY_CASE_STATE_STMT.in[c].name);
    snprintf(sql + len, sizeof sql - len,
        " FROM case_state c JOIN bench_case_state b ON b.id = c.id"
        " WHERE NOT c.run_id <=> b.run_id ORDER BY c.id");
    read_rows(my, sql, r);
    snprintf(r->sql, sizeof r->sql, "%s", APPLY_CASE_STATE_STMT.sql);
}

/* -- taking back ----------------------------------------------------------------- */

static void
wait_for_purge(MYSQL *my)
{
    for (int k = 0; k < PURGE_WAIT_S * 5; k++) {
        MYSQL_RES *res;
        MYSQL_ROW row;
        bool clean;

        raw_do(my, "SELECT count < 50 FROM information_schema.innodb_metrics "
                   "WHERE name = 'trx_rseg_history_len'");
        res = mysql_store_result(my);
        clean = res && (row = mysql_fetch_row(res)) && row[0] && row[0][0] == '1';
        mysql_free_result(res);
        if (clean)
            return;
        usleep(200000);
    }
}

static void
take_back(MYSQL *my, uint64_t first_id)
{
    char sql[512];

    for (size_t k = TABLES_N; k-- > 0;) {
        if (TABLES[k].mine)
            snprintf(sql, sizeof sql, "DELETE FROM %s WHERE %s >= %" PRIu64,
                TABLES[k].name, TABLES[k].mine, first_id);
        else
            snprintf(sql, sizeof sql, "TRUNCATE TABLE %s", TABLES[k].name);
        raw_do(my, sql);
    }
    raw_do(my, "TRUNCATE TABLE run_error");
    raw_do(my, "TRUNCATE TABLE run");
    raw_do(my, "UPDATE case_state c JOIN bench_case_state b ON b.id = c.id SET"
               " c.strategy_id = b.strategy_id, c.strategy_why = b.strategy_why,"
               " c.version_id = b.version_id, c.run_id = b.run_id, c.evaluated_at = "
               "b.evaluated_at,"
               " c.evaluated_on = b.evaluated_on, c.next_at = b.next_at, c.touch_seq = "
               "b.touch_seq,"
               " c.touched_by = b.touched_by, c.next_step = b.next_step,"
               " c.next_step_on = b.next_step_on, c.fault = b.fault");
    wait_for_purge(my);
}

/* -- writing ----------------------------------------------------------------------- */

struct writer {
    pthread_t thread;
    const char *socket, *database;
    struct rows *tables;
    size_t tables_n;
    unsigned part, parts; /* of every table, its share of the rows */
    uint64_t rows;
};

static void
write_chunk(MYSQL *my, MYSQL_STMT *stmt, struct rows *r, size_t from, size_t n)
{
    MYSQL_BIND bind[COLUMNS__MAX] = { 0 };
    unsigned size = (unsigned)n;

    for (size_t c = 0; c < r->columns; c++) {
        struct column *col = &r->column[c];

        bind[c].buffer_type = col->type;
        bind[c].is_unsigned = col->is_unsigned;
        bind[c].buffer = col->type == MYSQL_TYPE_LONGLONG ? (void *)(col->i + from)
                         : col->type == MYSQL_TYPE_STRING ? (void *)(col->s + from)
                                                          : (void *)(col->t + from);
        bind[c].length = col->len + from;
        bind[c].u.indicator = col->indicator + from;
    }
    mysql_stmt_attr_set(stmt, STMT_ATTR_ARRAY_SIZE, &size);
    if (mysql_stmt_bind_param(stmt, bind))
        raw_die(r->sql, mysql_stmt_error(stmt));
    for (;;) {
        raw_do(my, "BEGIN");
        if (!mysql_stmt_execute(stmt))
            break;
        if (mysql_stmt_errno(stmt) != ER_LOCK_DEADLOCK)
            raw_die(r->sql, mysql_stmt_error(stmt));
        raw_do(my, "ROLLBACK"); /* the other writer goes first */
    }
    raw_do(my, "COMMIT");
}

static void *
write_share(void *arg)
{
    struct writer *w = arg;
    MYSQL *my = raw_open(w->socket, w->database);

    for (size_t k = 0; k < w->tables_n; k++) {
        struct rows *r = &w->tables[k];
        MYSQL_STMT *stmt = mysql_stmt_init(my);
        size_t from = r->n * w->part / w->parts, to = r->n * (w->part + 1) / w->parts;

        if (mysql_stmt_prepare(stmt, r->sql, strlen(r->sql)))
            raw_die(r->sql, mysql_stmt_error(stmt));
        for (size_t at = from; at < to; at += CHUNK_ROWS)
            write_chunk(my, stmt, r, at, to - at < CHUNK_ROWS ? to - at : CHUNK_ROWS);
        w->rows += to - from;
        mysql_stmt_close(stmt);
    }
    mysql_close(my);
    return NULL;
}

int
rewrite(const char *socket, const char *database, uint64_t first_id, unsigned threads)
{
    static struct rows tables[TABLES_N + 1];
    struct writer w[16] = { 0 };
    MYSQL *my = raw_open(socket, database);
    uint64_t rows = 0;
    int64_t began;

    for (size_t k = 0; k < TABLES_N; k++)
        read_table(my, k, first_id, &tables[k]);
    read_states(my, &tables[TABLES_N]);
    take_back(my, first_id);
    began = raw_us();
    for (unsigned k = 0; k < threads; k++) {
        w[k] = (struct writer){ .socket = socket,
            .database = database,
            .tables = tables,
            .tables_n = TABLES_N + 1,
            .part = k,
            .parts = threads };
        if (pthread_create(&w[k].thread, NULL, write_share, &w[k]))
            raw_die("thread", "cannot be made");
    }
    for (unsigned k = 0; k < threads; k++) {
        pthread_join(w[k].thread, NULL);
        rows += w[k].rows;
    }
    printf("%.1f %" PRIu64 "\n", (double)(raw_us() - began) / 1e3, rows);
    fflush(stdout);
    take_back(my, first_id);
    mysql_close(my);
    return 0;
}

int
take_back_all(const char *socket, const char *database, uint64_t first_id)
{
    MYSQL *my = raw_open(socket, database);

    take_back(my, first_id);
    mysql_close(my);
    return 0;
}
