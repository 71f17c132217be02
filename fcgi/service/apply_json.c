#include "service/apply_rows.h"

#include "base/json.h"

static const char *
number_of(const struct case_outcome *o, size_t instalment)
{
    return o->facts.snapshot.instalments[instalment].number;
}

static void
json_line(struct json *j, const struct case_outcome *o, size_t instalment,
    const struct step *step)
{
    json_id(j, "instalment", o->facts.snapshot.instalments[instalment].id);
    json_text(j, "number", number_of(o, instalment));
    json_text(j, "step", step->id);
}

const char *
apply_proposals_json(struct arena *a, const struct case_outcome *o)
{
    const struct proposals *p = &o->plan.proposals;
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_open(&j, "proposed", '[');
    for (size_t i = 0; i < p->n; i++) {
        json_open(&j, NULL, '{');
        json_line(&j, o, p->list[i].instalment, p->list[i].step);
        json_u64(&j, "cycle", p->list[i].cycle);
        json_day(&j, "day", p->list[i].day);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_open(&j, "skipped", '[');
    for (size_t i = 0; i < o->plan.skipped_n; i++) {
        json_open(&j, NULL, '{');
        json_line(&j, o, o->plan.skipped[i].instalment, o->plan.skipped[i].step);
        json_day(&j, "day", o->plan.skipped[i].day);
        json_text(&j, "reason", "missed");
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return b.text;
}

const char *
apply_guards_json(struct arena *a, const struct case_outcome *o)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '[');
    for (size_t i = 0; i < o->plan.held_n; i++) {
        const struct held *h = &o->plan.held[i];
        const struct proposal *p = &o->plan.proposals.list[h->proposal];

        json_open(&j, NULL, '{');
        json_line(&j, o, p->instalment, p->step);
        json_text(&j, "guard", guard_name(h->guard));
        json_text(&j, "detail", h->detail);
        json_day(&j, "until", h->until_on);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return b.text;
}

const char *
apply_outcome_json(struct arena *a, const struct case_outcome *o,
    const uint64_t *outbox_ids, const uint64_t *task_ids)
{
    const struct plan *p = &o->plan;
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "strategy", p->strategy->name);
    json_text(&j, "strategy_why", p->strategy_why);
    json_open(&j, "messages", '[');
    for (size_t i = 0; i < p->messages_n; i++) {
        json_open(&j, NULL, '{');
        json_id(&j, "outbox", outbox_ids[i]);
        json_text(&j, "template", p->messages[i].step->template);
        json_money(&j, "total", p->messages[i].total_minor, o->facts.snapshot.currency);
        json_instant(&j, "not_before", p->messages[i].not_before_at);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_open(&j, "tasks", '[');
    for (size_t i = 0; i < p->tasks_n; i++) {
        json_open(&j, NULL, '{');
        json_id(&j, "follow_up", task_ids[i]);
        json_text(&j, "kind", p->tasks[i].kind);
        json_text(&j, "title", p->tasks[i].title);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_text(&j, "reason", p->reason);
    json_day(&j, "next_on", p->next_on);
    json_close(&j, '}');
    return b.text;
}

const char *
apply_contributions_json(struct arena *a, const struct case_outcome *o)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    for (size_t i = 0; i < o->plan.score_n; i++)
        json_i64(&j, o->plan.score[i].name, o->plan.score[i].milli);
    json_close(&j, '}');
    return b.text;
}
