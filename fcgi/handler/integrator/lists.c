#include "handler/integrator/lists.h"

#include <string.h>

#include "base/text.h"
#include "handler/common.h"
#include "store/q_allocation.h"
#include "store/q_contact.h"
#include "store/q_customer.h"
#include "store/q_instalment.h"
#include "store/q_item.h"

const struct param LISTS_PARAMS[] = {
    { .name = "source_system", .kind = PARAM_TEXT, .max = 32 },
    { .name = NULL },
};

/* Where the page starts and whose rows it may hold. */
struct page {
    const char *tag, *system;
    uint64_t after;
    uint32_t take;
};

static enum err
page_of(struct rq *rq, const char *tag, struct page *p)
{
    struct rq_cursor after = { 0 };
    bool first;
    enum err e;

    if ((e = rq_cursor(rq, tag, &after, &first)))
        return e;
    *p = (struct page){ .tag = tag,
        .system = rq->who.source_system ? rq->who.source_system
                                        : rq_text(rq, "source_system"),
        .after = after.id,
        .take = (uint32_t)rq->limit + 1 };
    rq_viewed(rq, tag + strlen("v1:"), 0, 0);
    return OK;
}

static void
page_end(struct rq *rq, const struct page *p, size_t n, uint64_t last_id)
{
    struct rq_cursor last = { .id = last_id };

    rq_list_close(rq, p->tag, n > rq->limit ? &last : NULL);
}

/* The system of the path; another one than the client's is not there. */
static enum err
system_of(struct rq *rq, const char **system)
{
    *system = rq_part(rq, "system");
    return !rq->who.source_system || text_eq(rq->who.source_system, *system)
               ? OK
               : ERR_NOT_FOUND;
}

static void
json_source(struct json *j, uint64_t id, const char *system, const char *source_id)
{
    json_open(j, NULL, '{');
    json_id(j, "id", id);
    json_text(j, "source_system", system);
    json_text(j, "source_id", source_id);
}

static void
json_ref(struct json *j, const char *key, const char *source_id)
{
    if (!source_id) {
        json_nil(j, key);
        return;
    }
    json_open(j, key, '{');
    json_text(j, "source_id", source_id);
    json_close(j, '}');
}

static void
json_customer(struct json *j, const struct customer_list *c)
{
    json_source(j, c->id, c->source_system, c->source_id);
    json_u64(j, "source_version", c->source_version);
    json_text(j, "number", c->number);
    json_text(j, "name", c->name);
    json_ref(j, "parent", c->parent_source_id);
    json_text(j, "status", c->status);
    json_text(j, "kind", c->kind);
    json_text(j, "language", c->language);
    json_text(j, "time_zone", c->time_zone);
    json_text(j, "country", c->country);
    json_text(j, "region", c->region);
    json_text(j, "tax_id", c->tax_id);
    if (c->terms_days == U32_NONE)
        json_nil(j, "terms_days");
    else
        json_u64(j, "terms_days", c->terms_days);
    json_text(j, "payment_method", c->payment_method);
    if (c->credit_limit_minor == I64_NONE)
        json_nil(j, "credit_limit");
    else
        json_amount(j, "credit_limit", c->credit_limit_minor, c->credit_currency);
    json_day_or_null(j, "since_on", c->since_on);
    json_u64(j, "version", c->version);
    json_close(j, '}');
}

/* GET customers -> 200 */
enum err
customers_page(struct rq *rq)
{
    struct customer_list *rows;
    struct page p;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = page_of(rq, "v1:customers", &p)) ||
        (e = customer_list(rq->db, rq->arena, p.system, p.after, p.take, &rows, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n && i < rq->limit; i++)
        json_customer(j, &rows[i]);
    page_end(rq, &p, n, n > rq->limit ? rows[rq->limit - 1].id : 0);
    return OK;
}

/* GET customers/{system}/{key} -> 200 | 404 */
enum err
customers_one(struct rq *rq)
{
    struct customer_list row;
    const char *system;
    enum err e;

    if ((e = system_of(rq, &system)) ||
        (e = customer_by_source(rq->db, rq->arena, system, rq_part(rq, "key"), &row)))
        return e;
    rq_viewed(rq, "customer", row.id, row.id);
    rq_etag(rq, row.version);
    json_customer(rq_reply(rq, 200), &row);
    return OK;
}

static void
json_contact(struct json *j, const struct contact_list *c)
{
    json_source(j, c->id, c->source_system, c->source_id);
    json_u64(j, "source_version", c->source_version);
    json_ref(j, "customer", c->customer_source_id);
    json_text(j, "name", c->name);
    json_text(j, "email", c->email);
    json_text(j, "phone", c->phone);
    json_text(j, "language", c->language);
    json_text(j, "time_zone", c->time_zone);
    json_words(j, "roles", c->roles);
    json_bool(j, "email_consent", c->email_consent);
    json_bool(j, "active", c->active);
    json_u64(j, "version", c->version);
    json_close(j, '}');
}

/* GET contacts -> 200 */
enum err
contacts_page(struct rq *rq)
{
    struct contact_list *rows;
    struct page p;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = page_of(rq, "v1:contacts", &p)) ||
        (e = contact_list(rq->db, rq->arena, p.system, p.after, p.take, &rows, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n && i < rq->limit; i++)
        json_contact(j, &rows[i]);
    page_end(rq, &p, n, n > rq->limit ? rows[rq->limit - 1].id : 0);
    return OK;
}

/* GET contacts/{system}/{key} -> 200 | 404 */
enum err
contacts_one(struct rq *rq)
{
    struct contact_list row;
    const char *system;
    enum err e;

    if ((e = system_of(rq, &system)) ||
        (e = contact_by_source(rq->db, rq->arena, system, rq_part(rq, "key"), &row)))
        return e;
    rq_viewed(rq, "customer", row.customer_id, row.customer_id);
    rq_etag(rq, row.version);
    json_contact(rq_reply(rq, 200), &row);
    return OK;
}

/* Open: an invoice still open ends with its instalments, which `with` gives. */
static void
json_document_open(struct json *j, const struct item_list *d)
{
    json_source(j, d->id, d->source_system, d->source_id);
    json_u64(j, "source_version", d->source_version);
    json_ref(j, "customer", d->customer_source_id);
    json_text(j, "division", d->division);
    json_text(j, "number", d->number);
    json_text(j, "reference", d->reference);
    json_day(j, "issued_on", d->issued_on);
    json_money(j, "amount", d->amount_minor, d->currency);
    json_money(j, "open", d->open_minor, d->currency);
    json_text(j, "currency", d->currency);
    json_text(j, "status", d->status);
    json_text(j, "method", d->payment_method);
    json_text(j, "payer_name", d->payer_name);
    json_instant(j, "known_at", d->known_at);
    json_u64(j, "version", d->version);
}

static enum err
documents_page(struct rq *rq, const char *tag, const char *kind)
{
    struct item_list *rows;
    struct page p;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = page_of(rq, tag, &p)) ||
        (e = item_list(rq->db, rq->arena, kind, p.system, p.after, p.take, &rows, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n && i < rq->limit; i++) {
        json_document_open(j, &rows[i]);
        json_close(j, '}');
    }
    page_end(rq, &p, n, n > rq->limit ? rows[rq->limit - 1].id : 0);
    return OK;
}

static enum err
documents_one(struct rq *rq, const char *kind)
{
    struct instalment_list *inst;
    struct item_list row;
    const char *system;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = system_of(rq, &system)) ||
        (e = item_of_source(
             rq->db, rq->arena, kind, system, rq_part(rq, "key"), &row)) ||
        (e = instalment_list(rq->db, rq->arena, row.id, &inst, &n)))
        return e;
    rq_viewed(rq, "customer", row.customer_id, row.customer_id);
    rq_etag(rq, row.version);
    j = rq_reply(rq, 200);
    json_document_open(j, &row);
    json_open(j, "instalments", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_u64(j, "seq", inst[i].seq);
        json_day(j, "due_on", inst[i].due_on);
        json_money(j, "amount", inst[i].amount_minor, row.currency);
        json_money(j, "open", inst[i].open_minor, row.currency);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* GET invoices, credit-notes, payments -> 200 */
enum err
invoices_page(struct rq *rq)
{
    return documents_page(rq, "v1:invoices", "invoice");
}

enum err
credit_notes_page(struct rq *rq)
{
    return documents_page(rq, "v1:credit-notes", "credit");
}

enum err
payments_page(struct rq *rq)
{
    return documents_page(rq, "v1:payments", "payment");
}

/* GET …/{system}/{key} -> 200 | 404 */
enum err
invoices_one(struct rq *rq)
{
    return documents_one(rq, "invoice");
}

enum err
credit_notes_one(struct rq *rq)
{
    return documents_one(rq, "credit");
}

enum err
payments_one(struct rq *rq)
{
    return documents_one(rq, "payment");
}

static void
json_allocation(struct json *j, const struct allocation_list *a)
{
    json_source(j, a->id, a->source_system, a->source_id);
    json_open(j, "credit", '{');
    json_text(j, "kind", a->credit_kind);
    json_text(j, "source_id", a->credit_source_id);
    json_close(j, '}');
    json_open(j, "invoice", '{');
    json_text(j, "source_id", a->invoice_source_id);
    json_u64(j, "instalment", a->instalment);
    json_close(j, '}');
    json_money(j, "amount", a->debit_minor, a->debit_currency);
    json_text(j, "currency", a->debit_currency);
    json_money(j, "credit_amount", a->credit_minor, a->credit_currency);
    json_text(j, "credit_currency", a->credit_currency);
    json_day(j, "effective_on", a->effective_on);
    json_instant(j, "known_at", a->known_at);
    json_id_or_null(j, "reverses", a->reverses_id);
    json_id_or_null(j, "reversed_by", a->reversed_by);
    json_text(j, "reason", a->reason);
    json_close(j, '}');
}

/* GET allocations -> 200 */
enum err
allocations_page(struct rq *rq)
{
    struct allocation_list *rows;
    struct page p;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = page_of(rq, "v1:allocations", &p)) ||
        (e = allocation_list(rq->db, rq->arena, p.system, p.after, p.take, &rows, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n && i < rq->limit; i++)
        json_allocation(j, &rows[i]);
    page_end(rq, &p, n, n > rq->limit ? rows[rq->limit - 1].id : 0);
    return OK;
}

/* GET allocations/{system}/{key} -> 200 | 404 */
enum err
allocations_one(struct rq *rq)
{
    struct allocation_list row;
    const char *system;
    enum err e;

    if ((e = system_of(rq, &system)) ||
        (e = allocation_of_source(rq->db, rq->arena, system, rq_part(rq, "key"), &row)))
        return e;
    rq_viewed(rq, "customer", row.customer_id, row.customer_id);
    json_allocation(rq_reply(rq, 200), &row);
    return OK;
}
