#include "service/ledger/json.h"

#include <string.h>

#include "base/money.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/stmt.h"

enum { NUMBER__MAX = 64, NAME__MAX = 200, SOURCE_SYSTEM__MAX = 32 };

/* The source id of a reference: {"source_id": "4711"}. */
static void
read_ref(struct jval *v, const char *key, enum jsonin_need need, const char **out)
{
    struct jval *o = jsonin_object(v, key, need);

    jsonin_text(o, "source_id", JSONIN_NEED, LEDGER_ID__MAX, out);
    if (o)
        jsonin_end(o);
}

static void
read_zone(struct jval *v, const char **out)
{
    if (jsonin_text(v, "time_zone", JSONIN_MAY, 64, out) && !zone_valid(*out))
        jsonin_fault(v, "time_zone",
            "must be the name of a time zone, such as "
            "Europe/Berlin");
}

static void
read_country(struct jval *v, enum jsonin_need need, const char **out)
{
    if (!jsonin_text(v, "country", need, 2, out))
        return;
    if (strlen(*out) != 2 || strspn(*out, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2)
        jsonin_fault(v, "country", "must be two capital letters of ISO 3166");
}

/* An amount that is not below zero. */
static bool
read_minor(struct jval *v, const char *key, enum jsonin_need need, const char *currency,
    int64_t *out)
{
    if (!jsonin_money(v, key, need, currency, out))
        return false;
    if (*out < 0)
        jsonin_fault(v, key, "must not be negative");
    return *out >= 0;
}

static const char *
read_name(struct jval *v, const char *key, const char *const names[], size_t n,
    size_t otherwise)
{
    size_t i = otherwise;

    jsonin_enum(v, key, JSONIN_MAY, names, n, &i);
    return names[i];
}

static void
read_addresses(struct jval *v, struct arena *a, struct ledger_customer *c)
{
    static const char *const kinds[] = { "billing", "shipping" };
    struct jval *list = jsonin_array(v, "addresses", JSONIN_MAY, LEDGER_ADDRESSES__MAX);

    if (!list)
        return;
    c->has_addresses = true;
    c->addresses = arena_new_n(a, jsonin_count(list), struct ledger_address);
    for (struct jval *e = jsonin_first(list); e; e = jsonin_next(e)) {
        struct ledger_address *d = &c->addresses[c->addresses_n++];

        d->kind = read_name(e, "kind", kinds, 2, 0);
        jsonin_text(e, "line1", JSONIN_NEED, 200, &d->line1);
        jsonin_text(e, "line2", JSONIN_MAY, 200, &d->line2);
        jsonin_text(e, "postcode", JSONIN_MAY, 32, &d->postcode);
        jsonin_text(e, "city", JSONIN_MAY, 100, &d->city);
        jsonin_text(e, "region", JSONIN_MAY, 100, &d->region);
        read_country(e, JSONIN_NEED, &d->country);
        jsonin_end(e);
    }
}

static void
read_customer(struct jval *v, struct arena *a, struct ledger_customer *c)
{
    static const char *const statuses[] = { "active", "on_hold", "legal", "closed" };
    static const char *const kinds[] = { "business", "public_body", "consumer" };
    struct jval *limit;
    int64_t days;

    *c = (struct ledger_customer){ .language = "en",
        .terms_days = U32_NONE,
        .credit_limit_minor = I64_NONE,
        .since_on = DAY_NONE };
    jsonin_text(v, "number", JSONIN_NEED, NUMBER__MAX, &c->number);
    jsonin_text(v, "name", JSONIN_NEED, NAME__MAX, &c->name);
    read_ref(v, "parent", JSONIN_MAY, &c->parent);
    c->status = read_name(v, "status", statuses, 4, 0);
    c->kind = read_name(v, "kind", kinds, 3, 0);
    jsonin_text(v, "language", JSONIN_MAY, 16, &c->language);
    read_zone(v, &c->time_zone);
    read_country(v, JSONIN_MAY, &c->country);
    jsonin_text(v, "region", JSONIN_MAY, 8, &c->region);
    jsonin_text(v, "tax_id", JSONIN_MAY, 64, &c->tax_id);
    if (jsonin_i64(v, "terms_days", JSONIN_MAY, 0, 3650, &days))
        c->terms_days = (uint32_t)days;
    jsonin_text(v, "payment_method", JSONIN_MAY, 32, &c->payment_method);
    if ((limit = jsonin_object(v, "credit_limit", JSONIN_MAY))) {
        if (jsonin_currency(limit, "currency", JSONIN_NEED, c->credit_currency))
            read_minor(limit, "amount", JSONIN_NEED, c->credit_currency,
                &c->credit_limit_minor);
        else
            (void)jsonin_has(limit, "amount");
        jsonin_end(limit);
    }
    jsonin_day(v, "since_on", JSONIN_MAY, &c->since_on);
    jsonin_bool(v, "keep", JSONIN_MAY, &c->keep);
    read_addresses(v, a, c);
}

/* In the order of the column, so that equal sets are equal texts. */
static const char *
read_roles(struct jval *v, struct arena *a)
{
    static const char *const names[] = { "billing", "statement", "dispute", "legal" };
    struct jval *list = jsonin_array(v, "roles", JSONIN_MAY, 4);
    bool has[4] = { false };
    struct buf b;
    size_t i;

    if (!list)
        return "billing";
    for (struct jval *e = jsonin_first(list); e; e = jsonin_next(e))
        if (jsonin_enum(e, NULL, JSONIN_NEED, names, 4, &i))
            has[i] = true;
    buf_init(&b, a);
    for (i = 0; i < 4; i++)
        if (has[i])
            buf_fmt(&b, "%s%s", b.len ? "," : "", names[i]);
    return b.text;
}

static void
read_contact(struct jval *v, struct arena *a, struct ledger_contact *c)
{
    *c = (struct ledger_contact){ .email_consent = true, .active = true };
    read_ref(v, "customer", JSONIN_NEED, &c->customer);
    jsonin_text(v, "name", JSONIN_NEED, NAME__MAX, &c->name);
    if (jsonin_text(v, "email", JSONIN_MAY, 254, &c->email) && !text_is_email(c->email))
        jsonin_fault(v, "email", "must be one address, such as ap@example.com");
    jsonin_text(v, "phone", JSONIN_MAY, 64, &c->phone);
    c->roles = read_roles(v, a);
    jsonin_text(v, "language", JSONIN_MAY, 16, &c->language);
    read_zone(v, &c->time_zone);
    jsonin_bool(v, "email_consent", JSONIN_MAY, &c->email_consent);
    jsonin_bool(v, "active", JSONIN_MAY, &c->active);
}

static void
read_instalments(struct jval *v, struct arena *a, struct ledger_document *d)
{
    struct jval *list =
        jsonin_array(v, "instalments", JSONIN_MAY, LEDGER_INSTALMENTS__MAX);
    int64_t sum = 0;

    if (!list)
        return;
    d->instalments = arena_new_n(a, jsonin_count(list), struct ledger_instalment);
    for (struct jval *e = jsonin_first(list); e; e = jsonin_next(e)) {
        struct ledger_instalment *n = &d->instalments[d->instalments_n++];

        n->due_on = DAY_NONE;
        jsonin_day(e, "due_on", JSONIN_NEED, &n->due_on);
        if (read_minor(e, "amount", JSONIN_NEED, d->currency, &n->minor) &&
            money_add(sum, n->minor, &sum))
            jsonin_fault(e, "amount", "is too large");
        jsonin_end(e);
    }
    if (d->instalments_n && sum != d->amount_minor)
        jsonin_fault(v, "instalments", "must add up to the amount");
}

/* A decimal text, as DECIMAL columns take it. */
static void
read_decimal(struct jval *v, const char *key, const char **out)
{
    if (jsonin_text(v, key, JSONIN_MAY, 18, out) &&
        (!**out || strspn(*out, "0123456789.-") != strlen(*out) ||
            strspn(*out, "-") > 1 || strchr(*out + 1, '-') ||
            (strchr(*out, '.') && strchr(strchr(*out, '.') + 1, '.')) ||
            !strpbrk(*out, "0123456789")))
        jsonin_fault(v, key, "must be a decimal number as text, such as \"2.5\"");
}

static void
read_lines(struct jval *v, struct arena *a, struct ledger_document *d)
{
    struct jval *list = jsonin_array(v, "lines", JSONIN_MAY, LEDGER_LINES__MAX);

    if (!list)
        return;
    d->has_lines = true;
    d->lines = arena_new_n(a, jsonin_count(list), struct ledger_line);
    for (struct jval *e = jsonin_first(list); e; e = jsonin_next(e)) {
        struct ledger_line *n = &d->lines[d->lines_n++];

        *n = (struct ledger_line){ .unit_minor = I64_NONE, .tax_minor = I64_NONE };
        jsonin_text(e, "description", JSONIN_NEED, 500, &n->description);
        jsonin_text(e, "order_number", JSONIN_MAY, 64, &n->order_number);
        read_decimal(e, "quantity", &n->quantity);
        jsonin_money(e, "unit", JSONIN_MAY, d->currency, &n->unit_minor);
        read_decimal(e, "tax_rate", &n->tax_rate);
        jsonin_money(e, "tax", JSONIN_MAY, d->currency, &n->tax_minor);
        jsonin_money(e, "amount", JSONIN_NEED, d->currency, &n->amount_minor);
        jsonin_end(e);
    }
}

static void
read_document(
    struct jval *v, struct arena *a, enum ledger_kind kind, struct ledger_document *d)
{
    static const char *const statuses[] = { "posted", "cancelled" };

    *d = (struct ledger_document){ .issued_on = DAY_NONE, .due_on = DAY_NONE };
    read_ref(v, "customer", JSONIN_NEED, &d->customer);
    jsonin_text(v, "division", JSONIN_MAY, 32, &d->division);
    jsonin_text(v, "number", kind == LEDGER_INVOICE ? JSONIN_NEED : JSONIN_MAY,
        NUMBER__MAX, &d->number);
    jsonin_text(v, "reference", JSONIN_MAY, 140, &d->reference);
    jsonin_text(v, "note", JSONIN_MAY, 500, &d->note);
    jsonin_day(v, "issued_on", JSONIN_NEED, &d->issued_on);
    if (jsonin_currency(v, "currency", JSONIN_NEED, d->currency))
        read_minor(v, "amount", JSONIN_NEED, d->currency, &d->amount_minor);
    else
        (void)jsonin_has(v, "amount");
    d->cancelled = strcmp(read_name(v, "status", statuses, 2, 0), "cancelled") == 0;
    if (kind == LEDGER_INVOICE) {
        jsonin_day(v, "due_on", JSONIN_MAY, &d->due_on);
        read_instalments(v, a, d);
    } else if (kind == LEDGER_PAYMENT) {
        jsonin_text(v, "method", JSONIN_MAY, 32, &d->payment_method);
        jsonin_text(v, "payer_name", JSONIN_MAY, NAME__MAX, &d->payer_name);
    }
    if (kind != LEDGER_PAYMENT)
        read_lines(v, a, d);
}

static void
read_amount_text(
    struct jval *v, const char *key, enum jsonin_need need, const char **out)
{
    if (jsonin_text(v, key, need, 30, out) &&
        (!**out || strspn(*out, "0123456789.") != strlen(*out)))
        jsonin_fault(v, key, "must be an amount as text, such as \"12.50\"");
}

static void
read_allocation(struct jval *v, struct ledger_allocation *r)
{
    static const char *const kinds[] = { "payment", "credit", "credit-note" };
    struct jval *credit = jsonin_object(v, "credit", JSONIN_NEED);
    struct jval *invoice = jsonin_object(v, "invoice", JSONIN_NEED);
    size_t kind = 0;
    int64_t seq = 0;

    *r = (struct ledger_allocation){ .effective_on = DAY_NONE };
    if (credit) {
        jsonin_enum(credit, "kind", JSONIN_NEED, kinds, 3, &kind);
        jsonin_text(credit, "source_id", JSONIN_NEED, LEDGER_ID__MAX, &r->credit);
        jsonin_end(credit);
    }
    r->credit_kind = kind ? LEDGER_CREDIT : LEDGER_PAYMENT;
    if (invoice) {
        jsonin_text(invoice, "source_id", JSONIN_NEED, LEDGER_ID__MAX, &r->invoice);
        jsonin_i64(invoice, "instalment", JSONIN_MAY, 1, LEDGER_INSTALMENTS__MAX, &seq);
        jsonin_end(invoice);
    }
    r->instalment = (uint32_t)seq;
    read_amount_text(v, "amount", JSONIN_NEED, &r->amount);
    read_amount_text(v, "credit_amount", JSONIN_MAY, &r->credit_amount);
    jsonin_day(v, "effective_on", JSONIN_NEED, &r->effective_on);
    jsonin_text(v, "reason", JSONIN_MAY, 64, &r->reason);
}

void
ledger_row_read(struct jval *v, struct arena *a, enum ledger_kind kind,
    const char *source_system, const char *source_id, struct ledger_row *row)
{
    const char *system = NULL, *id = NULL;
    int64_t version = 0;

    *row = (struct ledger_row){ .kind = kind, .known_at = INSTANT_NONE };
    if (jsonin_text(v, "source_system", JSONIN_MAY, SOURCE_SYSTEM__MAX, &system) &&
        source_system && strcmp(system, source_system) != 0)
        jsonin_fault(v, "source_system", "must be '%s'", source_system);
    if (jsonin_text(v, "source_id", source_id ? JSONIN_MAY : JSONIN_NEED,
            LEDGER_ID__MAX, &id) &&
        source_id && strcmp(id, source_id) != 0)
        jsonin_fault(v, "source_id", "is not the one of the path");
    row->source_id = source_id ? source_id : id;
    jsonin_i64(v, "source_version", JSONIN_MAY, 0, INT64_MAX, &version);
    row->source_version = (uint64_t)version;
    jsonin_instant(v, "known_at", JSONIN_MAY, &row->known_at);
    jsonin_bool(v, "known_assumed", JSONIN_MAY, &row->known_assumed);
    switch (kind) {
    case LEDGER_CUSTOMER:
        read_customer(v, a, &row->customer);
        break;
    case LEDGER_CONTACT:
        read_contact(v, a, &row->contact);
        break;
    case LEDGER_ALLOCATION:
        read_allocation(v, &row->allocation);
        break;
    case LEDGER_REVERSAL:
        row->reversal.effective_on = DAY_NONE;
        row->reversal.reason = NULL;
        jsonin_day(v, "effective_on", JSONIN_NEED, &row->reversal.effective_on);
        jsonin_text(v, "reason", JSONIN_MAY, 64, &row->reversal.reason);
        break;
    default:
        read_document(v, a, kind, &row->document);
        if (!row->document.number && row->source_id)
            row->document.number = arena_strn(a, row->source_id,
                strlen(row->source_id) < NUMBER__MAX ? strlen(row->source_id)
                                                     : NUMBER__MAX);
    }
    jsonin_end(v);
}

enum err
ledger_row_reread(
    struct arena *a, const char *kind, const char *json, struct ledger_row *row)
{
    struct jsonin in;
    struct faults f;
    enum err e;

    faults_init(&f, a);
    if ((e = jsonin_parse(&in, a, &f, json, strlen(json), NULL)))
        return e;
    for (enum ledger_kind k = 0; k < LEDGER_KIND__MAX; k++)
        if (strcmp(ledger_kind_name(k), kind) == 0) {
            ledger_row_read(in.root, a, k, NULL, "", row);
            return faults_err(&f);
        }
    return ERR_INVALID;
}
