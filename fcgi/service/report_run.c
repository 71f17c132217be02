#include "service/report_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"
#include "service/report_sort.h"

enum { AMOUNT_DECIMALS = 4 };

static const char *const MEANING_ROWS[LANGUAGES] = {
    "How many rows of the view were summed",
    "Wie viele Zeilen der Ansicht summiert wurden",
    "Combien de lignes de la vue ont été additionnées",
};

struct total {
    const char *currency; /* "": there is none */
    int64_t sum[REPORT_COLUMNS__MAX];
};

struct run {
    struct db *db;
    struct arena *arena, *scratch;
    const struct report_def *def;
    const struct report_ask *ask;
    const struct report_out *out;
    struct report_made *made;
    struct report_head head[REPORT_COLUMNS__MAX];
    size_t n, currency; /* own columns; which is the currency: n when none is */
    int32_t day[REPORT_FILTERS__MAX];
    struct report_held *held; /* NULL: rows go out as they come */
    struct total total[REPORT_CURRENCIES__MAX];
    size_t totals_n;
};

size_t
report_heads(
    const struct report_def *d, struct report_head out[static REPORT_COLUMNS__MAX])
{
    for (size_t i = 0; i < d->columns_n; i++)
        out[i] = (struct report_head){ .name = d->view->column[d->column[i]].name,
            .meaning = d->view->column[d->column[i]].meaning,
            .kind = report_column_kind(d->view, d->column[i]) };
    if (d->grouped)
        out[d->columns_n] = (struct report_head){ "rows", MEANING_ROWS, REPORT_NUMBER };
    return d->columns_n + d->grouped;
}

static enum err
refuse(struct run *r, const char *why)
{
    r->made->why = why;
    return ERR_LIMIT;
}

/* -- filters --------------------------------------------------------------- */

/* An amount in ten-thousandths; what is larger is as large as can be. */
static int64_t
ten_thousandths(int64_t minor, const char *currency)
{
    int places = money_exponent(currency);
    int64_t out = minor;

    for (int i = places < 0 ? 0 : places; i < AMOUNT_DECIMALS; i++)
        if (__builtin_mul_overflow(out, INT64_C(10), &out))
            return minor < 0 ? INT64_MIN : INT64_MAX;
    return out;
}

static int64_t
number_of(
    const struct run *r, size_t column, const struct report_cell *c, const void *row)
{
    const struct report_view *v = r->def->view;

    switch (report_column_kind(v, column)) {
    case REPORT_MONEY:
        return ten_thousandths(c->number, report_cell_of(v, v->currency, row).text);
    case REPORT_INSTANT:
        return zone_day(r->ask->zone, c->number);
    default:
        return c->number;
    }
}

static bool
text_passes(const struct report_filter *f, const char *text)
{
    if (f->op == REPORT_CONTAINS)
        return strcasestr(text, f->value) != NULL;
    return text_eq(text, f->value) == (f->op == REPORT_IS);
}

static bool
passes(const struct run *r, size_t i, const void *row)
{
    const struct report_filter *f = &r->def->filter[i];
    const struct report_cell c = report_cell_of(r->def->view, f->column, row);
    enum report_kind kind = report_column_kind(r->def->view, f->column);
    int64_t is, wanted;

    if (f->op == REPORT_EMPTY || f->op == REPORT_NOT_EMPTY)
        return c.empty == (f->op == REPORT_EMPTY);
    if (c.empty)
        return f->op == REPORT_IS_NOT;
    if (kind == REPORT_TEXT)
        return text_passes(f, c.text);
    is = number_of(r, f->column, &c, row);
    wanted = kind == REPORT_DAY || kind == REPORT_INSTANT ? r->day[i] : f->number;
    switch (f->op) {
    case REPORT_IS:
        return is == wanted;
    case REPORT_IS_NOT:
        return is != wanted;
    case REPORT_AT_LEAST:
        return is >= wanted;
    default:
        return is <= wanted;
    }
}

static bool
wanted(const struct run *r, const void *row)
{
    for (size_t i = 0; i < r->def->filters_n; i++)
        if (!passes(r, i, row))
            return false;
    return true;
}

/* -- what goes out --------------------------------------------------------- */

static const char *
cell_text(const struct run *r, const struct report_cell *cells, size_t at)
{
    struct arena *a = r->scratch;
    const struct report_cell *c = &cells[at];
    char day[DATE_TEXT__SIZE], instant[DATE_INSTANT_TEXT__SIZE],
        money[MONEY_TEXT__SIZE];

    if (c->empty)
        return NULL;
    switch (r->head[at].kind) {
    case REPORT_MONEY:
        return arena_str(a, money_format(c->number, cells[r->currency].text, money));
    case REPORT_NUMBER:
        return arena_fmt(a, "%lld", (long long)c->number);
    case REPORT_DAY:
        return arena_str(a, date_format((int32_t)c->number, day));
    case REPORT_INSTANT:
        return arena_str(a, date_format_instant(c->number, instant));
    case REPORT_BOOL:
        return c->number ? "true" : "false";
    case REPORT_TEXT:
        break;
    }
    return c->text;
}

static bool
is_summed(const struct run *r, size_t at)
{
    return r->head[at].kind == REPORT_MONEY ||
           (r->def->grouped && at == r->def->columns_n);
}

static struct total *
total_of(struct run *r, const char *currency)
{
    for (size_t i = 0; i < r->totals_n; i++)
        if (text_eq(r->total[i].currency, currency))
            return &r->total[i];
    if (r->totals_n == REPORT_CURRENCIES__MAX)
        return NULL;
    r->total[r->totals_n].currency = arena_str(r->arena, currency);
    return &r->total[r->totals_n++];
}

static enum err
add_to_totals(struct run *r, const struct report_cell *cells)
{
    const char *currency = r->currency < r->n ? cells[r->currency].text : NULL;
    struct total *t = total_of(r, currency ? currency : "");

    if (!t)
        return refuse(r, "too many currencies");
    for (size_t i = 0; i < r->n; i++)
        if (is_summed(r, i) && !cells[i].empty &&
            money_add(t->sum[i], cells[i].number, &t->sum[i]))
            return refuse(r, "a sum is larger than can be");
    return OK;
}

static enum err
put_row(struct run *r, const struct report_cell *cells)
{
    const char *text[REPORT_COLUMNS__MAX];
    enum err e;

    if (r->ask->rows__max && r->made->rows == r->ask->rows__max) {
        r->made->cut = true;
        return OK;
    }
    if ((e = add_to_totals(r, cells)))
        return e;
    arena_reset(r->scratch);
    for (size_t i = 0; i < r->n; i++)
        text[i] = cell_text(r, cells, i);
    r->made->rows++;
    return r->out->row(r->out->ctx, text);
}

static enum err
put_totals(struct run *r)
{
    const char *text[REPORT_COLUMNS__MAX];
    enum err e = OK;
    bool any = false;

    for (size_t i = 0; i < r->n; i++)
        any = any || is_summed(r, i);
    for (size_t k = 0; any && k < r->totals_n && !e; k++) {
        struct report_cell cells[REPORT_COLUMNS__MAX] = { 0 };

        for (size_t i = 0; i < r->n; i++) {
            cells[i].number = r->total[k].sum[i];
            cells[i].empty = !is_summed(r, i);
        }
        if (r->currency < r->n)
            cells[r->currency] = (struct report_cell){ .text = r->total[k].currency };
        arena_reset(r->scratch);
        for (size_t i = 0; i < r->n; i++)
            text[i] = cell_text(r, cells, i);
        e = r->out->total(r->out->ctx, text);
    }
    return e;
}

/* -- rows ------------------------------------------------------------------ */

static enum err
take(struct run *r, const void *row)
{
    struct report_cell cells[REPORT_COLUMNS__MAX] = { 0 };
    enum err e;

    for (size_t i = 0; i < r->def->columns_n; i++)
        cells[i] = report_cell_of(r->def->view, r->def->column[i], row);
    if (r->def->grouped)
        cells[r->def->columns_n] = (struct report_cell){ .number = 1 };
    if (!r->held)
        return put_row(r, cells);
    e = report_hold(r->held, cells);
    if (e == ERR_LIMIT)
        return refuse(
            r, r->def->grouped
                   ? "there are more than 50,000 groups: filter the report, or "
                     "group it by less"
                   : "more than 50,000 rows cannot be put in order: filter the "
                     "report, or leave the order out");
    return e ? refuse(r, "a sum is larger than can be") : OK;
}

static enum err
read_rows(struct run *r, int32_t today)
{
    struct db_stream *s;
    void *row = arena_alloc(r->arena, r->def->view->stmt->out_size);
    enum err e = r->def->view->open(r->db, r->ask->scope, today, &s), closed;

    if (e)
        return e;
    while (!e && !r->made->cut && db_stream_next(s, row))
        if (wanted(r, row))
            e = take(r, row);
    closed = db_stream_close(s);
    return e ? e : closed;
}

static enum err
put_held(struct run *r)
{
    enum err e = OK;
    size_t n;
    struct report_cell **rows = report_held_sorted(r->held, &n);

    for (size_t i = 0; i < n && !e && !r->made->cut; i++)
        e = put_row(r, rows[i]);
    return e;
}

static enum err
begin(struct run *r, int32_t today)
{
    r->n = report_heads(r->def, r->head);
    r->currency = r->n;
    for (size_t i = 0; i < r->def->columns_n; i++)
        if (r->def->column[i] == r->def->view->currency)
            r->currency = i;
    for (size_t i = 0; i < r->def->filters_n; i++) {
        enum report_kind kind =
            report_column_kind(r->def->view, r->def->filter[i].column);

        if ((kind == REPORT_DAY || kind == REPORT_INSTANT) && r->def->filter[i].value &&
            report_day(r->def->filter[i].value, today, &r->day[i]))
            return ERR_BUG; /* it was looked at when it was read */
    }
    if (r->def->grouped || r->def->orders_n)
        r->held = report_held_new(r->arena, r->def, r->head, r->n);
    return OK;
}

enum err
report_run(struct db *db, struct arena *a, const struct report_def *d,
    const struct report_ask *ask, const struct report_out *out,
    struct report_made *made)
{
    int32_t today = zone_day(ask->zone, ask->now_at);
    struct run *r = arena_new_of(a, struct run);
    enum err e;

    *made = (struct report_made){ 0 };
    *r = (struct run){ .db = db,
        .arena = a,
        .scratch = arena_new(),
        .def = d,
        .ask = ask,
        .out = out,
        .made = made };
    if (!(e = begin(r, today)) && !(e = read_rows(r, today)) && r->held)
        e = put_held(r);
    if (!e && !made->cut && out->total)
        e = put_totals(r);
    arena_free(r->scratch);
    return e;
}
