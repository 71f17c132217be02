#include "base/text.h"
#include "handler/collector/outbox.h"
#include "service/change_outbox.h"
#include "store/case.h"
#include "store/q_outbox_view.h"

enum { REASON__MAX = 250, MANY__MAX = 500 };

/* POST outbox/{id}/settle {arrived, reason} -> 200 {id} | 404 | 409 it is not uncertain
 */
enum err
outbox_settle(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    const char *reason = NULL;
    bool arrived = false;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_bool(v, "arrived", JSONIN_NEED, &arrived);
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &reason);
    if ((e = rq_json_end(rq)))
        return e;
    e = *rq->rulebook ? rulebook_refresh(*rq->rulebook, rq->db, rq->now_us)
                      : rulebook_open(rq->rulebook, rq->db, rq->now_us);
    if (e || (e = settle_outbox(rq->db, rq->arena, &rq->actor, *rq->rulebook, id,
                  rq->who.scope, arrived, reason)))
        return e;
    return rq_made(rq, 200, id);
}

/* -- many ------------------------------------------------------------------------ */

struct many {
    uint64_t *ids;
    size_t n;
    bool look;
    const char *reason;
};

static enum err
read_many(struct rq *rq, struct many *m)
{
    struct jval *v, *list;
    bool confirm = false;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    list = jsonin_array(v, "ids", JSONIN_NEED, MANY__MAX);
    m->ids = arena_new_n(rq->arena, MANY__MAX + 1, uint64_t);
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i))
        m->n += jsonin_id(i, NULL, JSONIN_NEED, &m->ids[m->n]);
    if (list && m->n == 0)
        jsonin_fault(v, "ids", "names no message: choose those to be sent again");
    if (!m->look) {
        jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &m->reason);
        if (jsonin_bool(v, "confirm", JSONIN_NEED, &confirm) && !confirm)
            jsonin_fault(v, "confirm", "must be true: it is mail to customers");
    }
    return rq_json_end(rq);
}

/* Why it is not among those that are sent again; NULL: it is. What may have arrived is
 * for a person to decide, one by one. */
static const char *
excluded(const struct outbox_chosen *o)
{
    if (!o)
        return "not_found";
    if (text_eq(o->state, "uncertain"))
        return "unknown";
    if (!o->may_retry)
        return "not_failed";
    return o->reachable ? NULL : "nobody";
}

static void
json_excluded(
    struct json *j, uint64_t id, const struct outbox_chosen *o, const char *why)
{
    json_open(j, NULL, '{');
    json_id(j, "id", id);
    json_text(j, "customer", o ? o->customer_name : NULL);
    json_text(j, "subject", o ? o->subject ? o->subject : o->template : NULL);
    json_text(j, "why", why);
    json_close(j, '}');
}

static const struct outbox_chosen *
chosen_by(uint64_t id, const struct outbox_chosen *o, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (o[k].id == id)
            return &o[k];
    return NULL;
}

static bool
named_before(const struct many *m, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (m->ids[k] == m->ids[i])
            return true;
    return false;
}

static enum err
retry_many(struct rq *rq, bool look)
{
    struct many m = { .look = look };
    struct outbox_chosen *o;
    size_t n, count = 0;
    struct json *j;
    enum err e;

    if ((e = read_many(rq, &m)) ||
        (e = outbox_chosen(rq->db, rq->arena, case_ids_json(rq->arena, m.ids, m.n),
             rq->who.scope, &o, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_open(j, "excluded", '[');
    for (size_t i = 0; i < m.n; i++) {
        const struct outbox_chosen *one = chosen_by(m.ids[i], o, n);
        const char *why = excluded(one);

        if (named_before(&m, i))
            continue;
        if (!why && !m.look) {
            e = retry_outbox(
                rq->db, rq->arena, &rq->actor, one->id, rq->who.scope, m.reason);
            if (e && e != ERR_CONFLICT && e != ERR_NOT_FOUND)
                return e;
            why = e ? "not_failed" : NULL;
        }
        if (why)
            json_excluded(j, m.ids[i], one, why);
        else
            count++;
    }
    json_close(j, ']');
    json_u64(j, "count", count);
    json_close(j, '}');
    return OK;
}

/* POST outbox/retry/preview {ids} -> 200 {count, excluded} | 422 */
enum err
outbox_retry_look(struct rq *rq)
{
    return retry_many(rq, true);
}

/* POST outbox/retry {ids, confirm: true, reason} -> 200 {count, excluded} | 422 */
enum err
outbox_retry_many(struct rq *rq)
{
    return retry_many(rq, false);
}
