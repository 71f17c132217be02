#include "base/text.h"
#include "handler/admin/settings.h"
#include "handler/pay.h"
#include "service/change_pay_providers.h"
#include "store/q_division.h"
#include "store/q_payment_view.h"

enum { CODE__MAX = 16, LIST__MAX = 8 };

static void
json_provider(struct json *j, const struct payment_provider *p, const char *offered,
    const struct pay_ready *r)
{
    json_open(j, NULL, '{');
    json_text(j, "code", p->code);
    json_bool(j, "trial", p->trial);
    json_bool(j, "offered", payment_provider_offered(p, offered));
    json_bool(j, "ready", r->ready);
    json_text(j, "why", r->ready ? NULL : r->why);
    json_close(j, '}');
}

/* GET payment-providers -> 200 by division */
enum err
pay_providers_list(struct rq *rq)
{
    const struct pay_ready *ready = pay_ready(rq);
    struct payment_divisions *d;
    struct json *j;
    size_t n;
    enum err e = payment_divisions(rq->db, rq->arena, &d, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "division_id", d[i].id);
        json_text(j, "code", d[i].code);
        json_text(j, "name", d[i].name);
        json_u64(j, "version", d[i].version);
        json_open(j, "providers", '[');
        for (size_t k = 0; PAYMENT_PROVIDERS[k]; k++)
            json_provider(j, PAYMENT_PROVIDERS[k], d[i].providers, &ready[k]);
        json_close(j, ']');
        json_close(j, '}');
    }
    rq_list_close(rq, "payment-providers", NULL);
    return OK;
}

/* PUT divisions/{id}/payment-providers {providers} -> 204 | 404 | 412 | 422 */
enum err
pay_providers_change(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    struct division_by_id now;
    struct jval *v, *list;
    struct buf b;
    enum err e;

    if ((e = division_by_id(rq->db, rq->arena, id, &now)) ||
        (e = rq_if_match(rq, now.version)) || (e = rq_json(rq, &v)))
        return e;
    buf_init(&b, rq->arena);
    list = jsonin_array(v, "providers", JSONIN_NEED, LIST__MAX);
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        const char *code;

        if (!jsonin_text(i, NULL, JSONIN_NEED, CODE__MAX, &code))
            continue;
        if (!payment_provider_find(code))
            jsonin_fault(i, NULL, "is no provider");
        buf_fmt(&b, "%s%s", b.len ? "," : "", code);
    }
    if ((e = rq_json_end(rq)))
        return e;
    e = change_pay_providers(
        rq->db, rq->arena, &rq->actor, id, now.version, b.len ? b.text : "");
    return e ? e : rq_no_content(rq);
}
