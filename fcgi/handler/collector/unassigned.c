#include "base/date.h"
#include "handler/collector/inbox.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/assign_inbound.h"
#include "store/q_inbound.h"
#include "store/q_inbox.h"

static void
json_head(struct json *j, const struct inbox_unassigned *m)
{
    json_id(j, "id", m->id);
    json_text(j, "kind", m->kind);
    json_text(j, "why", m->why);
    json_text(j, "from_email", m->from_email);
    json_text(j, "from_name", m->from_name);
    json_text(j, "subject", m->subject);
    json_instant(j, "received_at", m->received_at);
    if (!m->customer_id) {
        json_nil(j, "named_customer");
        return;
    }
    json_open(j, "named_customer", '{');
    json_id(j, "id", m->customer_id);
    json_text(j, "number", m->customer_number);
    json_text(j, "name", m->customer_name);
    json_close(j, '}');
}

/* GET unassigned-mail -> 200 oldest first; none for who is limited */
enum err
unassigned_list(struct rq *rq)
{
    struct rq_cursor after = { .key = date_instant(DATE_DAY__MIN) }, last;
    struct inbox_unassigned *m;
    struct json *j;
    bool first, more;
    size_t n = 0;
    enum err e;

    if ((e = rq_cursor(rq, "unassigned", &after, &first)))
        return e;
    if (may_see_unassigned(rq) && (e = inbox_unassigned(rq->db, rq->arena, after.key,
                                       after.id, (uint32_t)rq->limit + 1, &m, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = m[n - 1].received_at, .id = m[n - 1].id };
    }
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_head(j, &m[i]);
        json_text(j, "excerpt", m[i].body);
        json_i64(j, "files", m[i].files_n);
        json_close(j, '}');
    }
    rq_list_close(rq, "unassigned", more ? &last : NULL);
    return OK;
}

static enum err
find(struct rq *rq, struct inbox_unassigned_one *m)
{
    if (!may_see_unassigned(rq))
        return ERR_NOT_FOUND;
    return inbox_unassigned_one(rq->db, rq->arena, rq_part_id(rq, "id"), m);
}

/* GET unassigned-mail/{id} -> 200 all of its words | 404 */
enum err
unassigned_get(struct rq *rq)
{
    struct inbox_unassigned_one m;
    struct inbox_unassigned head;
    struct inbound_files *f;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = find(rq, &m)) || (e = inbound_files(rq->db, rq->arena, m.id, &f, &n)))
        return e;
    head = (struct inbox_unassigned){ .id = m.id,
        .kind = m.kind,
        .why = m.why,
        .from_email = m.from_email,
        .from_name = m.from_name,
        .subject = m.subject,
        .received_at = m.received_at,
        .customer_id = m.customer_id,
        .customer_number = m.customer_number,
        .customer_name = m.customer_name };
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_head(j, &head);
    json_text(j, "body", m.body);
    json_bool(j, "cut", m.cut);
    json_open(j, "files", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "file_name", f[i].file_name);
        json_text(j, "type", f[i].type);
        json_u64(j, "bytes", f[i].bytes_n);
        json_text(j, "refused", f[i].refused);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* POST unassigned-mail/{id}/assign {customer_id, item_id?} -> 200 {id} | 404 | 409
 * somebody has done it | 422 */
enum err
unassigned_assign(struct rq *rq)
{
    struct inbound_owner owner = { 0 };
    struct customer_item_visible item;
    struct inbox_unassigned_one m;
    struct jval *v;
    enum err e;

    if ((e = find(rq, &m)) || (e = rq_json(rq, &v)))
        return e;
    if (jsonin_id(v, "customer_id", JSONIN_NEED, &owner.customer_id)) {
        e = reach_customer(rq, owner.customer_id);
        if (e == ERR_NOT_FOUND)
            jsonin_fault(v, "customer_id", "is no customer");
        else if (e)
            return e;
    }
    jsonin_id(v, "item_id", JSONIN_MAY, &owner.item_id);
    if ((e = reach_body_item(
             rq, "/item_id", owner.customer_id, owner.item_id, &item)) ||
        (e = rq_json_end(rq)))
        return e;
    owner.case_id = item.case_id;
    owner.item_number = item.number;
    if ((e = assign_inbound(rq->db, rq->arena, &rq->actor, m.id, &owner)))
        return e;
    return rq_made(rq, 200, m.id);
}

/* POST unassigned-mail/{id}/drop -> 200 {id} | 404 | 409 somebody has done it */
enum err
unassigned_drop(struct rq *rq)
{
    struct inbox_unassigned_one m;
    enum err e;

    if ((e = find(rq, &m)) || (e = drop_inbound(rq->db, rq->arena, &rq->actor, m.id)))
        return e;
    return rq_made(rq, 200, m.id);
}
