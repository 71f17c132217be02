#include "tests/unit/domain/world.h"

#include <string.h>

int32_t
day_of(int y, int m, int d)
{
    return date_join((struct ymd){ y, m, d });
}

static enum err
when(void *ctx, const struct step *step, size_t instalment, bool *yes)
{
    const struct world *w = ctx;

    (void)step;
    (void)instalment;
    *yes = w->when_answer;
    return OK;
}

struct step *
world_step(struct world *w, const char *id, int offset)
{
    struct step *step = &w->st.steps[w->st.steps_n++];

    *step = (struct step){
        .id = id,
        .kind = STEP_SEND,
        .offset_days = (int16_t)offset,
        .template = id,
        .upcoming = offset < 0,
        .level = (uint16_t)w->st.steps_n,
        .repeat_max = 1,
        .to_role = "billing",
    };
    return step;
}

static void
std_strategy(struct world *w)
{
    struct step *call;

    w->st = (struct strategy){
        .script_id = 7,
        .version_id = 70,
        .name = "STD",
        .min_gap_days = 5,
        .send_minute = 480,
    };
    world_step(w, "R1", 3);
    world_step(w, "R2", 10);
    world_step(w, "R3", 20)->fee =
        (struct step_fee){ .kind = FEE_PERCENT, .rate_e6 = 100000 };
    call = world_step(w, "CALL", 30);
    call->kind = STEP_TASK;
    call->template = NULL;
    call->task = "call";
}

struct world *
world_new(int32_t today)
{
    struct arena *a = arena_new();
    struct world *w = arena_new_of(a, struct world);

    w->a = a;
    w->s = (struct snapshot){
        .case_id = 1,
        .customer_id = 2,
        .division_id = 3,
        .customer_number = "C-1",
        .customer_name = "Customer",
        .currency = "EUR",
        .language = "en",
        .country = "CH",
        .region = "",
        .time_zone = "Europe/Zurich",
        .division_country = "CH",
        .division_region = "",
        .division_time_zone = "Europe/Zurich",
        .since_on = DAY_NONE,
        .credit_limit_minor = -1,
        .instalments = w->instalments,
        .credits = w->credits,
        .promises = w->promises,
        .disputes = w->disputes,
        .holds = w->holds,
        .contacts = w->contacts,
        .contacts_n = 1,
        .tags = w->tags,
        .raised = w->raised,
        .last_contact_on = DAY_NONE,
        .last_payment_on = DAY_NONE,
        .synced_at = INSTANT_NONE,
    };
    w->contacts[0] = (struct snap_contact){ .id = 1,
        .name = "Pat",
        .email = "pat@example.com",
        .billing = true,
        .consent = true };
    w->cal = (struct calendar){ .weekend = CALENDAR_SAT_SUN };
    w->asks = (struct propose_asks){ w, when };
    w->when_answer = true;
    std_strategy(w);
    world_today(w, today);
    return w;
}

void
world_free(struct world *w)
{
    arena_free(w->a);
}

void
world_today(struct world *w, int32_t today)
{
    w->s.today = today;
    w->s.now_at = date_instant(today) + 6 * 60 * DATE_US_PER_MINUTE;
}

size_t
world_invoice(struct world *w, int32_t due_on, int64_t open_minor)
{
    size_t k = w->s.instalments_n++;

    assert_true(k < WORLD_INSTALMENTS);
    w->instalments[k] = (struct open_instalment){
        .id = 1000 + k,
        .item_id = 100 + k,
        .number = "INV",
        .seq = 1,
        .issued_on = due_on - 30,
        .due_on = due_on,
        .amount_minor = open_minor,
        .open_minor = open_minor,
        .taken = w->taken[k],
    };
    return k;
}

static const struct step *
step_called(const struct world *w, const char *id)
{
    for (size_t k = 0; k < w->st.steps_n; k++)
        if (strcmp(w->st.steps[k].id, id) == 0)
            return &w->st.steps[k];
    return NULL;
}

static void
take(struct world *w, size_t instalment, const struct step *step, const char *id,
    uint32_t cycle, int32_t on_day)
{
    struct open_instalment *i = &w->instalments[instalment];

    assert_true(i->taken_n < WORLD_TAKEN);
    i->taken[i->taken_n++] = (struct taken){
        .script_id = w->st.script_id,
        .step = id,
        .cycle = cycle,
        .level = step ? step->level : 1,
        .on_day = on_day,
        .task = step && step->kind == STEP_TASK,
    };
}

void
world_taken(struct world *w, size_t instalment, const char *step, int32_t on_day)
{
    take(w, instalment, step_called(w, step), step, 0, on_day);
}

void
world_credit(struct world *w, int64_t open_minor)
{
    size_t k = w->s.credits_n++;

    w->credits[k] = (struct open_credit){
        .item_id = 500 + k,
        .number = "PAY",
        .issued_on = w->s.today - 2,
        .open_minor = open_minor,
    };
}

struct snap_promise *
world_promise(struct world *w, int64_t minor, int32_t promised_on)
{
    struct snap_promise *p = &w->promises[w->s.promises_n++];

    *p = (struct snap_promise){
        .id = 300 + w->s.promises_n,
        .amount_minor = minor,
        .made_on = w->s.today,
        .promised_on = promised_on,
        .judged_on = promised_on + 2,
        .state = PROMISE_OPEN,
    };
    return p;
}

void
world_dispute(struct world *w, size_t instalment, int64_t minor)
{
    w->disputes[w->s.disputes_n] = (struct snap_dispute){
        .id = 400 + w->s.disputes_n,
        .item_id = w->instalments[instalment].item_id,
        .amount_minor = minor,
        .reason_code = "quality",
        .opened_on = w->s.today,
        .target_on = DAY_NONE,
    };
    w->s.disputes_n++;
}

struct snap_hold *
world_hold(struct world *w, uint64_t item_id, int64_t minor)
{
    struct snap_hold *h = &w->holds[w->s.holds_n++];

    *h = (struct snap_hold){
        .id = 600 + w->s.holds_n,
        .item_id = item_id,
        .amount_minor = minor,
        .until_on = DAY_NONE,
        .reason = "by hand",
    };
    return h;
}

const struct plan *
world_plan(struct world *w)
{
    struct plan_in in = {
        .snapshot = &w->s,
        .strategy = &w->st,
        .strategy_why = "default",
        .asks = &w->asks,
        .limits = &w->limits,
        .calendar = &w->cal,
    };

    coverage_apply(&w->s, w->a);
    assert_int_equal(plan_case(&in, w->a, &w->plan), OK);
    return &w->plan;
}

void
world_apply(struct world *w)
{
    const struct plan *p = &w->plan;

    for (size_t k = 0; k < p->messages_n; k++) {
        for (size_t m = 0; m < p->messages[k].lines_n; m++) {
            const struct plan_line *l = &p->messages[k].lines[m];

            take(w, l->instalment, l->step, l->step->id, l->cycle, w->s.today);
        }
        w->s.last_contact_on = w->s.today;
    }
    for (size_t k = 0; k < p->tasks_n; k++)
        for (size_t m = 0; m < p->tasks[k].lines_n; m++) {
            const struct plan_line *l = &p->tasks[k].lines[m];

            take(w, l->instalment, l->step, l->step->id, l->cycle, w->s.today);
        }
}

const char *
mailed(const struct world *w, size_t instalment)
{
    for (size_t k = 0; k < w->plan.messages_n; k++)
        for (size_t m = 0; m < w->plan.messages[k].lines_n; m++)
            if (w->plan.messages[k].lines[m].instalment == instalment)
                return w->plan.messages[k].lines[m].step->id;
    return NULL;
}

enum guard
held_by(const struct world *w, size_t instalment)
{
    for (size_t k = 0; k < w->plan.held_n; k++) {
        const struct held *h = &w->plan.held[k];

        if (w->plan.proposals.list[h->proposal].instalment == instalment)
            return h->guard;
    }
    return GUARD_NONE;
}

const struct plan_task *
task_of(const struct world *w, const char *kind)
{
    for (size_t k = 0; k < w->plan.tasks_n; k++)
        if (strcmp(w->plan.tasks[k].kind, kind) == 0)
            return &w->plan.tasks[k];
    return NULL;
}
