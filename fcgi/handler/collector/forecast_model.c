#include "handler/collector/forecast_model.h"

#include "base/sha.h"
#include "db/stmt.h"
#include "domain/forecast_drift.h"
#include "handler/common.h"
#include "store/q_forecast.h"

enum { MODELS__MAX = 200, WEEKS_SHOWN = 26, WEEK = 7, MONDAY = 1 };

static const int64_t PERCENT_MILLI = 100000;

static void
json_model(struct json *j, const struct forecast_models *m)
{
    char hash[SHA_HEX__SIZE];

    json_open(j, NULL, '{');
    json_id(j, "id", m->id);
    json_text(j, "kind", m->kind);
    json_bool(j, "adopted", m->adopted);
    json_text(j, "why", m->why);
    json_instant(j, "made_at", m->made_at);
    json_u64(j, "invoices", m->rows_n);
    json_day_or_null(j, "paid_from", m->trained_from);
    json_day_or_null(j, "paid_to", m->trained_to);
    json_day_or_null(j, "proved_from", m->split_on);
    json_u64(j, "proved_on", m->proof_n);
    json_milli_or_null(j, "mae_days", m->mae_milli);
    json_milli_or_null(j, "before_mae_days", m->before_milli);
    json_milli_or_null(j, "customer_average_mae_days", m->habit_milli);
    json_milli_or_null(j, "due_date_mae_days", m->due_milli);
    json_text(j, "sha256", sha_hex(m->sha256, hash));
    json_close(j, '}');
}

/* GET insights/forecast-models -> 200 the newest first */
enum err
forecast_models_list(struct rq *rq)
{
    struct rq_cursor after = { 0 }, last;
    struct forecast_models *m;
    size_t n, k;
    bool first;
    enum err e;

    if ((e = rq_cursor(rq, "forecast_models", &after, &first)) ||
        (e = forecast_models(rq->db, rq->arena, MODELS__MAX, &m, &n)))
        return e;
    rq_list_open(rq);
    for (k = after.id; k < n && k < after.id + rq->limit; k++)
        json_model(&rq->json, &m[k]);
    last = (struct rq_cursor){ .id = k };
    rq_list_close(rq, "forecast_models", k < n ? &last : NULL);
    return OK;
}

/* Monday so many whole weeks before this one. */
static enum err
monday(struct rq *rq, int32_t weeks, int32_t *today, int32_t *from)
{
    enum err e = company_today(rq, today);

    *from = *today - (date_weekday(*today) - MONDAY) - weeks * WEEK;
    return e;
}

static void
json_week(struct json *j, const struct forecast_weeks *w)
{
    json_open(j, NULL, '{');
    json_day(j, "from", w->from_on);
    json_day(j, "to", w->from_on + WEEK - 1);
    json_u64(j, "payments", w->n);
    json_milli(j, "mae_days", w->error_sum * 1000 / (int64_t)w->n);
    json_u64(j, "with_range", (uint64_t)w->ranged_n);
    json_milli_or_null(j, "within_range",
        w->ranged_n ? w->covered_n * PERCENT_MILLI / w->ranged_n : I64_NONE);
    json_close(j, '}');
}

/* GET insights/forecast-weeks -> 200 the oldest first, half a year */
enum err
forecast_weeks_list(struct rq *rq)
{
    struct forecast_weeks *w;
    int32_t today, from;
    size_t n;
    enum err e;

    if ((e = monday(rq, WEEKS_SHOWN, &today, &from)) ||
        (e = forecast_weeks(rq->db, rq->arena, from, today, &w, &n)))
        return e;
    rq_list_open(rq);
    for (size_t k = 0; k < n; k++)
        json_week(&rq->json, &w[k]);
    rq_list_close(rq, "forecast_weeks", NULL);
    return OK;
}

/* GET insights/forecast-health -> 200 */
enum err
forecast_health_get(struct rq *rq)
{
    struct forecast_model_proved m = { .mae_milli = I64_NONE };
    struct forecast_seen s = { 0 };
    struct forecast_weeks *w;
    int32_t today, from;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = monday(rq, FORECAST_DRIFT_WEEKS, &today, &from)) ||
        (e = forecast_weeks(rq->db, rq->arena, from, today, &w, &n)))
        return e;
    e = forecast_model_proved(rq->db, rq->arena, &m);
    if (e && e != ERR_NOT_FOUND)
        return e;
    for (size_t k = 0; k < n; k++) {
        s.n += w[k].n;
        s.error_sum += (uint64_t)w[k].error_sum;
        s.ranged_n += (uint64_t)w[k].ranged_n;
        s.covered_n += (uint64_t)w[k].covered_n;
    }
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "verdict",
        FORECAST_VERDICT_NAME[forecast_verdict(
            &s, m.mae_milli == I64_NONE ? -1 : m.mae_milli)]);
    json_id_or_null(j, "model_id", e ? 0 : m.id);
    json_day(j, "from", from);
    json_day(j, "to", today);
    json_u64(j, "payments", s.n);
    json_milli_or_null(
        j, "mae_days", s.n ? (int64_t)(s.error_sum * 1000 / s.n) : I64_NONE);
    json_milli_or_null(j, "proved_mae_days", m.mae_milli);
    json_milli_or_null(j, "within_range",
        s.ranged_n ? (int64_t)s.covered_n * PERCENT_MILLI / (int64_t)s.ranged_n
                   : I64_NONE);
    json_close(j, '}');
    return OK;
}
