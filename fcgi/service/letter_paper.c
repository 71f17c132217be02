#include "service/letter_paper.h"

#include <string.h>

#include "base/format.h"
#include "base/text.h"
#include "domain/creditor_reference.h"
#include "domain/payment_code.h"
#include "service/company_head.h"

const char *
paper_locale(struct arena *a, const char *language, const char *country)
{
    if (strchr(language, '-') || !country || strlen(country) != 2)
        return language;
    return arena_fmt(a, "%s-%s", language, country);
}

static bool
given(const char *text)
{
    return text && *text;
}

size_t
postal_lines(struct arena *a, const struct document_customer *c, const char *country,
    const char **out)
{
    size_t n = 0;

    out[n++] = c->name;
    if (given(c->line1))
        out[n++] = c->line1;
    if (given(c->line2))
        out[n++] = c->line2;
    if (given(c->postcode) || given(c->city))
        out[n++] = arena_fmt(a, "%s%s%s", given(c->postcode) ? c->postcode : "",
            given(c->postcode) && given(c->city) ? " " : "",
            given(c->city) ? c->city : "");
    if (given(c->region))
        out[n++] = c->region;
    if (given(c->address_country) && !text_eq(c->address_country, country))
        out[n++] = fmt_country_abroad(a, c->address_country, country);
    return n;
}

void
how_to_pay(struct arena *a, const struct to_customer *c, const char *number,
    int64_t minor, struct how_to_pay *out)
{
    char reference[CREDITOR_REFERENCE__SIZE], text[CREDITOR_REFERENCE_TEXT__SIZE];
    struct payment_code code = { .name = c->head->name,
        .iban = c->head->iban,
        .bic = c->head->bic,
        .minor = minor };

    *out = (struct how_to_pay){ .minor = minor };
    if (!*c->head->iban || minor <= 0)
        return;
    if (!creditor_reference(number, reference)) {
        out->reference = arena_str(a, creditor_reference_text(reference, text));
        code.reference = reference;
    }
    if (text_eq(c->currency, "EUR") && payment_code_text(a, &code, &out->code))
        out->code = NULL;
}

/* Lines of one text, as a list. */
static size_t
split_lines(struct arena *a, const char *text, const char **out)
{
    size_t n = 0;

    while (*text && n < POSTAL_LINES__MAX) {
        size_t len = strcspn(text, "\n");

        out[n++] = arena_strn(a, text, len);
        text += len + (text[len] == '\n');
    }
    return n;
}

void
letter_paper(struct arena *a, const struct paper_head *head,
    const struct letter_sheets *sheet, const struct document_enclosed *enclosed,
    size_t enclosed_n, struct letter *out)
{
    const char **to = arena_new_n(a, POSTAL_LINES__MAX, const char *);
    struct enclosed *named = arena_new_n(a, enclosed_n + 1, struct enclosed);
    size_t to_n = split_lines(a, sheet->to_lines, to);

    for (size_t k = 0; k < enclosed_n; k++)
        named[k] = (struct enclosed){ enclosed[k].kind, enclosed[k].number };
    *out = (struct letter){ .subject = sheet->subject,
        .text = sheet->body_text,
        .enclosed = named,
        .enclosed_n = enclosed_n,
        .c = { .head = head,
            .name = to_n ? to[0] : "",
            .number = sheet->number,
            .to = to,
            .to_n = to_n,
            .locale = paper_locale(a, sheet->language, sheet->country),
            .language = sheet->language,
            .currency = arena_str(a, sheet->currency),
            .today = sheet->made_on } };
    how_to_pay(a, &out->c, sheet->number,
        sheet->total_minor == I64_NONE ? 0 : sheet->total_minor, &out->pay);
}

size_t
letter_pages(
    size_t own, const struct document_enclosed *enclosed, size_t n, bool duplex)
{
    size_t sum = own;

    for (size_t k = 0; k < n; k++)
        sum += (duplex ? sum % 2 : 0) + enclosed[k].pages_n;
    return sum;
}

enum err
letter_head_of(struct db *db, struct letter_heads *h, const char *division,
    const struct paper_head **out)
{
    struct letter_head *at;
    enum err e;

    for (size_t k = 0; k < h->n; k++)
        if (text_eq(h->list[k].division, division)) {
            *out = &h->list[k].head;
            return OK;
        }
    h->list = arena_grow(
        h->arena, h->list, h->n * sizeof *h->list, (h->n + 1) * sizeof *h->list);
    at = &h->list[h->n];
    at->division = arena_str(h->arena, division);
    if ((e = company_head(db, h->arena, at->division, &at->head)))
        return e;
    *out = &at->head;
    h->n++;
    return OK;
}
