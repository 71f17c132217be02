#include "service/explain_case.h"

#include "store/q_script.h"

/* plan_in as evaluate_case had it, without what the plan no longer needs to ask. */
static void
explain(struct rulebook *r, struct arena *a, struct case_explanation *out)
{
    const struct snapshot *s = &out->outcome.facts.snapshot;
    const struct plan *p = &out->outcome.plan;
    struct guard_limits limits = rulebook_limits(r, s->country, s->today);
    const struct plan_in in = {
        .snapshot = s,
        .strategy = p->strategy,
        .strategy_why = p->strategy_why,
        .limits = &limits,
        .calendar = rulebook_calendar(r, s->country, s->region),
    };

    out->script_name = script_name(rulebook_script(r, p->strategy));
    out->script_version_id = p->strategy->version_id;
    explain_plan(&in, p, a, &out->explanation);
}

enum err
explain_case(struct rulebook *r, struct db *db, struct arena *a, uint64_t case_id,
    int64_t now_at, int32_t as_of, struct case_explanation *out)
{
    struct case_facts facts;
    struct script_version_no version;
    enum err e;

    *out = (struct case_explanation){ 0 };
    if ((e = rulebook_refresh(r, db, now_at)) ||
        (e = case_read(db, a, case_id, now_at, as_of, &facts)) ||
        (e = evaluate_case(r, a, &facts, &out->outcome)))
        return e;
    out->fault = out->outcome.fault;
    if (out->fault)
        return OK;
    explain(r, a, out);
    if ((e = script_version_no(db, a, out->script_version_id, &version)))
        return e;
    out->script_version_no = version.version_no;
    return OK;
}
