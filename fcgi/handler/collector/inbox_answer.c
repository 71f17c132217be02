#include "handler/chat.h"
#include "handler/collector/inbox.h"
#include "handler/common.h"
#include "handler/live.h"
#include "service/answer_customer.h"
#include "service/attach_documents.h"
#include "store/q_document.h"
#include "store/q_inbox.h"

enum { BODY__MAX = 10000, KEY__MAX = 64, ADDRESS__MAX = 254 };

/* Copies of documents and the statement; the customer finds both in the portal. */
static enum err
read_documents(struct rq *rq, struct jval *v, struct answer_in *in)
{
    struct jval *list = jsonin_array(v, "item_ids", JSONIN_MAY, ATTACHED__MAX);
    uint64_t *ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);
    struct inbox_one t;
    enum err e;

    jsonin_bool(v, "statement", JSONIN_MAY, &in->statement);
    if (!in->by_mail && (in->statement || jsonin_count(list)))
        jsonin_fault(v, in->statement ? "statement" : "item_ids",
            "goes by mail only: in the portal the customer has it");
    if (!jsonin_count(list))
        return OK;
    if ((e = inbox_one(rq->db, rq->arena, in->conversation_id, rq->who.scope, &t)))
        return e;
    in->item_ids = ids;
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        struct document_item item;

        if (!jsonin_id(i, NULL, JSONIN_NEED, &ids[in->items_n]))
            continue;
        e = document_item(rq->db, rq->arena, ids[in->items_n++], t.customer_id, 0,
            rq->who.scope, &item);
        if (e == ERR_NOT_FOUND)
            jsonin_fault(i, NULL, "is no document of this customer");
        else if (e)
            return e;
    }
    return OK;
}

/* POST inbox/{id}/answer {body, by, to?, client_key?, file_ids?, item_ids?, statement?}
 * -> 201 {id} | 404 | 422 */
enum err
inbox_answer(struct rq *rq)
{
    static const char *const BY[] = { "portal", "mail" };
    struct answer_in in = { .conversation_id = rq_part_id(rq, "id"),
        .scope = rq->who.scope,
        .author_name = rq->who.name };
    struct jval *v;
    struct message_in files = { 0 };
    struct answered out;
    size_t by = 0;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_prose(v, "body", JSONIN_NEED, BODY__MAX, &in.body);
    jsonin_enum(v, "by", JSONIN_NEED, BY, 2, &by);
    jsonin_text(v, "to", JSONIN_MAY, ADDRESS__MAX, &in.to);
    jsonin_text(v, "client_key", JSONIN_MAY, KEY__MAX, &in.client_key);
    chat_read_files(rq, v, &files);
    in.by_mail = by == 1;
    if ((e = read_documents(rq, v, &in)) || (e = rq_json_end(rq)))
        return e;
    in.file_ids = files.file_ids;
    in.files_n = files.files_n;
    if ((e = answer_customer(rq->db, rq->arena, &rq->actor, &in, &rq->faults, &out)))
        return e;
    live_tell_message(rq, out.customer_id, out.item_id, out.posted.seq);
    return rq_made(rq, 201, out.posted.id);
}
