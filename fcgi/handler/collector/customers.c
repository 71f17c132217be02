#include "handler/collector/customers.h"

#include <math.h>

#include "base/money.h"
#include "handler/common.h"
#include "store/case.h"
#include "store/q_customers.h"

/* -- what may be asked ------------------------------------------------------ */

static const char *const STATUS[] = { "active", "on_hold", "legal", "closed", NULL };
static const char *const RISK[] = { "low", "medium", "high", NULL };

/* In the order of SORT: each has its ascending at an even index, its opposite next. */
enum sort { BY_NAME, BY_NUMBER, BY_OPEN, BY_OVERDUE, BY_OLDEST, BY_LIMIT };
static const char *const SORT[] = { "name", "-name", "number", "-number", "open",
    "-open", "overdue", "-overdue", "oldest", "-oldest", "limit", "-limit", NULL };

const struct param CUSTOMERS_PARAMS[] = {
    { .name = "q", .summary = "part of the name or number" },
    { .name = "status", .kind = PARAM_ENUM, .names = STATUS },
    { .name = "tag", .max = 64 },
    { .name = "assignee", .kind = PARAM_ID, .summary = "the collector's id" },
    { .name = "unassigned", .kind = PARAM_BOOL, .summary = "nobody's" },
    { .name = "division", .max = 32, .summary = "its code" },
    { .name = "risk",
        .kind = PARAM_ENUM,
        .names = RISK,
        .summary = "highest class of its cases" },
    { .name = "min_overdue", .summary = "in the base currency" },
    { .name = "sort",
        .kind = PARAM_ENUM,
        .names = SORT,
        .summary = "amounts in the base currency; limit: use of the credit limit" },
    { .name = NULL },
};

struct ask {
    const char *status, *tag, *division, *risk, *q, *part;
    uint64_t assignee_id;
    bool unassigned;
    int64_t min_overdue;
    const char *rates; /* of currencies into the base currency: a minor unit each */
    enum sort sort;
    bool down, narrowed;
    struct rq_cursor after;
    struct customers_by_name_desc *row;
    size_t n;
};

#define FILTER                                                               \
    .scope = rq->who.scope, .status = a->status, .tag = a->tag,              \
    .assignee_id = a->assignee_id, .unassigned = a->unassigned,              \
    .division = a->division, .risk = a->risk, .min_overdue = a->min_overdue, \
    .q = a->q, .part = a->part

/* {"USD":0.92,…}: what a minor unit of each currency is in those of the base currency.
 */
static enum err
read_rates(struct rq *rq, const char **out)
{
    struct customers_rates *rate;
    const char *base;
    struct buf b;
    int32_t today;
    size_t n;
    enum err e;

    if ((e = company_currency(rq, &base)) || (e = company_today(rq, &today)) ||
        (e = customers_rates(rq->db, rq->arena, today, base, &rate, &n)))
        return e;
    buf_init(&b, rq->arena);
    buf_fmt(&b, "{\"%s\":1", base);
    for (size_t i = 0; i < n; i++)
        buf_fmt(&b, ",\"%s\":%.12g", rate[i].currency,
            (double)rate[i].rate_e8 / 1e8 *
                pow(10, money_exponent(base) - money_exponent(rate[i].currency)));
    buf_char(&b, '}');
    *out = b.text;
    return OK;
}

static enum err
read_ask(struct rq *rq, struct ask *a)
{
    size_t order = rq_enum(rq, "sort", 0);
    enum err e;

    *a = (struct ask){ .status = rq_text(rq, "status"),
        .tag = rq_text(rq, "tag"),
        .division = rq_text(rq, "division"),
        .risk = rq_text(rq, "risk"),
        .q = like_pattern(rq->arena, rq_text(rq, "q")),
        .part = rq_text(rq, "q"),
        .assignee_id = rq_id(rq, "assignee"),
        .unassigned = rq_bool(rq, "unassigned", false),
        .sort = (enum sort)(order / 2),
        .down = order % 2 };
    if ((e = base_amount(rq, "min_overdue", &a->min_overdue)))
        return e;
    a->narrowed = a->status || a->tag || a->division || a->risk || a->q ||
                  a->assignee_id || a->unassigned || a->min_overdue != I64_NONE;
    return read_rates(rq, &a->rates);
}

/* -- the rows -------------------------------------------------------------- */

#define BY(statement, kind, ...)                                            \
    do {                                                                    \
        const struct statement##_in in = { FILTER,                          \
            __VA_ARGS__.after_key = a->after.kind, .after_id = a->after.id, \
            .take = (uint32_t)rq->limit + 1 };                              \
        return statement(rq->db, rq->arena, &in, &a->row, &a->n);           \
    } while (0)

static enum err
find(struct rq *rq, struct ask *a)
{
    switch (a->sort) {
    case BY_NUMBER:
        if (a->down && a->narrowed)
            BY(customers_scan_number_desc, text);
        if (a->down)
            BY(customers_by_number_desc, text);
        if (a->narrowed)
            BY(customers_scan_number_asc, text);
        BY(customers_by_number_asc, text);
    case BY_OPEN:
        if (a->down)
            BY(customers_by_open_desc, key);
        BY(customers_by_open_asc, key);
    case BY_OVERDUE:
        if (a->down)
            BY(customers_by_overdue_desc, key);
        BY(customers_by_overdue_asc, key);
    case BY_OLDEST:
        if (a->down)
            BY(customers_by_oldest_desc, key);
        BY(customers_by_oldest_asc, key);
    case BY_LIMIT:
        if (a->down)
            BY(customers_by_limit_desc, key, .rates = a->rates, );
        BY(customers_by_limit_asc, key, .rates = a->rates, );
    default:
        if (a->down && a->narrowed)
            BY(customers_scan_name_desc, text);
        if (a->down)
            BY(customers_by_name_desc, text);
        if (a->narrowed)
            BY(customers_scan_name_asc, text);
        BY(customers_by_name_asc, text);
    }
}

/* Of all in sight, who owes most or longest: a fifth of the work of find(). A page that
 * is not full may lack those who owe nothing. */
static enum err
find_first(struct rq *rq, struct ask *a)
{
    uint32_t take = (uint32_t)rq->limit + 1;
    uint64_t scope = rq->who.scope, id = a->after.id;
    int64_t key = a->after.key;

    a->n = 0;
    if (a->narrowed)
        return OK;
    if (a->sort == BY_OPEN && a->down)
        return customers_first_by_open(
            rq->db, rq->arena, scope, key, id, take, &a->row, &a->n);
    if (a->sort == BY_OVERDUE && a->down)
        return customers_first_by_overdue(
            rq->db, rq->arena, scope, key, id, take, &a->row, &a->n);
    if (a->sort == BY_OLDEST && !a->down)
        return customers_first_by_oldest(
            rq->db, rq->arena, scope, key, id, take, &a->row, &a->n);
    return OK;
}

static struct rq_cursor
cursor_at(const struct ask *a, const struct customers_by_name_desc *row)
{
    if (a->sort == BY_NAME || a->sort == BY_NUMBER)
        return (struct rq_cursor){ .text = a->sort == BY_NAME ? row->name : row->number,
            .id = row->id };
    return (struct rq_cursor){ .key = row->n, .id = row->id };
}

/* -- the answer ------------------------------------------------------------ */

struct beside {
    struct customers_sums *sums;
    struct customers_beside *of;
    size_t sums_n, n;
};

static enum err
read_beside(struct rq *rq, const struct ask *a, size_t n, struct beside *out)
{
    uint64_t *ids = arena_new_n(rq->arena, n + 1, uint64_t);
    const char *json;
    enum err e;

    for (size_t i = 0; i < n; i++)
        ids[i] = a->row[i].id;
    json = case_ids_json(rq->arena, ids, n);
    if ((e = customers_sums(
             rq->db, rq->arena, json, rq->who.scope, &out->sums, &out->sums_n)))
        return e;
    return customers_beside(
        rq->db, rq->arena, json, rq->who.scope, a->rates, &out->of, &out->n);
}

/* open or overdue of one customer, an amount a currency */
static void
json_sums_of(
    struct json *j, const char *key, uint64_t id, const struct beside *b, bool overdue)
{
    json_open(j, key, '[');
    for (size_t i = 0; i < b->sums_n; i++) {
        const struct customers_sums *s = &b->sums[i];
        int64_t minor = overdue ? s->overdue_minor : s->open_minor;

        if (s->customer_id == id && minor)
            json_amount(j, NULL, minor, s->currency);
    }
    json_close(j, ']');
}

static void
json_customer(
    struct json *j, const struct customers_by_name_desc *c, const struct beside *b)
{
    static const struct customers_beside none = { .oldest_due_on = DAY_NONE,
        .limit_use = I64_NONE };
    const struct customers_beside *is = &none;

    for (size_t i = 0; i < b->n; i++)
        if (b->of[i].id == c->id)
            is = &b->of[i];
    json_open(j, NULL, '{');
    json_id(j, "id", c->id);
    json_text(j, "number", c->number);
    json_text(j, "name", c->name);
    json_text(j, "status", c->status);
    json_text(j, "country", c->country);
    json_text(j, "language", c->language);
    json_sums_of(j, "open", c->id, b, false);
    json_sums_of(j, "overdue", c->id, b, true);
    json_day_or_null(j, "oldest_due_on", is->oldest_due_on);
    json_milli_or_null(j, "limit_percent", is->limit_use);
    json_text(j, "risk", is->risk);
    json_text(j, "assignees", is->assignees);
    json_words(j, "tags", is->tags ? is->tags : "");
    json_close(j, '}');
}

/* GET customers -> 200 in the order asked for, by name */
enum err
customers_list(struct rq *rq)
{
    const char *tag =
        arena_fmt(rq->arena, "customers:%s", SORT[rq_enum(rq, "sort", 0)]);
    struct rq_cursor last;
    struct beside beside;
    struct ask a;
    bool first, more;
    enum err e;

    if ((e = read_ask(rq, &a)) || (e = rq_cursor(rq, tag, &a.after, &first)))
        return e;
    if (first)
        a.after.key = I64_NONE;
    if ((e = find_first(rq, &a)) || (a.n <= rq->limit && (e = find(rq, &a))))
        return e;
    if ((more = a.n > rq->limit)) {
        a.n = rq->limit;
        last = cursor_at(&a, &a.row[a.n - 1]);
    }
    if ((e = read_beside(rq, &a, a.n, &beside)))
        return e;
    rq_list_open(rq);
    for (size_t i = 0; i < a.n; i++)
        json_customer(&rq->json, &a.row[i], &beside);
    rq_list_close(rq, tag, more ? &last : NULL);
    return OK;
}
