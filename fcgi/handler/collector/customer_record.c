#include <string.h>

#include "base/zone.h"
#include "handler/collector/contacts.h"
#include "handler/collector/customer_parts.h"
#include "handler/collector/customers.h"
#include "handler/collector/items.h"
#include "handler/collector/reach.h"
#include "handler/collector/timeline.h"
#include "handler/collector/worklist.h"
#include "handler/common.h"
#include "service/customer_figures.h"
#include "store/q_risk.h"

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

static const struct worklist_one *
row_of(const struct worklist_one *row, size_t n, uint64_t case_id)
{
    for (size_t i = 0; i < n; i++)
        if (row[i].case_id == case_id)
            return &row[i];
    return NULL;
}

static const struct risk_of_customer *
risk_of(const struct risk_of_customer *risk, size_t n, uint64_t case_id)
{
    for (size_t i = 0; i < n; i++)
        if (risk[i].case_id == case_id)
            return &risk[i];
    return NULL;
}

/* Percent of what is open, and of the credit limit as it was judged. */
static void
json_risk(struct json *j, const char *key, const struct risk_of_customer *r)
{
    if (!r) {
        json_nil(j, key);
        return;
    }
    json_open(j, key, '{');
    json_text(j, "class", r->class);
    json_day(j, "since_on", r->since_on);
    json_text(j, "was", r->was);
    json_milli(j, "late_percent", (int64_t)r->late_permille * 100);
    json_milli_or_null(j, "limit_percent",
        r->limit_permille == I64_NONE ? I64_NONE : r->limit_permille * 100);
    json_close(j, '}');
}

static void
json_case(struct json *j, const struct customer_case_list *c,
    const struct worklist_one *w, const struct risk_of_customer *r,
    const struct case_figures *f)
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
    json_risk(j, "risk", r);
    json_case_figures(j, "figures", f, c->currency);
    json_close(j, '}');
}

/* All cases, and what is read of them once. */
struct cases {
    struct customer_case_list *list;
    struct worklist_one *row;
    struct risk_of_customer *risk;
    struct case_figures *figures;
    size_t n, row_n, risk_n;
};

static enum err
read_cases(struct rq *rq, uint64_t id, struct cases *c)
{
    struct figures_of *of;
    enum err e;

    if ((e = customer_case_list(
             rq->db, rq->arena, id, rq->who.scope, &c->list, &c->n)) ||
        (e = worklist_of_customer(
             rq->db, rq->arena, id, rq->who.scope, &c->row, &c->row_n)) ||
        (e = risk_of_customer(
             rq->db, rq->arena, id, rq->who.scope, &c->risk, &c->risk_n)))
        return e;
    of = arena_new_n(rq->arena, c->n + 1, struct figures_of);
    for (size_t i = 0; i < c->n; i++)
        of[i] = (struct figures_of){ c->list[i].id,
            zone_day(zone_find(c->list[i].time_zone), rq->now_us) };
    return customer_figures(
        rq->db, rq->arena, id, rq->who.scope, of, c->n, &c->figures);
}

static void
json_cases(struct json *j, const struct cases *c)
{
    json_open(j, "cases", '[');
    for (size_t i = 0; i < c->n; i++)
        json_case(j, &c->list[i], row_of(c->row, c->row_n, c->list[i].id),
            risk_of(c->risk, c->risk_n, c->list[i].id), &c->figures[i]);
    json_close(j, ']');
}

/* The case that was asked for, else the first; 0 without any. */
static uint64_t
chosen_case(const struct rq *rq, const struct cases *c)
{
    uint64_t want = rq_id(rq, "case_id");

    for (size_t i = 0; i < c->n; i++)
        if (c->list[i].id == want)
            return want;
    return c->n ? c->list[0].id : 0;
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

const struct param CUSTOMER_PARAMS[] = {
    { .name = "case_id",
        .kind = PARAM_ID,
        .summary = "whose items and work; the first case without" },
    { .name = NULL },
};

/* GET customers/{id} -> 200 all that its page shows at first | 404 */
enum err
customers_get(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id"), case_id;
    struct customer_record c;
    struct cases cases;
    struct json *j;
    enum err e;

    if ((e = reach_customer(rq, id)) ||
        (e = customer_record(rq->db, rq->arena, id, &c)) ||
        (e = read_cases(rq, id, &cases)))
        return e;
    case_id = chosen_case(rq, &cases);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_record(j, &c);
    if ((e = json_limit_use(rq, j, "limit", &c, cases.row, cases.row_n)) ||
        (e = json_family(rq, j, "family", &c)) || (e = json_tags(rq, j, id)) ||
        (e = json_addresses(rq, j, id)) || (e = json_contacts(rq, j, "contacts", id)))
        return e;
    json_cases(j, &cases);
    json_id_or_null(j, "case_id", case_id);
    if ((e = json_open_items(rq, "items", id, case_id)) ||
        (e = json_timeline(rq, j, "timeline", id)) ||
        (e = json_case_work(rq, j, "work", id, case_id)))
        return e;
    json_close(j, '}');
    rq_etag(rq, c.version);
    return OK;
}
