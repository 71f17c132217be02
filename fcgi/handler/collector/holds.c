#include "handler/collector/reach.h"
#include "handler/collector/stands.h"
#include "handler/common.h"
#include "service/place_hold.h"
#include "store/q_hold.h"

enum { REASON__MAX = 480 };

/* GET customers/{id}/holds -> 200 those in force | 404 */
enum err
holds_list(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct hold_of_customer *h;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = reach_customer(rq, customer_id)) ||
        (e = hold_of_customer(rq->db, rq->arena, customer_id, rq->who.scope, &h, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", h[i].id);
        json_id_or_null(j, "case_id", h[i].case_id);
        json_id_or_null(j, "item_id", h[i].item_id);
        json_text(j, "item_number", h[i].item_number);
        json_text(j, "kind", h[i].kind);
        if (h[i].amount_minor == I64_NONE)
            json_nil(j, "amount");
        else
            json_amount(j, "amount", h[i].amount_minor, h[i].currency);
        json_day_or_null(j, "until", h[i].until_on);
        json_text(j, "reason", h[i].reason);
        json_text(j, "by", h[i].user_name);
        json_instant(j, "since", h[i].known_from);
        json_close(j, '}');
    }
    rq_list_close(rq, "holds", NULL);
    return OK;
}

/* POST customers/{id}/holds -> 201 {id} | 404 | 422 */
enum err
holds_place(struct rq *rq)
{
    struct hold_in in = { .customer_id = rq_part_id(rq, "id"),
        .amount_minor = I64_NONE,
        .until_on = DAY_NONE };
    struct customer_case_visible c;
    struct customer_item_visible i;
    struct jval *v;
    uint64_t id;
    enum err e;

    if ((e = reach_customer(rq, in.customer_id)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_id(v, "case_id", JSONIN_MAY, &in.case_id);
    jsonin_id(v, "item_id", JSONIN_MAY, &in.item_id);
    jsonin_day(v, "until", JSONIN_MAY, &in.until_on);
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &in.reason);
    if ((e = reach_body_case(rq, "/case_id", in.customer_id, in.case_id, &c)) ||
        (e = reach_body_item(rq, "/item_id", in.customer_id, in.item_id, &i)))
        return e;
    if (i.id && c.id && i.case_id != c.id)
        jsonin_fault(v, "item_id", "is of another case");
    if (i.id) {
        in.case_id = i.case_id;
        in.item_number = i.number;
    }
    if (i.id || c.id) {
        if (jsonin_money(v, "amount", JSONIN_MAY, i.id ? i.currency : c.currency,
                &in.amount_minor) &&
            in.amount_minor <= 0)
            jsonin_fault(v, "amount", "must be more than nothing");
    } else if (jsonin_has(v, "amount") && !jsonin_is_null(v, "amount")) {
        jsonin_fault(v, "amount", "needs a case_id or an item_id");
    }
    if ((e = rq_json_end(rq)) ||
        (e = place_hold(rq->db, rq->arena, &rq->actor, &in, &id)))
        return e;
    return rq_made(rq, 201, id);
}

/* DELETE holds/{id} -> 204 | 404 | 409 lifted already */
enum err
holds_lift(struct rq *rq)
{
    enum err e =
        lift_hold(rq->db, rq->arena, &rq->actor, rq_part_id(rq, "id"), rq->who.scope);

    return e ? e : rq_no_content(rq);
}
