#include "handler/portal/requests.h"

#include <inttypes.h>

#include "base/text.h"
#include "handler/attachment.h"
#include "handler/common.h"
#include "handler/portal/account.h"
#include "service/ask_document.h"
#include "store/q_document_request.h"
#include "store/rate.h"

enum { BODY__MAX = 2000 };

/* A contact answers as often as a person does. */
static const struct rate BY_LINK = { .most = 40, .window_s = 600 };

const struct param PORTAL_FILE_PARAMS[] = {
    ATTACHMENT_PARAMS,
    { .name = NULL },
};

static void
json_thread(
    struct json *j, const struct document_request_events *ev, size_t n, uint64_t id)
{
    json_open(j, "events", '[');
    for (size_t i = 0; i < n; i++) {
        bool yours = text_eq(ev[i].actor_kind, "contact");

        if (ev[i].request_id != id)
            continue;
        json_open(j, NULL, '{');
        json_text(j, "kind", ev[i].kind);
        json_text(j, "body", ev[i].body);
        json_instant(j, "at", ev[i].at);
        json_text(j, "author", yours ? "you" : "company");
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_names(
    struct json *j, const struct document_request_files *f, size_t n, uint64_t id)
{
    json_open(j, "files", '[');
    for (size_t i = 0; i < n; i++)
        if (f[i].request_id == id)
            json_text(j, NULL, f[i].file_name);
    json_close(j, ']');
}

/* GET document-requests -> 200 what this customer is asked for, open ones first */
enum err
portal_requests_list(struct rq *rq)
{
    const struct principal *who = &rq->who;
    struct document_request_of_portal *r;
    struct document_request_events *ev;
    struct document_request_files *f;
    size_t n, ev_n, f_n;
    struct json *j;
    enum err e;

    if ((e = document_request_of_portal(
             rq->db, rq->arena, who->customer_id, who->item_id, &r, &n)) ||
        (e = document_request_events(
             rq->db, rq->arena, who->customer_id, &ev, &ev_n)) ||
        (e = document_request_files(rq->db, rq->arena, who->customer_id, &f, &f_n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", r[i].id);
        json_text(j, "kind", r[i].kind);
        json_text(j, "body", r[i].body);
        json_day(j, "due_on", r[i].due_on);
        json_text(j, "state", r[i].state);
        json_text(j, "invoice_number", r[i].item_number);
        json_thread(j, ev, ev_n, r[i].id);
        json_names(j, f, f_n, r[i].id);
        json_close(j, '}');
    }
    rq_list_close(rq, "document-requests", NULL);
    return OK;
}

/* One of this session's, within what a person can send. */
static enum err
find(struct rq *rq, struct document_request_for_portal *out)
{
    int64_t retry_after_s;
    enum err e = document_request_for_portal(rq->db, rq->arena, rq->who.customer_id,
        rq->who.item_id, rq_part_id(rq, "id"), out);

    if (e)
        return e;
    e = rate_take(rq->db, rq->arena,
        arena_fmt(rq->arena, "portal-request:%s", rq->actor.id), BY_LINK,
        &retry_after_s);
    if (e == ERR_LIMIT)
        return rq_retry_after(rq, e, 429, "too-many-attempts", retry_after_s,
            "Too much at once: wait a little before you go on.");
    return e;
}

/* POST document-requests/{id}/files, a file -> 201 {id} | 404 | 409 done | 413 | 422 */
enum err
portal_requests_file(struct rq *rq)
{
    struct document_request_for_portal r;
    struct attachment_in in = { .file_name = rq_text(rq, "file_name") };
    uint64_t id;
    enum err e;

    if ((e = find(rq, &r)))
        return e;
    if (text_eq(r.state, "accepted"))
        return ERR_CONFLICT;
    in.owner = (struct attachment_owner){ .kind = "document_request",
        .id = r.id,
        .customer_id = rq->who.customer_id,
        .visible = true };
    if ((e = attachment_receive(rq, &in, &id)))
        return e;
    return rq_made(rq, 201, id);
}

/* POST document-requests/{id}/answer {body?} -> 200 {id} | 404 | 409 | 422 neither
 * words nor a file */
enum err
portal_requests_answer(struct rq *rq)
{
    struct document_move in = { .step = DOCUMENT_ANSWER };
    struct document_request_for_portal r;
    struct jval *v;
    enum err e;

    if ((e = find(rq, &r)) || (e = rq_json(rq, &v)))
        return e;
    if (jsonin_prose(v, "body", JSONIN_MAY, BODY__MAX, &in.body) && !*in.body)
        in.body = NULL;
    if ((e = rq_json_end(rq)) || (e = portal_today(rq, &in.today)))
        return e;
    in.id = r.id;
    e = move_document(rq->db, rq->arena, &rq->actor, &in);
    if (e == ERR_INVALID)
        faults_add(&rq->faults, "/body", "write something, or add a file first");
    return e ? e : rq_made(rq, 200, in.id);
}
