#include "handler/collector/follow_ups.h"

#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/add_follow_up.h"
#include "service/add_note.h"
#include "service/finish_follow_up.h"

enum {
    ITEMS__MAX = 200,
    TITLE__MAX = 280,
    OUTCOME__MAX = 480,
    NOTE__MAX = 20000,
    KIND__MAX = 32
};

/* "item_ids": documents of the customer. */
static enum err
read_items(struct rq *rq, struct jval *v, uint64_t customer_id, const uint64_t **out,
    size_t *n)
{
    struct jval *list = jsonin_array(v, "item_ids", JSONIN_MAY, ITEMS__MAX);
    struct customer_item_visible item;
    uint64_t *ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);
    enum err e;

    *out = ids;
    *n = 0;
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        if (!jsonin_id(i, NULL, JSONIN_NEED, &ids[*n]))
            continue;
        if ((e = reach_body_item(rq, jsonin_pointer(i), customer_id, ids[*n], &item)))
            return e;
        ++*n;
    }
    return OK;
}

/* POST customers/{id}/follow-ups -> 201 {id} | 404 | 422 */
enum err
follow_ups_add(struct rq *rq)
{
    struct follow_up_in in = {
        .customer_id = rq_part_id(rq, "id"), .kind = "by_hand", .priority = 2
    };
    struct customer_case_visible seen;
    struct jval *v;
    uint64_t id;
    enum err e;

    if ((e = reach_customer(rq, in.customer_id)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "title", JSONIN_NEED, TITLE__MAX, &in.title);
    jsonin_text(v, "kind", JSONIN_MAY, KIND__MAX, &in.kind);
    jsonin_day(v, "due_on", JSONIN_NEED, &in.due_on);
    jsonin_i64(v, "priority", JSONIN_MAY, 1, 3, &in.priority);
    jsonin_id(v, "case_id", JSONIN_MAY, &in.case_id);
    jsonin_id(v, "assignee_id", JSONIN_MAY, &in.assignee_id);
    if ((e = reach_body_case(rq, "/case_id", in.customer_id, in.case_id, &seen)) ||
        (e = reach_body_user(
             rq, "/assignee_id", in.assignee_id, in.customer_id, in.case_id)) ||
        (e = read_items(rq, v, in.customer_id, &in.item_ids, &in.item_ids_n)) ||
        (e = rq_json_end(rq)))
        return e;
    if ((e = add_follow_up(rq->db, rq->arena, &rq->actor, &in, &id)))
        return e;
    return rq_made(rq, 201, id);
}

/* POST follow-ups/{id}/done -> 200 {id} | 404 | 409 it is over, or waits for a yes or
 * no
 */
enum err
follow_ups_done(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    const char *outcome = NULL;
    bool decision = false;
    struct jval *v;
    enum err e;

    if (rq->body_len) {
        if ((e = rq_json(rq, &v)))
            return e;
        jsonin_prose(v, "outcome", JSONIN_MAY, OUTCOME__MAX, &outcome);
        if ((e = rq_json_end(rq)))
            return e;
    }
    e = finish_follow_up(
        rq->db, rq->arena, &rq->actor, id, rq->who.scope, outcome, &decision);
    if (decision)
        return rq_problem(rq, ERR_CONFLICT, 409, "needs-decision",
            "Approve or refuse it: that ends this task.");
    if (e)
        return e;
    return rq_made(rq, 200, id);
}

/* POST follow-ups/{id}/snooze {until} -> 200 {id} | 404 | 409 it is over */
enum err
follow_ups_snooze(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    int32_t until = 0;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_day(v, "until", JSONIN_NEED, &until);
    if ((e = rq_json_end(rq)))
        return e;
    if ((e = snooze_follow_up(rq->db, rq->arena, &rq->actor, id, rq->who.scope, until)))
        return e;
    return rq_made(rq, 200, id);
}

/* POST customers/{id}/notes -> 201 {id} | 404 | 422 */
enum err
notes_add(struct rq *rq)
{
    struct note_in in = { .customer_id = rq_part_id(rq, "id") };
    struct customer_case_visible c;
    struct customer_item_visible i;
    struct jval *v;
    uint64_t id;
    enum err e;

    if ((e = reach_customer(rq, in.customer_id)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_prose(v, "body", JSONIN_NEED, NOTE__MAX, &in.body);
    jsonin_id(v, "case_id", JSONIN_MAY, &in.case_id);
    jsonin_id(v, "item_id", JSONIN_MAY, &in.item_id);
    if ((e = reach_body_case(rq, "/case_id", in.customer_id, in.case_id, &c)) ||
        (e = reach_body_item(rq, "/item_id", in.customer_id, in.item_id, &i)) ||
        (e = read_items(rq, v, in.customer_id, &in.item_ids, &in.item_ids_n)) ||
        (e = reach_body_named(rq, "/body", in.customer_id, in.case_id, in.body)) ||
        (e = rq_json_end(rq)))
        return e;
    if (in.item_id && !in.case_id)
        in.case_id = i.case_id;
    if ((e = add_note(rq->db, rq->arena, &rq->actor, &in, &id)))
        return e;
    return rq_made(rq, 201, id);
}
