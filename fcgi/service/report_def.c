#include "service/report_def.h"

#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "base/text.h"

enum { NAME__MAX = 40, VALUE__MAX = 200, AMOUNT_DECIMALS = 4, OFFSET__MAX = 4000 };

const char *const REPORT_OP[REPORT_OP__N] = { "is", "is_not", "contains", "at_least",
    "at_most", "empty", "not_empty" };

/* -- values ---------------------------------------------------------------- */

static bool
start_of(const char *word, size_t n, int32_t today, int32_t *out)
{
    struct ymd d = date_split(today), first = { d.y, d.m, 1 };
    int32_t month = date_join(first);
    const struct {
        const char *word;
        int32_t day;
    } STARTS[] = {
        { "today", today },
        { "month_start", month },
        { "month_end", month + date_days_in_month(d.y, d.m) - 1 },
        { "last_month_start", date_add_months(month, -1) },
        { "last_month_end", month - 1 },
        { "year_start", date_join((struct ymd){ d.y, 1, 1 }) },
    };

    for (size_t i = 0; i < sizeof STARTS / sizeof *STARTS; i++)
        if (strlen(STARTS[i].word) == n && !strncmp(STARTS[i].word, word, n)) {
            *out = STARTS[i].day;
            return true;
        }
    return false;
}

enum err
report_day(const char *text, int32_t today, int32_t *out)
{
    size_t n = strcspn(text, "+-");
    uint64_t days = 0;
    int32_t from;

    if (!date_parse(text, out))
        return OK;
    if (!start_of(text, n, today, &from))
        return ERR_INVALID;
    if (text[n] && (text_u64(text + n + 1, &days) || days > OFFSET__MAX))
        return ERR_INVALID;
    *out = text[n] == '-' ? from - (int32_t)days : from + (int32_t)days;
    return OK;
}

/* "-250.5" in ten-thousandths. */
static bool
read_amount(const char *text, int64_t *out)
{
    bool minus = *text == '-';
    const char *p = text + minus;
    int64_t whole = 0;
    int decimals = -1;

    if (!*p || *p == '.')
        return false;
    for (; *p; p++) {
        if (*p == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (*p < '0' || *p > '9' || decimals == AMOUNT_DECIMALS ||
            whole > INT64_MAX / 100000)
            return false;
        whole = whole * 10 + (*p - '0');
        if (decimals >= 0)
            decimals++;
    }
    if (decimals == 0)
        return false;
    for (int i = decimals < 0 ? 0 : decimals; i < AMOUNT_DECIMALS; i++) {
        if (whole > INT64_MAX / 10)
            return false;
        whole *= 10;
    }
    *out = minus ? -whole : whole;
    return true;
}

/* NULL when the value is one for that column, else what is wrong. */
static const char *
read_value(enum report_kind kind, struct report_filter *f)
{
    int32_t day;

    switch (kind) {
    case REPORT_MONEY:
        return read_amount(f->value, &f->number) ? NULL : "is no amount such as 250.00";
    case REPORT_NUMBER:
        return text_i64(f->value, &f->number) ? "is no whole number" : NULL;
    case REPORT_BOOL:
        f->number = text_eq(f->value, "true");
        return f->number || text_eq(f->value, "false") ? NULL
                                                       : "is neither true nor false";
    case REPORT_DAY:
    case REPORT_INSTANT:
        return report_day(f->value, 0, &day)
                   ? "is no day such as 2026-03-31, today-30 or month_start"
                   : NULL;
    case REPORT_TEXT:
        break;
    }
    return NULL;
}

static bool
op_fits(enum report_kind kind, enum report_op op)
{
    if (op == REPORT_CONTAINS)
        return kind == REPORT_TEXT;
    if (op == REPORT_AT_LEAST || op == REPORT_AT_MOST)
        return kind != REPORT_TEXT && kind != REPORT_BOOL;
    return true;
}

/* -- reading --------------------------------------------------------------- */

static bool
column_in(struct jval *v, const char *key, const struct report_def *d, size_t *out)
{
    const char *name;

    if (!jsonin_text(v, key, JSONIN_NEED, NAME__MAX, &name))
        return false;
    if (d->view && report_column_find(d->view, name, out))
        return true;
    if (d->view)
        jsonin_fault(v, key, "is no column of this view");
    return false;
}

static bool
has_column(const struct report_def *d, size_t column)
{
    for (size_t i = 0; i < d->columns_n; i++)
        if (d->column[i] == column)
            return true;
    return false;
}

static void
columns_in(struct jval *list, struct report_def *d)
{
    bool money = false;
    size_t column;

    for (struct jval *v = jsonin_first(list); v; v = jsonin_next(v)) {
        if (!column_in(v, NULL, d, &column))
            continue;
        if (has_column(d, column)) {
            jsonin_fault(v, NULL, "stands twice");
            continue;
        }
        d->column[d->columns_n++] = column;
        money = money || report_column_kind(d->view, column) == REPORT_MONEY;
    }
    if (list && !jsonin_count(list))
        jsonin_fault(list, NULL, "needs a column");
    if (money && !has_column(d, d->view->currency))
        d->column[d->columns_n++] = d->view->currency;
}

static void
filter_in(struct jval *v, struct report_def *d)
{
    struct report_filter f = { 0 };
    enum report_kind kind;
    const char *why;
    size_t op = 0;
    bool known = column_in(v, "column", d, &f.column),
         asked = jsonin_enum(v, "is", JSONIN_NEED, REPORT_OP, REPORT_OP__N, &op);

    f.op = (enum report_op)op;
    jsonin_text(v, "value", JSONIN_MAY, VALUE__MAX, &f.value);
    jsonin_end(v);
    if (!known || !asked)
        return;
    kind = report_column_kind(d->view, f.column);
    if (!op_fits(kind, f.op))
        jsonin_fault(v, "is", "cannot be asked of this column");
    else if (f.op == REPORT_EMPTY || f.op == REPORT_NOT_EMPTY)
        f.value = NULL;
    else if (!f.value)
        jsonin_fault(v, "value", "is missing");
    else if ((why = read_value(kind, &f)))
        jsonin_fault(v, "value", "%s", why);
    d->filter[d->filters_n++] = f;
}

static bool
own_column(const struct report_def *d, const char *name, size_t *at)
{
    size_t column;

    if (d->grouped && text_eq(name, "rows")) {
        *at = d->columns_n;
        return true;
    }
    if (!report_column_find(d->view, name, &column))
        return false;
    for (*at = 0; *at < d->columns_n; (*at)++)
        if (d->column[*at] == column)
            return true;
    return false;
}

static void
order_in(struct jval *v, struct report_def *d)
{
    struct report_order o = { 0 };
    const char *name;
    bool named = jsonin_text(v, "column", JSONIN_NEED, NAME__MAX, &name);

    jsonin_bool(v, "descending", JSONIN_MAY, &o.descending);
    jsonin_end(v);
    if (!named || !d->view)
        return;
    if (own_column(d, name, &o.at))
        d->order[d->orders_n++] = o;
    else
        jsonin_fault(v, "column", "is no column of the report");
}

static void
definition_in(struct jval *v, struct report_def *d)
{
    struct jval *columns =
        jsonin_array(v, "columns", JSONIN_NEED, REPORT_VIEW_COLUMNS__MAX);
    struct jval *filters = jsonin_array(v, "filters", JSONIN_MAY, REPORT_FILTERS__MAX);
    struct jval *order = jsonin_array(v, "order", JSONIN_MAY, REPORT_ORDERS__MAX);

    jsonin_bool(v, "grouped", JSONIN_MAY, &d->grouped);
    columns_in(columns, d);
    for (struct jval *f = jsonin_first(filters); f; f = jsonin_next(f))
        filter_in(f, d);
    for (struct jval *o = jsonin_first(order); o; o = jsonin_next(o))
        order_in(o, d);
    jsonin_end(v);
}

void
report_def_in(struct jval *v, struct report_def *out)
{
    const char *view;

    *out = (struct report_def){ 0 };
    if (jsonin_text(v, "view", JSONIN_NEED, NAME__MAX, &view) &&
        !(out->view = report_view_find(view)))
        jsonin_fault(v, "view", "is no view that reports are made of");
    definition_in(jsonin_object(v, "definition", JSONIN_NEED), out);
}

enum err
report_def_read(
    struct arena *a, const char *view, const char *definition, struct report_def *out)
{
    struct faults f;
    struct jsonin in;

    *out = (struct report_def){ .view = report_view_find(view) };
    if (!out->view)
        return ERR_INVALID;
    faults_init(&f, a);
    if (jsonin_parse(&in, a, &f, definition, strlen(definition), NULL))
        return ERR_INVALID;
    definition_in(in.root, out);
    return faults_err(&f);
}

/* -- writing --------------------------------------------------------------- */

static const char *
own_name(const struct report_def *d, size_t at)
{
    return at < d->columns_n ? d->view->column[d->column[at]].name : "rows";
}

const char *
report_def_text(struct arena *a, const struct report_def *d)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_open(&j, "columns", '[');
    for (size_t i = 0; i < d->columns_n; i++)
        json_text(&j, NULL, own_name(d, i));
    json_close(&j, ']');
    json_open(&j, "filters", '[');
    for (size_t i = 0; i < d->filters_n; i++) {
        json_open(&j, NULL, '{');
        json_text(&j, "column", d->view->column[d->filter[i].column].name);
        json_text(&j, "is", REPORT_OP[d->filter[i].op]);
        json_text(&j, "value", d->filter[i].value);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_bool(&j, "grouped", d->grouped);
    json_open(&j, "order", '[');
    for (size_t i = 0; i < d->orders_n; i++) {
        json_open(&j, NULL, '{');
        json_text(&j, "column", own_name(d, d->order[i].at));
        json_bool(&j, "descending", d->order[i].descending);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return b.text;
}

const char *
report_filters_text(struct arena *a, const struct report_def *d)
{
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < d->filters_n; i++) {
        const struct report_filter *f = &d->filter[i];

        buf_fmt(&b, "%s%s %s", i ? ", " : "", d->view->column[f->column].name,
            REPORT_OP[f->op]);
        if (f->value)
            buf_fmt(&b, " %s", f->value);
    }
    return b.text;
}
