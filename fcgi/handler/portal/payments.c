#include "base/date.h"
#include "handler/common.h"
#include "handler/portal/account.h"
#include "store/case.h"
#include "store/q_portal.h"

static const char *const KIND[] = { "payment", "credit", NULL };

const struct param PORTAL_PAYMENTS_PARAMS[] = {
    { .name = "kind", .kind = PARAM_ENUM, .names = KIND },
    { .name = NULL },
};

/* What one of them settled; rows come ordered by payment. */
static void
json_applied(struct json *j, const struct portal_applied *a, size_t n,
    const struct portal_payments *p)
{
    json_open(j, "applied", '[');
    for (size_t i = 0; i < n; i++) {
        if (a[i].credit_id != p->id)
            continue;
        json_open(j, NULL, '{');
        json_id_or_null(j, "invoice_id", a[i].item_id);
        json_text(j, "number", a[i].number);
        json_text(j, "kind", a[i].kind);
        json_money(j, "amount", a[i].minor, p->currency);
        json_day(j, "on", a[i].applied_on);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static enum err
read_applied(struct rq *rq, const struct portal_payments *p, size_t n,
    struct portal_applied **applied, size_t *applied_n)
{
    uint64_t *ids = arena_new_n(rq->arena, n + 1, uint64_t);

    for (size_t i = 0; i < n; i++)
        ids[i] = p[i].id;
    return portal_applied(rq->db, rq->arena, rq->who.customer_id,
        case_ids_json(rq->arena, ids, n), applied, applied_n);
}

/* GET payments -> 200 what was paid or credited and what it settled, newest first | 404
 * of a link to one invoice */
enum err
portal_payments_list(struct rq *rq)
{
    struct rq_cursor after = { .key = DATE_DAY__MAX, .id = UINT64_MAX }, last;
    struct portal_payments *p;
    struct portal_applied *applied;
    size_t n, applied_n;
    struct json *j;
    bool first, more;
    enum err e;

    if (rq->who.item_id)
        return ERR_NOT_FOUND;
    if ((e = rq_cursor(rq, "portal-payments", &after, &first)) ||
        (e = portal_payments(rq->db, rq->arena, rq->who.customer_id,
             rq_text(rq, "kind"), (int32_t)after.key, after.id, (uint32_t)rq->limit + 1,
             &p, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = p[n - 1].issued_on, .id = p[n - 1].id };
    }
    if ((e = read_applied(rq, p, n, &applied, &applied_n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", p[i].id);
        json_text(j, "kind", p[i].kind);
        json_text(j, "number", p[i].number);
        json_day(j, "on", p[i].issued_on);
        json_money(j, "amount", p[i].amount_minor, p[i].currency);
        json_money(j, "unapplied", p[i].open_minor, p[i].currency);
        json_text(j, "currency", p[i].currency);
        json_applied(j, applied, applied_n, &p[i]);
        json_close(j, '}');
    }
    rq_list_close(rq, "portal-payments", more ? &last : NULL);
    return OK;
}
