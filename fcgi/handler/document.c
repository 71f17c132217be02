#include "handler/document.h"

#include "handler/attachment.h"

const struct param STATEMENT_PDF_PARAMS[] = {
    { .name = "currency", .kind = PARAM_CURRENCY },
    { .name = "from", .kind = PARAM_DAY },
    { .name = "to", .kind = PARAM_DAY },
    { .name = NULL },
};

void
statement_period(struct rq *rq, struct statement_ask *ask)
{
    ask->currency = rq_text(rq, "currency");
    ask->from_on = rq_day(rq, "from", DAY_NONE);
    ask->to_on = rq_day(rq, "to", DAY_NONE);
    ask->now_at = rq->now_us;
}

enum err
document_send(struct rq *rq, const struct document *d)
{
    rq_reply(rq, 200);
    rq->type = d->type;
    buf_add(&rq->out, d->data, d->n);
    rq_header(rq, "Content-Disposition", file_disposition(rq->arena, d->file_name));
    rq_header(rq, "Content-Security-Policy", "default-src 'none'; sandbox");
    return OK;
}

enum err
statement_answer(
    struct rq *rq, const struct statement_ask *ask, enum sheet_format format)
{
    struct document d;
    enum err e = format == SHEET_PDF ? make_statement(rq->db, rq->arena, ask, &d)
                                     : make_statement_sheet(rq->db, rq->arena, rq->conf,
                                           ask, format, &d);

    if (e == ERR_INVALID) {
        faults_add(&rq->faults, "?from", "is after the end");
        return rq_problem(rq, e, 400, "malformed", "The query is not proper.");
    }
    if (e == ERR_LIMIT)
        return rq_problem(rq, e, 422, "too-many-lines",
            "The statement would have more than %d lines: choose a shorter period.",
            STATEMENT_LINES__MAX);
    return e ? e : document_send(rq, &d);
}
