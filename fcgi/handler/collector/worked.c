#include "handler/collector/worked.h"

#include "handler/common.h"
#include "handler/insight.h"
#include "service/effect.h"
#include "service/work_share.h"

enum { YEAR_DAYS = 366 };

static const char *const STEP[] = { "week", "day", NULL };

/* clang-format off */
#define PERIOD                                                                     \
    { .name = "from", .kind = PARAM_DAY, .summary = "90 days up to the end when absent" }, \
    { .name = "to", .kind = PARAM_DAY, .summary = "today when absent" }
/* clang-format on */

const struct param EFFECTIVENESS_PARAMS[] = {
    { .name = "by",
        .kind = PARAM_ENUM,
        .names = EFFECT_BY_NAME,
        .summary = "a row for each: template (default), step, channel, weekday or hour "
                   "of sending, strategy and version" },
    PERIOD,
    INSIGHT_WHO_PARAMS,
    { .name = NULL },
};

const struct param WORK_PARAMS[] = {
    { .name = "step",
        .kind = PARAM_ENUM,
        .names = STEP,
        .summary = "a row for each week (default) or day" },
    PERIOD,
    INSIGHT_WHO_PARAMS,
    { .name = NULL },
};

static enum err
read_period(struct rq *rq, struct insight_who *who, int32_t *from, int32_t *to)
{
    int32_t today;
    enum err e = company_today(rq, &today);

    if (e || (e = insight_who_read(rq, who)))
        return e;
    *to = rq_day(rq, "to", today);
    *from = rq_day(rq, "from", *to - EFFECT_PERIOD_DAYS + 1);
    insight_who_as_of(who, *to, today);
    if (*to > today)
        faults_add(&rq->faults, "?to", "has not come yet");
    if (*from > *to)
        faults_add(&rq->faults, "?from", "is after the end");
    else if (*to - *from > INSIGHT_YEARS__MAX * YEAR_DAYS)
        faults_add(&rq->faults, "?from", "is more than five years before the end");
    if (!rq->faults.n)
        return OK;
    return rq_problem(rq, ERR_INVALID, 400, "malformed", "The query is not proper.");
}

/* The rows of a list that is whole in memory, from where the last page ended. */
struct page {
    size_t at, end, all;
};

static enum err
page_begin(struct rq *rq, const char *tag, struct page *p)
{
    struct rq_cursor after = { 0 };
    bool first;
    enum err e = rq_cursor(rq, tag, &after, &first);

    *p = (struct page){ .at = first || after.key < 0 ? 0 : (size_t)after.key };
    return e;
}

static void
page_of(struct rq *rq, struct page *p, size_t all)
{
    p->all = all;
    p->end = all > p->at + rq->limit ? p->at + rq->limit : all;
    rq_list_open(rq);
}

static void
page_end(struct rq *rq, const char *tag, const struct page *p)
{
    const struct rq_cursor last = { .key = (int64_t)p->end, .id = 1 };

    rq_list_close(rq, tag, p->end < p->all ? &last : NULL);
}

/* GET insights/effectiveness -> 200 a row for each key, currency and window | 400 */
enum err
effectiveness_list(struct rq *rq)
{
    struct effect_report r;
    struct effect_ask ask = { .by = EFFECT_BY_TEMPLATE };
    struct page p;
    enum err e;

    if ((e = read_period(rq, &ask.who, &ask.from, &ask.to)) ||
        (e = page_begin(rq, "effectiveness", &p)))
        return e;
    ask.by = (enum effect_by)rq_enum(rq, "by", EFFECT_BY_TEMPLATE);
    if ((e = effect_report(rq->db, rq->arena, &ask, &r)))
        return e;
    page_of(rq, &p, r.rows_n * EFFECT_WINDOWS);
    for (size_t k = p.at; k < p.end; k++)
        effect_row_json(
            &rq->json, &r, &r.rows[k / EFFECT_WINDOWS], (int)(k % EFFECT_WINDOWS));
    page_end(rq, "effectiveness", &p);
    return OK;
}

static void
json_work(struct json *j, const struct work_point *p)
{
    const struct work_count *c = p->count;

    json_open(j, NULL, '{');
    json_day(j, "from", p->from);
    json_day(j, "to", p->to);
    json_u64(j, "messages_by_itself", c[WORK_MESSAGES].itself);
    json_u64(j, "messages_by_hand", c[WORK_MESSAGES].by_hand);
    json_u64(j, "follow_ups_by_itself", c[WORK_FOLLOW_UPS].itself);
    json_u64(j, "follow_ups_by_hand", c[WORK_FOLLOW_UPS].by_hand);
    json_u64(j, "promises_by_customers", c[WORK_PROMISES].itself);
    json_u64(j, "promises_by_staff", c[WORK_PROMISES].by_hand);
    json_u64(j, "disputes_by_customers", c[WORK_DISPUTES].itself);
    json_u64(j, "disputes_by_staff", c[WORK_DISPUTES].by_hand);
    json_u64(j, "payments_by_portal", c[WORK_PAYMENTS].itself);
    json_u64(j, "payments_reported", c[WORK_PAYMENTS].by_hand);
    json_close(j, '}');
}

/* GET insights/work -> 200 a row for each week or day, oldest first | 400 */
enum err
work_list(struct rq *rq)
{
    struct work_point *point;
    struct insight_who who;
    int32_t from, to;
    struct page p;
    size_t n;
    enum err e;

    if ((e = read_period(rq, &who, &from, &to)) ||
        (e = page_begin(rq, "insight_work", &p)) ||
        (e = work_share(rq->db, rq->arena, &who, from, to, rq_enum(rq, "step", 0) == 0,
             &point, &n)))
        return e;
    page_of(rq, &p, n);
    for (size_t k = p.at; k < p.end; k++)
        json_work(&rq->json, &point[k]);
    page_end(rq, "insight_work", &p);
    return OK;
}
