#include "base/text.h"
#include "handler/attachment.h"
#include "handler/chat.h"
#include "handler/common.h"
#include "handler/live.h"
#include "handler/portal/account.h"
#include "service/keep_attachment.h"
#include "service/post_message.h"
#include "store/q_attachment.h"
#include "store/q_conversation.h"
#include "store/q_portal.h"
#include "store/rate.h"

enum { BODY__MAX = 10000, KEY__MAX = 64 };

/* A contact writes as often as a person does. */
static const struct rate BY_LINK = { .most = 120, .window_s = 600 };

static void
json_message(struct json *j, uint64_t id, uint64_t seq, bool ours, const char *author,
    const char *body, int64_t at)
{
    json_id(j, "id", id);
    json_u64(j, "seq", seq);
    json_text(j, "author", ours ? "company" : "you");
    json_text(j, "author_name", author);
    json_text(j, "body", body);
    json_instant(j, "at", at);
}

/* GET messages -> 200 newest first */
enum err
portal_messages_list(struct rq *rq)
{
    struct rq_cursor after = { .key = rq->now_us + 1, .id = UINT64_MAX }, last;
    struct conversation_page *m;
    struct json *j;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "messages", &after, &first)))
        return e;
    if ((e = conversation_page(rq->db, rq->arena, rq->who.customer_id, 0,
             rq->who.item_id, after.key, after.id, (uint32_t)rq->limit + 1, &m, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = m[n - 1].created_at, .id = m[n - 1].id };
    }
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_message(j, m[i].id, m[i].seq, !text_eq(m[i].author_kind, "contact"),
            m[i].author_name, m[i].body, m[i].created_at);
        json_id_or_null(j, "invoice_id", m[i].item_id);
        json_text(j, "invoice_number", m[i].item_number);
        json_close(j, '}');
    }
    rq_list_close(rq, "messages", more ? &last : NULL);
    return OK;
}

/* The document it is about: one of this session's, or a fault. */
static enum err
read_invoice(struct rq *rq, uint64_t id, struct message_in *in)
{
    struct portal_invoice i;
    enum err e;

    if (!id)
        return OK;
    e = portal_invoice(rq->db, rq->arena, rq->who.customer_id, rq->who.item_id, id, &i);
    if (e == ERR_NOT_FOUND) {
        faults_add(&rq->faults, "/invoice_id", "is none of your invoices");
        return OK;
    }
    if (e)
        return e;
    in->item_id = i.id;
    in->case_id = i.case_id;
    in->item_number = i.number;
    return OK;
}

/* The dispute it is about, and with that its document: one of this session's. */
static enum err
read_dispute(struct rq *rq, uint64_t id, struct message_in *in)
{
    struct portal_dispute d;
    enum err e;

    if (!id)
        return OK;
    e = portal_dispute(rq->db, rq->arena, rq->who.customer_id, rq->who.item_id, id, &d);
    if (e == ERR_NOT_FOUND) {
        faults_add(&rq->faults, "/dispute_id", "is none of your disputes");
        return OK;
    }
    if (e)
        return e;
    if (in->item_id && in->item_id != d.item_id)
        faults_add(&rq->faults, "/dispute_id", "is of another invoice");
    in->dispute_id = d.id;
    in->item_id = d.item_id;
    in->case_id = d.case_id;
    in->item_number = d.item_number;
    return OK;
}

static enum err
take_try(struct rq *rq)
{
    int64_t wait;
    enum err e = rate_take(rq->db, rq->arena,
        arena_fmt(rq->arena, "message-link:%s", rq->actor.id), BY_LINK, &wait);

    if (e != ERR_LIMIT)
        return e;
    return rq_retry_after(rq, e, 429, "too-many-messages", wait,
        "Too many messages: wait before you send another.");
}

/* POST messages {body, client_key, invoice_id?, dispute_id?, file_ids?} -> 201 the
 * message | 422 | 429 */
enum err
portal_messages_post(struct rq *rq)
{
    struct message_in in = { .customer_id = rq->who.customer_id,
        .author_name = rq->who.name };
    struct message_posted out;
    uint64_t invoice_id = 0, dispute_id = 0;
    struct jval *v;
    struct json *j;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_prose(v, "body", JSONIN_NEED, BODY__MAX, &in.body);
    jsonin_text(v, "client_key", JSONIN_NEED, KEY__MAX, &in.client_key);
    jsonin_id(v, "invoice_id", JSONIN_MAY, &invoice_id);
    jsonin_id(v, "dispute_id", JSONIN_MAY, &dispute_id);
    chat_read_files(rq, v, &in);
    if (!invoice_id && rq->who.item_id)
        invoice_id = rq->who.item_id;
    if ((e = read_invoice(rq, invoice_id, &in)) ||
        (e = read_dispute(rq, dispute_id, &in)) || (e = rq_json_end(rq)) ||
        (e = take_try(rq)) || (e = portal_today(rq, &in.today)) ||
        (e = chat_posted(
             rq, post_message(rq->db, rq->arena, &rq->actor, &in, &out), &out)))
        return e;
    live_tell_message(rq, in.customer_id, in.item_id, out.seq);
    j = rq_reply(rq, 201);
    json_open(j, NULL, '{');
    json_message(j, out.id, out.seq, false, rq->who.name, out.body, out.at);
    json_id_or_null(j, "invoice_id", in.item_id);
    json_text(j, "invoice_number", in.item_number);
    json_close(j, '}');
    return OK;
}

/* GET chat?after=&before= -> 200 the messages as a stream, with their files */
enum err
portal_chat_get(struct rq *rq)
{
    return chat_answer(rq, rq->who.customer_id, rq->who.item_id, false);
}

const struct param PORTAL_CHAT_FILE_PARAMS[] = {
    ATTACHMENT_PARAMS,
    { .name = "purpose",
        .kind = PARAM_ENUM,
        .names = ATTACHMENT_PURPOSE,
        .summary = "What it is: remittance advice, proof of payment, tax form" },
    { .name = NULL },
};

/* POST attachments/unsent?file_name=&client_key=&purpose=, a file -> 201 {id} for
 * file_ids of a message */
enum err
portal_chat_file(struct rq *rq)
{
    const size_t n = rq_enum(rq, "purpose", SIZE_MAX);

    return chat_receive_file(
        rq, rq->who.customer_id, n == SIZE_MAX ? NULL : ATTACHMENT_PURPOSE[n]);
}

/* GET attachments/unsent -> 200 what one handed over for a message that never went */
enum err
portal_unsent_list(struct rq *rq)
{
    struct file_handed_unsent *f;
    struct json *j;
    size_t n;
    enum err e = file_handed_unsent(rq->db, rq->arena, rq->who.customer_id,
        actor_kind_name(rq->actor.kind), rq->actor.id, &f, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", f[i].id);
        json_text(j, "file_name", f[i].file_name);
        json_text(j, "purpose", f[i].purpose);
        json_u64(j, "bytes", f[i].bytes_n);
        json_instant(j, "at", f[i].created_at);
        json_close(j, '}');
    }
    rq_list_close(rq, "unsent", NULL);
    return OK;
}

/* DELETE attachments/unsent/{id} -> 204 | 404 sent, taken back, or somebody else's */
enum err
portal_unsent_drop(struct rq *rq)
{
    enum err e = drop_unsent(
        rq->db, rq->arena, &rq->actor, rq->who.customer_id, rq_part_id(rq, "id"));

    return e ? e : rq_no_content(rq);
}

/* POST live -> 200: this page is open */
enum err
portal_live(struct rq *rq)
{
    return live_answer(rq, rq->who.customer_id, rq->who.item_id, false);
}

/* GET events -> 204 with the channel */
enum err
portal_events_open(struct rq *rq)
{
    rq_header(rq, "X-Dunlin-Channel",
        live_customer_channel(rq->arena, rq->who.customer_id, rq->who.item_id));
    return rq_no_content(rq);
}
