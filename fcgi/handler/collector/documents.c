#include "handler/collector/documents.h"

#include "base/date.h"
#include "base/text.h"
#include "db/stmt.h"
#include "handler/collector/reach.h"
#include "handler/document.h"
#include "store/q_document.h"
#include "store/q_outbox_view.h"

/* GET customers/{id}/statement.pdf -> 200 the file | 404 | 422 too long */
enum err
statement_pdf(struct rq *rq)
{
    struct statement_ask ask = { .customer_id = rq_part_id(rq, "id"),
        .scope = rq->who.scope };
    enum err e = reach_customer(rq, ask.customer_id);

    if (e)
        return e;
    statement_period(rq, &ask);
    return statement_answer(rq, &ask, SHEET_PDF);
}

/* GET items/{id}/document -> 200 the original, else a copy | 404 */
enum err
item_document(struct rq *rq)
{
    const struct item_ask ask = {
        .id = rq_part_id(rq, "id"), .scope = rq->who.scope, .now_at = rq->now_us
    };
    struct document d;
    struct customer_item_visible item;
    enum err e = make_item_document(rq->db, rq->arena, rq->conf, &ask, &d);

    if (e || (e = reach_item(rq, ask.id, &item))) /* whose file it is in */
        return e;
    return document_send(rq, &d);
}

/* GET outbox/{id}/documents/{seq} -> 200 the file as the reader got it | 404 */
enum err
outbox_document_get(struct rq *rq)
{
    struct document_get got;
    uint64_t seq;
    enum err e;

    if (text_u64(rq_part(rq, "seq"), &seq) || seq > UINT16_MAX)
        return ERR_NOT_FOUND;
    if ((e = document_get(rq->db, rq->arena, rq_part_id(rq, "id"), (uint32_t)seq,
             rq->who.scope, &got)))
        return e;
    return document_send(rq, &(const struct document){ .file_name = got.file_name,
                                 .type = got.type,
                                 .data = got.content.data,
                                 .n = got.content.n });
}

/* GET outbox/{id}/documents -> 200 what goes with a message | 404 */
enum err
outbox_documents(struct rq *rq)
{
    struct outbox_one message;
    struct document_list *d;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = outbox_one(
             rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.scope, &message)) ||
        (e = document_list(rq->db, rq->arena, message.id, &d, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_i64(j, "seq", d[i].seq);
        json_text(j, "kind", d[i].kind);
        json_text(j, "file_name", d[i].file_name);
        json_text(j, "type", d[i].type);
        json_i64(j, "bytes", d[i].bytes_n);
        json_i64(j, "pages", d[i].pages_n);
        json_close(j, '}');
    }
    rq_list_close(rq, "documents", NULL);
    return OK;
}

/* GET outbox/{id}/letter.pdf -> 200 the message on paper | 404 | 409 it has no text yet
 */
enum err
outbox_letter(struct rq *rq)
{
    struct outbox_one m;
    struct letter_ask ask;
    struct document d;
    enum err e;

    if ((e = outbox_one(rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.scope, &m)))
        return e;
    if (!m.body_text || !m.subject || !m.case_id)
        return rq_problem(rq, ERR_CONFLICT, 409, "no-text-yet",
            "The message gets its text when it leaves; print it after that.");
    ask = (struct letter_ask){ .outbox_id = m.id,
        .customer_id = m.customer_id,
        .case_id = m.case_id,
        .subject = m.subject,
        .text = m.body_text,
        .minor = m.total_minor == I64_NONE ? 0 : m.total_minor,
        .now_at = m.handed_at == INSTANT_NONE ? rq->now_us : m.handed_at };
    e = make_letter(rq->db, rq->arena, &ask, &d);
    return e ? e : document_send(rq, &d);
}
