#include "handler/document.h"
#include "handler/portal/account.h"

static enum err
statement_as(struct rq *rq, enum sheet_format format)
{
    struct statement_ask ask = { .customer_id = rq->who.customer_id };

    if (rq->who.item_id)
        return ERR_NOT_FOUND;
    rq_viewed(rq, "statement", ask.customer_id, ask.customer_id);
    statement_period(rq, &ask);
    return statement_answer(rq, &ask, format);
}

/* GET statement.pdf -> 200 the file | 404 of a link to one invoice */
enum err
portal_statement_pdf(struct rq *rq)
{
    return statement_as(rq, SHEET_PDF);
}

/* GET statement.csv -> the same */
enum err
portal_statement_csv(struct rq *rq)
{
    return statement_as(rq, SHEET_CSV);
}

/* GET statement.xlsx -> the same */
enum err
portal_statement_xlsx(struct rq *rq)
{
    return statement_as(rq, SHEET_XLSX);
}

/* GET invoices/{id}/document -> 200 the original, else a copy | 404 */
enum err
portal_invoice_document(struct rq *rq)
{
    const struct item_ask ask = { .id = rq_part_id(rq, "id"),
        .customer_id = rq->who.customer_id,
        .only_item_id = rq->who.item_id,
        .now_at = rq->now_us };
    struct document d;
    enum err e = make_item_document(rq->db, rq->arena, rq->conf, &ask, &d);

    if (e)
        return e;
    rq_viewed(rq, "document", ask.id, ask.customer_id);
    return document_send(rq, &d);
}
