#include "base/zone.h"
#include "handler/collector/reach.h"
#include "handler/collector/stands.h"
#include "handler/common.h"
#include "service/open_dispute.h"
#include "store/q_dispute.h"

enum { CODE__MAX = 32, DETAIL__MAX = 1900, NOTE__MAX = 1900 };

/* GET customers/{id}/disputes -> 200 the open ones | 404 */
enum err
disputes_list(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct dispute_of_customer *d;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = reach_customer(rq, customer_id)) ||
        (e = dispute_of_customer(
             rq->db, rq->arena, customer_id, rq->who.scope, &d, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", d[i].id);
        json_id(j, "case_id", d[i].case_id);
        json_id(j, "item_id", d[i].item_id);
        json_text(j, "item_number", d[i].item_number);
        json_amount(j, "amount", d[i].amount_minor, d[i].currency);
        json_text(j, "reason_code", d[i].reason_code);
        json_text(j, "detail", d[i].detail);
        json_day(j, "opened_on", d[i].opened_on);
        json_close(j, '}');
    }
    rq_list_close(rq, "disputes", NULL);
    return OK;
}

/* POST items/{id}/disputes -> 201 {id} | 404 | 422 */
enum err
disputes_open(struct rq *rq)
{
    struct customer_item_visible i;
    struct dispute_in in = { 0 };
    struct jval *v;
    uint64_t id;
    enum err e;

    if ((e = reach_item(rq, rq_part_id(rq, "id"), &i)) || (e = rq_json(rq, &v)))
        return e;
    in.customer_id = i.customer_id;
    in.case_id = i.case_id;
    in.item_id = i.id;
    in.item_number = i.number;
    in.currency = i.currency;
    in.today = zone_day(zone_find(i.time_zone), rq->now_us);
    jsonin_money(v, "amount", JSONIN_NEED, i.currency, &in.amount_minor);
    jsonin_text(v, "reason_code", JSONIN_NEED, CODE__MAX, &in.reason_code);
    jsonin_prose(v, "detail", JSONIN_MAY, DETAIL__MAX, &in.detail);
    if ((e = rq_json_end(rq)) ||
        (e = open_dispute(rq->db, rq->arena, &rq->actor, &in, &rq->faults, &id)))
        return e;
    return rq_made(rq, 201, id);
}

/* POST disputes/{id}/resolve {resolution, note?} -> 200 {id} | 404 | 409 closed */
enum err
disputes_resolve(struct rq *rq)
{
    static const char *const WAY[] = { "credit", "reject", "rebill", "write_off",
        "withdrawn" };
    uint64_t id = rq_part_id(rq, "id");
    const char *note = NULL;
    size_t way = 0;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "resolution", JSONIN_NEED, WAY, 5, &way);
    jsonin_prose(v, "note", JSONIN_MAY, NOTE__MAX, &note);
    if ((e = rq_json_end(rq)) || (e = resolve_dispute(rq->db, rq->arena, &rq->actor, id,
                                      rq->who.scope, WAY[way], note)))
        return e;
    return rq_made(rq, 200, id);
}
