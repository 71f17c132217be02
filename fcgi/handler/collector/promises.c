#include "handler/collector/promises.h"
#include "base/zone.h"
#include "handler/collector/reach.h"
#include "handler/collector/stands.h"
#include "handler/common.h"
#include "handler/stands.h"
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
        json_id_or_null(j, "plan_id", p[i].plan_id);
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

/* One that takes another's place is for the same, unless it says for what. */
static enum err
inherit_items(struct rq *rq, struct jval *v, struct promise_in *in)
{
    struct promise_items_left *left;
    uint64_t *ids;
    size_t n;
    enum err e;

    if (!in->replaces_id || jsonin_has(v, "item_ids"))
        return OK;
    if ((e = promise_items_left(rq->db, rq->arena, in->replaces_id, &left, &n)))
        return e;
    ids = arena_new_n(rq->arena, n + 1, uint64_t);
    for (size_t k = 0; k < n; k++)
        ids[k] = left[k].item_id;
    in->item_ids = ids;
    in->item_ids_n = n;
    return OK;
}

static enum err
read_and_record(struct rq *rq, struct promise_in *in)
{
    static const char *const CHANNEL[] = { "call", "mail", "portal", "chat" };
    struct customer_case_visible c;
    struct promise_made made;
    size_t channel = 0;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    if (!in->case_id)
        jsonin_id(v, "case_id", JSONIN_NEED, &in->case_id);
    jsonin_text(v, "note", JSONIN_MAY, NOTE__MAX, &in->note);
    jsonin_enum(v, "channel", JSONIN_MAY, CHANNEL, 4, &channel);
    if ((e = reach_body_case(rq, "/case_id", in->customer_id, in->case_id, &c)) ||
        (e = read_items(rq, v, in)) || (e = inherit_items(rq, v, in)))
        return e;
    body_promise_parts(v, c.id ? c.currency : NULL, rq->arena, in);
    if ((e = rq_json_end(rq)))
        return e;
    in->channel = CHANNEL[channel];
    in->currency = arena_str(rq->arena, c.currency);
    in->today = zone_day(zone_find(c.time_zone), rq->now_us);
    if ((e = find_promise_calendar(rq, in)) ||
        (e = record_promise(rq->db, rq->arena, &rq->actor, in, &rq->faults, &made)))
        return e;
    return answer_promise(rq, &made);
}

/* POST customers/{id}/promises -> 201 {id, plan_id, ids} | 404 | 422 */
enum err
promises_record(struct rq *rq)
{
    struct promise_in in = { .customer_id = rq_part_id(rq, "id") };
    enum err e = reach_customer(rq, in.customer_id);

    return e ? e : read_and_record(rq, &in);
}

/* POST promises/{id}/replace -> 201 {id, plan_id, ids} | 404 | 409 | 422 */
enum err
promises_replace(struct rq *rq)
{
    struct promise_in in = { .replaces_id = rq_part_id(rq, "id"),
        .scope = rq->who.scope };
    struct promise_in_scope old;
    enum err e =
        promise_in_scope(rq->db, rq->arena, in.replaces_id, rq->who.scope, &old);

    if (e)
        return e;
    if (!old.live)
        return ERR_CONFLICT;
    in.customer_id = old.customer_id;
    in.case_id = old.case_id;
    return read_and_record(rq, &in);
}

/* POST promises/{id}/cancel {reason, whole_plan?} -> 200 {id} | 404 | 409 cancelled */
enum err
promises_cancel(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    const char *reason = NULL;
    bool whole_plan = false;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &reason);
    jsonin_bool(v, "whole_plan", JSONIN_MAY, &whole_plan);
    if ((e = rq_json_end(rq)) || (e = cancel_promise(rq->db, rq->arena, &rq->actor, id,
                                      rq->who.scope, whole_plan, reason)))
        return e;
    return rq_made(rq, 200, id);
}
