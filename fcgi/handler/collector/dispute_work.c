#include "handler/collector/dispute_pages.h"

#include "base/date.h"
#include "db/stmt.h"
#include "handler/chat.h"
#include "handler/collector/reach.h"
#include "handler/collector/stands.h"
#include "handler/common.h"
#include "handler/live.h"
#include "handler/stands.h"
#include "service/add_note.h"
#include "service/change_dispute.h"
#include "service/post_message.h"
#include "service/resolve_dispute.h"
#include "service/undo_dispute.h"
#include "store/q_dispute.h"

enum {
    CODE__MAX = 32,
    TEXT__MAX = 1900,
    NOTE__MAX = 20000,
    BODY__MAX = 10000,
    KEY__MAX = 64
};

static enum err
reach_dispute(struct rq *rq, struct dispute_in_scope *d)
{
    return dispute_in_scope(rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.scope, d);
}

/* PATCH disputes/{id} -> 200 {id} | 404 | 409 closed or waiting | 412 | 422 */
enum err
disputes_change(struct rq *rq)
{
    static const char *const WAITING[] = { "us", "customer" };
    struct dispute_change_in in = { .id = rq_part_id(rq, "id"),
        .scope = rq->who.scope,
        .version = U32_NONE,
        .target_on = DAY_NONE,
        .amount_minor = I64_NONE };
    struct dispute_in_scope d;
    size_t waiting;
    struct jval *v;
    enum err e;

    if ((e = reach_dispute(rq, &d)) || (e = rq_if_match(rq, d.version)) ||
        (e = rq_json(rq, &v)))
        return e;
    in.version = d.version;
    jsonin_id(v, "owner_id", JSONIN_MAY, &in.owner_id);
    jsonin_day(v, "target_on", JSONIN_MAY, &in.target_on);
    jsonin_money(v, "amount", JSONIN_MAY, d.currency, &in.amount_minor);
    in.lines = body_dispute_lines(rq, v, d.currency, &in.lines_n);
    if (jsonin_enum(v, "waiting_on", JSONIN_MAY, WAITING, 2, &waiting))
        in.waiting_on = WAITING[waiting];
    jsonin_text(v, "reason_code", JSONIN_MAY, CODE__MAX, &in.reason_code);
    jsonin_prose(v, "detail", JSONIN_MAY, TEXT__MAX, &in.detail);
    if ((e = reach_body_user(rq, "/owner_id", in.owner_id, d.customer_id, d.case_id)) ||
        (e = rq_json_end(rq)) ||
        (e = change_dispute(rq->db, rq->arena, &rq->actor, &in, &rq->faults)))
        return e;
    return rq_made(rq, 200, in.id);
}

static enum err
second_person(struct rq *rq, enum err e)
{
    if (e != ERR_DENIED)
        return e ? e : rq_made(rq, 200, rq_part_id(rq, "id"));
    return rq_problem(
        rq, e, 403, "four-eyes", "Somebody else than who asked for it has to decide.");
}

/* POST disputes/{id}/approve -> 200 {id} | 403 who asked | 404 | 409 nothing waits */
enum err
disputes_approve(struct rq *rq)
{
    return second_person(rq, approve_dispute(rq->db, rq->arena, &rq->actor,
                                 rq_part_id(rq, "id"), rq->who.scope));
}

/* POST disputes/{id}/refuse {note?} -> 200 {id} | 403 | 404 | 409 nothing waits */
enum err
disputes_refuse(struct rq *rq)
{
    const char *note = NULL;
    struct jval *v;
    enum err e;

    if (rq->body_len) {
        if ((e = rq_json(rq, &v)))
            return e;
        jsonin_prose(v, "note", JSONIN_MAY, TEXT__MAX, &note);
        if ((e = rq_json_end(rq)))
            return e;
    }
    return second_person(
        rq, refuse_dispute(rq->db, rq->arena, &rq->actor, rq_part_id(rq, "id"),
                rq->who.scope, rq->who.rights & RIGHT_APPROVE, note));
}

/* POST disputes/{id}/undo -> 200 {id} | 404 | 409 it cannot be taken back, and why */
enum err
disputes_undo(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    const char *why = NULL;
    enum err e = undo_dispute(rq->db, rq->arena, &rq->actor, id, rq->who.scope, &why);

    if (e == ERR_CONFLICT)
        return rq_problem(
            rq, e, 409, "cannot-undo", "It cannot be taken back: %s.", why);
    return e ? e : rq_made(rq, 200, id);
}

/* POST disputes/{id}/notes {body} -> 201 {id} | 404: internal, of a closed one too */
enum err
dispute_notes_add(struct rq *rq)
{
    struct note_in in = { 0 };
    struct dispute_in_scope d;
    struct jval *v;
    uint64_t id;
    enum err e;

    if ((e = reach_dispute(rq, &d)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_prose(v, "body", JSONIN_NEED, NOTE__MAX, &in.body);
    in.customer_id = d.customer_id;
    in.case_id = d.case_id;
    in.item_id = d.item_id;
    in.dispute_id = d.id;
    if ((e = rq_json_end(rq)) ||
        (e = add_note(rq->db, rq->arena, &rq->actor, &in, &id)))
        return e;
    return rq_made(rq, 201, id);
}

/* POST disputes/{id}/messages {body, client_key?, file_ids?} -> 201 {id} | 404: the
 * customer reads it in the portal, beside the document */
enum err
dispute_messages_post(struct rq *rq)
{
    struct message_in in = { .author_name = rq->who.name };
    struct dispute_in_scope d;
    struct message_posted out;
    struct jval *v;
    enum err e;

    if ((e = reach_dispute(rq, &d)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_prose(v, "body", JSONIN_NEED, BODY__MAX, &in.body);
    jsonin_text(v, "client_key", JSONIN_MAY, KEY__MAX, &in.client_key);
    chat_read_files(rq, v, &in);
    in.customer_id = d.customer_id;
    in.case_id = d.case_id;
    in.item_id = d.item_id;
    in.item_number = d.item_number;
    in.dispute_id = d.id;
    if ((e = rq_json_end(rq)))
        return e;
    if ((e = post_message(rq->db, rq->arena, &rq->actor, &in, &out)))
        return chat_posted(rq, e, &out);
    live_tell_message(rq, in.customer_id, in.item_id, out.seq);
    return rq_made(rq, 201, out.id);
}
