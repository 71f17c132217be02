#include "handler/collector/payments.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "handler/pay.h"
#include "service/start_payment.h"
#include "service/take_payment_report.h"
#include "store/q_payment_view.h"

enum { REASON__MAX = 200 };

static const char *const STATE[] = { "open", "processing", "failed", "cancelled",
    "expired", "succeeded", "under_way", NULL };
static const char *const PROVIDER[] = { "transfer", "sandbox", "stripe", NULL };

const struct param PAYMENTS_PARAMS[] = {
    { .name = "customer_id", .kind = PARAM_ID },
    { .name = "state", .kind = PARAM_ENUM, .names = STATE },
    { .name = "provider", .kind = PARAM_ENUM, .names = PROVIDER },
    { .name = NULL },
};

static void
json_row(struct json *j, const struct payment_page *p)
{
    json_id(j, "id", p->id);
    json_open(j, "customer", '{');
    json_id(j, "id", p->customer_id);
    json_text(j, "number", p->customer_number);
    json_text(j, "name", p->customer_name);
    json_close(j, '}');
    json_text(j, "division", p->division);
    json_text(j, "provider", p->provider);
    json_bool(j, "trial", pay_is_trial(p->provider));
    json_text(j, "state", p->state);
    json_text(j, "currency", p->currency);
    json_money(j, "amount", p->amount_minor, p->currency);
    json_money(j, "credit", p->credit_minor, p->currency);
    json_money(j, "captured", p->captured_minor, p->currency);
    json_money(j, "surplus", p->surplus_minor, p->currency);
    json_money(j, "returned", p->returned_minor, p->currency);
    json_text(j, "reference", p->reference);
    json_instant(j, "created_at", p->created_at);
    json_instant_or_null(j, "ended_at", p->ended_at);
    json_instant(j, "expires_at", p->expires_at);
    json_text(j, "why", p->why);
}

/* GET payment-intents -> 200 the newest first | 404 */
enum err
payments_list(struct rq *rq)
{
    size_t state = rq_enum(rq, "state", SIZE_MAX), provider, n;
    bool under_way = state != SIZE_MAX && text_eq(STATE[state], "under_way");
    uint64_t customer_id = rq_id(rq, "customer_id");
    struct rq_cursor at = { .key = rq->now_us + 1, .id = UINT64_MAX }, last;
    struct payment_page_in in = { .scope = rq->who.scope,
        .customer_id = customer_id,
        .live = under_way ? 1 : U32_NONE };
    struct payment_page *p;
    struct json *j;
    bool first, more;
    enum err e;

    if ((e = rq_cursor(rq, "payment-intents", &at, &first)) ||
        (customer_id && (e = reach_customer(rq, customer_id))))
        return e;
    provider = rq_enum(rq, "provider", SIZE_MAX);
    in.state = state == SIZE_MAX || under_way ? NULL : STATE[state];
    in.provider = provider == SIZE_MAX ? NULL : PROVIDER[provider];
    in.before_at = at.key;
    in.before_id = at.id;
    in.take = (uint32_t)rq->limit + 1;
    if ((e = payment_page(rq->db, rq->arena, &in, &p, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = p[n - 1].created_at, .id = p[n - 1].id };
    }
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_row(j, &p[i]);
        json_close(j, '}');
    }
    rq_list_close(rq, "payment-intents", more ? &last : NULL);
    return OK;
}

/* -- one ------------------------------------------------------------------- */

static enum err
find(struct rq *rq, struct payment_page *out)
{
    const struct payment_page_in in = { .scope = rq->who.scope,
        .id = rq_part_id(rq, "id"),
        .live = U32_NONE,
        .before_at = rq->now_us + 1,
        .before_id = UINT64_MAX,
        .take = 1 };
    struct payment_page *p;
    size_t n;
    enum err e = payment_page(rq->db, rq->arena, &in, &p, &n);

    if (e)
        return e;
    if (!n)
        return ERR_NOT_FOUND;
    *out = p[0];
    if (text_eq(rq->method, "GET"))
        rq_viewed(rq, "customer", p->customer_id, p->customer_id);
    return OK;
}

static enum err
json_by(struct rq *rq, struct json *j, const struct payment_page *p)
{
    uint64_t contact_id = 0, person_id = 0;
    struct payment_by *by;
    size_t n;
    enum err e;

    if (text_starts(p->actor_id, "person:")) {
        if (text_u64(p->actor_id + strlen("person:"), &person_id))
            person_id = 0;
    } else if (text_eq(p->actor_kind, "contact") &&
               text_u64(p->actor_id, &contact_id)) {
        contact_id = 0;
    }
    e = payment_by(rq->db, rq->arena, p->actor_id, contact_id, person_id, &by, &n);
    if (!e)
        json_text(j, "by", n ? by[0].name : NULL);
    return e;
}

static enum err
json_parts(struct rq *rq, struct json *j, const struct payment_page *p)
{
    struct payment_parts *parts;
    size_t n;
    enum err e = payment_parts(rq->db, rq->arena, p->id, &parts, &n);

    for (int credit = 0; credit < 2 && !e; credit++) {
        json_open(j, credit ? "credits" : "lines", '[');
        for (size_t i = 0; i < n; i++) {
            if (parts[i].credit != credit)
                continue;
            json_open(j, NULL, '{');
            json_id(j, "item_id", parts[i].item_id);
            json_text(j, "number", parts[i].number);
            json_money(j, "amount", parts[i].minor, p->currency);
            json_money(
                j, credit ? "applied" : "paid", parts[i].booked_minor, p->currency);
            json_close(j, '}');
        }
        json_close(j, ']');
    }
    return e;
}

static enum err
json_events(struct rq *rq, struct json *j, const struct payment_page *p)
{
    struct payment_events *v;
    struct payment_returns *r;
    size_t n, r_n;
    enum err e;

    if ((e = payment_events(rq->db, rq->arena, p->id, &v, &n)) ||
        (e = payment_returns(rq->db, rq->arena, p->id, &r, &r_n)))
        return e;
    json_open(j, "events", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_instant(j, "at", v[i].received_at);
        json_text(j, "kind", v[i].kind);
        if (v[i].amount_minor == I64_NONE)
            json_nil(j, "amount");
        else
            json_money(j, "amount", v[i].amount_minor, p->currency);
        json_text(j, "outcome", v[i].outcome);
        json_text(j, "note", v[i].note ? v[i].note : v[i].why);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "returns", '[');
    for (size_t i = 0; i < r_n; i++) {
        json_open(j, NULL, '{');
        json_instant(j, "at", r[i].at);
        json_text(j, "kind", r[i].kind);
        json_money(j, "amount", r[i].minor, p->currency);
        json_id(j, "item_id", r[i].item_id);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static enum err
json_booked(struct rq *rq, struct json *j, const struct payment_page *p)
{
    struct payment_booked *b;
    size_t n;
    enum err e = payment_booked(rq->db, rq->arena, p->id,
        arena_fmt(rq->arena, "payment:%" PRIu64 ":%%", p->id), &b, &n);

    if (e)
        return e;
    json_open(j, "booked", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_day(j, "on", b[i].effective_on);
        json_text(j, "credit_number", b[i].credit_number);
        json_text(j, "item_number", b[i].item_number);
        json_money(j, "amount", b[i].minor, p->currency);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static bool
can_refund(const struct rq *rq, const struct payment_page *p)
{
    const struct payment_provider *v = payment_provider_find(p->provider);

    return v && v->give_back && p->captured_minor > p->returned_minor &&
           rq->who.rights & RIGHT_APPROVE;
}

/* GET payment-intents/{id} -> 200 | 404 */
enum err
payments_get(struct rq *rq)
{
    struct payment_page p;
    struct json *j;
    enum err e;

    if ((e = find(rq, &p)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_row(j, &p);
    json_text(j, "provider_id", p.capture_id ? p.capture_id : p.provider_id);
    json_id_or_null(j, "payment_id", p.payment_item_id);
    json_bool(j, "can_refund", can_refund(rq, &p));
    json_money(j, "refundable", p.captured_minor - p.returned_minor, p.currency);
    if ((e = json_by(rq, j, &p)) || (e = json_parts(rq, j, &p)) ||
        (e = json_events(rq, j, &p)) || (e = json_booked(rq, j, &p)))
        return e;
    json_close(j, '}');
    return OK;
}

/* POST payment-intents/{id}/cancel -> 200 {id} | 404 | 409 */
enum err
payments_cancel(struct rq *rq)
{
    const struct payment_env env = pay_env(rq);
    enum payment_state state;
    struct payment_page p;
    enum err e;

    if ((e = find(rq, &p)))
        return e;
    e = end_payment(
        rq->db, rq->arena, &rq->actor, &env, p.id, PAYMENT_GIVEN_UP, &state);
    if (e == ERR_CONFLICT)
        return pay_over(rq, state);
    return e ? e : rq_made(rq, 200, p.id);
}

/* -- giving back ----------------------------------------------------------- */

static enum err
ask_back(struct rq *rq, const struct payment_page *p, const struct payment_back *back)
{
    const struct payment_provider *v = payment_provider_find(p->provider);
    const struct payment_env env = pay_env(rq);
    const char *report = NULL, *signature, *outcome;
    enum err e = v->give_back(rq->arena, &env, back, &report, &signature);

    if (e == ERR_DOWN)
        return rq_problem(rq, e, 503, "provider-down",
            "The payment service does not answer: try again.");
    if (e == ERR_INVALID)
        return rq_problem(rq, ERR_CONFLICT, 409, "provider-refused",
            "The payment service does not give this back: look there.");
    return e || !report ? e
                        : take_payment_report(rq->db, rq->arena, &rq->actor, &env, v,
                              signature, report, strlen(report), &outcome);
}

/* POST payment-intents/{id}/refund {amount, reason} -> 200 {id} | 404 | 409 | 422 | 503
 */
enum err
payments_refund(struct rq *rq)
{
    struct payment_back back = { 0 };
    struct payment_returns *r;
    struct payment_page p;
    struct jval *v;
    size_t n;
    enum err e;

    if ((e = find(rq, &p)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_money(v, "amount", JSONIN_NEED, p.currency, &back.minor);
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &back.reason);
    if ((e = rq_json_end(rq)))
        return e;
    if (!can_refund(rq, &p))
        return rq_problem(rq, ERR_CONFLICT, 409, "payment-not-refundable",
            "There is nothing left of it that its payment service could give back.");
    if (back.minor <= 0 || back.minor > p.captured_minor - p.returned_minor) {
        faults_add(
            &rq->faults, "/amount", "must be above 0 and no more than is left of it");
        return ERR_INVALID;
    }
    if ((e = payment_returns(rq->db, rq->arena, p.id, &r, &n)))
        return e;
    back.id = p.id;
    back.provider_id = p.provider_id;
    back.capture_id = p.capture_id;
    back.currency = p.currency;
    back.account = p.division_code;
    back.total_minor = back.minor;
    for (size_t i = 0; i < n; i++)
        if (text_eq(r[i].kind, "refund"))
            back.total_minor += r[i].minor;
    /* the same call twice is one refund; a later one of the same sum has another total
     */
    back.key = arena_fmt(rq->arena, "%" PRIu64 "-%" PRId64 "-%" PRId64, p.id,
        back.total_minor, back.minor);
    e = ask_back(rq, &p, &back);
    return e ? e : rq_made(rq, 200, p.id);
}
