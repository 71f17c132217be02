#include "base/date.h"
#include "base/text.h"
#include "handler/admin/settings.h"
#include "handler/common.h"
#include "handler/pay.h"
#include "store/q_payment_event.h"

static const char *const PROVIDER[] = { "sandbox", "stripe", NULL };
static const char *const EFFECT[] = { "booked", "moved", "nothing", "noted", "waiting",
    "ignored", "refused", "repeated", "disorder", NULL };

const struct param PAYMENT_EVENT_PARAMS[] = {
    { .name = "provider", .kind = PARAM_ENUM, .names = PROVIDER },
    { .name = "effect",
        .kind = PARAM_ENUM,
        .names = EFFECT,
        .summary =
            "what came of it; repeated: it came more than once; disorder: before "
            "or after its time" },
    { .name = "intent_id", .kind = PARAM_ID },
    { .name = "q",
        .kind = PARAM_TEXT,
        .summary = "an id of the provider, a reference, or how a type begins" },
    { .name = "since", .kind = PARAM_DAY, .summary = "first day, UTC" },
    { .name = "until", .kind = PARAM_DAY, .summary = "last day, UTC" },
    { .name = NULL },
};

static const char *
effect_of(const struct payment_event_page *v)
{
    if (text_starts(v->kind, "method_") && text_eq(v->outcome, "booked"))
        return "moved"; /* no money */
    if (!text_eq(v->outcome, "noted"))
        return v->outcome;
    return v->moved == BOOL_NONE ? "noted" : v->moved ? "moved" : "nothing";
}

static void
json_whose(struct json *j, const struct payment_event_page *v)
{
    json_id_or_null(j, "intent_id", v->intent_id);
    json_text(j, "reference", v->reference);
    if (!v->customer_id) {
        json_nil(j, "customer");
        return;
    }
    json_open(j, "customer", '{');
    json_id(j, "id", v->customer_id);
    json_text(j, "number", v->customer_number);
    json_text(j, "name", v->customer_name);
    json_close(j, '}');
}

static void
json_event(struct json *j, const struct payment_event_page *v)
{
    json_open(j, NULL, '{');
    json_id(j, "id", v->id);
    json_instant(j, "received_at", v->received_at);
    json_instant(j, "occurred_at", v->occurred_at);
    json_text(j, "provider", v->provider);
    json_bool(j, "trial", pay_is_trial(v->provider));
    json_text(j, "event_id", v->event_id);
    json_text(j, "type", v->type);
    json_text(j, "kind", v->kind);
    json_text(j, "effect", effect_of(v));
    json_text(j, "disorder", v->disorder);
    json_u64(j, "times", v->times);
    json_instant_or_null(j, "last_at", v->last_at);
    json_text(j, "why", v->note ? v->note : v->why);
    json_text(j, "currency", *v->currency ? v->currency : NULL);
    if (v->amount_minor == I64_NONE)
        json_nil(j, "amount");
    else
        json_money(j, "amount", v->amount_minor, v->currency);
    json_whose(j, v);
    json_text(j, "method", v->method_label);
    json_close(j, '}');
}

/* GET payment-events -> 200 the newest first */
enum err
payment_events_list(struct rq *rq)
{
    const size_t provider = rq_enum(rq, "provider", SIZE_MAX),
                 effect = rq_enum(rq, "effect", SIZE_MAX);
    const int32_t since = rq_day(rq, "since", DAY_NONE),
                  until = rq_day(rq, "until", DAY_NONE);
    struct rq_cursor at = { .key = rq->now_us + 1, .id = UINT64_MAX }, last;
    struct payment_event_page_in in = { .scope = rq->who.scope,
        .provider = provider == SIZE_MAX ? NULL : PROVIDER[provider],
        .effect = effect == SIZE_MAX ? NULL : EFFECT[effect],
        .intent_id = rq_id(rq, "intent_id"),
        .q = rq_text(rq, "q"),
        .from_at = since == DAY_NONE ? INSTANT_NONE : date_instant(since),
        .to_at = until == DAY_NONE ? INSTANT_NONE : date_instant(until + 1) };
    struct payment_event_page *v;
    struct json *j;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "payment-events", &at, &first)))
        return e;
    in.before_at = at.key;
    in.before_id = at.id;
    in.take = (uint32_t)rq->limit + 1;
    if ((e = payment_event_page(rq->db, rq->arena, &in, &v, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = v[n - 1].received_at, .id = v[n - 1].id };
    }
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++)
        json_event(j, &v[i]);
    rq_list_close(rq, "payment-events", more ? &last : NULL);
    return OK;
}
