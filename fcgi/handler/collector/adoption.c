#include "handler/collector/adoption.h"

#include "base/text.h"
#include "handler/common.h"
#include "store/q_adoption.h"

enum { PERIOD_DAYS = 90, PERIOD__MAX = 3 * 366, SOON_DAYS = 14, SOON__MAX = 365 };

static const char *const WHICH[] = { "all", "invited", "active", "paying", "prompted",
    "pays", NULL };

/* clang-format off */
#define PERIOD                                                                              \
    { .name = "from", .kind = PARAM_DAY, .summary = "90 days before the end" },             \
    { .name = "to", .kind = PARAM_DAY, .summary = "today" },                                \
    { .name = "days", .kind = PARAM_INT, .min = 0, .max = SOON__MAX,                        \
      .summary = "how soon after a reminder or visit a payment counts: 14" }

const struct param ADOPTION_PARAMS[] = { PERIOD, { .name = NULL } };

const struct param ADOPTION_CUSTOMERS_PARAMS[] = {
    PERIOD,
    { .name = "which", .kind = PARAM_ENUM, .names = WHICH },
    { .name = "tag", .max = 64, .summary = "of this segment alone" },
    { .name = NULL },
};
/* clang-format on */

struct period {
    int32_t from, to;
    uint32_t days;
};

static enum err
read_period(struct rq *rq, struct period *p)
{
    int32_t today;
    enum err e = company_today(rq, &today);

    if (e)
        return e;
    p->to = rq_day(rq, "to", today);
    p->from = rq_day(rq, "from", p->to - PERIOD_DAYS);
    p->days = (uint32_t)rq_i64(rq, "days", SOON_DAYS);
    if (p->from > p->to)
        faults_add(&rq->faults, "?from", "is after the end");
    else if (p->to - p->from > PERIOD__MAX)
        faults_add(&rq->faults, "?from", "is more than three years before the end");
    else
        return OK;
    return rq_problem(rq, ERR_INVALID, 400, "malformed", "The query is not proper.");
}

/* -- figures --------------------------------------------------------------- */

static void
json_money_of(struct json *j, const struct adoption_money *m, size_t n, const char *tag)
{
    json_open(j, "money", '[');
    for (size_t i = 0; i < n; i++) {
        if (!text_eq(m[i].tag, tag))
            continue;
        json_open(j, NULL, '{');
        json_text(j, "currency", m[i].currency);
        json_u64(j, "payments", m[i].payments);
        json_u64(j, "payments_through", m[i].through);
        json_money(j, "amount", m[i].amount_minor, m[i].currency);
        json_money(j, "amount_through", m[i].through_minor, m[i].currency);
        json_u64(j, "invoices", m[i].invoices);
        json_u64(j, "invoices_through", m[i].invoices_through);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static enum err
json_segments(struct rq *rq, struct json *j, const struct period *p)
{
    struct adoption_segments *s;
    struct adoption_money *m;
    size_t s_n, m_n;
    enum err e;

    if ((e = adoption_segments(
             rq->db, rq->arena, rq->who.scope, p->from, p->to, p->days, &s, &s_n)) ||
        (e = adoption_money(
             rq->db, rq->arena, rq->who.scope, p->from, p->to, &m, &m_n)))
        return e;
    json_open(j, "segments", '[');
    for (size_t i = 0; i < s_n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "tag", *s[i].tag ? s[i].tag : NULL);
        json_u64(j, "customers", s[i].customers);
        json_u64(j, "invited", s[i].invited);
        json_u64(j, "active", s[i].active);
        json_u64(j, "paying", s[i].paying);
        json_u64(j, "prompted", s[i].prompted);
        json_u64(j, "pays", s[i].pays);
        json_money_of(j, m, m_n, s[i].tag);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static enum err
json_months(struct rq *rq, struct json *j, const struct period *p)
{
    struct adoption_months *m;
    size_t n;
    enum err e;

    if ((e = adoption_months(rq->db, rq->arena, rq->who.scope, p->from, p->to, &m, &n)))
        return e;
    json_open(j, "months", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "month", m[i].month);
        json_u64(j, "invited", m[i].invited);
        json_u64(j, "active", m[i].active);
        json_u64(j, "paying", m[i].paying);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

/* GET adoption -> 200 figures of everybody, then of each segment, and by month | 400 */
enum err
adoption_get(struct rq *rq)
{
    struct period p;
    struct json *j;
    enum err e;

    if ((e = read_period(rq, &p)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_day(j, "from", p.from);
    json_day(j, "to", p.to);
    json_u64(j, "days", p.days);
    if ((e = json_segments(rq, j, &p)) || (e = json_months(rq, j, &p)))
        return e;
    json_close(j, '}');
    return OK;
}

/* -- the rows behind them -------------------------------------------------- */

static void
json_row(struct json *j, const struct adoption_customers *c)
{
    json_open(j, NULL, '{');
    json_id(j, "id", c->id);
    json_text(j, "number", c->number);
    json_text(j, "name", c->name);
    json_day_or_null(j, "invited_on", c->invited_on);
    json_day_or_null(j, "visited_on", c->visited_on);
    json_u64(j, "visits", c->visits);
    json_u64(j, "reminders", c->reminders);
    json_u64(j, "prompts", c->prompts);
    json_u64(j, "prompts_paid", c->prompts_paid);
    json_u64(j, "payments", c->payments);
    json_u64(j, "payments_through", c->through);
    json_day_or_null(j, "paid_on", c->paid_on);
    json_close(j, '}');
}

/* GET adoption/customers -> 200 the customers that one of the figures counts | 400 */
enum err
adoption_customers_list(struct rq *rq)
{
    struct rq_cursor after = { 0 }, last;
    struct adoption_customers *c;
    struct period p;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = read_period(rq, &p)) || (e = rq_cursor(rq, "adoption", &after, &first)))
        return e;
    const struct adoption_customers_in in = { .scope = rq->who.scope,
        .which = WHICH[rq_enum(rq, "which", 0)],
        .tag = rq_text(rq, "tag"),
        .from_on = p.from,
        .to_on = p.to,
        .days = p.days,
        .after_id = after.id,
        .take = (uint32_t)rq->limit + 1 };

    if ((e = adoption_customers(rq->db, rq->arena, &in, &c, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .id = c[n - 1].id };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_row(&rq->json, &c[i]);
    rq_list_close(rq, "adoption", more ? &last : NULL);
    return OK;
}
