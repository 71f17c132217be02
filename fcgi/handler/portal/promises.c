#include "base/money.h"
#include "base/zone.h"
#include "domain/amount_words.h"
#include "handler/common.h"
#include "handler/portal/account.h"
#include "handler/portal/settle.h"
#include "handler/stands.h"
#include "http/http.h"
#include "service/portal_rules.h"
#include "store/q_portal.h"
#include "store/rate.h"

enum { ITEMS__MAX = 200, NOTE__MAX = 980 };

/* GET promises -> 200 what was promised and what of it was kept, newest first */
enum err
portal_promises_list(struct rq *rq)
{
    struct portal_promises *p;
    struct json *j;
    size_t n;
    enum err e = portal_promises(
        rq->db, rq->arena, rq->who.customer_id, rq->who.item_id, &p, &n);

    if (e)
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", p[i].id);
        json_money(j, "amount", p[i].amount_minor, p[i].currency);
        json_money(j, "kept", p[i].kept_minor, p[i].currency);
        json_text(j, "currency", p[i].currency);
        json_day(j, "made_on", p[i].made_on);
        json_day(j, "promised_on", p[i].promised_on);
        json_text(j, "state", p[i].state);
        json_text(j, "invoice_numbers", p[i].numbers);
        json_close(j, '}');
    }
    rq_list_close(rq, "promises", NULL);
    return OK;
}

enum err
portal_take_try(struct rq *rq, const char *what)
{
    static const struct rate BY_LINK = { .most = 30, .window_s = 600 };
    int64_t wait;
    enum err e = rate_take(rq->db, rq->arena,
        arena_fmt(rq->arena, "%s:%s", what, rq->actor.id), BY_LINK, &wait);

    if (e != ERR_LIMIT)
        return e;
    return rq_retry_after(rq, e, 429, "too-many-attempts", wait,
        "Too much at once: wait a little before you go on.");
}

/* -- promising -------------------------------------------------------------- */

struct promising {
    struct promise_in in;
    const char *currency; /* of the first invoice; NULL: none yet */
    int64_t rest_minor;   /* open and not disputed */
};

/* One of the session's invoices, of the same account and currency as those before. */
static enum err
add_invoice(struct rq *rq, struct promising *p, struct jval *at, uint64_t id)
{
    struct portal_invoice i;
    enum err e =
        portal_invoice(rq->db, rq->arena, rq->who.customer_id, rq->who.item_id, id, &i);

    if (e == ERR_NOT_FOUND) {
        jsonin_fault(at, NULL, "is none of your invoices");
        return OK;
    }
    if (e)
        return e;
    if (i.open_minor <= i.disputed_minor)
        jsonin_fault(at, NULL, "has nothing open to promise");
    if (p->currency && i.case_id != p->in.case_id)
        jsonin_fault(at, NULL, "is of another account or currency: promise it apart");
    if (!p->currency) {
        p->in.case_id = i.case_id;
        p->in.today = zone_day(zone_find(i.time_zone), rq->now_us);
        p->currency = arena_str(rq->arena, i.currency);
    }
    p->rest_minor += i.open_minor - i.disputed_minor;
    return OK;
}

static bool
named_before(const struct promise_in *in, uint64_t id)
{
    for (size_t k = 0; k < in->item_ids_n; k++)
        if (in->item_ids[k] == id)
            return true;
    return false;
}

static enum err
read_invoices(struct rq *rq, struct jval *v, struct promising *p)
{
    struct jval *list = jsonin_array(v, "invoice_ids", JSONIN_NEED, ITEMS__MAX);
    uint64_t *ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);
    enum err e;

    p->in.item_ids = ids;
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i)) {
        uint64_t *id = &ids[p->in.item_ids_n];

        if (!jsonin_id(i, NULL, JSONIN_NEED, id))
            continue;
        if (named_before(&p->in, *id)) {
            jsonin_fault(i, NULL, "stands there twice");
            continue;
        }
        if ((e = add_invoice(rq, p, i, *id)))
            return e;
        p->in.item_ids_n++;
    }
    if (list && !p->in.item_ids_n)
        jsonin_fault(v, "invoice_ids", "needs one at least");
    return OK;
}

/* All that is open and not disputed, where the body says no amount. */
static void
read_amount(struct rq *rq, struct jval *v, struct promising *p)
{
    struct promise_part *whole;

    if (jsonin_has(v, "amount") || jsonin_has(v, "instalments")) {
        body_promise_parts(v, p->currency, rq->arena, &p->in);
        return;
    }
    whole = arena_new_of(rq->arena, struct promise_part);
    whole->amount_minor = p->rest_minor;
    jsonin_day(v, "promised_on", JSONIN_NEED, &whole->promised_on);
    p->in.parts = whole;
    p->in.parts_n = 1;
}

static void
check_sum(struct rq *rq, const struct promising *p)
{
    int64_t sum = 0;
    enum err e = OK;

    for (size_t k = 0; k < p->in.parts_n && !e; k++)
        e = money_add(sum, p->in.parts[k].amount_minor, &sum);
    if (e || sum > p->rest_minor)
        faults_add(&rq->faults, p->in.plan ? "/instalments" : "/amount",
            "The amount promised, %s, is more than the %s that is open and not "
            "disputed.",
            amount_words(rq->arena, sum, p->currency),
            amount_words(rq->arena, p->rest_minor, p->currency));
}

/* POST promises {invoice_ids, promised_on, amount?} or {invoice_ids, instalments} ->
 * 201 {id, plan_id, ids} | 422 | 429 */
enum err
portal_promises_record(struct rq *rq)
{
    struct promising p = {
        .in = { .customer_id = rq->who.customer_id, .channel = "portal", .first = true }
    };
    struct portal_rules rules;
    struct promise_made made;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)) || (e = read_invoices(rq, v, &p)))
        return e;
    read_amount(rq, v, &p);
    jsonin_prose(v, "note", JSONIN_MAY, NOTE__MAX, &p.in.note);
    if ((e = rq_json_end(rq)) || (e = portal_rules_read(rq->db, rq->arena, &rules)))
        return e;
    p.in.currency = p.currency;
    portal_rules_check(&rules, &p.in, rq->arena, &rq->faults);
    check_sum(rq, &p);
    if ((e = faults_err(&rq->faults)) || (e = portal_take_try(rq, "portal-promise")) ||
        (e = find_promise_calendar(rq, &p.in)) ||
        (e = record_promise(rq->db, rq->arena, &rq->actor, &p.in, &rq->faults, &made)))
        return e;
    return answer_promise(rq, &made);
}
