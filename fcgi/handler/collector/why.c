#include "handler/collector/why.h"

#include "base/text.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/explain_case.h"
#include "store/q_customer_view.h"

const struct param WHY_PARAMS[] = {
    { .name = "case_id", .kind = PARAM_ID, .summary = "needed when there are several" },
    { .name = "date", .kind = PARAM_DAY, .summary = "as if that day were today" },
    { .name = NULL },
};

/* The case asked for, or the only one in reach. */
static enum err
choose_case(struct rq *rq, uint64_t customer_id, uint64_t *case_id)
{
    struct customer_case_visible c;
    struct customer_case_list *all;
    size_t n;
    enum err e;

    if ((*case_id = rq_id(rq, "case_id"))) {
        e = reach_case(rq, *case_id, &c);
        return e ? e : c.customer_id == customer_id ? OK : ERR_NOT_FOUND;
    }
    e = customer_case_list(rq->db, rq->arena, customer_id, rq->who.scope, &all, &n);
    if (e || !n)
        return e ? e : ERR_NOT_FOUND;
    if (n > 1) {
        faults_add(
            &rq->faults, "?case_id", "is needed: the customer has several cases");
        return rq_problem(
            rq, ERR_INVALID, 400, "malformed", "The query is not proper.");
    }
    *case_id = all[0].id;
    return OK;
}

static void
json_line(struct json *j, const struct snapshot *s, const struct explain_line *l)
{
    bool held = l->outcome == OUTCOME_HELD;

    json_open(j, NULL, '{');
    json_text(j, "number", s->instalments[l->instalment].number);
    json_i64(j, "instalment", s->instalments[l->instalment].seq);
    json_day_or_null(j, "day", l->day);
    json_text(j, "outcome", outcome_name(l->outcome));
    json_text(j, "guard", held ? guard_name(l->guard) : NULL);
    json_text(j, "detail", l->detail);
    json_day_or_null(j, "until", held ? l->until_on : DAY_NONE);
    json_close(j, '}');
}

static void
json_steps(struct json *j, const struct case_explanation *x)
{
    const struct explanation *w = &x->explanation;

    json_open(j, "steps", '[');
    for (size_t i = 0; i < w->steps_n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "step", w->steps[i].step->id);
        json_open(j, "instalments", '[');
        for (size_t k = 0; k < w->steps[i].lines_n; k++)
            json_line(j, &x->outcome.facts.snapshot, &w->steps[i].lines[k]);
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_guard_and_next(struct json *j, const struct explanation *w)
{
    if (w->first_guard) {
        json_open(j, "first_guard", '{');
        json_text(j, "name", guard_name(w->first_guard->guard));
        json_text(j, "detail", w->first_guard->detail);
        json_day_or_null(j, "until", w->first_guard->until_on);
        json_close(j, '}');
    } else {
        json_nil(j, "first_guard");
    }
    if (w->next_on != DAY_NONE) {
        json_open(j, "next", '{');
        json_text(j, "step", w->next_step ? w->next_step->id : NULL);
        json_day(j, "on", w->next_on);
        json_close(j, '}');
    } else {
        json_nil(j, "next");
    }
}

static void
json_script(struct json *j, const struct case_explanation *x)
{
    if (!x->script_version_id) {
        json_nil(j, "script_version");
        return;
    }
    json_open(j, "script_version", '{');
    json_id(j, "id", x->script_version_id);
    json_u64(j, "version_no", x->script_version_no);
    json_close(j, '}');
}

static void
json_why(struct json *j, const struct case_explanation *x)
{
    const struct plan *p = &x->outcome.plan;

    json_open(j, NULL, '{');
    json_id(j, "case_id", x->outcome.facts.snapshot.case_id);
    json_day(j, "as_of", x->outcome.facts.snapshot.today);
    json_text(j, "strategy", x->script_name);
    json_text(j, "strategy_why", x->fault ? NULL : p->strategy_why);
    json_script(j, x);
    json_steps(j, x);
    json_guard_and_next(j, &x->explanation);
    json_text(j, "fault", x->fault);
    json_text(j, "sentence",
        x->fault ? "The strategy's script failed." : x->explanation.sentence);
    json_close(j, '}');
}

/* GET customers/{id}/why -> 200 | 404 */
enum err
why_get(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id"), case_id;
    struct case_explanation x = { .explanation.next_on = DAY_NONE };
    enum err e;

    if ((e = reach_customer(rq, customer_id)) ||
        (e = choose_case(rq, customer_id, &case_id)))
        return e;
    e = *rq->rulebook ? rulebook_refresh(*rq->rulebook, rq->db, rq->now_us)
                      : rulebook_open(rq->rulebook, rq->db, rq->now_us);
    if (e || (e = explain_case(*rq->rulebook, rq->db, rq->arena, case_id, rq->now_us,
                  rq_day(rq, "date", DAY_NONE), &x)))
        return e;
    json_why(rq_reply(rq, 200), &x);
    return OK;
}
