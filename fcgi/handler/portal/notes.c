#include "base/text.h"
#include "handler/common.h"
#include "handler/portal/account.h"
#include "handler/portal/settle.h"
#include "service/note_invoice.h"
#include "store/q_invoice_note.h"
#include "store/q_portal.h"

enum { BODY__MAX = 2000, KEY__MAX = 64, ROWS__MAX = 100 };

static enum err
find_invoice(struct rq *rq, struct portal_invoice *out)
{
    return portal_invoice(rq->db, rq->arena, rq->who.customer_id, rq->who.item_id,
        rq_part_id(rq, "id"), out);
}

/* GET invoices/{id}/notes -> 200 the newest first | 404 */
enum err
portal_notes_list(struct rq *rq)
{
    const char *kind = actor_kind_name(rq->actor.kind);
    struct invoice_notes_of_item *n;
    struct portal_invoice i;
    struct json *j;
    size_t count;
    enum err e;

    if ((e = find_invoice(rq, &i)) ||
        (e = invoice_notes_of_item(
             rq->db, rq->arena, rq->who.customer_id, i.id, ROWS__MAX, &n, &count)))
        return e;
    j = rq_list_open(rq);
    for (size_t k = 0; k < count; k++) {
        json_open(j, NULL, '{');
        json_id(j, "id", n[k].id);
        json_text(j, "author_name", n[k].author_name);
        json_bool(j, "yours",
            text_eq(n[k].actor_kind, kind) && text_eq(n[k].actor_id, rq->actor.id));
        json_text(j, "body", n[k].body);
        json_instant(j, "at", n[k].created_at);
        json_close(j, '}');
    }
    rq_list_close(rq, "invoice-notes", NULL);
    return OK;
}

/* POST invoices/{id}/notes {body, client_key} -> 201 {id} | 404 | 422 | 429 */
enum err
portal_notes_add(struct rq *rq)
{
    struct invoice_note_in in = { .customer_id = rq->who.customer_id,
        .author_name = rq->who.name };
    struct portal_invoice i;
    struct jval *v;
    uint64_t id;
    enum err e;

    if ((e = find_invoice(rq, &i)) || (e = rq_json(rq, &v)))
        return e;
    in.case_id = i.case_id;
    in.item_id = i.id;
    in.item_number = i.number;
    jsonin_prose(v, "body", JSONIN_NEED, BODY__MAX, &in.body);
    if (in.body && !*text_trim(rq->arena, in.body))
        jsonin_fault(v, "body", "is empty");
    jsonin_text(v, "client_key", JSONIN_NEED, KEY__MAX, &in.client_key);
    if ((e = rq_json_end(rq)) || (e = portal_take_try(rq, "portal-note")) ||
        (e = note_invoice(rq->db, rq->arena, &rq->actor, &in, &id)))
        return e;
    return rq_made(rq, 201, id);
}

/* DELETE invoices/{id}/notes/{note_id} -> 204 | 404 not there, or somebody else's */
enum err
portal_notes_remove(struct rq *rq)
{
    struct portal_invoice i;
    enum err e;

    if ((e = find_invoice(rq, &i)) ||
        (e = unnote_invoice(rq->db, rq->arena, &rq->actor, rq->who.customer_id, i.id,
             rq_part_id(rq, "note_id"))))
        return e;
    return rq_no_content(rq);
}
