#include "handler/insight.h"

#include <stdlib.h>

#include "base/text.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "store/q_division.h"

const char *const INSIGHT_BASIS[] = { "due", "document", NULL };
const char *const INSIGHT_CREDITS[] = { "own", "aged", "netted", NULL };

/* "30,60,90" */
static bool
read_bounds(const char *text, struct aging_rule *r)
{
    char *end;

    for (r->bounds_n = 0;; text = end + 1) {
        long days = strtol(text, &end, 10);

        if (end == text || days < 1 || days > 3650 ||
            r->bounds_n == AGING_BOUNDS__MAX || (*end && *end != ','))
            return false;
        r->bounds[r->bounds_n++] = (int32_t)days;
        if (!*end)
            return aging_rule_check(r) == OK;
    }
}

static enum err
check_division(struct rq *rq, const char *code)
{
    struct division_all *d;
    size_t n;
    enum err e;

    if (!code || rq->who.scope) /* who is limited sees nothing of it, and no more */
        return OK;
    if ((e = division_all(rq->db, rq->arena, &d, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        if (text_eq(d[i].code, code))
            return OK;
    faults_add(&rq->faults, "?division", "is no division");
    return OK;
}

static enum err
refused(struct rq *rq)
{
    if (!rq->faults.n)
        return OK;
    return rq_problem(rq, ERR_INVALID, 400, "malformed", "The query is not proper.");
}

enum err
insight_who_read(struct rq *rq, struct insight_who *out)
{
    *out = (struct insight_who){ .division = rq_text(rq, "division"),
        .currency = rq_text(rq, "currency"),
        .customer_id = rq_id(rq, "customer_id"),
        .tag = rq_text(rq, "segment"),
        .assignee_id = rq_id(rq, "collector_id"),
        .scope = rq->who.scope };
    enum err e = reach_listed(rq);

    return e ? e : check_division(rq, out->division);
}

enum err
insight_ask_read(struct rq *rq, struct insight_ask *out)
{
    int32_t today, as_of;
    enum err e = company_today(rq, &today);

    if (e)
        return e;
    *out = (struct insight_ask){ .as_of = rq_day(rq, "as_of", today),
        .from = rq_day(rq, "from", DAY_NONE),
        .rule = AGING_DEFAULT };
    as_of = out->as_of;
    if (as_of > today)
        faults_add(&rq->faults, "?as_of", "has not come yet");
    if (out->from != DAY_NONE && out->from > as_of)
        faults_add(&rq->faults, "?from", "is after the end");
    if (out->from != DAY_NONE && as_of - out->from > INSIGHT_YEARS__MAX * 366)
        faults_add(&rq->faults, "?from", "is more than five years before the end");
    if ((e = insight_who_read(rq, &out->who)))
        return e;
    insight_who_as_of(&out->who, as_of, today);
    return refused(rq);
}

enum err
insight_aging_read(struct rq *rq, struct aging_rule *out)
{
    const char *bounds = rq_text(rq, "bounds");

    out->basis = (enum aging_basis)rq_enum(rq, "basis", AGING_BY_DUE);
    out->credits = (enum aging_credits)rq_enum(rq, "credits", AGING_OWN_COLUMN);
    if (bounds && !read_bounds(bounds, out))
        faults_add(&rq->faults, "?bounds",
            "must be whole days that rise, with commas between: 30,60,90");
    return refused(rq);
}

enum err
insight_make(struct rq *rq, struct insight_report *out)
{
    struct insight_ask ask;
    enum err e;

    if ((e = insight_ask_read(rq, &ask)) || (e = insight_aging_read(rq, &ask.rule)))
        return e;
    ask.may_lag = rq_bool(rq, "may_lag", false);
    return insight_report(rq->db, rq->arena, &ask, out);
}
