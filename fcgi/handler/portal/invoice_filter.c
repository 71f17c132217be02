#include "handler/portal/invoice_filter.h"

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"
#include "base/zone.h"
#include "handler/common.h"

enum { OPEN, ALL, OVERDUE, NOT_DUE, DISPUTED, PROMISED, PAID };

enum { AMOUNT__MAX = 32 };

static const char *const STATE[] = { "open", "all", "overdue", "not_due", "disputed",
    "promised", "paid", NULL };

static const char *const SORT[] = { "due", "issued", "amount", "open", "number", NULL };

static const char *const ORDER[] = { "asc", "desc", NULL };

/* clang-format off */
#define FILTERS                                                                           \
    { .name = "state", .kind = PARAM_ENUM, .names = STATE },                              \
    { .name = "currency", .kind = PARAM_CURRENCY },                                       \
    { .name = "q", .summary = "part of the number, the reference, an order or a line" },  \
    { .name = "due_from", .kind = PARAM_DAY },                                            \
    { .name = "due_to", .kind = PARAM_DAY },                                              \
    { .name = "amount_from", .max = AMOUNT__MAX, .summary = "at least, as 1250.00" },     \
    { .name = "amount_to", .max = AMOUNT__MAX, .summary = "at most" },                    \
    { .name = "download", .kind = PARAM_ID, .summary = "those chosen for it" }

const struct param PORTAL_INVOICES_PARAMS[] = {
    FILTERS,
    { .name = "sort", .kind = PARAM_ENUM, .names = SORT },
    { .name = "order", .kind = PARAM_ENUM, .names = ORDER },
    { .name = NULL },
};

const struct param PORTAL_INVOICES_SUM_PARAMS[] = { FILTERS, { .name = NULL } };
/* clang-format on */

static enum err
refuse(struct rq *rq, const char *name, const char *why)
{
    faults_add(&rq->faults, arena_fmt(rq->arena, "?%s", name), "%s", why);
    return rq_problem(rq, ERR_INVALID, 400, "malformed", "The query is not proper.");
}

/* {"101":"2026-03-02"}: today, by division. */
static enum err
read_days(struct rq *rq, const char **out)
{
    struct portal_divisions *v;
    struct buf b;
    struct json j = { .out = &b };
    size_t n;
    enum err e;

    if ((e = portal_divisions(rq->db, rq->arena, rq->who.customer_id, &v, &n)))
        return e;
    buf_init(&b, rq->arena);
    json_open(&j, NULL, '{');
    for (size_t i = 0; i < n; i++)
        json_day(&j, arena_fmt(rq->arena, "%llu", (unsigned long long)v[i].id),
            zone_day(zone_find(v[i].time_zone), rq->now_us));
    json_close(&j, '}');
    *out = b.text;
    return OK;
}

/* {"EUR":125000,"JPY":1250}: the amount in minor units, by currency. */
static enum err
read_amount(struct rq *rq, const char *name, const char **out)
{
    const char *text = rq_text(rq, name);
    struct portal_currencies *c;
    struct buf b;
    struct json j = { .out = &b };
    int64_t minor;
    size_t n, understood = 0;
    enum err e;

    if (!text)
        return OK;
    if ((e = portal_currencies(rq->db, rq->arena, rq->who.customer_id, &c, &n)))
        return e;
    buf_init(&b, rq->arena);
    json_open(&j, NULL, '{');
    for (size_t i = 0; i < n; i++)
        if (!money_parse(text, c[i].currency, &minor)) {
            json_i64(&j, c[i].currency, minor);
            understood++;
        }
    json_close(&j, '}');
    *out = b.text;
    return understood || !n ? OK
                            : refuse(rq, name, "must be an amount such as 1250.00");
}

enum err
portal_wanted(struct rq *rq, struct portal_invoices_sum_in *out)
{
    size_t state = rq_enum(rq, "state", OPEN);
    bool settled = state == ALL || state == PAID;
    enum err e;

    *out = (struct portal_invoices_sum_in){ .customer_id = rq->who.customer_id,
        .item_id = rq->who.item_id,
        .is_open = settled ? U32_NONE : 1,
        .state = state == OPEN || state == ALL ? NULL : STATE[state],
        .currency = rq_text(rq, "currency"),
        .download = rq_id(rq, "download"),
        .q = like_pattern(rq->arena, rq_text(rq, "q")),
        .due_from = rq_day(rq, "due_from", DAY_NONE),
        .due_to = rq_day(rq, "due_to", DAY_NONE) };
    if ((e = read_days(rq, &out->days)) ||
        (e = read_amount(rq, "amount_from", &out->least)))
        return e;
    return read_amount(rq, "amount_to", &out->most);
}

const char *
portal_order(struct rq *rq, bool *down)
{
    bool all = rq_enum(rq, "state", OPEN) == ALL;
    size_t sort = rq_enum(rq, "sort", all ? 1 : 0);

    *down = rq_enum(rq, "order", all && !rq_text(rq, "sort")) == 1;
    return SORT[sort];
}
