#include "base/text.h"
#include "handler/common.h"
#include "handler/portal/account.h"
#include "store/q_access_link.h"
#include "store/q_portal.h"
#include "store/setting.h"

enum { DAYS = 90, LINES__MAX = 5000 };

const struct param PORTAL_STATEMENT_PARAMS[] = {
    { .name = "currency", .kind = PARAM_CURRENCY },
    { .name = "from", .kind = PARAM_DAY },
    { .name = "to", .kind = PARAM_DAY },
    { .name = NULL },
};

struct ask {
    const char *currency;
    int32_t from, to;
};

/* The currency asked for must be one the customer has; without one, its first. */
static enum err
choose_currency(struct rq *rq, const char **out)
{
    const char *wanted = rq_text(rq, "currency");
    struct portal_currencies *c;
    size_t n;
    enum err e;

    if ((e = portal_currencies(rq->db, rq->arena, rq->who.customer_id, &c, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        if (!wanted || text_eq(c[i].currency, wanted)) {
            *out = c[i].currency;
            return OK;
        }
    return ERR_NOT_FOUND;
}

static enum err
read_ask(struct rq *rq, struct ask *a)
{
    int32_t today;
    enum err e;

    if ((e = choose_currency(rq, &a->currency)) || (e = portal_today(rq, &today)))
        return e;
    a->to = rq_day(rq, "to", today);
    a->from = rq_day(rq, "from", a->to - DAYS);
    if (a->from <= a->to)
        return OK;
    faults_add(&rq->faults, "?from", "is after the end");
    return rq_problem(rq, ERR_INVALID, 400, "malformed", "The query is not proper.");
}

static void
json_line(struct json *j, const struct portal_statement *l, int64_t balance,
    const char *currency)
{
    json_open(j, NULL, '{');
    json_day(j, "on", l->line_on);
    json_text(j, "kind", l->kind);
    json_text(j, "number", l->number);
    json_day_or_null(j, "due_on", l->due_on);
    json_money(j, "debit", l->debit_minor, currency);
    json_money(j, "credit", l->credit_minor, currency);
    json_money(j, "balance", balance, currency);
    json_close(j, '}');
}

static void
json_lines(struct json *j, const struct portal_statement *l, size_t n, int64_t opening,
    const char *currency)
{
    int64_t balance = opening;

    json_money(j, "opening", opening, currency);
    json_open(j, "lines", '[');
    for (size_t i = 0; i < n; i++) {
        balance += l[i].debit_minor - l[i].credit_minor;
        json_line(j, &l[i], balance, currency);
    }
    json_close(j, ']');
    json_money(j, "closing", balance, currency);
}

/* GET statement -> 200 | 404 of a link to one invoice */
enum err
portal_statement_get(struct rq *rq)
{
    uint64_t customer_id = rq->who.customer_id;
    struct portal_session_by_token s;
    struct portal_statement *l;
    struct portal_opening opening;
    const char *company;
    struct ask ask;
    struct json *j;
    size_t n;
    enum err e;

    if (rq->who.item_id)
        return ERR_NOT_FOUND;
    if ((e = read_ask(rq, &ask)) ||
        (e = portal_session_by_token(rq->db, rq->arena, rq->who.session, &s)) ||
        (e = setting_read(rq->db, rq->arena, "company.name", "", &company)) ||
        (e = portal_opening(
             rq->db, rq->arena, customer_id, ask.currency, ask.from, &opening)) ||
        (e = portal_statement(rq->db, rq->arena, customer_id, ask.currency, ask.from,
             ask.to, LINES__MAX + 1, &l, &n)))
        return e;
    if (n > LINES__MAX)
        return rq_problem(rq, ERR_LIMIT, 422, "too-many-lines",
            "The statement would have more than %d lines: choose a shorter period.",
            LINES__MAX);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "company", company);
    json_open(j, "customer", '{');
    json_text(j, "name", s.customer_name);
    json_text(j, "number", s.customer_number);
    json_close(j, '}');
    json_text(j, "currency", ask.currency);
    json_day(j, "from", ask.from);
    json_day(j, "to", ask.to);
    json_lines(j, l, n, opening.minor, ask.currency);
    json_close(j, '}');
    return OK;
}
