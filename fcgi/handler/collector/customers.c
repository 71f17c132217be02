#include "handler/collector/customers.h"

#include <string.h>

#include "handler/collector/reach.h"
#include "handler/collector/worklist.h"
#include "handler/common.h"
#include "store/case.h"
#include "store/q_customer_view.h"

/* -- the list -------------------------------------------------------------------------
 */

const struct param CUSTOMERS_PARAMS[] = {
    { .name = "q", .summary = "part of the name or number" },
    { .name = NULL },
};

static enum err
sums_of_page(struct rq *rq, const struct customer_page *row, size_t n,
    struct customer_page_sums **sums, size_t *sums_n)
{
    uint64_t *ids = arena_new_n(rq->arena, n + 1, uint64_t);

    for (size_t i = 0; i < n; i++)
        ids[i] = row[i].id;
    return customer_page_sums(rq->db, rq->arena, case_ids_json(rq->arena, ids, n),
        rq->who.scope, sums, sums_n);
}

/* open or overdue of one customer, an amount a currency */
static void
json_sums_of(struct json *j, const char *key, uint64_t id,
    const struct customer_page_sums *s, size_t n, bool overdue)
{
    json_open(j, key, '[');
    for (size_t i = 0; i < n; i++) {
        int64_t minor = overdue ? s[i].overdue_minor : s[i].open_minor;

        if (s[i].customer_id == id && minor)
            json_amount(j, NULL, minor, s[i].currency);
    }
    json_close(j, ']');
}

static void
json_customer(struct json *j, const struct customer_page *c,
    const struct customer_page_sums *s, size_t n)
{
    json_open(j, NULL, '{');
    json_id(j, "id", c->id);
    json_text(j, "number", c->number);
    json_text(j, "name", c->name);
    json_text(j, "status", c->status);
    json_text(j, "country", c->country);
    json_text(j, "language", c->language);
    json_sums_of(j, "open", c->id, s, n, false);
    json_sums_of(j, "overdue", c->id, s, n, true);
    json_close(j, '}');
}

/* GET customers -> 200 by name */
enum err
customers_list(struct rq *rq)
{
    struct rq_cursor after = { 0 }, last;
    struct customer_page_sums *sums;
    struct customer_page *row;
    size_t n, sums_n;
    bool first, more;
    enum err e;

    if ((e = rq_cursor(rq, "customers", &after, &first)) ||
        (e = customer_page(rq->db, rq->arena, rq->who.scope,
             like_pattern(rq->arena, rq_text(rq, "q")), after.text, after.id,
             (uint32_t)rq->limit + 1, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .text = row[n - 1].name, .id = row[n - 1].id };
    }
    if ((e = sums_of_page(rq, row, n, &sums, &sums_n)))
        return e;
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_customer(&rq->json, &row[i], sums, sums_n);
    rq_list_close(rq, "customers", more ? &last : NULL);
    return OK;
}

/* -- one
 * ------------------------------------------------------------------------------- */

static enum err
json_tags(struct rq *rq, struct json *j, uint64_t id)
{
    struct customer_tags *t;
    size_t n;
    enum err e;

    if ((e = customer_tags(rq->db, rq->arena, id, &t, &n)))
        return e;
    json_open(j, "tags", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "tag", t[i].tag);
        json_text(j, "origin", t[i].origin);
        json_text(j, "reason", t[i].reason);
        json_instant(j, "since", t[i].known_from);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static enum err
json_addresses(struct rq *rq, struct json *j, uint64_t id)
{
    struct customer_addresses *a;
    size_t n;
    enum err e;

    if ((e = customer_addresses(rq->db, rq->arena, id, &a, &n)))
        return e;
    json_open(j, "addresses", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "kind", a[i].kind);
        json_text(j, "line1", a[i].line1);
        json_text(j, "line2", a[i].line2);
        json_text(j, "postcode", a[i].postcode);
        json_text(j, "city", a[i].city);
        json_text(j, "region", a[i].region);
        json_text(j, "country", a[i].country);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static enum err
json_contacts(struct rq *rq, struct json *j, uint64_t id)
{
    struct customer_contacts *k;
    size_t n;
    enum err e;

    if ((e = customer_contacts(rq->db, rq->arena, id, &k, &n)))
        return e;
    json_open(j, "contacts", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", k[i].id);
        json_text(j, "name", k[i].name);
        json_text(j, "email", k[i].email);
        json_text(j, "phone", k[i].phone);
        json_words(j, "roles", k[i].roles);
        json_text(j, "language", k[i].language);
        json_bool(j, "consent", k[i].email_consent);
        json_text(j, "suppressed", k[i].suppressed);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static const struct worklist_one *
row_of(const struct worklist_one *row, size_t n, uint64_t case_id)
{
    for (size_t i = 0; i < n; i++)
        if (row[i].case_id == case_id)
            return &row[i];
    return NULL;
}

static void
json_case(
    struct json *j, const struct customer_case_list *c, const struct worklist_one *w)
{
    json_open(j, NULL, '{');
    json_id(j, "case_id", c->id);
    json_text(j, "division", c->division);
    json_text(j, "currency", c->currency);
    if (w)
        json_worklist_row(j, "row", w);
    else
        json_nil(j, "row");
    json_text(j, "strategy", c->strategy);
    json_text(j, "strategy_why", c->strategy_why);
    json_text(j, "next_step", c->next_step);
    json_day_or_null(j, "next_step_on", c->next_step_on);
    json_instant_or_null(j, "next_step_at", c->next_step_at);
    json_instant_or_null(j, "evaluated_at", c->evaluated_at);
    json_text(j, "fault", c->fault);
    json_close(j, '}');
}

static enum err
json_cases(struct rq *rq, struct json *j, uint64_t id)
{
    struct customer_case_list *c;
    struct worklist_one *w;
    size_t n, w_n;
    enum err e;

    if ((e = customer_case_list(rq->db, rq->arena, id, rq->who.scope, &c, &n)) ||
        (e = worklist_of_customer(rq->db, rq->arena, id, rq->who.scope, &w, &w_n)))
        return e;
    json_open(j, "cases", '[');
    for (size_t i = 0; i < n; i++)
        json_case(j, &c[i], row_of(w, w_n, c[i].id));
    json_close(j, ']');
    return OK;
}

static void
json_record(struct json *j, const struct customer_record *c)
{
    json_id(j, "id", c->id);
    json_text(j, "number", c->number);
    json_text(j, "name", c->name);
    json_text(j, "status", c->status);
    json_text(j, "kind", c->kind);
    json_text(j, "language", c->language);
    json_text(j, "country", c->country);
    json_text(j, "region", c->region);
    json_text(j, "time_zone", c->time_zone);
    json_text(j, "tax_id", c->tax_id);
    if (c->terms_days == I32_NONE)
        json_nil(j, "terms_days");
    else
        json_i64(j, "terms_days", c->terms_days);
    json_text(j, "payment_method", c->payment_method);
    if (c->credit_limit_minor == I64_NONE || !*c->credit_currency)
        json_nil(j, "credit_limit");
    else
        json_amount(j, "credit_limit", c->credit_limit_minor, c->credit_currency);
    json_day_or_null(j, "since_on", c->since_on);
    if (c->parent_id) {
        json_open(j, "parent", '{');
        json_id(j, "id", c->parent_id);
        json_text(j, "number", c->parent_number);
        json_text(j, "name", c->parent_name);
        json_close(j, '}');
    } else {
        json_nil(j, "parent");
    }
    json_person(j, "assignee", c->assignee_id, c->assignee_name);
    json_u64(j, "version", c->version);
}

/* GET customers/{id} -> 200 the whole record | 404 */
enum err
customers_get(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    struct customer_record c;
    struct json *j;
    enum err e;

    if ((e = reach_customer(rq, id)) ||
        (e = customer_record(rq->db, rq->arena, id, &c)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_record(j, &c);
    if ((e = json_tags(rq, j, id)) || (e = json_addresses(rq, j, id)) ||
        (e = json_cases(rq, j, id)) || (e = json_contacts(rq, j, id)))
        return e;
    json_close(j, '}');
    rq_etag(rq, c.version);
    return OK;
}
