#include "handler/collector/upkeep.h"

#include "base/text.h"
#include "handler/collector/mail.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/ask_document.h"
#include "service/mark_customer.h"
#include "store/q_customer.h"
#include "store/q_document_request.h"

enum { REASON__MAX = 300, BODY__MAX = 2000 };

/* -- status ---------------------------------------------------------------- */

/* GET customers/{id}/status -> 200 | 404 */
enum err
customer_status_get(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    struct customer_status s;
    struct json *j;
    enum err e;

    if ((e = reach_customer(rq, id)) ||
        (e = customer_status(rq->db, rq->arena, id, &s)))
        return e;
    rq_etag(rq, s.version);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "status", s.status);
    json_text(j, "kind", s.kind);
    json_bool(j, "by_hand", s.source_status != NULL);
    json_text(j, "source_status", s.source_status);
    json_text(j, "source_kind", s.source_kind);
    json_u64(j, "version", s.version);
    json_close(j, '}');
    return OK;
}

static enum err
mark(struct rq *rq, struct customer_status_in *in)
{
    struct customer_status s;
    enum err e;

    if ((e = customer_status(rq->db, rq->arena, in->customer_id, &s)) ||
        (e = rq_if_match(rq, s.version)))
        return e;
    in->version = s.version;
    e = mark_customer(rq->db, rq->arena, &rq->actor, in);
    return e ? e : rq_no_content(rq);
}

/* PUT customers/{id}/status {status, kind, reason} -> 204 | 404 | 412 | 422 */
enum err
customer_status_set(struct rq *rq)
{
    static const char *const STATUS[] = { "active", "on_hold", "legal", "closed" };
    static const char *const KIND[] = { "business", "public_body", "consumer" };
    struct customer_status_in in = { .customer_id = rq_part_id(rq, "id") };
    size_t status = 0, kind = 0;
    struct jval *v;
    enum err e;

    if ((e = reach_customer(rq, in.customer_id)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "status", JSONIN_NEED, STATUS, 4, &status);
    jsonin_enum(v, "kind", JSONIN_NEED, KIND, 3, &kind);
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &in.reason);
    if ((e = rq_json_end(rq)))
        return e;
    in.status = STATUS[status];
    in.kind = KIND[kind];
    return mark(rq, &in);
}

/* DELETE customers/{id}/status -> 204 what the source says counts again | 404 */
enum err
customer_status_back(struct rq *rq)
{
    struct customer_status_in in = { .customer_id = rq_part_id(rq, "id"),
        .reason = "what the source says counts again" };
    enum err e = reach_customer(rq, in.customer_id);

    return e ? e : mark(rq, &in);
}

/* -- documents asked for ----------------------------------------------------- */

static void
json_events(struct json *j, const struct document_request_events *ev, size_t n,
    uint64_t request_id)
{
    json_open(j, "events", '[');
    for (size_t i = 0; i < n; i++) {
        if (ev[i].request_id != request_id)
            continue;
        json_open(j, NULL, '{');
        json_text(j, "kind", ev[i].kind);
        json_text(j, "body", ev[i].body);
        json_instant(j, "at", ev[i].at);
        json_text(j, "by", ev[i].actor_name);
        json_bool(j, "ours", text_eq(ev[i].actor_kind, "user"));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_files(struct json *j, const struct document_request_files *f, size_t n,
    uint64_t request_id)
{
    json_open(j, "files", '[');
    for (size_t i = 0; i < n; i++) {
        if (f[i].request_id != request_id)
            continue;
        json_open(j, NULL, '{');
        json_id(j, "id", f[i].id);
        json_text(j, "file_name", f[i].file_name);
        json_u64(j, "bytes", f[i].bytes_n);
        json_instant(j, "at", f[i].linked_at);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* GET customers/{id}/document-requests -> 200 those that are open first | 404 */
enum err
requests_list(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    struct document_request_of_customer *r;
    struct document_request_events *ev;
    struct document_request_files *f;
    size_t n, ev_n, f_n;
    struct json *j;
    enum err e;

    if ((e = reach_customer(rq, id)) ||
        (e = document_request_of_customer(rq->db, rq->arena, id, &r, &n)) ||
        (e = document_request_events(rq->db, rq->arena, id, &ev, &ev_n)) ||
        (e = document_request_files(rq->db, rq->arena, id, &f, &f_n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", r[i].id);
        json_text(j, "kind", r[i].kind);
        json_text(j, "body", r[i].body);
        json_day(j, "due_on", r[i].due_on);
        json_text(j, "state", r[i].state);
        json_id_or_null(j, "item_id", r[i].item_id);
        json_text(j, "item_number", r[i].item_number);
        json_text(j, "asked_by", r[i].asked_by_name);
        json_instant(j, "asked_at", r[i].asked_at);
        json_id_or_null(j, "mail_id", r[i].outbox_id);
        json_events(j, ev, ev_n, r[i].id);
        json_files(j, f, f_n, r[i].id);
        json_close(j, '}');
    }
    rq_list_close(rq, "document-requests", NULL);
    return OK;
}

static enum err
case_to_write_by(struct rq *rq, uint64_t customer_id, uint64_t *case_id)
{
    struct document_request_case row = { 0 };
    enum err e =
        document_request_case(rq->db, rq->arena, customer_id, rq->who.scope, &row);

    *case_id = row.id;
    return e == ERR_NOT_FOUND ? OK : e;
}

/* POST customers/{id}/document-requests {kind, body, due_on, item_id?} -> 201 | 404 |
 * 422 */
enum err
requests_add(struct rq *rq)
{
    static const char *const KIND[] = { "tax_form", "proof_of_delivery",
        "remittance_advice", "purchase_order", "contract", "other" };
    struct document_ask in = { .customer_id = rq_part_id(rq, "id") };
    struct customer_item_visible i;
    struct document_asked asked;
    size_t kind = 0;
    struct json *j;
    struct jval *v;
    enum err e;

    if ((e = reach_customer(rq, in.customer_id)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "kind", JSONIN_NEED, KIND, sizeof KIND / sizeof *KIND, &kind);
    jsonin_prose(v, "body", JSONIN_NEED, BODY__MAX, &in.body);
    jsonin_day(v, "due_on", JSONIN_NEED, &in.due_on);
    jsonin_id(v, "item_id", JSONIN_MAY, &in.item_id);
    if ((e = reach_body_item(rq, "/item_id", in.customer_id, in.item_id, &i)) ||
        (e = rq_json_end(rq)))
        return e;
    in.kind = KIND[kind];
    in.case_id = i.id ? i.case_id : 0;
    if ((!in.case_id && (e = case_to_write_by(rq, in.customer_id, &in.case_id))) ||
        (e = mail_desk(rq, &in.desk)))
        return e;
    e = ask_document(rq->db, rq->arena, &rq->actor, &in, &asked);
    if (e == ERR_INVALID)
        faults_add(&rq->faults, "/body", "%s",
            asked.mail_why ? asked.mail_why : "cannot be written");
    if (e)
        return e;
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_id(j, "id", asked.id);
    json_id_or_null(j, "mail_id", asked.outbox_id);
    json_text(j, "mail_held", asked.outbox_id ? NULL : asked.mail_why);
    json_close(j, '}');
    return OK;
}

/* -> 200 {id} | 404 | 409 not in that state | 422 */
static enum err
move(struct rq *rq, enum document_step step)
{
    bool again = step == DOCUMENT_ASK_AGAIN;
    struct document_move in = { .step = step };
    struct document_request_for_staff r;
    struct jval *v;
    enum err e;

    if ((e = document_request_for_staff(
             rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.scope, &r)) ||
        (e = rq_json(rq, &v)))
        return e;
    in.id = r.id;
    jsonin_prose(v, "body", again ? JSONIN_NEED : JSONIN_MAY, BODY__MAX, &in.body);
    if (again)
        jsonin_day(v, "due_on", JSONIN_NEED, &in.due_on);
    if ((e = rq_json_end(rq)) ||
        (e = move_document(rq->db, rq->arena, &rq->actor, &in)))
        return e;
    return rq_made(rq, 200, in.id);
}

enum err
requests_accept(struct rq *rq)
{
    return move(rq, DOCUMENT_ACCEPT);
}

enum err
requests_again(struct rq *rq)
{
    return move(rq, DOCUMENT_ASK_AGAIN);
}

enum err
requests_withdraw(struct rq *rq)
{
    return move(rq, DOCUMENT_WITHDRAW);
}
