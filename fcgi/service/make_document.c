#include "service/make_document.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "render/invoice_copy.h"
#include "render/paper_words.h"
#include "service/company_head.h"
#include "service/keep_attachment.h"
#include "service/letter_paper.h"
#include "service/statement_sheet.h"
#include "store/q_document.h"
#include "store/q_outbox.h"
#include "store/q_portal.h"

#define PDF "application/pdf"

/* -- whom it is to --------------------------------------------------------- */

/* Whom a document is to, and how its reader writes numbers. */
static enum err
reader_of(struct db *db, struct arena *a, uint64_t customer_id, const char *language,
    const char *division, const char *country, struct paper_head *head,
    struct to_customer *out)
{
    struct document_customer c;
    const char **to = arena_new_n(a, 6, const char *);
    enum err e;

    if ((e = document_customer(db, a, customer_id, &c)) ||
        (e = company_head(db, a, division, head)))
        return e;
    *out = (struct to_customer){ .head = head,
        .name = c.name,
        .number = c.number,
        .to = to,
        .to_n = postal_lines(a, &c, country, to),
        .language = language ? language : c.language };
    out->locale = paper_locale(a, out->language, country);
    return OK;
}

/* -- files ----------------------------------------------------------------- */

struct printing {
    struct buf data;
    struct paper *paper;
};

static enum err
print_begin(struct arena *a, const struct to_customer *c, const char *title,
    int64_t now_at, struct printing *out)
{
    buf_init(&out->data, a);
    return paper_open(&out->paper, &out->data, title, c->head->name, now_at);
}

static enum err
print_end(struct printing *p, const char *file_name, struct document *out)
{
    size_t pages;
    enum err e = paper_close(p->paper, &pages);

    *out = (struct document){ .file_name = file_name,
        .type = PDF,
        .data = p->data.text,
        .n = p->data.len,
        .pages = pages };
    return e;
}

/* Of a number or word: what every system takes as part of a file's name. */
static const char *
file_word(struct arena *a, const char *text)
{
    char *out = arena_str(a, text);

    for (char *p = out; *p; p++)
        if (strchr("/\\:*?\"<>|", *p) || (unsigned char)*p < ' ')
            *p = '-';
    return out;
}

/* -- statement ------------------------------------------------------------- */

/* The case whose words count: the first in the currency asked for. */
static enum err
choose_case(struct db *db, struct arena *a, const struct statement_ask *ask,
    struct document_case *out)
{
    struct document_case *c;
    size_t n;
    enum err e = document_case(db, a, ask->customer_id, ask->scope, &c, &n);

    if (e)
        return e;
    for (size_t i = 0; i < n; i++)
        if (!ask->currency || text_eq(c[i].currency, ask->currency)) {
            *out = c[i];
            return OK;
        }
    return ERR_NOT_FOUND;
}

static enum err
read_lines(struct db *db, struct arena *a, const struct statement_ask *ask,
    struct statement *s)
{
    struct document_lines *rows;
    struct document_opening opening;
    struct document_overdue overdue;
    struct statement_line *l;
    enum err e;

    if ((e = document_opening(db, a, ask->customer_id, ask->scope, s->c.currency,
             s->from_on, &opening)) ||
        (e = document_overdue(db, a, ask->customer_id, ask->scope, s->c.currency,
             s->c.today, &overdue)) ||
        (e = document_lines(db, a, ask->customer_id, ask->scope, s->c.currency,
             s->from_on, s->to_on, STATEMENT_LINES__MAX + 1, &rows, &s->n)))
        return e;
    if (s->n > STATEMENT_LINES__MAX)
        return ERR_LIMIT;
    l = arena_new_n(a, s->n + 1, struct statement_line);
    for (size_t i = 0; i < s->n; i++)
        l[i] = (struct statement_line){ .on = rows[i].line_on,
            .due_on = rows[i].due_on,
            .kind = rows[i].kind,
            .number = rows[i].number,
            .debit_minor = rows[i].debit_minor,
            .credit_minor = rows[i].credit_minor };
    s->lines = l;
    s->opening_minor = opening.minor;
    s->overdue_minor = s->to_on >= s->c.today ? overdue.minor : 0;
    return OK;
}

static enum err
print_statement(
    struct arena *a, const struct statement *s, int64_t now_at, struct document *out)
{
    char day[DATE_TEXT__SIZE];
    struct printing p;
    enum err e, closed;

    if ((e = print_begin(
             a, &s->c, paper_word(s->c.language, WORD_STATEMENT), now_at, &p)))
        return e;
    e = statement_add(p.paper, a, s);
    closed = print_end(&p,
        arena_fmt(a, "%s-%s-%s-%s.pdf",
            file_word(a, paper_word(s->c.language, WORD_STATEMENT)),
            file_word(a, s->c.number), s->c.currency, date_format(s->to_on, day)),
        out);
    return e ? e : closed;
}

/* What a statement says; sums as well. */
static enum err
read_statement(struct db *db, struct arena *a, const struct statement_ask *ask,
    struct statement *s, struct statement_sums *sums)
{
    struct paper_head *head = arena_new_of(a, struct paper_head);
    struct document_case c;
    enum err e;

    *s = (struct statement){ .from_on = ask->from_on, .to_on = ask->to_on };
    if ((e = choose_case(db, a, ask, &c)) ||
        (e = reader_of(db, a, ask->customer_id, ask->language, c.division, c.country,
             head, &s->c)))
        return e;
    s->c.currency = arena_str(a, c.currency);
    s->c.today = zone_day(zone_find(c.time_zone), ask->now_at);
    if (s->to_on == DAY_NONE)
        s->to_on = s->c.today;
    if (s->from_on == DAY_NONE)
        s->from_on = s->to_on - STATEMENT_DAYS;
    if (s->from_on > s->to_on)
        return ERR_INVALID;
    if ((e = read_lines(db, a, ask, s)))
        return e;
    /* no ledger of ours adds up to more than fits */
    return statement_sums(s, sums) ? ERR_BUG : OK;
}

enum err
make_statement(struct db *db, struct arena *a, const struct statement_ask *ask,
    struct document *out)
{
    struct statement_sums sums;
    struct statement s;
    enum err e = read_statement(db, a, ask, &s, &sums);

    if (e)
        return e;
    if (s.to_on >= s.c.today)
        how_to_pay(a, &s.c, s.c.number, sums.closing_minor, &s.pay);
    return print_statement(a, &s, ask->now_at, out);
}

enum err
make_statement_sheet(struct db *db, struct arena *a, const struct conf *conf,
    const struct statement_ask *ask, enum sheet_format format, struct document *out)
{
    char day[DATE_TEXT__SIZE];
    struct statement_sums sums;
    struct statement s;
    struct buf data;
    enum err e;

    buf_init(&data, a);
    if ((e = read_statement(db, a, ask, &s, &sums)) ||
        (e = statement_sheet(a, conf->var_dir, format, &s, ask->now_at, &data)))
        return e;
    *out =
        (struct document){ .file_name = arena_fmt(a, "%s-%s-%s-%s%s",
                               file_word(a, paper_word(s.c.language, WORD_STATEMENT)),
                               file_word(a, s.c.number), s.c.currency,
                               date_format(s.to_on, day), sheet_extension(format)),
            .type = sheet_type(format),
            .data = data.text,
            .n = data.len };
    return OK;
}

/* -- invoice --------------------------------------------------------------- */

static enum err
original(struct db *db, struct arena *a, const struct conf *conf, uint64_t item_id,
    struct document *out)
{
    struct document_original f;
    struct buf content;
    enum err e;

    if ((e = document_original(db, a, item_id, &f)))
        return e;
    buf_init(&content, a);
    if ((e = attachment_read(conf, f.sha256, f.bytes_n, &content)))
        return e;
    *out = (struct document){ .file_name = attachment_file_name(a, f.file_name, f.type),
        .type = f.type,
        .data = content.text,
        .n = content.len };
    return OK;
}

static enum err
read_copy(struct db *db, struct arena *a, const struct document_item *item,
    struct invoice_copy *i)
{
    struct portal_invoice_lines *l;
    struct portal_invoice_instalments *d;
    struct portal_invoice_payments *p;
    struct invoice_copy_line *lines;
    struct invoice_copy_due *dues;
    struct invoice_copy_payment *payments;
    enum err e;

    if ((e = portal_invoice_lines(
             db, a, item->customer_id, item->id, item->id, &l, &i->lines_n)) ||
        (e = portal_invoice_instalments(
             db, a, item->customer_id, item->id, item->id, &d, &i->dues_n)) ||
        (e = portal_invoice_payments(
             db, a, item->customer_id, item->id, item->id, &p, &i->payments_n)))
        return e;
    i->lines = lines = arena_new_n(a, i->lines_n + 1, struct invoice_copy_line);
    for (size_t k = 0; k < i->lines_n; k++)
        lines[k] = (struct invoice_copy_line){ l[k].description, l[k].quantity,
            l[k].tax_rate, l[k].unit_minor, l[k].amount_minor };
    i->dues = dues = arena_new_n(a, i->dues_n + 1, struct invoice_copy_due);
    for (size_t k = 0; k < i->dues_n; k++)
        dues[k] = (struct invoice_copy_due){ d[k].due_on, d[k].amount_minor,
            d[k].open_minor };
    i->payments = payments =
        arena_new_n(a, i->payments_n + 1, struct invoice_copy_payment);
    for (size_t k = 0; k < i->payments_n; k++)
        payments[k] = (struct invoice_copy_payment){ p[k].effective_on, p[k].kind,
            p[k].number, p[k].minor };
    return OK;
}

static enum err
copy(struct db *db, struct arena *a, const struct item_ask *ask,
    const struct document_item *item, struct document *out)
{
    struct paper_head *head = arena_new_of(a, struct paper_head);
    struct invoice_copy i = { .kind = item->kind,
        .number = item->number,
        .reference = item->reference,
        .issued_on = item->issued_on,
        .amount_minor = item->amount_minor,
        .open_minor = item->open_minor };
    struct printing p;
    enum err e;

    if ((e = reader_of(db, a, item->customer_id, ask->language, item->division,
             item->country, head, &i.c)) ||
        (e = read_copy(db, a, item, &i)))
        return e;
    i.c.currency = item->currency;
    i.c.today = zone_day(zone_find(item->time_zone), ask->now_at);
    if (text_eq(item->side, "debit"))
        how_to_pay(a, &i.c, item->number, item->open_minor, &i.pay);
    if ((e = print_begin(a, &i.c, item->number, ask->now_at, &p)))
        return e;
    invoice_copy_add(p.paper, a, &i);
    return print_end(&p,
        arena_fmt(a, "%s-%s.pdf", file_word(a, paper_kind(i.c.language, item->kind)),
            file_word(a, item->number)),
        out);
}

enum err
make_item_document(struct db *db, struct arena *a, const struct conf *conf,
    const struct item_ask *ask, struct document *out)
{
    struct document_item item;
    enum err e;

    if ((e = document_item(
             db, a, ask->id, ask->customer_id, ask->only_item_id, ask->scope, &item)))
        return e;
    e = original(db, a, conf, item.id, out);
    return e == ERR_NOT_FOUND ? copy(db, a, ask, &item, out) : e;
}

/* -- letter ---------------------------------------------------------------- */

/* As it was made, when it is in a batch or was posted. */
static enum err
letter_as_made(
    struct db *db, struct arena *a, uint64_t outbox_id, struct letter *out, bool *made)
{
    struct paper_head *head = arena_new_of(a, struct paper_head);
    struct document_enclosed *enclosed;
    struct letter_sheets *sheet;
    size_t n = 0, enclosed_n;
    enum err e = letter_sheet(db, a, outbox_id, &sheet, &n);

    *made = !e && n > 0;
    if (e || !n || (e = company_head(db, a, sheet->division, head)) ||
        (e = document_enclosed(db, a, outbox_id, &enclosed, &enclosed_n)))
        return e;
    letter_paper(a, head, sheet, enclosed, enclosed_n, out);
    return OK;
}

static enum err
letter_of_now(
    struct db *db, struct arena *a, const struct letter_ask *ask, struct letter *out)
{
    struct paper_head *head = arena_new_of(a, struct paper_head);
    struct outbox_case c;
    enum err e;

    *out = (struct letter){ .subject = ask->subject, .text = ask->text };
    if ((e = outbox_case(db, a, ask->case_id, &c)) ||
        (e = reader_of(
             db, a, ask->customer_id, NULL, c.division_name, c.country, head, &out->c)))
        return e;
    out->c.currency = arena_str(a, c.currency);
    out->c.today = zone_day(zone_find(c.time_zone), ask->now_at);
    how_to_pay(a, &out->c, out->c.number, ask->minor, &out->pay);
    return OK;
}

enum err
make_letter(
    struct db *db, struct arena *a, const struct letter_ask *ask, struct document *out)
{
    struct printing p;
    struct letter l;
    bool made;
    enum err e;

    if ((e = letter_as_made(db, a, ask->outbox_id, &l, &made)) ||
        (!made && (e = letter_of_now(db, a, ask, &l))) ||
        (e = print_begin(a, &l.c, ask->subject, ask->now_at, &p)))
        return e;
    letter_add(p.paper, a, &l);
    return print_end(&p,
        arena_fmt(a, "%s-%s.pdf", file_word(a, ask->subject), file_word(a, l.c.number)),
        out);
}
