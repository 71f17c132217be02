#include "service/ledger/json.h"

#include <string.h>

#include "base/json.h"
#include "db/stmt.h"

static void
text(struct json *j, const char *key, const char *v)
{
    if (v)
        json_text(j, key, v);
}

static void
day(struct json *j, const char *key, int32_t v)
{
    if (v != DAY_NONE)
        json_day(j, key, v);
}

static void
money(struct json *j, const char *key, int64_t v, const char *currency)
{
    if (v != I64_NONE)
        json_money(j, key, v, currency);
}

static void
ref(struct json *j, const char *key, const char *source_id)
{
    if (!source_id)
        return;
    json_open(j, key, '{');
    json_text(j, "source_id", source_id);
    json_close(j, '}');
}

static void
customer(struct json *j, const struct ledger_customer *c)
{
    text(j, "number", c->number);
    text(j, "name", c->name);
    ref(j, "parent", c->parent);
    text(j, "status", c->status);
    text(j, "kind", c->kind);
    text(j, "language", c->language);
    text(j, "time_zone", c->time_zone);
    text(j, "country", c->country);
    text(j, "region", c->region);
    text(j, "tax_id", c->tax_id);
    if (c->terms_days != U32_NONE)
        json_i64(j, "terms_days", c->terms_days);
    text(j, "payment_method", c->payment_method);
    if (c->credit_limit_minor != I64_NONE) {
        json_open(j, "credit_limit", '{');
        json_money(j, "amount", c->credit_limit_minor, c->credit_currency);
        json_text(j, "currency", c->credit_currency);
        json_close(j, '}');
    }
    day(j, "since_on", c->since_on);
    json_bool(j, "keep", c->keep);
    if (!c->has_addresses)
        return;
    json_open(j, "addresses", '[');
    for (size_t i = 0; i < c->addresses_n; i++) {
        const struct ledger_address *a = &c->addresses[i];

        json_open(j, NULL, '{');
        text(j, "kind", a->kind);
        text(j, "line1", a->line1);
        text(j, "line2", a->line2);
        text(j, "postcode", a->postcode);
        text(j, "city", a->city);
        text(j, "region", a->region);
        text(j, "country", a->country);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
contact(struct json *j, const struct ledger_contact *c)
{
    ref(j, "customer", c->customer);
    text(j, "name", c->name);
    text(j, "email", c->email);
    text(j, "phone", c->phone);
    text(j, "language", c->language);
    text(j, "time_zone", c->time_zone);
    json_open(j, "roles", '[');
    for (const char *r = c->roles; *r;) {
        size_t n = strcspn(r, ",");

        json_textn(j, NULL, r, n);
        r += n + (r[n] == ',');
    }
    json_close(j, ']');
    json_bool(j, "email_consent", c->email_consent);
    json_bool(j, "active", c->active);
}

static void
lines(struct json *j, const struct ledger_document *d)
{
    json_open(j, "lines", '[');
    for (size_t i = 0; i < d->lines_n; i++) {
        const struct ledger_line *n = &d->lines[i];

        json_open(j, NULL, '{');
        text(j, "description", n->description);
        text(j, "order_number", n->order_number);
        text(j, "quantity", n->quantity);
        money(j, "unit", n->unit_minor, d->currency);
        text(j, "tax_rate", n->tax_rate);
        money(j, "tax", n->tax_minor, d->currency);
        json_money(j, "amount", n->amount_minor, d->currency);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
document(struct json *j, enum ledger_kind kind, const struct ledger_document *d)
{
    ref(j, "customer", d->customer);
    text(j, "division", d->division);
    text(j, "number", d->number);
    text(j, "reference", d->reference);
    text(j, "note", d->note);
    day(j, "issued_on", d->issued_on);
    json_text(j, "currency", d->currency);
    json_money(j, "amount", d->amount_minor, d->currency);
    json_text(j, "status", d->cancelled ? "cancelled" : "posted");
    if (kind == LEDGER_PAYMENT) {
        text(j, "method", d->payment_method);
        text(j, "payer_name", d->payer_name);
    } else if (d->has_lines) {
        lines(j, d);
    }
    if (kind != LEDGER_INVOICE)
        return;
    day(j, "due_on", d->due_on);
    if (!d->instalments_n)
        return;
    json_open(j, "instalments", '[');
    for (size_t i = 0; i < d->instalments_n; i++) {
        json_open(j, NULL, '{');
        day(j, "due_on", d->instalments[i].due_on);
        json_money(j, "amount", d->instalments[i].minor, d->currency);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
allocation(struct json *j, const struct ledger_allocation *r)
{
    json_open(j, "credit", '{');
    json_text(j, "kind", ledger_kind_name(r->credit_kind));
    json_text(j, "source_id", r->credit);
    json_close(j, '}');
    json_open(j, "invoice", '{');
    json_text(j, "source_id", r->invoice);
    if (r->instalment)
        json_u64(j, "instalment", r->instalment);
    json_close(j, '}');
    text(j, "amount", r->amount);
    text(j, "credit_amount", r->credit_amount);
    day(j, "effective_on", r->effective_on);
    text(j, "reason", r->reason);
}

char *
ledger_row_write(struct arena *a, const struct ledger_row *row)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_u64(&j, "source_version", row->source_version);
    if (row->known_at != INSTANT_NONE)
        json_instant(&j, "known_at", row->known_at);
    json_bool(&j, "known_assumed", row->known_assumed);
    switch (row->kind) {
    case LEDGER_CUSTOMER:
        customer(&j, &row->customer);
        break;
    case LEDGER_CONTACT:
        contact(&j, &row->contact);
        break;
    case LEDGER_ALLOCATION:
        allocation(&j, &row->allocation);
        break;
    case LEDGER_REVERSAL:
        day(&j, "effective_on", row->reversal.effective_on);
        text(&j, "reason", row->reversal.reason);
        break;
    default:
        document(&j, row->kind, &row->document);
    }
    json_close(&j, '}');
    return b.text;
}
