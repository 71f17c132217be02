#include "handler/collector/customers.h"

#include "handler/common.h"
#include "store/case.h"
#include "store/q_customer_view.h"

/* -- the list -------------------------------------------------------------- */

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
