#include "handler/portal/methods.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "handler/pay.h"
#include "handler/portal/settle.h"
#include "service/payment_method.h"
#include "service/payment_sandbox.h"
#include "service/plan_autopay.h"
#include "service/set_autopay.h"
#include "service/take_payment_report.h"
#include "store/q_payment_autopay.h"
#include "store/q_payment_method.h"

enum { CODE__MAX = 16, REASON__MAX = 60, CHARGES__MAX = 50 };

static bool
is_staff(const struct rq *rq)
{
    return rq->route->audience == AUDIENCE_STAFF;
}

static enum err
whose(struct rq *rq, uint64_t *customer_id)
{
    *customer_id = is_staff(rq) ? rq_part_id(rq, "id") : rq->who.customer_id;
    return is_staff(rq) ? reach_customer(rq, *customer_id) : OK;
}

/* Whoever came for one document alone sees nothing of the account. */
static bool
sees_account(const struct rq *rq)
{
    return is_staff(rq) || !rq->who.item_id;
}

/* -- what is there ----------------------------------------------------------- */

static void
json_method(struct json *j, const struct payment_methods *m)
{
    json_open(j, NULL, '{');
    json_id(j, "id", m->id);
    json_text(j, "provider", m->provider);
    json_bool(j, "trial", pay_is_trial(m->provider));
    json_text(j, "kind", m->kind);
    json_text(j, "label", m->label);
    json_text(j, "state", m->state);
    json_text(j, "url", m->url);
    json_instant(j, "created_at", m->created_at);
    json_instant_or_null(j, "saved_at", m->saved_at);
    json_instant_or_null(j, "ended_at", m->ended_at);
    json_text(j, "by", m->by_name);
    json_close(j, '}');
}

static void
json_providers(struct json *j, const struct payment_method_accounts *a,
    const struct pay_ready *ready)
{
    json_open(j, "providers", '[');
    for (size_t i = 0; PAYMENT_PROVIDERS[i]; i++) {
        const struct payment_provider *p = PAYMENT_PROVIDERS[i];

        if (!p->save || !payment_provider_offered(p, a->providers) || !ready[i].ready)
            continue;
        json_open(j, NULL, '{');
        json_text(j, "code", p->code);
        json_bool(j, "trial", p->trial);
        json_bool(j, "saves", true);
        json_close(j, '}');
    }
    json_close(j, ']');
}

struct answer {
    struct payment_methods *m;
    struct autopay_of_customer *p;
    bool *held; /* by setting: nothing is collected for now */
    struct autopay_planned *charges;
    size_t m_n, p_n, charges_n;
    const struct pay_ready *ready;
    bool offered;
};

static void
json_autopay(
    struct json *j, const struct payment_method_accounts *a, const struct answer *w)
{
    for (size_t i = 0; i < w->p_n; i++) {
        const struct autopay_of_customer *p = &w->p[i];

        if (p->case_id != a->id)
            continue;
        json_open(j, "autopay", '{');
        json_id(j, "method_id", p->method_id);
        json_u64(j, "days_before", p->days_before);
        if (p->ceiling_minor == I64_NONE)
            json_text(j, "ceiling", NULL);
        else
            json_money(j, "ceiling", p->ceiling_minor, a->currency);
        json_bool(j, "held", w->held[i]);
        json_instant(j, "since", p->known_from);
        json_text(j, "by", p->by_name);
        json_close(j, '}');
        return;
    }
    json_text(j, "autopay", NULL);
}

static void
json_charges(
    struct json *j, const struct payment_method_accounts *a, const struct answer *w)
{
    json_open(j, "charges", '[');
    for (size_t i = 0; i < w->charges_n; i++) {
        const struct autopay_planned *c = &w->charges[i];

        if (c->case_id != a->id)
            continue;
        json_open(j, NULL, '{');
        json_id(j, "invoice_id", c->item_id);
        json_text(j, "number", c->number);
        json_day(j, "due_on", c->due_on);
        json_day(j, "charge_on", c->charge_on);
        json_money(j, "amount", c->minor, a->currency);
        json_text(j, "state", c->state);
        json_text(j, "why", c->why);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_account(
    struct json *j, const struct payment_method_accounts *a, const struct answer *w)
{
    const struct payment_methods *m = w->m;
    const size_t n = w->m_n;

    json_open(j, NULL, '{');
    json_id(j, "account_id", a->id);
    json_text(j, "company", a->company);
    json_text(j, "currency", a->currency);
    json_providers(j, a, w->ready);
    json_open(j, "methods", '[');
    for (size_t i = 0; i < n; i++)
        if (m[i].case_id == a->id)
            json_method(j, &m[i]);
    json_close(j, ']');
    json_bool(j, "autopay_offered", w->offered);
    json_autopay(j, a, w);
    json_charges(j, a, w);
    json_close(j, '}');
}

static int
by_day(const void *a, const void *b)
{
    const struct autopay_planned *x = a, *y = b;

    return x->charge_on != y->charge_on ? (x->charge_on < y->charge_on ? -1 : 1)
           : x->item_id != y->item_id   ? (x->item_id < y->item_id ? -1 : 1)
                                        : 0;
}

/* What one account is going to be charged, behind what is planned. */
static enum err
add_expected(
    struct rq *rq, size_t at, const struct autopay_times *times, struct answer *w)
{
    const struct autopay_of_customer *p = &w->p[at];
    const struct autopay_rules rules = { .days_before = (int32_t)p->days_before,
        .notice_days = (int32_t)times->notice_days };
    const struct autopay_planned *had = w->charges;
    struct autopay_expected x;
    enum err e =
        autopay_expect(rq->db, rq->arena, p->case_id, p->id, &rules, rq->now_us, &x);

    if (e)
        return e;
    w->held[at] = x.held;
    w->charges = arena_new_n(rq->arena, w->charges_n + x.n + 1, struct autopay_planned);
    for (size_t k = 0; k < w->charges_n; k++) {
        w->charges[k] = had[k];
        if (x.held && had[k].case_id == p->case_id && text_eq(had[k].state, "planned"))
            w->charges[k].state = "held";
    }
    for (size_t k = 0; k < x.n; k++) {
        const struct autopay_part *part = &x.parts[k];
        const bool over =
            p->ceiling_minor != I64_NONE && part->minor > p->ceiling_minor;

        w->charges[w->charges_n++] = (struct autopay_planned){ .case_id = p->case_id,
            .item_id = part->item_id,
            .number = part->number,
            .due_on = part->due_to,
            .charge_on = part->charge_on,
            .minor = part->minor,
            .state = over     ? "over"
                     : x.held ? "held"
                              : "ahead" };
    }
    return OK;
}

static enum err
read_charges(struct rq *rq, uint64_t customer_id, const struct autopay_times *times,
    struct answer *w)
{
    enum err e =
        autopay_planned(rq->db, rq->arena, customer_id, &w->charges, &w->charges_n);

    w->held = arena_new_n(rq->arena, w->p_n + 1, bool);
    for (size_t i = 0; i < w->p_n && !e; i++)
        e = add_expected(rq, i, times, w);
    if (w->charges_n)
        qsort(w->charges, w->charges_n, sizeof(*w->charges), by_day);
    if (w->charges_n > CHARGES__MAX)
        w->charges_n = CHARGES__MAX;
    return e;
}

static enum err
answer(struct rq *rq, int status, uint64_t customer_id)
{
    struct answer w = { .ready = pay_ready(rq) };
    struct payment_method_accounts *a = NULL;
    struct autopay_times times;
    struct json *j;
    size_t n = 0;
    enum err e;

    if ((e = payment_methods(rq->db, rq->arena, customer_id, 0, &w.m, &w.m_n)) ||
        (e = autopay_of_customer(rq->db, rq->arena, customer_id, &w.p, &w.p_n)) ||
        (e = autopay_times_read(rq->db, rq->arena, &times)) ||
        (e = autopay_offered(rq->db, rq->arena, customer_id, &w.offered)) ||
        (e = read_charges(rq, customer_id, &times, &w)) ||
        (sees_account(rq) &&
            (e = payment_method_accounts(rq->db, rq->arena, customer_id, 0,
                 is_staff(rq) ? rq->who.scope : 0, &a, &n))))
        return e;
    j = rq_reply(rq, status);
    json_open(j, NULL, '{');
    json_i64(j, "notice_days", times.notice_days);
    json_open(j, "accounts", '[');
    for (size_t i = 0; i < n; i++)
        json_account(j, &a[i], &w);
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* GET payment-methods | customers/{id}/payment-methods -> 200 | 404 */
enum err
methods_list(struct rq *rq)
{
    uint64_t customer_id;
    enum err e = whose(rq, &customer_id);

    return e ? e : answer(rq, 200, customer_id);
}

static enum err
find(struct rq *rq, uint64_t customer_id, const char *part, struct payment_methods *out)
{
    struct payment_method_accounts *a;
    struct payment_methods *m;
    size_t n = 0, seen = 0;
    enum err e =
        payment_methods(rq->db, rq->arena, customer_id, rq_part_id(rq, part), &m, &n);

    if (e || !n || !sees_account(rq))
        return e ? e : ERR_NOT_FOUND;
    *out = m[0];
    e = payment_method_accounts(rq->db, rq->arena, customer_id, m[0].case_id,
        is_staff(rq) ? rq->who.scope : 0, &a, &seen);
    return e ? e : seen ? OK : ERR_NOT_FOUND;
}

/* The method, as it stands now. */
static enum err
answer_one(struct rq *rq, int status, uint64_t customer_id, uint64_t id)
{
    struct payment_methods *m;
    size_t n;
    enum err e = payment_methods(rq->db, rq->arena, customer_id, id, &m, &n);

    if (e || !n)
        return e ? e : ERR_NOT_FOUND;
    json_method(rq_reply(rq, status), m);
    return OK;
}

/* -- saving ------------------------------------------------------------------ */

/* POST payment-methods {account_id, provider, language?} -> 201 | 422 | 429 | 503 */
enum err
methods_save(struct rq *rq)
{
    const struct payment_env env = pay_env(rq);
    struct method_in in = { .customer_id = rq->who.customer_id };
    struct payment_method_accounts *a;
    const char *provider = NULL;
    struct jval *v;
    uint64_t id;
    size_t n = 0;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    if (jsonin_id(v, "account_id", JSONIN_NEED, &in.case_id) && sees_account(rq) &&
        (e = payment_method_accounts(
             rq->db, rq->arena, in.customer_id, in.case_id, 0, &a, &n)))
        return e;
    if (!n)
        jsonin_fault(v, "account_id", "is none of your accounts");
    if (jsonin_text(v, "provider", JSONIN_NEED, CODE__MAX, &provider))
        in.provider = payment_provider_find(provider);
    jsonin_text(v, "language", JSONIN_MAY, CODE__MAX, &in.language);
    if ((e = rq_json_end(rq)) || (e = portal_take_try(rq, "portal-pay")))
        return e;
    e = save_method(rq->db, rq->arena, &rq->actor, &env, &in, &rq->faults, &id);
    if (e == ERR_DOWN && in.provider && in.provider->save)
        return rq_problem(rq, e, 503, "provider-down",
            "The payment service does not answer: try again, or pay another way.");
    return e ? e : answer_one(rq, 201, in.customer_id, id);
}

/* DELETE payment-methods/{id} | customers/{id}/payment-methods/{method_id} -> 204 | 404
 * | 409 */
enum err
methods_revoke(struct rq *rq)
{
    const struct payment_env env = pay_env(rq);
    struct payment_methods m;
    uint64_t customer_id;
    enum err e = whose(rq, &customer_id);

    if (e || (e = find(rq, customer_id, is_staff(rq) ? "method_id" : "id", &m)))
        return e;
    e = revoke_method(rq->db, rq->arena, &rq->actor, &env, m.id, NULL);
    if (e == ERR_CONFLICT)
        return rq_problem(
            rq, e, 409, "method-over", "It is not there any more to pay with.");
    return e ? e : rq_no_content(rq);
}

/* -- autopay ----------------------------------------------------------------- */

static enum err
read_account(struct rq *rq, struct jval *v, uint64_t customer_id, struct autopay_in *in,
    const char **currency)
{
    struct payment_method_accounts *a;
    size_t n = 0;
    enum err e;

    *in = (struct autopay_in){ .customer_id = customer_id, .ceiling_minor = I64_NONE };
    *currency = NULL;
    if (jsonin_id(v, "account_id", JSONIN_NEED, &in->case_id) && sees_account(rq) &&
        (e = payment_method_accounts(rq->db, rq->arena, customer_id, in->case_id,
             is_staff(rq) ? rq->who.scope : 0, &a, &n)))
        return e;
    if (n)
        *currency = arena_str(rq->arena, a[0].currency);
    else
        jsonin_fault(v, "account_id", "is none of your accounts");
    return OK;
}

/* PUT autopay {account_id, method_id, days_before?, ceiling?} -> 200 | 422 | 429 */
enum err
autopay_set(struct rq *rq)
{
    struct autopay_in in;
    const char *currency;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)) ||
        (e = read_account(rq, v, rq->who.customer_id, &in, &currency)))
        return e;
    if (!jsonin_is_null(v, "method_id"))
        jsonin_id(v, "method_id", JSONIN_NEED, &in.method_id);
    jsonin_i64(v, "days_before", JSONIN_MAY, 0, AUTOPAY_DAYS__MAX, &in.days_before);
    if (jsonin_has(v, "ceiling") && !jsonin_is_null(v, "ceiling") &&
        jsonin_money(v, "ceiling", JSONIN_NEED, currency, &in.ceiling_minor) &&
        in.ceiling_minor <= 0)
        jsonin_fault(v, "ceiling", "must be more than nothing");
    if ((e = rq_json_end(rq)) || (e = portal_take_try(rq, "portal-pay")) ||
        (e = set_autopay(rq->db, rq->arena, &rq->actor, &in, &rq->faults)))
        return e;
    return answer(rq, 200, in.customer_id);
}

/* POST customers/{id}/autopay-stop {account_id, reason} -> 200 | 404 | 422 */
enum err
autopay_stop(struct rq *rq)
{
    struct autopay_in in;
    const char *currency, *reason = NULL;
    uint64_t customer_id;
    struct jval *v;
    enum err e;

    if ((e = whose(rq, &customer_id)) || (e = rq_json(rq, &v)) ||
        (e = read_account(rq, v, customer_id, &in, &currency)))
        return e;
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &reason);
    if ((e = rq_json_end(rq)))
        return e;
    in.reason = reason;
    e = set_autopay(rq->db, rq->arena, &rq->actor, &in, &rq->faults);
    return e ? e : answer(rq, 200, customer_id);
}

/* -- the sandbox ------------------------------------------------------------- */

/* By the way of any provider's report: signed, proved, read. */
static enum err
report(struct rq *rq, const struct payment_report *r)
{
    const struct payment_env env = pay_env(rq);
    const struct actor by = { .kind = ACTOR_SYSTEM,
        .id = "sandbox",
        .ip = rq->actor.ip,
        .request_id = rq->request_id,
        .now_us = rq->now_us };
    const char *body = payment_sandbox_method_report(rq->arena, r), *outcome;

    return take_payment_report(rq->db, rq->arena, &by, &env, &PAYMENT_SANDBOX,
        payment_sandbox_sign(rq->arena, &env, body), body, strlen(body), &outcome);
}

/* POST payment-methods/{id}/act {outcome} -> 200 | 404 | 409 */
enum err
methods_act(struct rq *rq)
{
    enum { SAVED, SAVED_DECLINES, REFUSED, OUTCOMES };
    static const char *const OUTCOME[] = { "saved", "saved_declines", "refused" };
    struct payment_report r = { .at = rq->now_us };
    struct payment_methods m;
    size_t outcome = 0;
    struct jval *v;
    enum err e;

    if ((e = find(rq, rq->who.customer_id, "id", &m)))
        return e;
    if (!text_eq(m.provider, PAYMENT_SANDBOX.code))
        return ERR_NOT_FOUND;
    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "outcome", JSONIN_NEED, OUTCOME, OUTCOMES, &outcome);
    if ((e = rq_json_end(rq)))
        return e;
    if (!text_eq(m.state, "open"))
        return rq_problem(rq, ERR_CONFLICT, 409, "method-over",
            "It is not there any more to pay with.");
    payment_sandbox_card(rq->arena, m.id, m.case_id, outcome == SAVED_DECLINES, &r);
    if (outcome == REFUSED)
        r.method_word = METHOD_FAILED;
    e = report(rq, &r);
    return e ? e : answer_one(rq, 200, rq->who.customer_id, m.id);
}
