#include "base/zone.h"
#include "handler/pay.h"
#include "handler/portal/pay.h"
#include "service/start_payment.h"
#include "store/q_payment_view.h"

static int64_t
above_0(int64_t minor)
{
    return minor > 0 ? minor : 0;
}

static void
json_providers(struct json *j, const struct payment_accounts *a,
    const struct pay_ready *ready, bool one_document)
{
    json_open(j, "providers", '[');
    for (size_t i = 0; PAYMENT_PROVIDERS[i]; i++) {
        const struct payment_provider *p = PAYMENT_PROVIDERS[i];

        if (!payment_provider_offered(p, a->providers) || !ready[i].ready)
            continue;
        json_open(j, NULL, '{');
        json_text(j, "code", p->code);
        json_bool(j, "trial", p->trial);
        json_bool(j, "saves", p->save && !one_document);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_items(struct json *j, const struct payment_accounts *a,
    const struct payment_payable *p, size_t n, int32_t today)
{
    json_open(j, "items", '[');
    for (size_t i = 0; i < n; i++) {
        int64_t free = p[i].open_minor - p[i].reserved_minor,
                rest = p[i].open_minor - p[i].disputed_minor;

        json_open(j, NULL, '{');
        json_id(j, "id", p[i].id);
        json_text(j, "number", p[i].number);
        json_text(j, "kind", p[i].kind);
        json_day(j, "due_on", p[i].due_on);
        json_i64(j, "days_late", above_0(today - p[i].due_on));
        json_money(j, "open", p[i].open_minor, a->currency);
        json_money(j, "disputed", p[i].disputed_minor, a->currency);
        json_money(j, "in_progress", p[i].reserved_minor, a->currency);
        json_money(j, "payable", above_0(rest < free ? rest : free), a->currency);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_credits(struct json *j, const struct payment_accounts *a,
    const struct payment_usable *c, size_t n)
{
    json_open(j, "credits", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", c[i].id);
        json_text(j, "number", c[i].number);
        json_text(j, "kind", c[i].kind);
        json_day(j, "on", c[i].issued_on);
        json_money(j, "open", c[i].open_minor, a->currency);
        json_money(j, "in_progress", c[i].reserved_minor, a->currency);
        json_money(
            j, "usable", above_0(c[i].open_minor - c[i].reserved_minor), a->currency);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static enum err
json_account(struct rq *rq, struct json *j, const struct payment_accounts *a,
    const struct payment_rules *rules, const struct pay_ready *ready)
{
    bool credits = rules->credits && !rq->who.item_id;
    struct payment_payable *items;
    struct payment_usable *usable = NULL;
    size_t n, usable_n = 0;
    enum err e;

    if ((e = payment_payable(rq->db, rq->arena, rq->who.customer_id, rq->who.item_id,
             a->id, &items, &n)) ||
        (credits && (e = payment_usable(rq->db, rq->arena, rq->who.customer_id, a->id,
                         &usable, &usable_n))))
        return e;
    if (!n)
        return OK;
    json_open(j, NULL, '{');
    json_id(j, "account_id", a->id);
    json_text(j, "company", a->company);
    json_text(j, "currency", a->currency);
    json_providers(j, a, ready, rq->who.item_id != 0);
    json_bool(j, "part_payment", rules->part);
    json_bool(j, "credits_usable", credits);
    json_items(j, a, items, n, zone_day(zone_find(a->time_zone), rq->now_us));
    json_credits(j, a, usable, usable_n);
    json_close(j, '}');
    return OK;
}

/* GET payment-options -> 200 */
enum err
portal_pay_options(struct rq *rq)
{
    struct payment_accounts *a;
    const struct pay_ready *ready;
    struct payment_rules rules;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = payment_accounts(rq->db, rq->arena, rq->who.customer_id, 0, &a, &n)) ||
        (e = payment_rules_read(rq->db, rq->arena, &rules)))
        return e;
    ready = pay_ready(rq);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_open(j, "accounts", '[');
    for (size_t i = 0; i < n; i++)
        if ((e = json_account(rq, j, &a[i], &rules, ready)))
            return e;
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}
