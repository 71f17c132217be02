#include "base/zone.h"
#include "handler/collector/reach.h"
#include "handler/collector/stands.h"
#include "handler/common.h"
#include "service/record_promise.h"
#include "store/q_promise.h"

enum { ITEMS__MAX = 500, NOTE__MAX = 980, REASON__MAX = 190 };

/* GET customers/{id}/promises -> 200 those that were not cancelled | 404 */
enum err
promises_list(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct promise_of_customer *p;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = reach_customer(rq, customer_id)) ||
        (e = promise_of_customer(
             rq->db, rq->arena, customer_id, rq->who.scope, &p, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", p[i].id);
        json_id(j, "case_id", p[i].case_id);
        json_amount(j, "amount", p[i].amount_minor, p[i].currency);
        json_amount(j, "kept", p[i].kept_minor, p[i].currency);
        json_day(j, "made_on", p[i].made_on);
        json_day(j, "promised_on", p[i].promised_on);
        json_day(j, "judged_on", p[i].judged_on);
        json_text(j, "channel", p[i].channel);
        json_text(j, "note", p[i].note);
        json_text(j, "state", p[i].state);
        json_close(j, '}');
    }
    rq_list_close(rq, "promises", NULL);
    return OK;
}

/* Items of the promise: all of its case. */
static enum err
read_items(struct rq *rq, struct jval *v, struct promise_in *in)
{
    struct jval *list = jsonin_array(v, "item_ids", JSONIN_MAY, ITEMS__MAX);
    uint64_t *ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);
    struct customer_item_visible item;
    enum err e;

    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        uint64_t *id = &ids[in->item_ids_n];

        if (!jsonin_id(i, NULL, JSONIN_NEED, id))
            continue;
        if ((e = reach_body_item(rq, jsonin_pointer(i), in->customer_id, *id, &item)))
            return e;
        if (item.id && item.case_id != in->case_id)
            jsonin_fault(i, NULL, "is of another case");
        in->item_ids_n++;
    }
    in->item_ids = ids;
    return OK;
}

/* POST customers/{id}/promises -> 201 {id} | 404 | 422 */
enum err
promises_record(struct rq *rq)
{
    static const char *const CHANNEL[] = { "call", "mail", "portal", "chat" };
    struct promise_in in = { .customer_id = rq_part_id(rq, "id") };
    struct customer_case_visible c;
    size_t channel = 0;
    struct jval *v;
    uint64_t id;
    enum err e;

    if ((e = reach_customer(rq, in.customer_id)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_id(v, "case_id", JSONIN_NEED, &in.case_id);
    jsonin_day(v, "promised_on", JSONIN_NEED, &in.promised_on);
    jsonin_text(v, "note", JSONIN_MAY, NOTE__MAX, &in.note);
    jsonin_enum(v, "channel", JSONIN_MAY, CHANNEL, 4, &channel);
    if ((e = reach_body_case(rq, "/case_id", in.customer_id, in.case_id, &c)) ||
        (e = read_items(rq, v, &in)))
        return e;
    if (c.id)
        jsonin_money(v, "amount", JSONIN_NEED, c.currency, &in.amount_minor);
    else
        jsonin_has(v, "amount");
    if ((e = rq_json_end(rq)))
        return e;
    in.channel = CHANNEL[channel];
    in.currency = c.currency;
    in.today = zone_day(zone_find(c.time_zone), rq->now_us);
    e = record_promise(rq->db, rq->arena, &rq->actor, &in, &rq->faults, &id);
    return e ? e : rq_made(rq, 201, id);
}

/* POST promises/{id}/cancel {reason} -> 200 {id} | 404 | 409 cancelled already */
enum err
promises_cancel(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    const char *reason = NULL;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &reason);
    if ((e = rq_json_end(rq)) ||
        (e = cancel_promise(rq->db, rq->arena, &rq->actor, id, rq->who.scope, reason)))
        return e;
    return rq_made(rq, 200, id);
}
