#include "base/text.h"
#include "handler/collector/contacts.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/pin_strategy.h"
#include "service/tag_customer.h"
#include "store/q_customer_page.h"

enum { TAG__MAX = 64, REASON__MAX = 480 };

/* POST customers/{id}/tags -> 201 {tag} | 404 | 409 it has it | 422 */
enum err
tags_add(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    const char *tag = "", *reason = NULL;
    struct jval *v;
    struct json *j;
    enum err e;

    if ((e = reach_customer(rq, customer_id)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "tag", JSONIN_NEED, TAG__MAX, &tag);
    jsonin_text(v, "reason", JSONIN_MAY, REASON__MAX, &reason);
    if ((e = rq_json_end(rq)))
        return e;
    e = tag_customer(rq->db, rq->arena, &rq->actor, customer_id, tag,
        reason && *reason ? reason : NULL);
    if (e == ERR_INVALID)
        jsonin_fault(v, "tag", "is made of small letters, digits and hyphens");
    if (e)
        return e;
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_text(j, "tag", tag);
    json_close(j, '}');
    return OK;
}

/* DELETE customers/{id}/tags/{tag} -> 204 | 404 no such tag by hand */
enum err
tags_remove(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    enum err e;

    if ((e = reach_customer(rq, customer_id)) ||
        (e = untag_customer(
             rq->db, rq->arena, &rq->actor, customer_id, rq_part(rq, "tag"))))
        return e;
    return rq_no_content(rq);
}

/* GET cases/{id}/strategies -> 200 those that run | 404 */
enum err
strategies_list(struct rq *rq)
{
    struct customer_case_visible c;
    struct page_strategies *s;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = reach_case(rq, rq_part_id(rq, "id"), &c)) ||
        (e = page_strategies(rq->db, rq->arena, c.id, &s, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_open(j, "rows", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "name", s[i].name);
        json_bool(j, "pinned", s[i].pinned);
        json_text(j, "reason", s[i].reason);
        json_text(j, "by", s[i].by_name);
        json_instant_or_null(j, "since", s[i].known_from);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_nil(j, "next");
    json_close(j, '}');
    return OK;
}

/* PUT cases/{id}/strategy -> 200 {id} | 404 | 422 none of that name runs */
enum err
strategy_pin_set(struct rq *rq)
{
    struct customer_case_visible c;
    struct pin_in in = { 0 };
    struct jval *v;
    enum err e;

    if ((e = reach_case(rq, rq_part_id(rq, "id"), &c)) || (e = rq_json(rq, &v)))
        return e;
    in = (struct pin_in){ .customer_id = c.customer_id, .case_id = c.id };
    jsonin_text(v, "strategy", JSONIN_NEED, 64, &in.strategy);
    jsonin_text(v, "reason", JSONIN_MAY, REASON__MAX, &in.reason);
    if ((e = rq_json_end(rq)))
        return e;
    if (in.reason && !*in.reason)
        in.reason = NULL;
    e = pin_strategy(rq->db, rq->arena, &rq->actor, &in);
    if (e == ERR_INVALID)
        jsonin_fault(v, "strategy", "is no strategy that runs");
    return e ? e : rq_made(rq, 200, c.id);
}

/* DELETE cases/{id}/strategy -> 204 | 404 */
enum err
strategy_pin_clear(struct rq *rq)
{
    struct customer_case_visible c;
    struct pin_in in;
    enum err e;

    if ((e = reach_case(rq, rq_part_id(rq, "id"), &c)))
        return e;
    in = (struct pin_in){ .customer_id = c.customer_id, .case_id = c.id };
    if ((e = pin_strategy(rq->db, rq->arena, &rq->actor, &in)))
        return e;
    return rq_no_content(rq);
}
