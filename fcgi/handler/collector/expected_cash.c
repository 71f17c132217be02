#include "handler/collector/expected_cash.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/forecast.h"
#include "domain/risk.h"
#include "handler/collector/cash_targets.h"
#include "handler/common.h"
#include "store/q_forecast.h"

enum { WEEK = 7, GROUPS__MAX = 400 };

/* clang-format off */
#define WHERE                                                                     \
    { .name = "division", .kind = PARAM_TEXT, .summary = "a code; all when absent" }, \
    { .name = "currency", .kind = PARAM_CURRENCY, .summary = "all when absent, each for itself" }

const struct param EXPECTED_CASH_PARAMS[] = {
    WHERE,
    { .name = "weeks", .kind = PARAM_INT, .min = 1, .max = FORECAST_WEEKS__MAX, .summary = "13 when absent" },
    { .name = NULL },
};

const struct param EXPECTED_ITEMS_PARAMS[] = {
    WHERE,
    { .name = "from", .kind = PARAM_DAY, .summary = "expected on this day or later: today" },
    { .name = "to", .kind = PARAM_DAY, .summary = "and not after this one" },
    { .name = NULL },
};
/* clang-format on */

/* What one division expects in one currency. */
struct group {
    char division[64], currency[4];
    struct forecast_week week[FORECAST_WEEKS__MAX];
    uint64_t items[FORECAST_WEEKS__MAX];
};

struct cash {
    int32_t today;
    int32_t first; /* Monday of this week */
    size_t weeks;
    struct group *group;
    size_t n;
    struct cash_target_place_of *target;
    size_t targets_n;
};

/* -- weeks ----------------------------------------------------------------- */

static struct group *
group_of(struct cash *c, const struct forecast_of_cases *o)
{
    for (size_t k = 0; k < c->n; k++)
        if (text_eq(c->group[k].division, o->division) &&
            text_eq(c->group[k].currency, o->currency))
            return &c->group[k];
    if (c->n == GROUPS__MAX)
        return NULL;
    snprintf(c->group[c->n].division, sizeof c->group->division, "%s", o->division);
    memcpy(c->group[c->n].currency, o->currency, sizeof o->currency);
    return &c->group[c->n++];
}

static int
by_name(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    int c = strcmp(x->division, y->division);

    return c ? c : strcmp(x->currency, y->currency);
}

static enum err
add(const struct cash *c, struct group *g, const struct forecast_of_cases *row)
{
    struct forecast_inflow w;

    if (!g)
        return ERR_LIMIT;
    if (row->weeks.n != sizeof w)
        return OK; /* of another version: about to be predicted */
    memcpy(&w, row->weeks.data, sizeof w);
    forecast_inflow_sum(&w, row->predicted_on, c->today, c->weeks, g->week, g->items);
    return OK;
}

static enum err
read_cash(struct rq *rq, struct cash *c)
{
    struct forecast_of_cases_stream s;
    enum err e, closed;

    c->group = arena_new_n(rq->arena, GROUPS__MAX, struct group);
    if ((e = forecast_of_cases_open(&s, rq->db, rq->who.scope, rq_text(rq, "division"),
             rq_text(rq, "currency"))))
        return e;
    while (!e && forecast_of_cases_next(&s))
        e = add(c, group_of(c, &s.row), &s.row);
    closed = forecast_of_cases_close(&s);
    e = e ? e : closed;
    if (!e)
        qsort(c->group, c->n, sizeof *c->group, by_name);
    return e;
}

/* Of the days that the week still has; nothing where no target holds. */
static void
json_target(struct json *j, const struct cash *c, const struct group *g, int32_t from,
    int32_t to)
{
    int64_t minor;

    for (size_t k = 0; k < c->targets_n; k++)
        if (text_eq(c->target[k].division, g->division) &&
            text_eq(c->target[k].currency, g->currency) &&
            cash_target_of(c->target[k].target, c->target[k].n, from, to, &minor)) {
            json_money(j, "target", minor, g->currency);
            return;
        }
    json_nil(j, "target");
}

static void
json_week(struct json *j, const struct cash *c, const struct group *g, size_t week)
{
    struct forecast_range r = forecast_week_range(&g->week[week]);
    int32_t from = c->first + (int32_t)week * WEEK;

    json_open(j, NULL, '{');
    json_text(j, "division", g->division);
    json_text(j, "currency", g->currency);
    json_day(j, "from", from < c->today ? c->today : from);
    json_day(j, "to", from + WEEK - 1);
    json_money(j, "p10", r.p10, g->currency);
    json_money(j, "p50", r.p50, g->currency);
    json_money(j, "p90", r.p90, g->currency);
    json_target(j, c, g, from < c->today ? c->today : from, from + WEEK - 1);
    json_u64(j, "items", g->items[week]);
    json_close(j, '}');
}

/* GET insights/expected-cash -> 200 a row a division, currency and week | 400 */
enum err
expected_cash_list(struct rq *rq)
{
    struct cash c = { .weeks = (size_t)rq_i64(rq, "weeks", FORECAST_WEEKS) };
    struct rq_cursor after = { 0 }, last;
    size_t all, k;
    bool first;
    enum err e;

    if ((e = rq_cursor(rq, "expected_cash", &after, &first)) ||
        (e = company_today(rq, &c.today)))
        return e;
    c.first = forecast_monday(c.today);
    if ((e = read_cash(rq, &c)) ||
        (e = cash_targets_read(rq, rq_text(rq, "division"), rq_text(rq, "currency"),
             &c.target, &c.targets_n)))
        return e;
    all = c.n * c.weeks;
    rq_list_open(rq);
    for (k = after.id; k < all && k < after.id + rq->limit; k++)
        json_week(&rq->json, &c, &c.group[k / c.weeks], k % c.weeks);
    last = (struct rq_cursor){ .id = k };
    rq_list_close(rq, "expected_cash", k < all ? &last : NULL);
    return OK;
}

/* -- the invoices behind them ------------------------------------------------- */

static void
json_later(struct json *j, const char *key, int32_t on, int32_t today)
{
    json_day(j, key, on < today ? today : on);
}

void
json_expected_on(struct json *j, int32_t today, int32_t expected_on, int32_t from_on,
    int32_t to_on, const char *reasons)
{
    if (expected_on == DAY_NONE) {
        json_nil(j, "expected_on");
        json_nil(j, "expected_from");
        json_nil(j, "expected_to");
        json_raw(j, "expected_why", "[]", 2);
        return;
    }
    json_later(j, "expected_on", expected_on, today);
    json_later(j, "expected_from", from_on, today);
    json_later(j, "expected_to", to_on, today);
    json_raw(j, "expected_why", reasons, strlen(reasons));
}

static void
json_item(struct json *j, int32_t today, const struct forecast_items *i)
{
    json_open(j, NULL, '{');
    json_id(j, "id", i->id);
    json_id(j, "item_id", i->item_id);
    json_id(j, "customer_id", i->customer_id);
    json_text(j, "customer_number", i->customer_number);
    json_text(j, "customer_name", i->customer_name);
    json_text(j, "division", i->division);
    json_text(j, "number", i->number);
    json_u64(j, "seq", i->seq);
    json_text(j, "source_system", i->source_system);
    json_text(j, "source_id", i->source_id);
    json_text(j, "currency", i->currency);
    json_day(j, "due_on", i->due_on);
    json_money(j, "open", i->open_minor, i->currency);
    json_expected_on(j, today, i->expected_on, i->from_on, i->to_on, i->reasons);
    json_text(
        j, "risk", RISK_NAME[risk_judge((int32_t)i->late_permille, -1, RISK_UNKNOWN)]);
    json_close(j, '}');
}

/* GET insights/expected-cash/items -> 200 the soonest first | 400 */
enum err
expected_items_list(struct rq *rq)
{
    struct rq_cursor after = { .key = DATE_DAY__MIN }, last;
    struct forecast_items *i;
    int32_t today;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "expected_items", &after, &first)) ||
        (e = company_today(rq, &today)))
        return e;
    const struct forecast_items_in in = { .scope = rq->who.scope,
        .division = rq_text(rq, "division"),
        .currency = rq_text(rq, "currency"),
        .today = today,
        .from_on = rq_day(rq, "from", today),
        .to_on = rq_day(rq, "to", DATE_DAY__MAX),
        .after_on = (int32_t)after.key,
        .after_id = after.id,
        .take = (uint32_t)rq->limit + 1 };

    if ((e = forecast_items(rq->db, rq->arena, &in, &i, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){
            .key = i[n - 1].expected_on < today ? today : i[n - 1].expected_on,
            .id = i[n - 1].id
        };
    }
    rq_list_open(rq);
    for (size_t k = 0; k < n; k++)
        json_item(&rq->json, today, &i[k]);
    rq_list_close(rq, "expected_items", more ? &last : NULL);
    return OK;
}
