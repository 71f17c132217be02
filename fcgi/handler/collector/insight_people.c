#include "handler/collector/insight_page.h"
#include "handler/collector/insights.h"
#include "store/q_insight_rows.h"

/* The rows behind what a collector did, and what came of it. */

const struct param INSIGHTS_BY_PARAMS[] = {
    INSIGHT_PERIOD_PARAMS,
    INSIGHT_WHO_PARAMS,
    { .name = "by",
        .kind = PARAM_ID,
        .need = true,
        .summary = "the collector who did it" },
    { .name = NULL },
};

#define BY_IN(rq, p)                                                                   \
    INSIGHT_WHO(&(p).ask.who), .user_id = rq_id(rq, "by"), .from_on = (p).window.from, \
                               .to_on = (p).window.as_of, .after_id = (p).after.id,    \
                               .take = (p).take

/* GET insights/contacts -> 200 calls, and messages that a collector sent | 400 */
enum err
insights_contacts(struct rq *rq)
{
    struct insight_rows_contacts *r;
    struct insight_page p;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_contacts", &p);

    if (e)
        return e;
    const struct insight_rows_contacts_in in = { BY_IN(rq, p) };

    if ((e = insight_rows_contacts(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        json_open(j, NULL, '{');
        json_id(j, "id", r[i].id);
        insight_row_customer(
            j, r[i].customer_id, r[i].customer_number, r[i].customer_name);
        json_text(j, "kind", r[i].kind);
        json_day(j, "on", r[i].on_day);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_contacts", &p, n ? r[n - 1].id : 0);
    return OK;
}

/* GET insights/promises-obtained -> 200 promises that a collector entered | 400 */
enum err
insights_obtained(struct rq *rq)
{
    struct insight_rows_obtained *r;
    struct insight_page p;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_obtained", &p);

    if (e)
        return e;
    const struct insight_rows_obtained_in in = { BY_IN(rq, p) };

    if ((e = insight_rows_obtained(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        json_day(j, "made_on", r[i].made_on);
        json_day(j, "promised_on", r[i].promised_on);
        json_amount(j, "amount", r[i].promised_minor, r[i].currency);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_obtained", &p, n ? r[n - 1].id : 0);
    return OK;
}

/* GET insights/received -> 200 what was paid within 14 days of a contact | 400 */
enum err
insights_received(struct rq *rq)
{
    struct insight_rows_received *r;
    struct insight_page p;
    size_t n;
    enum err e = insight_page_begin(rq, "insight_received", &p);

    if (e)
        return e;
    const struct insight_rows_received_in in = { BY_IN(rq, p) };

    if ((e = insight_rows_received(rq->db, rq->arena, &in, &r, &n)))
        return e;
    n = insight_page_rows(rq, &p, n);
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        struct json *j = &rq->json;

        INSIGHT_ROW_OPEN(j, r[i]);
        INSIGHT_PAYMENT(j, r[i]);
        json_close(j, '}');
    }
    insight_page_end(rq, "insight_received", &p, n ? r[n - 1].id : 0);
    return OK;
}
