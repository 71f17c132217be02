#include "handler/collector/customer_file.h"

#include "domain/metric.h"
#include "handler/collector/promises.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "store/q_customer_file.h"

/* -- master data ------------------------------------------------------------------- */

/* How the promises of the last year ended. */
static void
json_kept(struct json *j, const struct customer_file_master *c, int32_t since_on)
{
    int64_t kept = c->promises_kept, share = I64_NONE;

    if (metric_ratio(kept, kept + c->promises_partly + c->promises_broken, &share))
        share = I64_NONE;
    json_day(j, "promises_since", since_on);
    json_i64(j, "promises_kept", kept);
    json_i64(j, "promises_partly", c->promises_partly);
    json_i64(j, "promises_broken", c->promises_broken);
    json_milli_or_null(j, "reliability", share);
}

/* GET customers/{id}/master-data -> 200 one row | 404 */
enum err
file_master(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct customer_file_master c;
    struct json *j;
    int32_t today;
    enum err e;

    if ((e = reach_customer(rq, customer_id)) || (e = company_today(rq, &today)) ||
        (e = customer_file_master(rq->db, rq->arena, customer_id, rq->who.scope,
             today - RELIABILITY_DAYS, &c)))
        return e;
    j = rq_list_open(rq);
    json_open(j, NULL, '{');
    json_text(j, "number", c.number);
    json_text(j, "name", c.name);
    json_text(j, "status", c.status);
    json_text(j, "status_reason", c.status_reason);
    json_text(j, "kind", c.kind);
    json_text(j, "billing_address", c.billing_address);
    json_text(j, "shipping_address", c.shipping_address);
    json_text(j, "language", c.language);
    json_text(j, "country", c.country);
    json_text(j, "region", c.region);
    json_text(j, "time_zone", c.time_zone);
    json_text(j, "tax_id", c.tax_id);
    if (c.terms_days == I32_NONE)
        json_nil(j, "terms_days");
    else
        json_i64(j, "terms_days", c.terms_days);
    json_text(j, "payment_method", c.payment_method);
    if (*c.credit_currency)
        json_amount(j, "credit_limit", c.credit_limit_minor, c.credit_currency);
    else
        json_nil(j, "credit_limit");
    json_day_or_null(j, "since_on", c.since_on);
    json_text(j, "parent", c.parent);
    json_text(j, "assignee", c.assignee);
    json_text(j, "tags", c.tags);
    json_text(j, "strategies", c.strategies);
    json_kept(j, &c, today - RELIABILITY_DAYS);
    json_close(j, '}');
    rq_list_close(rq, "master-data", NULL);
    return OK;
}

/* -- what was sent ----------------------------------------------------------------- */

static void
json_sent(struct json *j, const struct customer_file_sent *o)
{
    json_open(j, NULL, '{');
    json_id(j, "id", o->id);
    json_instant(j, "created_at", o->created_at);
    json_instant_or_null(j, "handed_at", o->handed_at);
    json_text(j, "channel", o->channel);
    json_text(j, "state", o->state);
    json_text(j, "template", o->template);
    json_text(j, "recipients", o->recipients);
    json_text(j, "subject", o->subject);
    json_text(j, "body", o->body);
    if (*o->currency)
        json_amount(j, "total", o->total_minor, o->currency);
    else
        json_nil(j, "total");
    json_close(j, '}');
}

/* GET customers/{id}/sent -> 200 the newest first | 404 */
enum err
file_sent(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct rq_cursor before = { .id = UINT64_MAX }, last;
    struct customer_file_sent *row;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "sent", &before, &first)) ||
        (e = reach_customer(rq, customer_id)) ||
        (e = customer_file_sent(rq->db, rq->arena, customer_id, rq->who.scope,
             before.id, (uint32_t)rq->limit + 1, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .id = row[n - 1].id };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_sent(&rq->json, &row[i]);
    rq_list_close(rq, "sent", more ? &last : NULL);
    return OK;
}

/* -- what was paid, and what it settled ------------------------------------ */

static void
json_settled(struct json *j, const struct customer_file_settled *c)
{
    json_open(j, NULL, '{');
    json_id(j, "id", c->id);
    json_text(j, "kind", c->kind);
    json_text(j, "number", c->number);
    json_text(j, "reference", c->reference);
    json_day(j, "received_on", c->received_on);
    json_text(j, "currency", c->currency);
    json_money(j, "amount", c->amount_minor, c->currency);
    json_money(j, "unapplied", c->unapplied_minor, c->currency);
    if (c->allocation_id) {
        json_day(j, "effective_on", c->effective_on);
        json_money(j, "settled", c->settled_minor, c->currency);
    } else {
        json_nil(j, "effective_on");
        json_nil(j, "settled");
    }
    json_text(j, "item_kind", c->item_kind);
    json_text(j, "item_number", c->item_number);
    json_day_or_null(j, "due_on", c->due_on);
    json_bool(j, "reversal", c->reversal);
    json_close(j, '}');
}

/* GET customers/{id}/settlements -> 200 in the order of the payments | 404 */
enum err
file_settled(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct rq_cursor after = { 0 }, last;
    struct customer_file_settled *row;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "settlements", &after, &first)) ||
        (e = reach_customer(rq, customer_id)) ||
        (e = customer_file_settled(rq->db, rq->arena, customer_id, rq->who.scope,
             (uint64_t)after.key, after.id, (uint32_t)rq->limit + 1, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = (int64_t)row[n - 1].id,
            .id = row[n - 1].allocation_id };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_settled(&rq->json, &row[i]);
    rq_list_close(rq, "settlements", more ? &last : NULL);
    return OK;
}
