#include "base/zone.h"
#include "handler/collector/reach.h"
#include "handler/collector/upkeep.h"
#include "handler/common.h"
#include "service/refund_credit.h"
#include "service/rulebook.h"
#include "store/q_refund.h"

enum { REASON__MAX = 500, REFERENCE__MAX = 140 };

static const char *const STATE[] = { "waiting", "recorded", "refused", "reversed",
    NULL };

const struct param REFUND_PARAMS[] = {
    { .name = "customer_id", .kind = PARAM_ID },
    { .name = "state", .kind = PARAM_ENUM, .names = STATE },
    { .name = NULL },
};

/* GET refunds -> 200 the newest first | 404 */
enum err
refunds_list(struct rq *rq)
{
    size_t state = rq_enum(rq, "state", SIZE_MAX), n;
    uint64_t customer_id = rq_id(rq, "customer_id");
    struct rq_cursor at = { .key = rq->now_us + 1, .id = UINT64_MAX }, last;
    struct refund_page *r;
    struct json *j;
    bool first, more;
    enum err e;

    if ((e = rq_cursor(rq, "refunds", &at, &first)) ||
        (customer_id && (e = reach_customer(rq, customer_id))) ||
        (e = refund_page(rq->db, rq->arena, customer_id,
             state == SIZE_MAX ? NULL : STATE[state], rq->who.scope, at.key, at.id,
             (uint32_t)rq->limit + 1, &r, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = r[n - 1].asked_at, .id = r[n - 1].id };
    }
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", r[i].id);
        json_open(j, "customer", '{');
        json_id(j, "id", r[i].customer_id);
        json_text(j, "number", r[i].customer_number);
        json_text(j, "name", r[i].customer_name);
        json_close(j, '}');
        json_id(j, "credit_id", r[i].credit_item_id);
        json_text(j, "credit_number", r[i].credit_number);
        json_amount(j, "amount", r[i].amount_minor, r[i].currency);
        json_day(j, "paid_on", r[i].paid_on);
        json_text(j, "reason", r[i].reason);
        json_text(j, "reference", r[i].reference);
        json_text(j, "state", r[i].state);
        json_person(j, "asked_by", r[i].asked_by, r[i].asked_by_name);
        json_instant(j, "asked_at", r[i].asked_at);
        json_text(j, "decided_by", r[i].decided_by_name);
        json_instant_or_null(j, "decided_at", r[i].decided_at);
        json_text(j, "note", r[i].decision_note);
        json_close(j, '}');
    }
    rq_list_close(rq, "refunds", more ? &last : NULL);
    return OK;
}

static enum err
read_base(struct rq *rq, struct refund_in *in, const char *currency)
{
    enum err e = *rq->rulebook ? rulebook_refresh(*rq->rulebook, rq->db, rq->now_us)
                               : rulebook_open(rq->rulebook, rq->db, rq->now_us);

    if (e)
        return e;
    in->base_minor = rulebook_to_base(*rq->rulebook, currency, in->amount_minor);
    in->base_currency = rulebook_base_currency(*rq->rulebook);
    return OK;
}

/* POST items/{id}/refunds -> 201 {id, waits_for_approval} | 404 | 422 */
enum err
refunds_add(struct rq *rq)
{
    struct refund_in in = { .credit_item_id = rq_part_id(rq, "id") };
    struct customer_item_visible i;
    struct json *j;
    struct jval *v;
    uint64_t id;
    bool waits;
    enum err e;

    if ((e = reach_item(rq, in.credit_item_id, &i)) || (e = rq_json(rq, &v)))
        return e;
    in.today = in.paid_on = zone_day(zone_find(i.time_zone), rq->now_us);
    jsonin_money(v, "amount", JSONIN_NEED, i.currency, &in.amount_minor);
    jsonin_day(v, "paid_on", JSONIN_MAY, &in.paid_on);
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &in.reason);
    jsonin_text(v, "reference", JSONIN_MAY, REFERENCE__MAX, &in.reference);
    if ((e = rq_json_end(rq)) || (e = read_base(rq, &in, i.currency)) ||
        (e = refund_credit(
             rq->db, rq->arena, &rq->actor, &in, &rq->faults, &id, &waits)))
        return e;
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_id(j, "id", id);
    json_bool(j, "waits_for_approval", waits);
    json_close(j, '}');
    return OK;
}

static enum err
find(struct rq *rq, struct refund_in_scope *out)
{
    return refund_in_scope(rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.scope, out);
}

/* POST refunds/{id}/decide {agree, note?} -> 200 {id} | 403 one's own | 404 | 409 */
enum err
refunds_decide(struct rq *rq)
{
    struct refund_in_scope at;
    const char *note = NULL;
    bool agree = false;
    struct jval *v;
    enum err e;

    if ((e = find(rq, &at)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_bool(v, "agree", JSONIN_NEED, &agree);
    jsonin_text(v, "note", agree ? JSONIN_MAY : JSONIN_NEED, REASON__MAX, &note);
    if ((e = rq_json_end(rq)))
        return e;
    e = decide_refund(rq->db, rq->arena, &rq->actor, at.id, agree, note);
    if (e == ERR_DENIED)
        return rq_problem(
            rq, e, 403, "own-refund", "Somebody else has to agree to it.");
    return e ? e : rq_made(rq, 200, at.id);
}

/* POST refunds/{id}/reverse {reason} -> 200 {id} | 404 | 409 */
enum err
refunds_reverse(struct rq *rq)
{
    struct refund_in_scope at;
    const char *reason = NULL;
    struct jval *v;
    enum err e;

    if ((e = find(rq, &at)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &reason);
    if ((e = rq_json_end(rq)))
        return e;
    e = reverse_refund(rq->db, rq->arena, &rq->actor, at.id,
        zone_day(zone_find(at.time_zone), rq->now_us), reason);
    return e ? e : rq_made(rq, 200, at.id);
}
