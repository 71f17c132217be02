#include "render/reminder.h"

#include <string.h>

#include "base/date.h"
#include "base/format.h"
#include "base/money.h"

enum { TOP_FIELDS = 18, LINE_FIELDS = 9 };

enum err
reminder_total(const struct reminder *r, int64_t *minor)
{
    int64_t sum = 0;

    for (size_t k = 0; k < r->lines_n; k++)
        if (money_add(sum, r->lines[k].open_minor, &sum))
            return ERR_INVALID;
    *minor = sum;
    return OK;
}

static void
add_text(struct template_row *row, struct template_field *f, const char *name,
    const char *text)
{
    f[row->n++] = (struct template_field){
        .name = name, .kind = TEMPLATE_IS_TEXT, .text = text ? text : ""
    };
}

static void
add_flag(
    struct template_row *row, struct template_field *f, const char *name, bool flag)
{
    f[row->n++] =
        (struct template_field){ .name = name, .kind = TEMPLATE_IS_FLAG, .flag = flag };
}

static struct template_row
line_row(const struct reminder *r, const struct reminder_line *l, struct arena *a)
{
    struct template_field *f = arena_new_n(a, LINE_FIELDS, struct template_field);
    struct template_row row = { .fields = f };
    int32_t late = l->days_late > 0 ? l->days_late : 0;

    add_text(&row, f, "number", l->number);
    add_text(&row, f, "issued_on", fmt_day(a, l->issued_on, r->locale));
    add_text(&row, f, "due_on", fmt_day(a, l->due_on, r->locale));
    add_text(&row, f, "days_late", fmt_count(a, late, r->locale));
    add_flag(&row, f, "late", late > 0);
    add_text(&row, f, "amount", fmt_money(a, l->amount_minor, r->currency, r->locale));
    add_text(&row, f, "open", fmt_money(a, l->open_minor, r->currency, r->locale));
    add_flag(&row, f, "partly", l->open_minor < l->amount_minor);
    add_flag(&row, f, "is_fee", l->is_fee);
    return row;
}

static void
add_lines(const struct reminder *r, struct arena *a, struct template_row *row,
    struct template_field *f)
{
    struct template_row *rows = arena_new_n(a, r->lines_n, struct template_row);

    for (size_t k = 0; k < r->lines_n; k++)
        rows[k] = line_row(r, &r->lines[k], a);
    f[row->n++] = (struct template_field){
        .name = "lines", .kind = TEMPLATE_IS_LIST, .rows = rows, .rows_n = r->lines_n
    };
}

static void
add_amounts(const struct reminder *r, struct arena *a, struct template_row *row,
    struct template_field *f, int64_t total, int64_t with_fee)
{
    const char *fee =
        r->fee_minor > 0 ? fmt_money(a, r->fee_minor, r->currency, r->locale) : "";

    add_text(row, f, "total", fmt_money(a, total, r->currency, r->locale));
    add_text(row, f, "fee", fee);
    add_text(row, f, "total_with_fee", fmt_money(a, with_fee, r->currency, r->locale));
    add_text(row, f, "basis", r->fee_minor > 0 ? r->fee_basis : "");
}

enum err
reminder_fields(const struct reminder *r, struct arena *a, struct template_row *out)
{
    struct template_field *f = arena_new_n(a, TOP_FIELDS, struct template_field);
    const struct reminder_line *oldest = NULL;
    int64_t total, with_fee;

    *out = (struct template_row){ .fields = f };
    if (reminder_total(r, &total) || money_add(total, r->fee_minor, &with_fee))
        return ERR_INVALID;
    for (size_t k = 0; k < r->lines_n; k++)
        if (!oldest || r->lines[k].due_on < oldest->due_on)
            oldest = &r->lines[k];
    add_text(out, f, "company", r->company);
    add_text(out, f, "sender", r->sender);
    add_text(out, f, "customer", r->customer);
    add_text(out, f, "customer_number", r->customer_number);
    add_text(out, f, "contact", r->contact);
    add_text(out, f, "today", fmt_day_long(a, r->today, r->locale));
    add_flag(out, f, "overdue", r->overdue);
    add_amounts(r, a, out, f, total, with_fee);
    add_text(out, f, "count", fmt_count(a, (int64_t)r->lines_n, r->locale));
    add_text(out, f, "days_late",
        fmt_count(
            a, oldest && oldest->days_late > 0 ? oldest->days_late : 0, r->locale));
    add_text(
        out, f, "oldest_due_on", oldest ? fmt_day(a, oldest->due_on, r->locale) : "");
    add_text(out, f, "portal_link", r->portal_link);
    add_flag(out, f, "single", r->lines_n == 1);
    add_flag(out, f, "several", r->lines_n > 1);
    add_lines(r, a, out, f);
    return OK;
}

void
reminder_sample(struct reminder *out, const char *locale)
{
    static const struct reminder_line LINES[] = {
        { "R-1001", 20454, 20484, 33, 125000, 125000, false },
        { "R-1017", 20470, 20500, 17, 98050, 40000, false },
        { "R-1001-F3", 20504, 20504, 13, 4000, 4000, true },
    };

    *out = (struct reminder){
        .locale = locale,
        .company = "Example Ltd & Co",
        .sender = "Accounts of Example",
        .customer = "Müller \"Söhne\" <Basel>",
        .customer_number = "10042",
        .contact = "Anna O'Neil",
        .today = 20517,
        .overdue = true,
        .currency = "EUR",
        .lines = LINES,
        .lines_n = sizeof LINES / sizeof *LINES,
        .fee_minor = 4000,
        .fee_basis = "Directive 2011/7/EU, article 6",
        .portal_link = "https://ar.example/p/sample",
    };
}
