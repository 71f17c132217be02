#include "handler/integrator/reports.h"

#include "base/buf.h"
#include "db/stmt.h"
#include "handler/insight.h"
#include "service/report_aging.h"
#include "store/q_aging.h"

const struct param AGING_PARAMS[] = {
    { .name = "as_of", .kind = PARAM_DAY, .summary = "today when absent" },
    { .name = "customers",
        .kind = PARAM_BOOL,
        .summary = "a row for each customer too" },
    { .name = NULL },
};

const struct param METRICS_PARAMS[] = {
    INSIGHT_PERIOD_PARAMS,
    INSIGHT_WHO_PARAMS,
    INSIGHT_AGING_PARAMS,
    { .name = NULL },
};

const struct param CONTROL_PARAMS[] = {
    { .name = "as_of", .kind = PARAM_DAY, .summary = "today when absent" },
    { .name = NULL },
};

/* GET reports/aging -> 200 */
enum err
aging_get(struct rq *rq)
{
    struct aging_report r;
    enum err e;

    if ((e = report_aging(rq->db, rq->arena, rq_day(rq, "as_of", DAY_NONE), true, &r)))
        return e;
    rq_viewed(rq, "aging", 0, 0);
    return report_aging_json(
        rq_reply(rq, 200), rq->db, rq->arena, &r, rq_bool(rq, "customers", false));
}

/* GET reports/metrics -> 200 | 400 */
enum err
metrics_get(struct rq *rq)
{
    struct insight_report r;
    enum err e = insight_make(rq, &r);

    if (e)
        return e;
    rq_viewed(rq, "metrics", 0, 0);
    insight_json(rq_reply(rq, 200), &r, language_of(rq_text(rq, "language")));
    return OK;
}

/* A thousand at a time: ids over there, for the ERP knows no others. */
static enum err
json_totals(struct rq *rq, struct json *j, const struct control_totals *t, size_t n)
{
    struct aging_customers *names;
    struct buf ids;
    size_t got;
    enum err e;

    buf_init(&ids, rq->arena);
    for (size_t i = 0; i < n; i++)
        buf_fmt(&ids, "%c%llu", i ? ',' : '[', (unsigned long long)t[i].customer_id);
    buf_char(&ids, ']');
    if ((e = aging_customers(rq->db, rq->arena, ids.text, &names, &got)))
        return e;
    if (got != n)
        return ERR_BUG;
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "customer_id", t[i].customer_id);
        json_text(j, "source_system", names[i].source_system);
        json_text(j, "source_id", names[i].source_id);
        json_text(j, "currency", t[i].currency);
        json_money(j, "debit", t[i].debit_minor, t[i].currency);
        json_money(j, "credit", t[i].credit_minor, t[i].currency);
        json_money(j, "balance", t[i].debit_minor - t[i].credit_minor, t[i].currency);
        json_close(j, '}');
    }
    return OK;
}

/* GET control-totals -> 200, from documents and allocations, per customer and currency
 */
enum err
control_totals_get(struct rq *rq)
{
    enum { PAGE = 1000 };
    struct control_totals *rows;
    struct json *j;
    int32_t today;
    size_t n;
    enum err e;

    if ((e = report_today(rq->db, rq->arena, &today)) ||
        (e = control_totals(rq->db, rq->arena, rq_day(rq, "as_of", today), &rows, &n)))
        return e;
    rq_viewed(rq, "control-totals", 0, 0);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_day(j, "as_of", rq_day(rq, "as_of", today));
    json_open(j, "rows", '[');
    for (size_t i = 0; i < n; i += PAGE)
        if ((e = json_totals(rq, j, rows + i, n - i < PAGE ? n - i : PAGE)))
            return e;
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}
