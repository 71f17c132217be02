#include "handler/portal/pay.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/lock.h"
#include "handler/pay.h"
#include "handler/portal/settle.h"
#include "handler/stands.h"
#include "service/payment_sandbox.h"
#include "service/start_payment.h"
#include "service/take_payment_report.h"
#include "store/case.h"
#include "store/q_payment_intent.h"
#include "store/q_payment_method.h"
#include "store/q_payment_view.h"

enum {
    LINES__MAX = 200,
    CREDITS__MAX = 100,
    CODE__MAX = 16,
    REASON__MAX = 32,
    DETAIL__MAX = 1900
};

/* How long after the confirm page a late report comes, on the real clock. */
static const int64_t LATE_US = 5000000;

/* -- starting -------------------------------------------------------------- */

struct reading {
    struct payment_in in;
    struct payment_documents *documents; /* those of the lines that are there */
    struct payment_credits_of *credits;
    size_t documents_n, credits_n;
    const char *currency; /* of the first line */
};

static bool
named_before(const struct payment_choice *c, size_t n, uint64_t id)
{
    for (size_t k = 0; k < n; k++)
        if (c[k].item_id == id)
            return true;
    return false;
}

/* One a row; 0: it names none. */
static const uint64_t *
read_ids(struct rq *rq, struct jval *list, const char *key)
{
    uint64_t *ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);
    size_t n = 0;

    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i), n++)
        if (!jsonin_id(i, key, JSONIN_NEED, &ids[n]))
            ids[n] = 0;
    return ids;
}

static const struct payment_documents *
document_of(const struct reading *r, uint64_t id)
{
    for (size_t k = 0; k < r->documents_n; k++)
        if (r->documents[k].id == id)
            return &r->documents[k];
    return NULL;
}

static const struct payment_credits_of *
credit_of(const struct reading *r, uint64_t id)
{
    for (size_t k = 0; k < r->credits_n; k++)
        if (r->credits[k].id == id)
            return &r->credits[k];
    return NULL;
}

static void
read_amount(struct jval *v, const char *currency, int64_t *minor)
{
    if (jsonin_has(v, "amount") &&
        jsonin_money(v, "amount", JSONIN_NEED, currency, minor) && *minor <= 0)
        jsonin_fault(v, "amount", "must be more than nothing");
}

/* Why less is paid than is open, by whoever may dispute. */
static void
read_deduction(struct rq *rq, struct jval *v, struct payment_choice *c)
{
    struct jval *d = jsonin_object(v, "deduction", JSONIN_MAY);

    if (!d)
        return;
    jsonin_text(d, "reason_code", JSONIN_NEED, REASON__MAX, &c->reason_code);
    jsonin_prose(d, "detail", JSONIN_MAY, DETAIL__MAX, &c->detail);
    jsonin_end(d);
    if (!(rq->who.rights & RIGHT_DISPUTE))
        jsonin_fault(v, "deduction", "cannot be given here: write to us about it");
}

/* One of the session's documents, of the same account and currency as those before. */
static void
read_line(struct rq *rq, struct jval *v, uint64_t id, struct reading *r)
{
    const struct payment_documents *d = document_of(r, id);
    struct payment_choice *c = &r->in.debits[r->in.debits_n];

    if (!d) {
        jsonin_fault(v, "invoice_id", "is none of your invoices");
        return;
    }
    *c = (struct payment_choice){ .item_id = id, .disputed_minor = d->disputed_minor };
    if (named_before(r->in.debits, r->in.debits_n, id))
        jsonin_fault(v, "invoice_id", "stands there twice");
    else if (r->currency && d->case_id != r->in.case_id)
        jsonin_fault(
            v, "invoice_id", "is of another account or currency: pay it apart");
    if (!r->currency) {
        r->in.case_id = d->case_id;
        r->currency = arena_str(rq->arena, d->currency);
    }
    read_amount(v, r->currency, &c->minor);
    read_deduction(rq, v, c);
    r->in.debits_n++;
}

static void
read_credit(struct jval *v, uint64_t id, struct reading *r)
{
    const struct payment_credits_of *got = credit_of(r, id);
    struct payment_choice *c = &r->in.credits[r->in.credits_n];

    if (!got || (r->currency && got->case_id != r->in.case_id)) {
        jsonin_fault(v, "credit_id", "is no credit of this account");
        return;
    }
    *c = (struct payment_choice){ .item_id = id };
    if (named_before(r->in.credits, r->in.credits_n, id))
        jsonin_fault(v, "credit_id", "stands there twice");
    read_amount(v, got->currency, &c->minor);
    r->in.credits_n++;
}

/* A link to one document sees no credits. */
static enum err
find_all(struct rq *rq, struct reading *r, const uint64_t *lines, size_t lines_n,
    const uint64_t *credits, size_t credits_n)
{
    enum err e = OK;

    if (lines_n)
        e = payment_documents(rq->db, rq->arena, rq->who.customer_id, rq->who.item_id,
            case_ids_json(rq->arena, lines, lines_n), &r->documents, &r->documents_n);
    if (!e && credits_n && !rq->who.item_id)
        e = payment_credits_of(rq->db, rq->arena, rq->who.customer_id,
            case_ids_json(rq->arena, credits, credits_n), &r->credits, &r->credits_n);
    return e;
}

static enum err
read_all(struct rq *rq, struct jval *v, struct reading *r)
{
    const char *provider = NULL;
    struct jval *lines = jsonin_array(v, "lines", JSONIN_NEED, LINES__MAX),
                *credits = jsonin_array(v, "credits", JSONIN_MAY, CREDITS__MAX);
    const uint64_t *line_ids = read_ids(rq, lines, "invoice_id"),
                   *credit_ids = read_ids(rq, credits, "credit_id");
    size_t n = jsonin_count(lines), credits_n = jsonin_count(credits), k = 0;
    enum err e;

    r->in.customer_id = rq->who.customer_id;
    r->in.one_document = rq->who.item_id != 0;
    r->in.debits = arena_new_n(rq->arena, n + 1, struct payment_choice);
    r->in.credits = arena_new_n(rq->arena, credits_n + 1, struct payment_choice);
    if (jsonin_text(v, "provider", JSONIN_NEED, CODE__MAX, &provider))
        r->in.provider = payment_provider_find(provider);
    jsonin_text(v, "language", JSONIN_MAY, CODE__MAX, &r->in.language);
    jsonin_bool(v, "save", JSONIN_MAY, &r->in.save);
    if ((e = find_all(rq, r, line_ids, n, credit_ids, credits_n)))
        return e;
    for (struct jval *i = jsonin_first(lines); i; i = jsonin_next(i), k++) {
        if (line_ids[k])
            read_line(rq, i, line_ids[k], r);
        jsonin_end(i);
    }
    k = 0;
    for (struct jval *i = jsonin_first(credits); i; i = jsonin_next(i), k++) {
        if (credit_ids[k])
            read_credit(i, credit_ids[k], r);
        jsonin_end(i);
    }
    if (lines && !n)
        jsonin_fault(v, "lines", "needs one at least");
    return OK;
}

static enum err
refused(struct rq *rq, enum payment_refusal why)
{
    if (why == PAYMENT_REFUSED_SETTLED)
        return rq_problem(rq, ERR_CONFLICT, 409, "payment-settled",
            "It is paid already: look at what is open now.");
    return rq_problem(rq, ERR_CONFLICT, 409, "payment-in-progress",
        "A payment of it is under way already: go on with that one, or cancel it.");
}

/* POST payment-intents {provider, lines, credits?, language?, save?} -> 201 | 409 | 422
 * | 429 | 503 */
enum err
portal_pay_start(struct rq *rq)
{
    const struct payment_env env = pay_env(rq);
    enum payment_refusal refusal;
    struct reading r = { 0 };
    struct jval *v;
    uint64_t id;
    enum err e;

    if ((e = rq_json(rq, &v)) || (e = read_all(rq, v, &r)) || (e = rq_json_end(rq)) ||
        (e = portal_take_try(rq, "portal-pay")) ||
        (e = find_calendar(rq, r.in.case_id, &r.in.calendar)))
        return e;
    e = start_payment(
        rq->db, rq->arena, &rq->actor, &env, &r.in, &rq->faults, &refusal, &id);
    if (e == ERR_CONFLICT && refusal)
        return refused(rq, refusal);
    if (e == ERR_DOWN && r.in.provider && r.in.provider->start)
        return rq_problem(rq, e, 503, "provider-down",
            "The payment service does not answer: try again, or pay another way.");
    return e ? e : portal_pay_answer(rq, 201, id);
}

/* -- going on -------------------------------------------------------------- */

static enum err
find(struct rq *rq, struct payment_of_customer *out)
{
    struct payment_of_customer *p;
    size_t n;
    enum err e = payment_of_customer(rq->db, rq->arena, rq->who.customer_id,
        rq->who.item_id, rq_part_id(rq, "id"), false, 1, &p, &n);

    if (!e && n)
        *out = p[0];
    return e ? e : n ? OK : ERR_NOT_FOUND;
}

/* POST payment-intents/{id}/cancel -> 200 | 404 | 409 */
enum err
portal_pay_cancel(struct rq *rq)
{
    const struct payment_env env = pay_env(rq);
    struct payment_of_customer p;
    enum payment_state state;
    enum err e;

    if ((e = find(rq, &p)))
        return e;
    e = end_payment(
        rq->db, rq->arena, &rq->actor, &env, p.id, PAYMENT_GIVEN_UP, &state);
    if (e == ERR_CONFLICT)
        return pay_over(rq, state);
    return e ? e : portal_pay_answer(rq, 200, p.id);
}

/* -- the sandbox ----------------------------------------------------------- */

struct acting {
    struct rq *rq;
    struct payment_env env;
    struct payment_report r;
};

/* By the way of any provider's report: signed, proved, read. */
static enum err
report(struct acting *w)
{
    struct arena *a = w->rq->arena;
    const struct actor by = { .kind = ACTOR_SYSTEM,
        .id = "sandbox",
        .ip = w->rq->actor.ip,
        .request_id = w->rq->request_id,
        .now_us = w->rq->now_us };
    const char *body = payment_sandbox_report(a, &w->r), *outcome;

    return take_payment_report(w->rq->db, a, &by, &w->env, &PAYMENT_SANDBOX,
        payment_sandbox_sign(a, &w->env, body), body, strlen(body), &outcome);
}

static enum err
report_later(struct acting *w)
{
    uint64_t id;
    enum err e = db_id(w->rq->db, &id);

    return e ? e
             : payment_late_insert(w->rq->db, id,
                   payment_sandbox_report(w->rq->arena, &w->r),
                   clock_real_us() + LATE_US, NULL);
}

/* What paid stays, where the customer wanted that. */
static enum err
keep_card(struct acting *w, const struct payment_of_customer *p)
{
    struct payment_method_of_intent *m;
    size_t n;
    enum err e = payment_method_of_intent(w->rq->db, w->rq->arena, p->id, &m, &n);

    if (!e && n && text_eq(m[0].state, "open"))
        payment_sandbox_card(w->rq->arena, m[0].id, p->case_id, false, &w->r);
    return e;
}

static enum err
act(struct acting *w, const struct payment_of_customer *p, size_t outcome)
{
    enum { SUCCESS, DECLINE, LATE, DUPLICATE };
    const char *captured = w->r.id;
    enum err e;

    if (outcome == DECLINE) {
        w->r.word = PAYMENT_DECLINED;
        w->r.why = "declined";
        return report(w);
    }
    if (outcome == LATE) {
        w->r.word = PAYMENT_PENDING;
        w->r.id = arena_fmt(w->rq->arena, "%s:pending", captured);
        if ((e = report(w)))
            return e;
    }
    w->r.word = PAYMENT_CAPTURED;
    w->r.id = captured;
    if ((e = keep_card(w, p)))
        return e;
    if (outcome == LATE)
        return report_later(w);
    e = report(w);
    return e || outcome != DUPLICATE ? e : report(w);
}

/* POST payment-intents/{id}/act {outcome} -> 200 | 404 | 409 */
enum err
portal_pay_act(struct rq *rq)
{
    static const char *const OUTCOME[] = { "success", "decline", "late", "duplicate" };
    struct acting w = { .rq = rq, .env = pay_env(rq) };
    struct payment_of_customer p;
    struct payment_division about;
    size_t outcome = 0;
    struct jval *v;
    enum err e;

    if ((e = find(rq, &p)))
        return e;
    if (!text_eq(p.provider, PAYMENT_SANDBOX.code))
        return ERR_NOT_FOUND;
    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "outcome", JSONIN_NEED, OUTCOME, 4, &outcome);
    if ((e = rq_json_end(rq)) ||
        (e = payment_division(rq->db, rq->arena, p.case_id, &about)))
        return e;
    if (!text_eq(p.state, "open"))
        return pay_over(rq, payment_state_of(p.state));
    w.r = (struct payment_report){ .id = arena_fmt(rq->arena, "evt_%" PRIu64, p.id),
        .provider_id = payment_sandbox_id(rq->arena, p.id),
        .account = about.code,
        .currency = about.currency,
        .amount_minor = p.amount_minor,
        .at = rq->now_us };
    if ((e = act(&w, &p, outcome)))
        return e;
    return portal_pay_answer(rq, 200, p.id);
}
