#include "service/load_tables.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "db/bulk.h"
#include "intake/tsv.h"
#include "store/q_all.h"
#include "store/q_chat.h"
#include "store/q_load.h"

enum { COLUMNS__MAX = 64, ROWS_AT_ONCE = 5000 };

/* Parents first. */
static const char *const TABLES[] = { "division", "user", "user_division", "fx_rate",
    "source_sync", "customer", "address", "contact", "suppression", "customer_tag",
    "customer_assignment", "case_state", "item", "item_line", "instalment",
    "allocation", "fee_claim", "hold", "dispute", "dispute_event", "promise",
    "promise_item", "follow_up", "follow_up_line", "note", "phone_call", "conversation",
    "message", "activity", "outbox", "outbox_line", "outbox_recipient",
    "outbox_attempt" };

/* One file on its way in. */
struct file {
    struct load_tables *load;
    struct db *db;
    const struct db_stmt *stmt;
    const struct db_field *column[COLUMNS__MAX]; /* as the first line names them */
    size_t columns;
    FILE *in;
    const char *path;
    char *line; /* of getline */
    size_t size;
    uint64_t line_no;
    struct arena *text; /* what the rows at hand point to */
    char *rows;
    size_t n;
    uint64_t total;
};

static enum err
refuse(struct file *f, const char *what, const char *value)
{
    f->load->fault = arena_fmt(f->load->arena, "%s:%" PRIu64 ": %s%s%.100s", f->path,
        f->line_no, what, value ? ": " : "", value ? value : "");
    return ERR_INVALID;
}

static const struct db_stmt *
statement(const char *table)
{
    for (size_t k = 0; k < Q_ALL_N; k++)
        if (text_starts(Q_ALL[k]->name, "load_") && text_eq(Q_ALL[k]->name + 5, table))
            return Q_ALL[k];
    return NULL;
}

static const struct db_field *
field(const struct db_stmt *stmt, const char *name)
{
    for (size_t k = 0; k < stmt->n_in; k++)
        if (text_eq(stmt->in[k].name, name))
            return &stmt->in[k];
    return NULL;
}

/* -- values ---------------------------------------------------------------- */

/* "2026-03-04 08:00:00.000000", as the database writes an instant in UTC. */
static enum err
parse_instant(const char *value, int64_t *out)
{
    char text[DATE_INSTANT_TEXT__SIZE];
    size_t n = strlen(value);

    if (n < 19 || n + 2 > sizeof text || value[10] != ' ')
        return ERR_INVALID;
    memcpy(text, value, n);
    text[10] = 'T';
    text[n] = 'Z';
    text[n + 1] = '\0';
    return date_parse_instant(text, out);
}

static enum err
parse_small(enum db_type type, const char *value, void *at)
{
    int64_t v;

    if (text_i64(value, &v))
        return ERR_INVALID;
    if (type == DB_I32 && v > INT32_MIN && v <= INT32_MAX)
        *(int32_t *)at = (int32_t)v;
    else if (type == DB_U32 && v >= 0 && v < UINT32_MAX)
        *(uint32_t *)at = (uint32_t)v;
    else if (type == DB_U8 && v >= 0 && v < UINT8_MAX)
        *(uint8_t *)at = (uint8_t)v;
    else if (type == DB_BOOL && (v == 0 || v == 1))
        *(bool *)at = v == 1;
    else
        return ERR_INVALID;
    return OK;
}

static enum err
parse(struct file *f, enum db_type type, const char *value, void *at)
{
    switch (type) {
    case DB_U64:
        return text_u64(value, at);
    case DB_I64:
        return text_i64(value, at);
    case DB_DAY:
        return date_parse(value, at);
    case DB_INSTANT:
        return parse_instant(value, at);
    case DB_TEXT:
    case DB_JSON:
        *(const char **)at = arena_str(f->text, value);
        return OK;
    case DB_CUR:
        return text_copy(at, 4, value) ? OK : ERR_INVALID;
    default:
        return parse_small(type, value, at);
    }
}

/* A field that no value is for. */
static enum err
parse_null(const struct db_field *field, void *at)
{
    if (!field->nullable)
        return ERR_INVALID;
    switch (field->type) {
    case DB_I64:
        *(int64_t *)at = I64_NONE;
        return OK;
    case DB_U32:
        *(uint32_t *)at = U32_NONE;
        return OK;
    case DB_I32:
        *(int32_t *)at = I32_NONE;
        return OK;
    case DB_U8:
        *(uint8_t *)at = U8_NONE;
        return OK;
    case DB_DAY:
        *(int32_t *)at = DAY_NONE;
        return OK;
    case DB_INSTANT:
        *(int64_t *)at = INSTANT_NONE;
        return OK;
    default:
        return OK; /* of the others zero stands for NULL */
    }
}

/* -- lines ----------------------------------------------------------------- */

static enum err
read_header(struct file *f)
{
    char *rest, *name;

    f->line_no = 1;
    if (getline(&f->line, &f->size, f->in) < 0)
        return refuse(f, "no line of column names", NULL);
    f->line[strcspn(f->line, "\n")] = '\0';
    for (rest = f->line; (name = strsep(&rest, "\t"));) {
        const struct db_field *to = field(f->stmt, name);

        if (!to || f->columns == COLUMNS__MAX)
            return refuse(f, "unknown column", name);
        f->column[f->columns++] = to;
    }
    if (f->columns != f->stmt->n_in)
        return refuse(f, "columns are missing", NULL);
    return OK;
}

static enum err
read_row(struct file *f)
{
    char *values[COLUMNS__MAX], *row = f->rows + f->n * f->stmt->in_size;

    if (tsv_split(f->line, values, f->columns))
        return refuse(f, "other values than columns", NULL);
    memset(row, 0, f->stmt->in_size);
    for (size_t k = 0; k < f->columns; k++) {
        const struct db_field *to = f->column[k];
        void *at = row + to->offset;

        if (values[k] ? parse(f, to->type, values[k], at) : parse_null(to, at))
            return refuse(f, to->name, values[k] ? values[k] : "NULL");
    }
    f->n++;
    return OK;
}

static enum err
flush(struct file *f)
{
    enum err e;

    if (!f->n)
        return OK;
    if ((e = db_bulk(f->db, f->stmt, f->rows, f->n, NULL))) {
        (void)refuse(f, "the database refuses this row or one before it", NULL);
        return e;
    }
    f->total += f->n;
    f->n = 0;
    arena_reset(f->text);
    return OK;
}

static enum err
read_rows(struct file *f)
{
    enum err e;

    if ((e = read_header(f)))
        return e;
    while (getline(&f->line, &f->size, f->in) >= 0) {
        f->line_no++;
        if ((e = read_row(f)))
            return e;
        if (f->n == ROWS_AT_ONCE && (e = flush(f)))
            return e;
    }
    return flush(f);
}

static enum err
load_file(struct file *f)
{
    enum err e;

    if (!(f->in = fopen(f->path, "r"))) {
        f->load->fault = arena_fmt(f->load->arena, "%s cannot be read", f->path);
        return ERR_NOT_FOUND;
    }
    f->text = arena_new();
    f->rows = calloc(ROWS_AT_ONCE, f->stmt->in_size);
    if (!f->rows)
        abort();
    e = read_rows(f);
    free(f->rows);
    free(f->line);
    arena_free(f->text);
    fclose(f->in);
    return e;
}

enum err
load_tables(struct db *db, struct load_tables *load)
{
    enum err e;

    load->fault = NULL;
    load->rows = 0;
    for (size_t k = 0; k < sizeof TABLES / sizeof *TABLES; k++) {
        struct file f = { .load = load, .db = db, .stmt = statement(TABLES[k]) };

        if (!f.stmt)
            return ERR_BUG;
        f.path = arena_fmt(load->arena, "%s/%s.tsv", load->folder, TABLES[k]);
        if ((e = load_file(&f)))
            return e;
        load->rows += f.total;
        if (load->done)
            load->done(load->ctx, TABLES[k], f.total);
    }
    if ((e = chat_number_loaded(db, NULL)) || (e = chat_streams_loaded(db, NULL)))
        return e;
    return load_shared(db, NULL);
}
