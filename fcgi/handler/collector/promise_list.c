#include "handler/collector/promises.h"

#include "base/text.h"
#include "domain/metric.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "store/q_promise_view.h"

enum view { ATTENTION, DUE, BROKEN, OPEN, KEPT, ALL };

static const char *const VIEW[] = { "attention", "due", "broken", "open", "kept", "all",
    NULL };

const struct param PROMISES_PARAMS[] = {
    { .name = "view",
        .kind = PARAM_ENUM,
        .names = VIEW,
        .summary = "attention: broken with something still open, and due" },
    { .name = "customer_id", .kind = PARAM_ID },
    { .name = "mine", .kind = PARAM_BOOL, .summary = "of customers assigned to me" },
    { .name = "division", .max = 32 },
    { .name = "currency", .kind = PARAM_CURRENCY },
    { .name = "q", .summary = "part of the customer's name or number" },
    { .name = NULL },
};

const struct param PROMISES_SUM_PARAMS[] = {
    { .name = "customer_id", .kind = PARAM_ID },
    { .name = "mine", .kind = PARAM_BOOL },
    { .name = NULL },
};

/* -- the list --------------------------------------------------------------- */

static void
json_plan(struct json *j, const struct promise_page *p)
{
    if (!p->plan_id) {
        json_nil(j, "plan");
        return;
    }
    json_open(j, "plan", '{');
    json_id(j, "id", p->plan_id);
    json_i64(j, "no", p->plan_no);
    json_i64(j, "of", p->plan_n);
    json_close(j, '}');
}

static void
json_promise_row(struct json *j, const struct promise_page *p)
{
    json_open(j, NULL, '{');
    json_id(j, "id", p->id);
    json_open(j, "customer", '{');
    json_id(j, "id", p->customer_id);
    json_text(j, "number", p->customer_number);
    json_text(j, "name", p->customer_name);
    json_close(j, '}');
    json_id(j, "case_id", p->case_id);
    json_text(j, "division", p->division);
    json_amount(j, "amount", p->amount_minor, p->currency);
    json_amount(j, "kept", p->kept_minor, p->currency);
    json_day(j, "made_on", p->made_on);
    json_day(j, "promised_on", p->promised_on);
    json_day(j, "judged_on", p->judged_on);
    json_text(j, "channel", p->channel);
    json_text(j, "note", p->note);
    json_text(j, "state", p->state);
    json_bool(j, "settled", p->settled);
    json_text(j, "by", p->by_name);
    json_plan(j, p);
    json_id_or_null(j, "replaces_id", p->replaces_id);
    json_text(j, "cancel_reason", p->cancel_reason);
    json_i64(j, "items", p->items_n);
    json_text(j, "item_numbers", p->item_numbers);
    json_person(j, "assignee", p->assignee_id, p->assignee_name);
    json_close(j, '}');
}

/* GET promises -> 200 what wants a person first */
enum err
promise_rows_list(struct rq *rq)
{
    struct rq_cursor after = { .key = INT64_MIN }, last;
    struct promise_page_in in = { .view = (uint32_t)rq_enum(rq, "view", ATTENTION),
        .scope = rq->who.scope,
        .customer_id = rq_id(rq, "customer_id"),
        .assignee_id = rq_bool(rq, "mine", false) ? rq->who.user_id : 0,
        .division = rq_text(rq, "division"),
        .q = like_pattern(rq->arena, rq_text(rq, "q")),
        .take = (uint32_t)rq->limit + 1 };
    char tag[32];
    struct promise_page *row;
    bool first, more;
    size_t n;
    enum err e;

    text_copy(tag, sizeof tag, arena_fmt(rq->arena, "promises:%u", in.view));
    if ((e = rq_cursor(rq, tag, &after, &first)) || (e = reach_listed(rq)) ||
        (e = company_today(rq, &in.today)))
        return e;
    in.currency = rq_text(rq, "currency");
    in.after_ord = after.key;
    in.after_id = after.id;
    if ((e = promise_page(rq->db, rq->arena, &in, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = row[n - 1].ord, .id = row[n - 1].id };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_promise_row(&rq->json, &row[i]);
    rq_list_close(rq, tag, more ? &last : NULL);
    return OK;
}

/* GET promises/{id} -> 200 | 404 */
enum err
promise_rows_get(struct rq *rq)
{
    struct promise_page_in in = { .view = ALL,
        .scope = rq->who.scope,
        .id = rq_part_id(rq, "id"),
        .after_ord = INT64_MIN,
        .take = 1 };
    struct promise_page *row;
    size_t n;
    enum err e;

    if ((e = company_today(rq, &in.today)) ||
        (e = promise_page(rq->db, rq->arena, &in, &row, &n)))
        return e;
    if (!n)
        return ERR_NOT_FOUND;
    rq_viewed(rq, "customer", row->customer_id, row->customer_id);
    json_promise_row(rq_reply(rq, 200), &row[0]);
    return OK;
}

/* -- figures ---------------------------------------------------------------- */

static bool
in_view(const struct promise_sums *s, enum view v)
{
    bool open = text_eq(s->state, "open");
    bool broken = text_eq(s->state, "broken") || text_eq(s->state, "partly");

    switch (v) {
    case ATTENTION:
        return (broken && !s->settled) || (open && s->due);
    case DUE:
        return open && s->due;
    case BROKEN:
        return broken;
    case OPEN:
        return open;
    case KEPT:
        return text_eq(s->state, "kept");
    case ALL:
        return true;
    }
    return false;
}

/* How many promises a view holds, and how much of what was promised is out, a
 * currency. */
static void
json_views(struct json *j, const struct promise_sums *s, size_t n)
{
    json_open(j, "views", '{');
    for (enum view v = ATTENTION; v <= ALL; v++) {
        int64_t count = 0;

        for (size_t i = 0; i < n; i++)
            count += in_view(&s[i], v) ? s[i].promises_n : 0;
        json_i64(j, VIEW[v], count);
    }
    json_close(j, '}');
}

static int64_t
sum_of(const struct promise_sums *s, size_t n, const char *currency, enum view v)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        if (text_eq(s[i].currency, currency) && in_view(&s[i], v))
            sum += s[i].amount_minor - s[i].kept_minor;
    return sum;
}

static void
json_sums(struct json *j, const struct promise_sums *s, size_t n)
{
    json_open(j, "sums", '[');
    for (size_t i = 0; i < n; i++) {
        if (i && text_eq(s[i].currency, s[i - 1].currency))
            continue;
        json_open(j, NULL, '{');
        json_text(j, "currency", s[i].currency);
        json_money(j, "open", sum_of(s, n, s[i].currency, OPEN), s[i].currency);
        json_money(j, "due", sum_of(s, n, s[i].currency, DUE), s[i].currency);
        json_money(j, "broken", sum_of(s, n, s[i].currency, BROKEN), s[i].currency);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static bool
judged_lately(const struct promise_sums *s)
{
    return s->lately && !text_eq(s->state, "open") && !text_eq(s->state, "cancelled");
}

static int64_t
count_state(const struct promise_sums *s, size_t n, const char *state)
{
    int64_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (judged_lately(&s[i]) && text_eq(s[i].state, state))
            count += s[i].promises_n;
    return count;
}

/* A share in percent; null where nothing was judged. */
static void
json_share(struct json *j, const char *key, int64_t part, int64_t whole)
{
    int64_t milli;

    if (metric_ratio(part, whole, &milli))
        json_nil(j, key);
    else
        json_milli(j, key, milli);
}

static void
json_by_amount(struct json *j, const struct promise_sums *s, size_t n)
{
    json_open(j, "by_amount", '[');
    for (size_t i = 0; i < n; i++) {
        int64_t promised = 0, received = 0;

        if (i && text_eq(s[i].currency, s[i - 1].currency))
            continue;
        for (size_t k = i; k < n && text_eq(s[k].currency, s[i].currency); k++)
            if (judged_lately(&s[k])) {
                promised += s[k].amount_minor;
                received += s[k].kept_minor;
            }
        if (!promised)
            continue;
        json_open(j, NULL, '{');
        json_text(j, "currency", s[i].currency);
        json_money(j, "promised", promised, s[i].currency);
        json_money(j, "received", received, s[i].currency);
        json_share(j, "share", received, promised);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_reliability(
    struct json *j, const struct promise_sums *s, size_t n, int32_t since_on)
{
    int64_t kept = count_state(s, n, "kept"), partly = count_state(s, n, "partly"),
            broken = count_state(s, n, "broken");

    json_open(j, "reliability", '{');
    json_day(j, "since", since_on);
    json_i64(j, "judged", kept + partly + broken);
    json_i64(j, "kept", kept);
    json_i64(j, "partly", partly);
    json_i64(j, "broken", broken);
    json_share(j, "by_count", kept, kept + partly + broken);
    json_by_amount(j, s, n);
    json_close(j, '}');
}

/* GET promises/summary -> 200 */
enum err
promises_summary(struct rq *rq)
{
    struct promise_sums *s;
    struct json *j;
    int32_t today;
    size_t n;
    enum err e;

    if ((e = reach_listed(rq)) || (e = company_today(rq, &today)) ||
        (e = promise_sums(rq->db, rq->arena, rq->who.scope, today,
             today - RELIABILITY_DAYS, rq_id(rq, "customer_id"),
             rq_bool(rq, "mine", false) ? rq->who.user_id : 0, &s, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_day(j, "as_of", today);
    json_views(j, s, n);
    json_sums(j, s, n);
    json_reliability(j, s, n, today - RELIABILITY_DAYS);
    json_close(j, '}');
    return OK;
}

/* GET customers/{id}/reliability -> 200 with the promises it is made of | 404 */
enum err
promises_reliability(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id");
    struct promise_parts *p;
    struct promise_sums *s;
    struct json *j;
    size_t n, p_n;
    int32_t today, since_on;
    enum err e;

    if ((e = reach_customer(rq, customer_id)) || (e = company_today(rq, &today)))
        return e;
    since_on = today - RELIABILITY_DAYS;
    if ((e = promise_sums(rq->db, rq->arena, rq->who.scope, today, since_on,
             customer_id, 0, &s, &n)) ||
        (e = promise_parts(
             rq->db, rq->arena, rq->who.scope, customer_id, since_on, &p, &p_n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_reliability(j, s, n, since_on);
    json_open(j, "parts", '[');
    for (size_t i = 0; i < p_n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", p[i].id);
        json_amount(j, "amount", p[i].amount_minor, p[i].currency);
        json_amount(j, "kept", p[i].kept_minor, p[i].currency);
        json_day(j, "promised_on", p[i].promised_on);
        json_day(j, "judged_on", p[i].judged_on);
        json_text(j, "state", p[i].state);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}
