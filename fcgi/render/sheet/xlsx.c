#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/date.h"
#include "base/log.h"
#include "base/money.h"
#include "render/sheet/internal.h"

enum {
    ROWS__MAX = 1048576,
    TEXT__MAX = 32767,
    DECIMALS__MAX = 4,
    NAME__SIZE = 32,
    TOTALS__MAX = 250,
    CURRENCIES__MAX = 64,
    CODE = 3 /* letters of a currency's code */
};

/* Of a currency: the number with its code behind, to be added up like any other. */
struct money_format {
    char code[CODE + 1];
    lxw_format *format;
};

struct xlsx {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *head, *day, *instant, *number[DECIMALS__MAX + 1];
    struct money_format money[CURRENCIES__MAX];
    size_t currencies;
    lxw_format *sum[DECIMALS__MAX + 1], *strong; /* of a row of totals */
    lxw_row_t row;                               /* the next */
    bool rows_ended;                             /* totals may follow */
    unsigned unnamed, part;
    lxw_col_t cols;        /* of the sheet */
    char name[NAME__SIZE]; /* of the table */
};

static const char *const NUMBER[] = { "#,##0", "#,##0.0", "#,##0.00", "#,##0.000",
    "#,##0.0000" };

static bool
xlsx_open(struct sheet *s)
{
    const char *slash = strrchr(s->path, '/');
    char *folder =
        slash ? arena_strn(s->arena, s->path, (size_t)(slash - s->path)) : NULL;
    lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = folder };
    struct xlsx *x = arena_new_of(s->arena, struct xlsx);

    s->own = x;
    x->book = workbook_new_opt(s->path, &options);
    if (!x->book)
        return false;
    x->head = workbook_add_format(x->book);
    format_set_bold(x->head);
    format_set_bottom(x->head, LXW_BORDER_THIN);
    x->day = workbook_add_format(x->book);
    format_set_num_format(x->day, "yyyy-mm-dd");
    x->instant = workbook_add_format(x->book);
    format_set_num_format(x->instant, "yyyy-mm-dd hh:mm:ss");
    for (int i = 0; i <= DECIMALS__MAX; i++) {
        x->number[i] = workbook_add_format(x->book);
        format_set_num_format(x->number[i], NUMBER[i]);
        x->sum[i] = workbook_add_format(x->book);
        format_set_num_format(x->sum[i], NUMBER[i]);
        format_set_bold(x->sum[i]);
    }
    x->strong = workbook_add_format(x->book);
    format_set_bold(x->strong);
    return true;
}

/* Excel's rules for names: 31 letters, none of []:*?/\ */
static void
name_sheet(struct xlsx *x, const char *name)
{
    size_t n = 0;

    for (const char *p = name; *p && n < NAME__SIZE - 6; p++)
        x->name[n++] = strchr("[]:*?/\\'", *p) ? ' ' : *p;
    while (n && (x->name[n - 1] & 0xC0) == 0x80)
        n--; /* not within a character */
    if (n && (unsigned char)x->name[n - 1] >= 0xC0)
        n--;
    x->name[n] = '\0';
}

static void
begin_part(struct sheet *s)
{
    struct xlsx *x = s->own;
    char name[NAME__SIZE + 8];

    if (x->part++)
        snprintf(name, sizeof name, "%s %u", x->name, x->part);
    else
        snprintf(name, sizeof name, "%s", x->name);
    x->sheet = workbook_add_worksheet(x->book, name);
    if (!x->sheet) { /* two tables of one name */
        snprintf(name, sizeof name, "Sheet %u", ++x->unnamed);
        x->sheet = workbook_add_worksheet(x->book, name);
    }
    for (size_t i = 0; i < s->cols_n; i++) {
        lxw_col_t c = (lxw_col_t)i;
        double width = s->cols[i].kind == SHEET_TEXT ? 22 : 14;

        worksheet_set_column(x->sheet, c, c, width, NULL);
        worksheet_write_string(x->sheet, 0, c, s->cols[i].head, x->head);
    }
    worksheet_freeze_panes(x->sheet, 1, 0);
    x->row = 1;
    x->rows_ended = false;
    x->cols = (lxw_col_t)s->cols_n;
}

/* While its last row is the last one written: the library takes no earlier one then. */
static void
end_rows(struct xlsx *x)
{
    if (x->row > 1)
        worksheet_autofilter(x->sheet, 0, 0, x->row - 1, (lxw_col_t)(x->cols - 1));
    x->rows_ended = true;
}

static void
end_part(struct sheet *s)
{
    struct xlsx *x = s->own;

    if (x->sheet && !x->rows_ended)
        end_rows(x);
    x->sheet = NULL;
}

static void
xlsx_table(struct sheet *s, const char *name)
{
    struct xlsx *x = s->own;

    end_part(s); /* of the table before */
    x->part = 0;
    name_sheet(x, name);
    begin_part(s);
}

static size_t
decimals_of(const char *text)
{
    const char *point = strchr(text, '.');
    size_t n = point ? strlen(point + 1) : 0;

    return n < DECIMALS__MAX ? n : DECIMALS__MAX;
}

/* NULL: text is no amount with its currency, or there are too many of them. */
static lxw_format *
format_of_money(struct xlsx *x, const char *text)
{
    const char *code = strchr(text, ' ');
    char number[MONEY_TEXT__SIZE], format[sizeof number + 16];
    struct money_format *m;

    if (!code || strlen(++code) != CODE ||
        strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != CODE ||
        (size_t)(code - text) > sizeof number)
        return NULL;
    for (size_t i = 0; i < x->currencies; i++)
        if (!strcmp(x->money[i].code, code))
            return x->money[i].format;
    if (x->currencies == CURRENCIES__MAX)
        return NULL;
    m = &x->money[x->currencies++];
    snprintf(m->code, sizeof m->code, "%s", code);
    snprintf(number, sizeof number, "%.*s", (int)(code - 1 - text), text);
    snprintf(format, sizeof format, "%s \"%s\"", NUMBER[decimals_of(number)], code);
    m->format = workbook_add_format(x->book);
    format_set_num_format(m->format, format);
    return m->format;
}

static void
write_time(struct xlsx *x, lxw_col_t c, int64_t at, lxw_format *format)
{
    struct ymd d = date_split(date_of_instant(at));
    int64_t s = (at - date_instant(date_of_instant(at))) / DATE_US_PER_S;
    lxw_datetime t = { d.y, d.m, d.d, (int)(s / 3600), (int)(s / 60 % 60),
        (double)(s % 60) };

    worksheet_write_datetime(x->sheet, x->row, c, &t, format);
}

static void
write_text(struct sheet *s, lxw_col_t c, const char *text)
{
    struct xlsx *x = s->own;
    size_t n = strlen(text);

    if (n > TEXT__MAX) { /* in letters; bytes are never fewer */
        n = TEXT__MAX;
        while (n && (text[n] & 0xC0) == 0x80)
            n--;
        text = arena_strn(s->arena, text, n);
    }
    worksheet_write_string(x->sheet, x->row, c, text, NULL);
}

static void
write_cell(struct sheet *s, lxw_col_t c, enum sheet_kind kind, const char *text)
{
    struct xlsx *x = s->own;
    lxw_format *money = kind == SHEET_MONEY ? format_of_money(x, text) : NULL;
    int64_t at;
    int32_t day;

    if (kind == SHEET_NUMBER)
        worksheet_write_number(
            x->sheet, x->row, c, strtod(text, NULL), x->number[decimals_of(text)]);
    else if (money)
        worksheet_write_number(x->sheet, x->row, c, strtod(text, NULL), money);
    else if (kind == SHEET_DAY && !date_parse(text, &day))
        write_time(x, c, date_instant(day), x->day);
    else if (kind == SHEET_INSTANT && !date_parse_instant(text, &at))
        write_time(x, c, at, x->instant);
    else if (kind == SHEET_BOOL)
        worksheet_write_boolean(x->sheet, x->row, c, *text == 't', NULL);
    else
        write_text(s, c, text);
}

static enum err
xlsx_row(struct sheet *s, const char *const *cells)
{
    struct xlsx *x = s->own;

    if (x->row == ROWS__MAX) {
        end_part(s);
        begin_part(s);
    }
    for (size_t i = 0; i < s->cols_n; i++)
        if (cells[i] && *cells[i])
            write_cell(s, (lxw_col_t)i, s->cols[i].kind, cells[i]);
    x->row++;
    return OK;
}

/* Below the rows, with one left free, so that sorting and filtering leaves them there.
 */
static enum err
xlsx_total(struct sheet *s, const char *const *cells)
{
    struct xlsx *x = s->own;

    if (!x->rows_ended) {
        if (x->row > ROWS__MAX - TOTALS__MAX) {
            end_part(s);
            begin_part(s);
        }
        end_rows(x);
        x->row++;
    }
    for (size_t i = 0; i < s->cols_n; i++) {
        lxw_col_t c = (lxw_col_t)i;

        if (!cells[i] || !*cells[i])
            continue;
        if (s->cols[i].kind == SHEET_NUMBER)
            worksheet_write_number(x->sheet, x->row, c, strtod(cells[i], NULL),
                x->sum[decimals_of(cells[i])]);
        else
            worksheet_write_string(x->sheet, x->row, c, cells[i], x->strong);
    }
    x->row++;
    return OK;
}

/* Where it comes from, on a sheet of its own. */
static void
write_facts(struct sheet *s)
{
    struct xlsx *x = s->own;
    lxw_worksheet *w =
        workbook_add_worksheet(x->book, s->head.about ? s->head.about : "About");

    if (!w)
        return;
    worksheet_set_column(w, 0, 0, 26, NULL);
    worksheet_set_column(w, 1, 1, 70, NULL);
    for (size_t i = 0; i < s->head.facts_n; i++) {
        worksheet_write_string(w, (lxw_row_t)i, 0, s->head.facts[i].name, x->head);
        worksheet_write_string(w, (lxw_row_t)i, 1, s->head.facts[i].value, NULL);
    }
}

static bool
xlsx_close(struct sheet *s, bool keep)
{
    struct xlsx *x = s->own;
    lxw_error rc;

    end_part(s);
    write_facts(s);
    rc = workbook_close(x->book);
    if (rc && keep)
        log_error("export_file", kv("path", s->path), kv("why", lxw_strerror(rc)));
    return !rc;
}

const struct sheet_writer SHEET_XLSX_WRITER = { xlsx_open, xlsx_table, xlsx_row,
    xlsx_total, xlsx_close };
