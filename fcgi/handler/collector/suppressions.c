#include "handler/collector/contacts.h"
#include "service/lift_suppression.h"
#include "store/q_contact.h"

enum { REASON__MAX = 250 };

/* The contact, as far as who asks may see it. */
static enum err
find(struct rq *rq, struct lift_suppression *l)
{
    struct contact_visible k;
    enum err e =
        contact_visible(rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.scope, &k);

    if (!e) {
        l->customer_id = k.customer_id;
        l->contact_id = k.id;
    }
    return e;
}

static enum err
answer(struct rq *rq, enum err e, const struct lift_suppression *l)
{
    if (e == ERR_CONFLICT && l->why)
        return rq_problem(rq, e, 409, "not-possible", "%s", l->why);
    return e ? e : rq_made(rq, 200, l->id);
}

/* POST contacts/{id}/suppression/lift {reason} -> 200 {id of what was lifted} | 404 |
 * 409 */
enum err
contacts_lift(struct rq *rq)
{
    struct lift_suppression l = { 0 };
    struct jval *v;
    enum err e;

    if ((e = find(rq, &l)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &l.reason);
    if ((e = rq_json_end(rq)))
        return e;
    return answer(rq, lift_suppression(rq->db, rq->arena, &rq->actor, &l), &l);
}

/* POST contacts/{id}/suppression/restore {suppression_id} -> 200 | 404 | 409 */
enum err
contacts_restore(struct rq *rq)
{
    struct lift_suppression l = { 0 };
    struct jval *v;
    enum err e;

    if ((e = find(rq, &l)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_id(v, "suppression_id", JSONIN_NEED, &l.id);
    if ((e = rq_json_end(rq)))
        return e;
    return answer(rq, restore_suppression(rq->db, rq->arena, &rq->actor, &l), &l);
}
