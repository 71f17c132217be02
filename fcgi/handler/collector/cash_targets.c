#include "handler/collector/cash_targets.h"

#include <string.h>

#include "base/text.h"
#include "handler/common.h"
#include "service/set_cash_target.h"
#include "store/q_cash_target.h"

static const char *const PERIOD[] = { "week", "month" };

static void
json_target(struct json *j, const struct cash_target_list *t)
{
    json_open(j, NULL, '{');
    json_text(j, "division", t->division);
    json_text(j, "currency", t->currency);
    json_day(j, "from", t->from_on);
    json_text(j, "period", t->period);
    json_money(j, "amount", t->minor, t->currency);
    json_person(j, "set_by", t->set_by, t->name);
    json_instant(j, "set_at", t->set_at);
    json_close(j, '}');
}

/* GET cash-targets -> 200 by division and currency, the oldest first */
enum err
cash_targets_list(struct rq *rq)
{
    struct rq_cursor after = { 0 }, last;
    struct cash_target_list *t;
    size_t n, k;
    bool first;
    enum err e;

    if ((e = rq_cursor(rq, "cash_targets", &after, &first)) ||
        (e = cash_target_list(rq->db, rq->arena, rq->who.scope, NULL, NULL, &t, &n)))
        return e;
    rq_list_open(rq);
    for (k = after.id; k < n && k < after.id + rq->limit; k++)
        json_target(&rq->json, &t[k]);
    last = (struct rq_cursor){ .id = k };
    rq_list_close(rq, "cash_targets", k < n ? &last : NULL);
    return OK;
}

/* PUT cash-targets {division, currency, from, period, amount} -> 204 | 422 */
enum err
cash_targets_set(struct rq *rq)
{
    struct cash_target_in in = { 0 };
    struct jval *v;
    size_t period = 0;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "division", JSONIN_NEED, 32, &in.division);
    jsonin_day(v, "from", JSONIN_NEED, &in.target.from_on);
    jsonin_enum(v, "period", JSONIN_NEED, PERIOD, 2, &period);
    if (jsonin_currency(v, "currency", JSONIN_NEED, in.currency) &&
        jsonin_money(v, "amount", JSONIN_NEED, in.currency, &in.target.minor) &&
        in.target.minor < 0)
        jsonin_fault(v, "amount", "must not be below 0");
    if ((e = rq_json_end(rq)))
        return e;
    in.target.monthly = period == 1;
    e = set_cash_target(rq->db, rq->arena, &rq->actor, rq->who.scope, &in);
    if (e == ERR_NOT_FOUND) {
        faults_add(&rq->faults, "/division", "is no division");
        return ERR_INVALID;
    }
    return e ? e : rq_no_content(rq);
}

enum err
cash_targets_read(struct rq *rq, const char *division, const char *currency,
    struct cash_target_place_of **out, size_t *n)
{
    struct cash_target_list *t;
    struct cash_target_place_of *p;
    struct cash_target *all;
    size_t rows;
    enum err e = cash_target_list(
        rq->db, rq->arena, rq->who.scope, division, currency, &t, &rows);

    *n = 0;
    if (e)
        return e;
    *out = p = arena_new_n(rq->arena, rows + 1, struct cash_target_place_of);
    all = arena_new_n(rq->arena, rows + 1, struct cash_target);
    for (size_t k = 0; k < rows; k++) {
        all[k] = (struct cash_target){ t[k].from_on,
            strcmp(t[k].period, PERIOD[1]) == 0, t[k].minor };
        if (!*n || !text_eq(p[*n - 1].division, t[k].division) ||
            !text_eq(p[*n - 1].currency, t[k].currency))
            p[(*n)++] = (struct cash_target_place_of){ t[k].division, t[k].currency,
                &all[k], 0 };
        p[*n - 1].n++;
    }
    return OK;
}
