#include "handler/collector/expected_cash.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/forecast.h"
#include "handler/common.h"
#include "store/q_forecast.h"

enum { WEEK = 7, WEEKS__MAX = 26, MONDAY = 1, GROUPS__MAX = 400 };

/* clang-format off */
#define WHERE                                                                     \
    { .name = "division", .kind = PARAM_TEXT, .summary = "a code; all when absent" }, \
    { .name = "currency", .kind = PARAM_CURRENCY, .summary = "all when absent, each for itself" }

const struct param EXPECTED_CASH_PARAMS[] = {
    WHERE,
    { .name = "weeks", .kind = PARAM_INT, .min = 1, .max = WEEKS__MAX, .summary = "13 when absent" },
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
    struct forecast_week week[WEEKS__MAX];
    uint64_t items[WEEKS__MAX];
};

struct cash {
    struct forecast_shape shape;
    int32_t today;
    int32_t first; /* Monday of this week */
    size_t weeks;
    struct group *group;
    size_t n;
};

/* -- weeks ----------------------------------------------------------------- */

static struct group *
group_of(struct cash *c, const struct forecast_open *o)
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

static void
add(const struct cash *c, struct group *g, int32_t due_on, int64_t minor,
    int32_t centre_milli, int32_t scale_milli)
{
    const struct forecast_item item = { due_on, centre_milli / 1000.0,
        scale_milli / 1000.0 };

    for (size_t w = 0; minor > 0 && w < c->weeks; w++) {
        int32_t from = c->first + (int32_t)w * WEEK;

        forecast_week_add(&g->week[w], minor,
            forecast_share(&c->shape, &item, c->today, from, from + WEEK - 1));
    }
}

static void
add_open(const struct cash *c, struct group *g, const struct forecast_open *o)
{
    int32_t on = o->expected_on < c->today ? c->today : o->expected_on;
    size_t week = (size_t)((on - c->first) / WEEK);
    int64_t disputed =
        o->disputed_minor < o->open_minor ? o->disputed_minor : o->open_minor;

    add(c, g, o->due_on, o->open_minor - disputed, o->centre_milli, o->scale_milli);
    add(c, g, o->due_on, disputed, o->disputed_milli, o->scale_milli);
    if (week < c->weeks)
        g->items[week]++;
}

static int
by_name(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    int c = strcmp(x->division, y->division);

    return c ? c : strcmp(x->currency, y->currency);
}

/* ERR_NOT_FOUND: nothing is predicted yet. */
static enum err
read_shape(struct rq *rq, struct cash *c)
{
    struct forecast_shape_in_force m;
    enum err e = forecast_shape_in_force(rq->db, rq->arena, &m);

    if (e)
        return e;
    if (m.shape.n != sizeof c->shape)
        return ERR_NOT_FOUND;
    memcpy(&c->shape, m.shape.data, sizeof c->shape);
    return OK;
}

static enum err
read_cash(struct rq *rq, struct cash *c)
{
    const char *currency = rq_text(rq, "currency");
    struct forecast_open_stream s;
    enum err e = read_shape(rq, c), closed;

    c->group = arena_new_n(rq->arena, GROUPS__MAX, struct group);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    if ((e = forecast_open_open(
             &s, rq->db, rq->who.scope, rq_text(rq, "division"), currency)))
        return e;
    while (!e && forecast_open_next(&s)) {
        struct group *g = group_of(c, &s.row);

        if (g)
            add_open(c, g, &s.row);
        else
            e = ERR_LIMIT;
    }
    closed = forecast_open_close(&s);
    e = e ? e : closed;
    if (!e)
        qsort(c->group, c->n, sizeof *c->group, by_name);
    return e;
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
    c.first = c.today - (date_weekday(c.today) - MONDAY);
    if ((e = read_cash(rq, &c)))
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
    json_text(j, "risk",
        i->late_permille < 100   ? "low"
        : i->late_permille < 350 ? "medium"
                                 : "high");
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
