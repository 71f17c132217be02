#include "base/date.h"
#include "base/zone.h"
#include "db/stmt.h"
#include "handler/collector/reach.h"
#include "handler/collector/stands.h"
#include "handler/common.h"
#include "handler/stands.h"
#include "service/open_dispute.h"
#include "service/resolve_dispute.h"
#include "service/rulebook.h"
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
        json_text(j, "kind", d[i].kind);
        json_text(j, "reason_code", d[i].reason_code);
        json_text(j, "detail", d[i].detail);
        json_day(j, "opened_on", d[i].opened_on);
        json_day_or_null(j, "target_on", d[i].target_on);
        json_bool(j, "waits_for_approval", d[i].asked_resolution != NULL);
        json_close(j, '}');
    }
    rq_list_close(rq, "disputes", NULL);
    return OK;
}

/* POST items/{id}/disputes -> 201 {id} | 404 | 422 */
enum err
disputes_open(struct rq *rq)
{
    static const char *const KIND[] = { "dispute", "deduction" };
    struct customer_item_visible i;
    struct dispute_in in = { .amount_minor = I64_NONE, .target_on = DAY_NONE };
    size_t kind = 0;
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
    jsonin_enum(v, "kind", JSONIN_MAY, KIND, 2, &kind);
    jsonin_money(v, "amount", JSONIN_MAY, i.currency, &in.amount_minor);
    in.lines = body_dispute_lines(rq, v, i.currency, &in.lines_n);
    jsonin_text(v, "reason_code", JSONIN_NEED, CODE__MAX, &in.reason_code);
    jsonin_prose(v, "detail", JSONIN_MAY, DETAIL__MAX, &in.detail);
    jsonin_id(v, "owner_id", JSONIN_MAY, &in.owner_id);
    jsonin_day(v, "target_on", JSONIN_MAY, &in.target_on);
    in.deduction = kind == 1;
    if ((e = reach_body_user(
             rq, "/owner_id", in.owner_id, in.customer_id, in.case_id)) ||
        (e = rq_json_end(rq)) ||
        (e = open_dispute(rq->db, rq->arena, &rq->actor, &in, &rq->faults, &id)))
        return e;
    return rq_made(rq, 201, id);
}

/* What it comes to in the group's currency. */
static enum err
read_base_amount(struct rq *rq, struct dispute_resolution *in)
{
    struct dispute_in_scope d;
    enum err e;

    if ((e = dispute_in_scope(rq->db, rq->arena, in->id, in->scope, &d)))
        return e;
    e = *rq->rulebook ? rulebook_refresh(*rq->rulebook, rq->db, rq->now_us)
                      : rulebook_open(rq->rulebook, rq->db, rq->now_us);
    if (e)
        return e;
    in->base_minor = rulebook_to_base(*rq->rulebook, d.currency, d.amount_minor);
    in->base_currency = rulebook_base_currency(*rq->rulebook);
    return OK;
}

/* POST disputes/{id}/resolve {resolution, note?} -> 200 {id, waits_for_approval} | 404
 * | 409 closed, or waits for a second person already */
enum err
disputes_resolve(struct rq *rq)
{
    static const char *const WAY[] = { "credit", "reject", "rebill", "write_off",
        "withdrawn" };
    struct dispute_resolution in = { .id = rq_part_id(rq, "id"),
        .scope = rq->who.scope };
    size_t way = 0;
    struct jval *v;
    struct json *j;
    bool waits;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "resolution", JSONIN_NEED, WAY, 5, &way);
    jsonin_prose(v, "note", JSONIN_MAY, NOTE__MAX, &in.note);
    in.resolution = WAY[way];
    if ((e = rq_json_end(rq)) || (e = read_base_amount(rq, &in)) ||
        (e = resolve_dispute(rq->db, rq->arena, &rq->actor, &in, &waits)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_id(j, "id", in.id);
    json_bool(j, "waits_for_approval", waits);
    json_close(j, '}');
    return OK;
}
