#include "service/keep_rates.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "base/money.h"
#include "base/text.h"
#include "db/tx.h"
#include "intake/csv.h"
#include "store/audit.h"
#include "store/q_fx_rate.h"
#include "store/q_script.h"

enum { DECIMALS = 8, ROWS__MAX = 20000, WHOLE_DIGITS__MAX = 7, SOURCE__SIZE = 64 };

enum err
rate_parse(const char *text, int64_t *rate_e8)
{
    size_t whole = strspn(text, "0123456789"), part = 0;
    const char *end = text + whole;
    int64_t v = 0;

    if (whole == 0 || whole > WHOLE_DIGITS__MAX)
        return ERR_INVALID;
    for (size_t i = 0; i < whole; i++)
        v = v * 10 + (text[i] - '0');
    if (*end == '.') {
        part = strspn(end + 1, "0123456789");
        if (part == 0 || part > DECIMALS)
            return ERR_INVALID;
        for (size_t i = 0; i < part; i++)
            v = v * 10 + (end[1 + i] - '0');
        end += 1 + part;
    }
    for (; part < DECIMALS; part++)
        v *= 10;
    if (*end || v <= 0)
        return ERR_INVALID;
    *rate_e8 = v;
    return OK;
}

char *
rate_text(struct arena *a, int64_t rate_e8)
{
    char *text =
        arena_fmt(a, "%" PRId64 ".%08" PRId64, rate_e8 / RATE__E8, rate_e8 % RATE__E8);
    size_t n = strlen(text);

    while (text[n - 1] == '0')
        text[--n] = '\0';
    if (text[n - 1] == '.')
        text[--n] = '\0';
    return text;
}

static struct fx_rate_put
row_of(const struct rate_in *r, const char *source, const struct actor *by)
{
    struct fx_rate_put row = { .rate_on = r->on_day,
        .rate_e8 = r->rate_e8,
        .source = source,
        .recorded_at = by->now_us };

    memcpy(row.base, r->base, sizeof row.base);
    memcpy(row.quote, r->quote, sizeof row.quote);
    return row;
}

/* -- one ------------------------------------------------------------------- */

struct one {
    struct arena *arena;
    const struct actor *by;
    const struct rate_in *rate;
};

static const char *
json_rate(struct arena *a, int64_t rate_e8)
{
    return arena_fmt(a, "{\"rate\":\"%s\"}", rate_text(a, rate_e8));
}

static enum err
keep_one(struct db *db, void *arg)
{
    const struct one *w = arg;
    const struct rate_in *r = w->rate;
    const struct fx_rate_put row = row_of(r, "hand", w->by);
    char day[DATE_TEXT__SIZE];
    struct fx_rate_of_day was;
    uint64_t cases;
    enum err e = fx_rate_of_day(db, w->arena, r->base, r->quote, r->on_day, &was);
    bool there = !e;

    if ((e && e != ERR_NOT_FOUND) || (e = fx_rate_put(db, &row, 1, NULL)) ||
        (e = script_touch_open(db, "rate", &cases)))
        return e;
    return audit_add(db, &(struct audit){ .by = w->by,
                             .action = "fx_rate.keep",
                             .object_kind = "fx_rate",
                             .object_text = arena_fmt(w->arena, "%s/%s %s", r->base,
                                 r->quote, date_format(r->on_day, day)),
                             .before = there ? json_rate(w->arena, was.rate_e8) : NULL,
                             .after = json_rate(w->arena, r->rate_e8) });
}

enum err
keep_rate(
    struct db *db, struct arena *a, const struct actor *by, const struct rate_in *rate)
{
    struct one w = { .arena = a, .by = by, .rate = rate };

    return db_retry(db, keep_one, &w);
}

/* -- a file ------------------------------------------------------------------ */

enum column { COLUMN_DATE, COLUMN_BASE, COLUMN_QUOTE, COLUMN_RATE, COLUMN__MAX };
static const char *const COLUMN[] = { "date", "base", "quote", "rate" };

struct reading {
    struct arena *arena;
    const struct actor *by;
    const char *file_name;
    struct rates_read *out;
    struct rate_in *rows;
    size_t at[COLUMN__MAX]; /* where each stands */
    bool named;             /* the first line was read */
    const char *why;
};

static void
fault(struct reading *r, const struct csv_row *row, const char *field,
    const char *value, const char *reason)
{
    struct rates_read *o = r->out;

    if (o->bad++ < RATE_ERRORS__MAX)
        o->fault[o->bad - 1] = (struct rate_fault){ .line_no = row->line_no,
            .field = field,
            .value = arena_strn(r->arena, value, strnlen(value, 100)),
            .reason = reason };
}

static enum err
read_names(struct reading *r, const struct csv_row *row)
{
    for (size_t c = 0; c < COLUMN__MAX; c++) {
        size_t i = 0;

        while (i < row->n &&
               !text_eq_nocase(text_trim(r->arena, row->field[i]), COLUMN[c]))
            i++;
        if (i == row->n) {
            r->why = arena_fmt(r->arena,
                "the first line must name the columns date, base, quote and rate: "
                "'%s' is missing",
                COLUMN[c]);
            return ERR_INVALID;
        }
        r->at[c] = i;
    }
    r->named = true;
    return OK;
}

static bool
read_row(struct reading *r, const struct csv_row *row, struct rate_in *rate)
{
    const char *v[COLUMN__MAX];

    for (size_t c = 0; c < COLUMN__MAX; c++) {
        if (r->at[c] >= row->n) {
            fault(r, row, COLUMN[c], "", "is missing");
            return false;
        }
        v[c] = text_trim(r->arena, row->field[r->at[c]]);
    }
    if (date_parse(v[COLUMN_DATE], &rate->on_day)) {
        fault(r, row, "date", v[COLUMN_DATE], "must be a date such as 2026-03-04");
        return false;
    }
    for (size_t c = COLUMN_BASE; c <= COLUMN_QUOTE; c++)
        if (!money_known(v[c])) {
            fault(r, row, COLUMN[c], v[c], "is no currency such as EUR");
            return false;
        }
    if (!strcmp(v[COLUMN_BASE], v[COLUMN_QUOTE])) {
        fault(r, row, "quote", v[COLUMN_QUOTE], "is the same currency as base");
        return false;
    }
    if (rate_parse(v[COLUMN_RATE], &rate->rate_e8)) {
        fault(r, row, "rate", v[COLUMN_RATE],
            "must be a number above 0 such as 1.0842, with a point");
        return false;
    }
    memcpy(rate->base, v[COLUMN_BASE], sizeof rate->base);
    memcpy(rate->quote, v[COLUMN_QUOTE], sizeof rate->quote);
    return true;
}

static enum err
each_row(void *ctx, const struct csv_row *row)
{
    struct reading *r = ctx;

    if (row->n == 0 || (row->n == 1 && !*row->field[0]))
        return OK;
    if (!r->named)
        return read_names(r, row);
    if (r->out->rows++ == ROWS__MAX) {
        r->why = arena_fmt(r->arena, "more than %d rows", ROWS__MAX);
        return ERR_INVALID;
    }
    if (row->broken)
        fault(r, row, "", "", arena_str(r->arena, row->broken));
    else if (read_row(r, row, &r->rows[r->out->kept]))
        r->out->kept++;
    return OK;
}

/* What stands most often in the first line, of what may divide. */
static char
delimiter_of(const char *data, size_t n)
{
    size_t best = 0;
    char out = ',';

    for (const char *d = ",;\t"; *d; d++) {
        size_t seen = 0;

        for (size_t i = 0; i < n && data[i] != '\n'; i++)
            seen += data[i] == *d;
        if (seen > best) {
            best = seen;
            out = *d;
        }
    }
    return out;
}

static enum err
write_rates(struct db *db, void *arg)
{
    const struct reading *r = arg;
    size_t n = r->out->kept;
    struct fx_rate_put *rows = arena_new_n(r->arena, n + 1, struct fx_rate_put);
    char *source = arena_alloc(r->arena, SOURCE__SIZE);
    uint64_t cases;
    enum err e;

    text_copy(source, SOURCE__SIZE, r->file_name);
    for (size_t i = 0; i < n; i++)
        rows[i] = row_of(&r->rows[i], source, r->by);
    if ((e = fx_rate_put(db, rows, n, NULL)) ||
        (e = script_touch_open(db, "rate", &cases)))
        return e;
    return audit_add(db, &(struct audit){ .by = r->by,
                             .action = "fx_rate.import",
                             .object_kind = "fx_rate",
                             .object_text = source,
                             .after = arena_fmt(r->arena, "{\"kept\":%zu,\"bad\":%zu}",
                                 n, r->out->bad) });
}

enum err
import_rates(struct db *db, struct arena *a, const struct actor *by,
    const char *file_name, const char *data, size_t n, struct rates_read *out,
    const char **why)
{
    struct reading r = { .arena = a, .by = by, .file_name = file_name, .out = out };
    struct csv_in *in;
    enum err e;

    *out = (struct rates_read){ 0 };
    r.rows = arena_new_n(a, ROWS__MAX + 1, struct rate_in);
    in = csv_in_new(CSV_UTF8, delimiter_of(data, n), each_row, &r);
    if (!(e = csv_in_feed(in, data, n)))
        e = csv_in_end(in);
    *why = r.why      ? r.why
           : e        ? arena_str(a, csv_in_fault(in))
           : !r.named ? "the file is empty"
                      : NULL;
    csv_in_free(in);
    if (*why)
        return ERR_INVALID;
    if (e || out->kept == 0)
        return e;
    return db_retry(db, write_rates, &r);
}
