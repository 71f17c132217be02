#include "base/text.h"
#include "handler/attachment.h"
#include "handler/chat.h"
#include "handler/collector/inbox.h"
#include "handler/collector/outbox.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "handler/live.h"
#include "service/post_message.h"
#include "store/q_conversation.h"

enum { BODY__MAX = 10000, KEY__MAX = 64 };

/* GET customers/{id}/messages -> 200 what was written to and fro, newest first | 404 */
enum err
messages_list(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct rq_cursor after = { .key = rq->now_us + 1, .id = UINT64_MAX }, last;
    struct conversation_page *m;
    struct json *j;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "messages", &after, &first)) ||
        (e = reach_customer(rq, customer_id)))
        return e;
    if ((e = conversation_page(rq->db, rq->arena, customer_id, rq->who.scope, 0,
             after.key, after.id, (uint32_t)rq->limit + 1, &m, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = m[n - 1].created_at, .id = m[n - 1].id };
    }
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", m[i].id);
        json_u64(j, "seq", m[i].seq);
        json_id(j, "conversation_id", m[i].conversation_id);
        json_id_or_null(j, "item_id", m[i].item_id);
        json_text(j, "item_number", m[i].item_number);
        json_text(j, "author_kind", m[i].author_kind);
        json_text(j, "author_name", m[i].author_name);
        json_text(j, "body", m[i].body);
        json_instant(j, "at", m[i].created_at);
        json_close(j, '}');
    }
    rq_list_close(rq, "messages", more ? &last : NULL);
    return OK;
}

/* POST customers/{id}/messages {body, item_id?, client_key?, file_ids?} -> 201 {id} |
 * 404 | 422: the customer reads it in the portal */
enum err
messages_post(struct rq *rq)
{
    struct message_in in = { .customer_id = rq_part_id(rq, "id"),
        .author_name = rq->who.name };
    struct customer_item_visible item;
    struct message_posted out;
    struct jval *v;
    enum err e;

    if ((e = reach_customer(rq, in.customer_id)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_prose(v, "body", JSONIN_NEED, BODY__MAX, &in.body);
    jsonin_text(v, "client_key", JSONIN_MAY, KEY__MAX, &in.client_key);
    jsonin_id(v, "item_id", JSONIN_MAY, &in.item_id);
    chat_read_files(rq, v, &in);
    if ((e = reach_body_item(rq, "/item_id", in.customer_id, in.item_id, &item)) ||
        (e = rq_json_end(rq)))
        return e;
    in.case_id = item.case_id;
    in.item_number = item.number;
    if ((e = chat_posted(
             rq, post_message(rq->db, rq->arena, &rq->actor, &in, &out), &out)))
        return e;
    live_tell_message(rq, in.customer_id, in.item_id, out.seq);
    return rq_made(rq, 201, out.id);
}

/* GET customers/{id}/chat?after=&before= -> 200 the messages as a stream | 404 */
enum err
messages_chat(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    enum err e = reach_customer(rq, customer_id);

    return e ? e : chat_answer(rq, customer_id, 0, true);
}

/* POST customers/{id}/live -> 200: a page shows this customer | 404 */
enum err
messages_live(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    enum err e = reach_customer(rq, customer_id);

    return e ? e : live_answer(rq, customer_id, 0, true);
}

/* POST attachments/unsent?file_name=&customer_id=, a file -> 201 {id} for file_ids of a
 * message | 404 */
enum err
messages_file(struct rq *rq)
{
    uint64_t customer_id = rq_id(rq, "customer_id");
    enum err e = reach_customer(rq, customer_id);

    return e ? e : chat_receive_file(rq, customer_id, NULL);
}

const struct param MESSAGES_FILE_PARAMS[] = {
    ATTACHMENT_PARAMS,
    { .name = "customer_id", .kind = PARAM_ID, .need = true },
    { .name = NULL },
};
