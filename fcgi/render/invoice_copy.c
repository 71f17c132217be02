#include "render/invoice_copy.h"

#include <string.h>

#include "base/date.h"
#include "base/format.h"
#include "render/paper_words.h"

enum { COLS = 5 };

struct drawing {
    struct arena *row;
    const struct invoice_copy *i;
};

static const char *
amount(struct drawing *d, int64_t minor)
{
    return minor == INVOICE_COPY_NONE
               ? ""
               : fmt_money(d->row, minor, d->i->c.currency, d->i->c.locale);
}

/* "3.0000" is 3, "0.5000" is 0.5. */
static const char *
without_zeros(struct arena *a, const char *decimal)
{
    size_t n = decimal ? strlen(decimal) : 0;

    if (!n)
        return "";
    if (strchr(decimal, '.'))
        while (decimal[n - 1] == '0')
            n--;
    n -= decimal[n - 1] == '.';
    return arena_strn(a, decimal, n);
}

static void
lines(struct paper *p, struct drawing *d)
{
    const struct invoice_copy *i = d->i;

    for (size_t k = 0; k < i->lines_n; k++) {
        const struct invoice_copy_line *l = &i->lines[k];
        const char *tax = without_zeros(d->row, l->tax_rate);
        const char *cells[COLS] = { l->description, without_zeros(d->row, l->quantity),
            amount(d, l->unit_minor), *tax ? arena_fmt(d->row, "%s %%", tax) : "",
            amount(d, l->amount_minor) };

        paper_row(p, cells);
        arena_reset(d->row);
    }
    if (i->lines_n == 0) {
        const char *cells[COLS] = { paper_kind(i->c.language, i->kind), "", "", "",
            amount(d, i->amount_minor) };

        paper_row(p, cells);
    }
}

static void
sums(struct paper *p, struct drawing *d)
{
    const char *l = d->i->c.language;
    const char *total[COLS] = { paper_word(l, WORD_TOTAL), "", "", "",
        amount(d, d->i->amount_minor) };
    const char *open[COLS] = { paper_word(l, d->i->open_minor ? WORD_OPEN : WORD_PAID),
        "", "", "", d->i->open_minor ? amount(d, d->i->open_minor) : "" };

    paper_total(p, total);
    paper_total(p, open);
    arena_reset(d->row);
}

static void
dues(struct paper *p, struct drawing *d)
{
    const struct invoice_copy *i = d->i;
    const char *l = i->c.language;
    const struct paper_col cols[] = {
        { paper_word(l, WORD_INSTALMENT), 20, false, false },
        { paper_word(l, WORD_DUE), 60, false, false },
        { paper_word(l, WORD_AMOUNT), 40, true, false },
        { paper_word(l, WORD_OPEN), 40, true, false },
    };

    if (i->dues_n < 2)
        return;
    paper_space(p, 5);
    paper_table(p, cols, 4);
    for (size_t k = 0; k < i->dues_n; k++) {
        const char *cells[] = { fmt_count(d->row, (int64_t)k + 1, i->c.locale),
            fmt_day(d->row, i->dues[k].on, i->c.locale),
            amount(d, i->dues[k].amount_minor), amount(d, i->dues[k].open_minor) };

        paper_row(p, cells);
        arena_reset(d->row);
    }
    paper_table_end(p);
}

static void
payments(struct paper *p, struct drawing *d)
{
    const struct invoice_copy *i = d->i;
    const char *l = i->c.language;
    const struct paper_col cols[] = {
        { paper_word(l, WORD_DATE), 30, false, false },
        { paper_word(l, WORD_DOCUMENT), 40, false, false },
        { paper_word(l, WORD_NUMBER), 50, false, false },
        { paper_word(l, WORD_CREDITED), 40, true, false },
    };

    if (i->payments_n == 0)
        return;
    paper_space(p, 5);
    paper_table(p, cols, 4);
    for (size_t k = 0; k < i->payments_n; k++) {
        const char *cells[] = { fmt_day(d->row, i->payments[k].on, i->c.locale),
            paper_kind(l, i->payments[k].kind), i->payments[k].number,
            amount(d, i->payments[k].minor) };

        paper_row(p, cells);
        arena_reset(d->row);
    }
    paper_table_end(p);
}

static void
draw(struct paper *p, void *content)
{
    struct drawing *d = content;
    const char *l = d->i->c.language;
    const struct paper_col cols[COLS] = {
        { paper_word(l, WORD_DESCRIPTION), 80, false, true },
        { paper_word(l, WORD_QUANTITY), 20, true, false },
        { paper_word(l, WORD_UNIT_PRICE), 28, true, false },
        { paper_word(l, WORD_TAX), 18, true, false },
        { paper_word(l, WORD_AMOUNT), 30, true, false },
    };

    paper_table(p, cols, COLS);
    lines(p, d);
    sums(p, d);
    paper_table_end(p);
    dues(p, d);
    payments(p, d);
    customer_pay(p, d->row, &d->i->c, &d->i->pay);
    arena_reset(d->row);
}

void
invoice_copy_add(struct paper *p, struct arena *a, const struct invoice_copy *i)
{
    struct drawing d = { .i = i };
    struct paper_fact facts[6];
    const char *l = i->c.language;
    size_t n = customer_facts(a, &i->c, facts);
    struct paper_sheet sheet = { .head = i->c.head,
        .to = i->c.to,
        .to_n = i->c.to_n,
        .facts = facts,
        .title = arena_fmt(a, "%s %s (%s)", paper_kind(l, i->kind), i->number,
            paper_word(l, WORD_COPY)),
        .language = l,
        .page_of = paper_word(l, WORD_PAGE_OF),
        .draw = draw,
        .content = &d };

    facts[1].value = fmt_day(a, i->issued_on, i->c.locale); /* the document's own */
    if (i->dues_n)
        facts[n++] = (struct paper_fact){ paper_word(l, WORD_DUE),
            fmt_day(a, i->dues[0].on, i->c.locale) };
    if (i->reference && *i->reference)
        facts[n++] =
            (struct paper_fact){ paper_word(l, WORD_YOUR_REFERENCE), i->reference };
    sheet.facts_n = n;
    d.row = arena_new();
    paper_add(p, &sheet);
    arena_free(d.row);
}
