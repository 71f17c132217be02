#include "handler/collector/insights.h"

#include "db/stmt.h"
#include "handler/common.h"
#include "handler/insight.h"
#include "service/insight_trend.h"
#include "store/q_insight.h"

static const char *const STEP[] = { "month", "week", "day", NULL };
static const char *const UNIT[] = { "days", "percent" };

const struct param INSIGHTS_PARAMS[] = {
    INSIGHT_PERIOD_PARAMS,
    INSIGHT_WHO_PARAMS,
    INSIGHT_AGING_PARAMS,
    { .name = NULL },
};

const struct param INSIGHTS_TREND_PARAMS[] = {
    { .name = "as_of", .kind = PARAM_DAY, .summary = "the last day: today" },
    { .name = "from", .kind = PARAM_DAY, .summary = "the first day: a year before" },
    { .name = "step",
        .kind = PARAM_ENUM,
        .names = STEP,
        .summary = "a row for each month (default), week or day" },
    INSIGHT_WHO_PARAMS,
    { .name = NULL },
};

/* GET insights -> 200 | 400 */
enum err
insights_report(struct rq *rq)
{
    struct insight_report r;
    enum err e = insight_make(rq, &r);

    if (e)
        return e;
    insight_json(rq_reply(rq, 200), &r, language_of(rq_text(rq, "language")));
    return OK;
}

static void
json_figure_row(struct rq *rq, const struct insight_report *r,
    const struct insight_currency *c, int k)
{
    struct json *j = &rq->json;
    const struct insight_definition *d = &INSIGHT_DEFINITIONS[k];

    json_open(j, NULL, '{');
    json_day(j, "as_of", r->window.as_of);
    json_day(j, "from", r->window.from);
    json_text(j, "currency", c->currency);
    json_text(j, "figure", d->name);
    json_text(j, "variant", d->variant);
    if (c->figure[k].known)
        json_milli(j, "value", c->figure[k].milli);
    else
        json_nil(j, "value");
    json_text(j, "unit", UNIT[d->unit]);
    json_text(j, "note", c->figure[k].note);
    json_text(j, "definition", d->text[language_of(rq_text(rq, "language"))]);
    json_close(j, '}');
}

/* GET insights/figures -> 200 the figures as a list, with what each means | 400 */
enum err
insights_figures(struct rq *rq)
{
    struct insight_report r;
    enum err e = insight_make(rq, &r);

    if (e)
        return e;
    rq_list_open(rq);
    for (size_t i = 0; i < r.currencies_n; i++)
        for (int k = 0; k < INSIGHT_FIGURE__MAX; k++)
            json_figure_row(rq, &r, &r.currencies[i], k);
    rq_list_close(rq, "insight_figures", NULL);
    return OK;
}

/* GET insights/choices -> 200 what the figures may be narrowed to */
enum err
insights_choices(struct rq *rq)
{
    struct insight_choices *c;
    struct json *j;
    size_t n;
    enum err e = insight_choices(rq->db, rq->arena, rq->who.scope, &c, &n);

    if (e)
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_open(j, "choices", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "kind", c[i].kind);
        json_text(j, "value", c[i].value);
        json_text(j, "label", c[i].label);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* -- over the years ------------------------------------------------------ */

static void
json_point(struct json *j, const struct insight_point *p)
{
    static const char *const BUCKET[DAY_BUCKETS] = { "not_due", "late_1_30",
        "late_31_60", "late_61_90", "late_91_plus" };
    const struct day_balance *d = &p->evening;

    json_open(j, NULL, '{');
    json_day(j, "from", p->from);
    json_day(j, "to", p->to);
    json_text(j, "currency", p->currency);
    json_money(j, "open", day_open(d), p->currency);
    for (int k = 0; k < DAY_BUCKETS; k++)
        json_money(j, BUCKET[k], d->bucket_minor[k], p->currency);
    json_money(j, "unapplied", -d->unapplied_minor, p->currency);
    json_money(j, "disputed", d->disputed_minor, p->currency);
    json_money(j, "promised", d->promised_minor, p->currency);
    json_money(j, "sales", p->sum.sales_minor, p->currency);
    json_money(j, "paid", p->sum.paid_minor, p->currency);
    json_milli_or_null(j, "dso", p->dso_milli);
    json_milli_or_null(j, "cei", p->cei_milli);
    json_milli_or_null(j, "adp", p->adp_milli);
    json_milli_or_null(j, "dbt", p->dbt_milli);
    json_milli_or_null(j, "past_due", p->past_due_milli);
    json_close(j, '}');
}

/* GET insights/trend -> 200 a row for each step and currency | 400 */
enum err
insights_trend(struct rq *rq)
{
    struct rq_cursor after = { 0 }, last;
    struct insight_trend t;
    struct insight_ask ask;
    size_t at, end;
    bool first;
    enum err e;

    if ((e = insight_ask_read(rq, &ask)) ||
        (e = rq_cursor(rq, "insight_trend", &after, &first)) ||
        (e = insight_trend(rq->db, rq->arena, &ask,
             (enum insight_step)rq_enum(rq, "step", INSIGHT_MONTHS), &t)))
        return e;
    at = first || after.key < 0 ? 0 : (size_t)after.key;
    end = t.points_n > at + rq->limit ? at + rq->limit : t.points_n;
    last = (struct rq_cursor){ .key = (int64_t)end, .id = 1 };
    rq_list_open(rq);
    for (; at < end; at++)
        json_point(&rq->json, &t.points[at]);
    rq_list_close(rq, "insight_trend", end < t.points_n ? &last : NULL);
    return OK;
}
