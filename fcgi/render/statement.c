#include "render/statement.h"

#include "base/date.h"
#include "base/format.h"
#include "base/money.h"
#include "render/paper_words.h"

enum { COLS = 7 };

struct drawing {
    struct arena *row; /* texts of one row */
    const struct statement *s;
    struct statement_sums sums;
};

/* -- what all documents share ---------------------------------------------- */

size_t
customer_facts(struct arena *a, const struct to_customer *c, struct paper_fact *out)
{
    out[0] = (struct paper_fact){ paper_word(c->language, WORD_CUSTOMER), c->number };
    out[1] = (struct paper_fact){ paper_word(c->language, WORD_DATE),
        fmt_day(a, c->today, c->locale) };
    return 2;
}

void
customer_pay(struct paper *p, struct arena *a, const struct to_customer *c,
    const struct how_to_pay *pay)
{
    struct paper_fact f[5];
    size_t n = 0;

    if (!*c->head->iban || pay->minor <= 0)
        return;
    f[n++] = (struct paper_fact){ paper_word(c->language, WORD_PAYEE), c->head->name };
    f[n++] = (struct paper_fact){ paper_word(c->language, WORD_ACCOUNT),
        paper_iban(a, c->head->iban) };
    if (*c->head->bic)
        f[n++] = (struct paper_fact){ paper_word(c->language, WORD_BIC), c->head->bic };
    f[n++] = (struct paper_fact){ paper_word(c->language, WORD_AMOUNT),
        fmt_money(a, pay->minor, c->currency, c->locale) };
    if (pay->reference)
        f[n++] = (struct paper_fact){ paper_word(c->language, WORD_REFERENCE),
            pay->reference };
    paper_pay(
        p, paper_word(c->language, pay->code ? WORD_SCAN : WORD_PAY), f, n, pay->code);
}

/* -- the statement --------------------------------------------------------- */

enum err
statement_sums(const struct statement *s, struct statement_sums *out)
{
    *out = (struct statement_sums){ .closing_minor = s->opening_minor };
    for (size_t i = 0; i < s->n; i++) {
        const struct statement_line *l = &s->lines[i];

        if (money_add(out->debit_minor, l->debit_minor, &out->debit_minor) ||
            money_add(out->credit_minor, l->credit_minor, &out->credit_minor) ||
            money_add(out->closing_minor, l->debit_minor, &out->closing_minor) ||
            money_sub(out->closing_minor, l->credit_minor, &out->closing_minor))
            return ERR_INVALID;
    }
    return OK;
}

static const char *
amount(struct drawing *d, int64_t minor)
{
    return fmt_money(d->row, minor, d->s->c.currency, d->s->c.locale);
}

static void
row_of(
    struct paper *p, struct drawing *d, const struct statement_line *l, int64_t balance)
{
    const struct to_customer *c = &d->s->c;
    const char *cells[COLS] = {
        fmt_day(d->row, l->on, c->locale),
        paper_kind(c->language, l->kind),
        l->number,
        l->due_on == DAY_NONE ? "" : fmt_day(d->row, l->due_on, c->locale),
        l->debit_minor ? amount(d, l->debit_minor) : "",
        l->credit_minor ? amount(d, l->credit_minor) : "",
        amount(d, balance),
    };

    paper_row(p, cells);
    arena_reset(d->row);
}

static void
opening(struct paper *p, struct drawing *d)
{
    const struct to_customer *c = &d->s->c;
    const char *cells[COLS] = { fmt_day(d->row, d->s->from_on, c->locale),
        paper_word(c->language, WORD_OPENING), "", "", "", "",
        amount(d, d->s->opening_minor) };

    paper_row(p, cells);
    arena_reset(d->row);
}

static void
totals(struct paper *p, struct drawing *d)
{
    const struct to_customer *c = &d->s->c;
    const char *sums[COLS] = { paper_word(c->language, WORD_CLOSING), "", "", "",
        amount(d, d->sums.debit_minor), amount(d, d->sums.credit_minor),
        amount(d, d->sums.closing_minor) };

    paper_total(p, sums);
    if (d->s->overdue_minor > 0) {
        const char *late[COLS] = { paper_word(c->language, WORD_OVERDUE), "", "", "",
            "", "", amount(d, d->s->overdue_minor) };

        paper_row(p, late);
    }
    arena_reset(d->row);
}

static void
draw(struct paper *p, void *content)
{
    struct drawing *d = content;
    const struct statement *s = d->s;
    const char *l = s->c.language;
    const struct paper_col cols[COLS] = {
        { paper_word(l, WORD_DATE), 24, false, false },
        { paper_word(l, WORD_DOCUMENT), 22, false, false },
        { paper_word(l, WORD_NUMBER), 28, false, false },
        { paper_word(l, WORD_DUE), 24, false, false },
        { paper_word(l, WORD_DEBIT), 27, true, false },
        { paper_word(l, WORD_CREDITED), 27, true, false },
        { paper_word(l, WORD_BALANCE), 30, true, false },
    };
    int64_t balance = s->opening_minor;

    paper_table(p, cols, COLS);
    opening(p, d);
    for (size_t i = 0; i < s->n; i++) {
        balance += s->lines[i].debit_minor - s->lines[i].credit_minor;
        row_of(p, d, &s->lines[i], balance);
    }
    totals(p, d);
    paper_table_end(p);
    if (s->n == 0)
        paper_text(p, PAPER_PLAIN, paper_word(l, WORD_NOTHING));
    customer_pay(p, d->row, &s->c, &s->pay);
    arena_reset(d->row);
}

enum err
statement_add(struct paper *p, struct arena *a, const struct statement *s)
{
    struct drawing d = { .s = s };
    struct paper_fact facts[4];
    size_t n = customer_facts(a, &s->c, facts);
    const char *l = s->c.language;
    struct paper_sheet sheet = { .head = s->c.head,
        .to = s->c.to,
        .to_n = s->c.to_n,
        .facts = facts,
        .title = arena_fmt(a, "%s · %s", paper_word(l, WORD_STATEMENT), s->c.name),
        .language = l,
        .page_of = paper_word(l, WORD_PAGE_OF),
        .draw = draw,
        .content = &d };
    enum err e;

    if ((e = statement_sums(s, &d.sums)))
        return e;
    facts[n++] = (struct paper_fact){ paper_word(l, WORD_PERIOD),
        arena_fmt(a, "%s – %s", fmt_day(a, s->from_on, s->c.locale),
            fmt_day(a, s->to_on, s->c.locale)) };
    facts[n++] = (struct paper_fact){ paper_word(l, WORD_CURRENCY), s->c.currency };
    sheet.facts_n = n;
    d.row = arena_new();
    paper_add(p, &sheet);
    arena_free(d.row);
    return OK;
}
