#include "base/text.h"
#include "handler/collector/insight_page.h"
#include "handler/collector/insights.h"
#include "store/q_insight_rows.h"

/* The rows that figures were computed from: one list for each kind of row. */

enum which { SALES, WRITE_OFFS, RECOVERIES };
static const char *const WHICH[] = { "sales", "write_offs", "recoveries", NULL };

const struct param INSIGHTS_OPEN_PARAMS[] = {
    INSIGHT_PERIOD_PARAMS,
    { .name = "basis",
        .kind = PARAM_ENUM,
        .names = INSIGHT_BASIS,
        .summary = "what days late are counted from; due by default" },
    { .name = "min_late",
        .kind = PARAM_INT,
        .min = -36500,
        .max = 36500,
        .summary = "days; not due is at most 0" },
    { .name = "max_late", .kind = PARAM_INT, .min = -36500, .max = 36500 },
    INSIGHT_WHO_PARAMS,
    { .name = NULL },
};

const struct param INSIGHTS_CREDITS_PARAMS[] = {
    INSIGHT_PERIOD_PARAMS,
    INSIGHT_WHO_PARAMS,
    { .name = NULL },
};

const struct param INSIGHTS_DOCUMENTS_PARAMS[] = {
    INSIGHT_PERIOD_PARAMS,
    { .name = "which",
        .kind = PARAM_ENUM,
        .names = WHICH,
        .summary = "sales by default" },
    INSIGHT_WHO_PARAMS,
    { .name = NULL },
};

const struct param INSIGHTS_PERIOD_PARAMS[] = {
    INSIGHT_PERIOD_PARAMS,
    INSIGHT_WHO_PARAMS,
    { .name = NULL },
};

/* GET insights/open-items -> 200 what was owed in the evening of a day | 400 */
enum err
insights_open_items(struct rq *rq)
{
    struct insight_rows_open *r;
    struct insight_page p;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_open", &p);

    if (e)
        return e;
    const struct insight_rows_open_in in = { INSIGHT_WHO(&p.ask.who),
        .as_of = p.ask.as_of,
        .by_document = rq_enum(rq, "basis", AGING_BY_DUE) == AGING_BY_DOCUMENT,
        .min_late = (int32_t)rq_i64(rq, "min_late", I32_NONE),
        .max_late = (int32_t)rq_i64(rq, "max_late", I32_NONE), .after_id = p.after.id,
        .take = p.take };

    if ((e = insight_rows_open(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        json_id(j, "item_id", r[i].item_id);
        json_text(j, "item_number", r[i].item_number);
        json_text(j, "kind", r[i].kind);
        json_day(j, "issued_on", r[i].issued_on);
        json_day(j, "due_on", r[i].due_on);
        json_bool(j, "due_missing", r[i].due_missing);
        json_i64(j, "days_late", r[i].days_late);
        json_amount(j, "amount", r[i].amount_minor, r[i].currency);
        json_amount(j, "open", r[i].open_minor, r[i].currency);
        json_amount(j, "disputed", r[i].disputed_minor, r[i].currency);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_open", &p, n ? r[n - 1].id : 0);
    return OK;
}

/* GET insights/credits -> 200 what no document had taken by the evening of a day | 400
 */
enum err
insights_credits(struct rq *rq)
{
    struct insight_rows_credits *r;
    struct insight_page p;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_credits", &p);

    if (e)
        return e;
    const struct insight_rows_credits_in in = { INSIGHT_WHO(&p.ask.who),
        .as_of = p.ask.as_of, .after_id = p.after.id, .take = p.take };

    if ((e = insight_rows_credits(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        json_text(j, "item_number", r[i].item_number);
        json_text(j, "kind", r[i].kind);
        json_day(j, "issued_on", r[i].issued_on);
        json_amount(j, "amount", r[i].amount_minor, r[i].currency);
        json_amount(j, "open", -r[i].open_minor, r[i].currency);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_credits", &p, n ? r[n - 1].id : 0);
    return OK;
}

static void
json_document(struct json *j, const char *number, const char *kind, int32_t on)
{
    json_text(j, "item_number", number);
    json_text(j, "kind", kind);
    json_day(j, "issued_on", on);
}

/* Write-offs that were taken back, on the day that counts. */
static enum err
recoveries(struct rq *rq, struct insight_page *p)
{
    const struct insight_rows_recovered_in in = { INSIGHT_WHO(&p->ask.who),
        .from_on = p->window.from, .to_on = p->window.as_of, .after_id = p->after.id,
        .take = p->take };
    struct insight_rows_recovered *r;
    size_t n;
    enum err e = insight_rows_recovered(rq->db, rq->arena, &in, &r, &n);

    if (e)
        return e;
    n = insight_page_rows(rq, p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        json_document(j, r[i].item_number, r[i].kind, r[i].issued_on);
        json_amount(j, "amount", r[i].counts_minor, r[i].currency);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_documents", p, n ? r[n - 1].id : 0);
    return OK;
}

/* GET insights/documents -> 200 sales of a period; write-offs, or recoveries | 400 */
enum err
insights_documents(struct rq *rq)
{
    enum which which = (enum which)rq_enum(rq, "which", SALES);
    struct insight_rows_documents *r;
    struct insight_page p;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_documents", &p);

    if (e || which == RECOVERIES)
        return e ? e : recoveries(rq, &p);
    const struct insight_rows_documents_in in = { INSIGHT_WHO(&p.ask.who),
        .lost = which == WRITE_OFFS, .from_on = p.window.from, .to_on = p.window.as_of,
        .after_id = p.after.id, .take = p.take };

    if ((e = insight_rows_documents(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        json_document(j, r[i].item_number, r[i].kind, r[i].issued_on);
        json_amount(j, "amount", r[i].counts_minor, r[i].currency);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_documents", &p, n ? r[n - 1].id : 0);
    return OK;
}

/* GET insights/at-risk -> 200 what was billed in the month that at-risk tells of | 400
 */
enum err
insights_at_risk(struct rq *rq)
{
    struct insight_rows_at_risk *r;
    struct insight_page p;
    int32_t first, last;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_at_risk", &p);

    if (e)
        return e;
    insight_at_risk_month(p.ask.as_of, &first, &last);
    const struct insight_rows_at_risk_in in = { INSIGHT_WHO(&p.ask.who),
        .from_on = first, .to_on = last, .as_of = p.ask.as_of, .after_id = p.after.id,
        .take = p.take };

    if ((e = insight_rows_at_risk(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        json_id(j, "item_id", r[i].item_id);
        json_text(j, "item_number", r[i].item_number);
        json_day(j, "issued_on", r[i].issued_on);
        json_day(j, "due_on", r[i].due_on);
        json_amount(j, "amount", r[i].amount_minor, r[i].currency);
        json_amount(j, "unpaid", r[i].unpaid_minor, r[i].currency);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_at_risk", &p, n ? r[n - 1].id : 0);
    return OK;
}

/* GET insights/disputed -> 200 documents past due and in dispute on a day | 400 */
enum err
insights_disputed(struct rq *rq)
{
    struct insight_rows_disputed *r;
    struct insight_page p;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_disputed", &p);

    if (e)
        return e;
    const struct insight_rows_disputed_in in = { INSIGHT_WHO(&p.ask.who),
        .as_of = p.ask.as_of, .after_id = p.after.id, .take = p.take };

    if ((e = insight_rows_disputed(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        json_document(j, r[i].item_number, r[i].kind, r[i].issued_on);
        json_amount(j, "overdue", r[i].late_minor, r[i].currency);
        json_amount(j, "disputed", r[i].disputed_minor, r[i].currency);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_disputed", &p, n ? r[n - 1].id : 0);
    return OK;
}

/* GET insights/payments -> 200 what payments settled in a period, with its days | 400
 */
enum err
insights_payments(struct rq *rq)
{
    struct insight_rows_paid *r;
    struct insight_page p;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_payments", &p);

    if (e)
        return e;
    const struct insight_rows_paid_in in = { INSIGHT_WHO(&p.ask.who),
        .from_on = p.window.from, .to_on = p.window.as_of, .after_id = p.after.id,
        .take = p.take };

    if ((e = insight_rows_paid(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        INSIGHT_PAYMENT(j, r[i]);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_payments", &p, n ? r[n - 1].id : 0);
    return OK;
}

/* GET insights/closed-invoices -> 200 those that a payment closed in a period | 400 */
enum err
insights_closed(struct rq *rq)
{
    struct insight_rows_closed *r;
    struct insight_page p;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_closed", &p);

    if (e)
        return e;
    const struct insight_rows_closed_in in = { INSIGHT_WHO(&p.ask.who),
        .from_on = p.window.from, .to_on = p.window.as_of, .after_id = p.after.id,
        .take = p.take };

    if ((e = insight_rows_closed(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        json_id(j, "item_id", r[i].item_id);
        json_text(j, "item_number", r[i].item_number);
        json_day(j, "issued_on", r[i].issued_on);
        json_day(j, "due_on", r[i].due_on);
        json_day(j, "closed_on", r[i].closed_on);
        json_i64(j, "days", r[i].days);
        json_amount(j, "amount", r[i].amount_minor, r[i].currency);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_closed", &p, n ? r[n - 1].id : 0);
    return OK;
}

/* GET insights/promises -> 200 those that were judged in a period | 400 */
enum err
insights_promises(struct rq *rq)
{
    struct insight_rows_promises *r;
    struct insight_page p;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_promises", &p);

    if (e)
        return e;
    const struct insight_rows_promises_in in = { INSIGHT_WHO(&p.ask.who),
        .from_on = p.window.from, .to_on = p.window.as_of, .after_id = p.after.id,
        .take = p.take };

    if ((e = insight_rows_promises(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        json_day(j, "made_on", r[i].made_on);
        json_day(j, "promised_on", r[i].promised_on);
        json_day(j, "judged_on", r[i].judged_on);
        json_text(j, "state", r[i].state);
        json_amount(j, "amount", r[i].promised_minor, r[i].currency);
        json_amount(j, "kept", r[i].received_minor, r[i].currency);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_promises", &p, n ? r[n - 1].id : 0);
    return OK;
}

/* GET insights/disputes -> 200 those that were closed in a period | 400 */
enum err
insights_disputes(struct rq *rq)
{
    struct insight_rows_disputes *r;
    struct insight_page p;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_disputes", &p);

    if (e)
        return e;
    const struct insight_rows_disputes_in in = { INSIGHT_WHO(&p.ask.who),
        .from_on = p.window.from, .to_on = p.window.as_of, .after_id = p.after.id,
        .take = p.take };

    if ((e = insight_rows_disputes(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        json_text(j, "item_number", r[i].item_number);
        json_text(j, "reason_code", r[i].reason_code);
        json_text(j, "resolution", r[i].resolution);
        json_day(j, "opened_on", r[i].opened_on);
        json_day_or_null(j, "closed_on", r[i].closed_on);
        json_i64(j, "days", r[i].days);
        json_amount(j, "amount", r[i].amount_minor, r[i].currency);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_disputes", &p, n ? r[n - 1].id : 0);
    return OK;
}
