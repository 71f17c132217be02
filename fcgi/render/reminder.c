#include "render/reminder.h"

#include <string.h>

#include "base/date.h"
#include "base/format.h"
#include "base/money.h"
#include "base/text.h"

enum { TOP_FIELDS = 40, LINE_FIELDS = 9 };

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
add_optional(struct template_row *row, struct template_field *f, const char *name,
    const char *text)
{
    add_text(row, f, name, text);
    f[row->n - 1].optional = true;
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

enum { OF_STEPS = 1, ALSO = 2 };

/* The lines of these sorts, in the order they come: by due date. */
static void
add_list(const struct reminder *r, struct arena *a, struct template_row *row,
    struct template_field *f, const char *name, int sorts)
{
    struct template_row *rows = arena_new_n(a, r->lines_n + 1, struct template_row);
    size_t n = 0;

    for (size_t k = 0; k < r->lines_n; k++)
        if (sorts & (r->lines[k].also ? ALSO : OF_STEPS))
            rows[n++] = line_row(r, &r->lines[k], a);
    f[row->n++] = (struct template_field){
        .name = name, .kind = TEMPLATE_IS_LIST, .rows = rows, .rows_n = n
    };
}

static enum err
add_amounts(const struct reminder *r, struct arena *a, struct template_row *row,
    struct template_field *f)
{
    int64_t total, with_fee, overdue = 0;

    if (reminder_total(r, &total) || money_add(total, r->fee_minor, &with_fee))
        return ERR_INVALID;
    for (size_t k = 0; k < r->lines_n; k++)
        if (r->lines[k].days_late > 0)
            overdue += r->lines[k].open_minor;
    add_text(row, f, "currency", r->currency);
    add_text(row, f, "total", fmt_money(a, total, r->currency, r->locale));
    add_text(row, f, "overdue_total", fmt_money(a, overdue, r->currency, r->locale));
    add_optional(row, f, "fee",
        r->fee_minor > 0 ? fmt_money(a, r->fee_minor, r->currency, r->locale) : "");
    add_text(row, f, "total_with_fee", fmt_money(a, with_fee, r->currency, r->locale));
    add_optional(row, f, "basis", r->fee_minor > 0 ? r->fee_basis : "");
    return OK;
}

/* -- the letterhead, and what a person wrote -------------------------------- */

/* The lines of a text as rows {name}, each of them trimmed; empty ones left out. */
static void
lines_of(struct arena *a, const char *text, const char *name, struct template_field *f)
{
    struct template_row *rows;
    size_t room = 1;

    for (const char *c = text; *c; c++)
        room += *c == '\n';
    rows = arena_new_n(a, room, struct template_row);
    *f = (struct template_field){ .kind = TEMPLATE_IS_LIST, .rows = rows };
    while (*text) {
        size_t n = strcspn(text, "\n");
        const char *line = text_trim(a, arena_strn(a, text, n));
        struct template_field *cell;

        text += n + (text[n] == '\n');
        if (!*line)
            continue;
        cell = arena_new_of(a, struct template_field);
        *cell = (struct template_field){ .name = name, .text = line };
        rows[f->rows_n++] = (struct template_row){ cell, 1 };
    }
}

/* "DE89 3704 0044 …" */
static const char *
in_fours(struct arena *a, const char *iban)
{
    struct buf b;
    size_t n = 0;

    buf_init(&b, a);
    for (; *iban; iban++) {
        if (*iban == ' ')
            continue;
        if (n > 0 && n % 4 == 0)
            buf_char(&b, ' ');
        buf_char(&b, *iban);
        n++;
    }
    return b.text;
}

static void
add_letterhead(const struct reminder *r, struct arena *a, struct template_row *row,
    struct template_field *f)
{
    const char *logo = r->logo ? r->logo : "";

    add_optional(row, f, "company_address", r->address);
    lines_of(a, r->address ? r->address : "", "line", &f[row->n]);
    f[row->n++].name = "address_lines";
    add_optional(row, f, "company_iban", in_fours(a, r->iban ? r->iban : ""));
    add_optional(row, f, "company_bic", r->bic);
    add_optional(row, f, "company_footer", r->footer);
    add_optional(row, f, "company_logo",
        strncmp(logo, "https://", 8) == 0 || strncmp(logo, "http://", 7) == 0 ? logo
                                                                              : "");
}

/* Paragraphs end at an empty line. */
static void
add_message(const struct reminder *r, struct arena *a, struct template_row *row,
    struct template_field *f)
{
    struct template_row *paragraphs;
    const char *text = r->message;
    size_t room = 1, n = 0;

    for (const char *c = text; *c; c++)
        room += *c == '\n';
    paragraphs = arena_new_n(a, room, struct template_row);
    while (*text) {
        const char *end = strstr(text, "\n\n");
        size_t len = end ? (size_t)(end - text) : strlen(text);
        struct template_field *rows = arena_new_of(a, struct template_field);

        lines_of(a, arena_strn(a, text, len), "row", rows);
        rows->name = "rows";
        if (rows->rows_n)
            paragraphs[n++] = (struct template_row){ rows, 1 };
        text += len + (end ? 2 : 0);
    }
    add_text(row, f, "subject", r->subject);
    add_text(row, f, "message", r->message);
    f[row->n++] = (struct template_field){
        .name = "paragraphs", .kind = TEMPLATE_IS_LIST, .rows = paragraphs, .rows_n = n
    };
}

/* What stands about the account beside what the message asks for. */
static void
add_stands(const struct reminder *r, struct arena *a, struct template_row *row,
    struct template_field *f)
{
    const struct {
        const char *total, *on;
        int64_t minor;
        int32_t day;
    } list[] = { { "promised_total", "promised_on", r->promised_minor, r->promised_on },
        { "broken_total", "broken_on", r->broken_minor, r->broken_on },
        { "disputed_total", NULL, r->disputed_minor, 0 } };

    for (size_t k = 0; k < sizeof list / sizeof *list; k++) {
        bool any = list[k].minor > 0;

        add_optional(row, f, list[k].total,
            any ? fmt_money(a, list[k].minor, r->currency, r->locale) : "");
        if (list[k].on)
            add_optional(
                row, f, list[k].on, any ? fmt_day_long(a, list[k].day, r->locale) : "");
    }
}

bool
reminder_topic_reminds(const char *topic)
{
    return text_eq(topic, "reminder");
}

bool
reminder_topic_is_message(const char *topic)
{
    return text_eq(topic, "message");
}

enum err
reminder_fields(const struct reminder *r, struct arena *a, struct template_row *out)
{
    struct template_field *f = arena_new_n(a, TOP_FIELDS, struct template_field);
    const struct reminder_line *oldest = NULL;
    int32_t late;

    *out = (struct template_row){ .fields = f };
    for (size_t k = 0; k < r->lines_n; k++)
        if (!oldest || r->lines[k].due_on < oldest->due_on)
            oldest = &r->lines[k];
    late = oldest && oldest->days_late > 0 ? oldest->days_late : 0;
    add_text(out, f, "company_name", r->company);
    add_text(out, f, "sender_name", r->sender);
    add_text(out, f, "customer_name", r->customer);
    add_text(out, f, "customer_number", r->customer_number);
    add_text(
        out, f, "contact_name", r->contact && *r->contact ? r->contact : r->customer);
    add_text(out, f, "today", fmt_day_long(a, r->today, r->locale));
    add_text(out, f, "pay_by", fmt_day_long(a, r->pay_by, r->locale));
    add_flag(out, f, "overdue", r->overdue);
    add_flag(out, f, "has_invoices", r->lines_n > 0);
    add_text(out, f, "count", fmt_count(a, (int64_t)r->lines_n, r->locale));
    add_text(out, f, "days_late", fmt_count(a, late, r->locale));
    add_text(
        out, f, "oldest_due_on", oldest ? fmt_day(a, oldest->due_on, r->locale) : "");
    add_optional(out, f, "portal_link", r->portal_link);
    add_optional(out, f, "opt_out_link", r->opt_out_link);
    add_letterhead(r, a, out, f);
    add_stands(r, a, out, f);
    if (r->message)
        add_message(r, a, out, f);
    add_list(r, a, out, f, "lines", OF_STEPS);
    add_list(r, a, out, f, "also", ALSO);
    add_list(r, a, out, f, "invoices", OF_STEPS | ALSO);
    return add_amounts(r, a, out, f);
}

/* Colours only where the reader's own light or dark does not do. */
static const char STYLE[] =
    ":root{color-scheme:light dark;supported-color-schemes:light dark}"
    "body{margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',"
    "Roboto,Arial,sans-serif}"
    "main{max-width:640px;margin:0 auto}"
    "table{border-collapse:collapse;width:100%;margin:16px 0}"
    "th,td{padding:8px 12px 8px 0;border-bottom:1px solid #8888;vertical-align:top}"
    "a.button{display:inline-block;padding:12px 20px;border-radius:6px;"
    "background:#1d4ed8;color:#fff;text-decoration:none;font-weight:600}"
    "@media (prefers-color-scheme:dark){a{color:#93c5fd}"
    "a.button{background:#93c5fd;color:#0b1220}}";

void
reminder_page(
    struct buf *out, const char *language, const char *title, const char *body)
{
    char head[16];

    text_copy(head, sizeof head, body + strspn(body, " \t\r\n"));
    if (text_eq_nocase(arena_strn(out->arena, head, strnlen(head, 5)), "<html") ||
        text_eq_nocase(arena_strn(out->arena, head, strnlen(head, 9)), "<!doctype")) {
        buf_text(out, body);
        return;
    }
    buf_text(out, "<!DOCTYPE html>\n<html lang=\"");
    text_html(out, language);
    buf_text(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n"
                  "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
                  "<title>");
    text_html(out, title);
    buf_fmt(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n", STYLE);
    buf_text(out, body);
    buf_text(out, "\n</main>\n</body>\n</html>\n");
}

void
reminder_sample(struct reminder *out, const char *locale)
{
    static const struct reminder_line LINES[] = {
        { "R-1001", 20454, 20484, 33, 125000, 125000, false, false },
        { "R-1017", 20470, 20500, 17, 98050, 40000, false, false },
        { "R-1001-F3", 20504, 20504, 13, 4000, 4000, true, true },
    };

    *out = (struct reminder){
        .locale = locale,
        .company = "Example Ltd & Co",
        .sender = "Accounts of Example",
        .customer = "Müller \"Söhne\" <Basel>",
        .customer_number = "10042",
        .contact = "Anna O'Neil",
        .today = 20517,
        .pay_by = 20524,
        .overdue = true,
        .promised_minor = 40000,
        .promised_on = 20524,
        .broken_minor = 25000,
        .broken_on = 20510,
        .disputed_minor = 10000,
        .currency = "EUR",
        .lines = LINES,
        .lines_n = sizeof LINES / sizeof *LINES,
        .fee_minor = 4000,
        .fee_basis = "Directive 2011/7/EU, article 6",
        .portal_link = "https://ar.example/p/sample",
        .opt_out_link = "https://ar.example/u/sample",
        .address = "Example Ltd & Co\nHigh Street 1\n1000 Town",
        .iban = "DE89370400440532013000",
        .bic = "COBADEFFXXX",
        .footer = "Registered in Town, number 1",
        .logo = "https://ar.example/logo.png",
    };
}
