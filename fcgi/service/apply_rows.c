#include "service/apply_rows.h"

#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/sha.h"
#include "base/zone.h"
#include "db/lock.h"
#include "domain/case_state.h"

enum { TAGS_TEXT__MAX = 500 };

void
apply_rows_make(
    struct apply_rows *r, struct arena *a, const struct case_outcome *o, size_t n)
{
    size_t messages = 0, message_lines = 0, tasks = 0, task_lines = 0, promises = 0,
           tags = 0, ends = 0;

    for (size_t i = 0; i < n; i++) {
        const struct plan *p = &o[i].plan;

        promises += o[i].facts.snapshot.promises_n;
        tags += o[i].tags_n;
        ends += o[i].ended_tags_n;
        messages += p->messages_n;
        tasks += p->tasks_n;
        for (size_t k = 0; k < p->messages_n; k++)
            message_lines += p->messages[k].lines_n;
        for (size_t k = 0; k < p->tasks_n; k++)
            task_lines += p->tasks[k].lines_n;
    }
    *r = (struct apply_rows){
        .states = arena_new_n(a, n + 1, struct apply_case_state),
        .worklist = arena_new_n(a, n + 1, struct apply_worklist_row),
        .clear = arena_new_n(a, n + 1, struct apply_worklist_clear),
        .decisions = arena_new_n(a, n + 1, struct apply_decision),
        .outbox = arena_new_n(a, messages + 1, struct apply_outbox),
        .outbox_lines = arena_new_n(a, message_lines + 1, struct apply_outbox_line),
        .tasks = arena_new_n(a, tasks + 1, struct apply_follow_up),
        .task_lines = arena_new_n(a, task_lines + 1, struct apply_follow_up_line),
        .promises = arena_new_n(a, promises + 1, struct apply_promise_state),
        .tags = arena_new_n(a, tags + 1, struct apply_tag_add),
        .tag_ends = arena_new_n(a, ends + 1, struct apply_tag_end),
        .siblings = arena_new_n(a, n + 1, struct apply_touch_siblings),
        .activities = arena_new_n(a, tasks + n + 1, struct apply_activity),
        .errors = arena_new_n(a, n + 1, struct apply_run_error),
    };
}

static const char *
tags_text(struct arena *a, const struct snapshot *s)
{
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < s->tags_n; i++) {
        if (b.len + strlen(s->tags[i]) + 1 >= TAGS_TEXT__MAX)
            break;
        if (i)
            buf_add(&b, " ", 1);
        buf_add(&b, s->tags[i], strlen(s->tags[i]));
    }
    return b.text;
}

static void
add_worklist(struct apply_rows *r, struct arena *a, const struct case_outcome *o)
{
    const struct snapshot *s = &o->facts.snapshot;
    const struct plan *p = &o->plan;
    struct apply_worklist_row *w;

    if (!s->instalments_n && !s->credits_n) {
        r->clear[r->clear_n++] = (struct apply_worklist_clear){ s->case_id };
        return;
    }
    w = &r->worklist[r->worklist_n++];
    *w = (struct apply_worklist_row){
        .case_id = s->case_id,
        .customer_id = s->customer_id,
        .division_id = s->division_id,
        .customer_name = s->customer_name,
        .customer_number = s->customer_number,
        .assignee_id = o->facts.assignee_id,
        .score_milli = o->fault ? 0 : p->score_milli,
        .contributions = o->fault ? "{}" : apply_contributions_json(a, o),
        .status = o->fault ? "fault" : p->status,
        .reason =
            o->fault ? arena_fmt(a, "A script failed: %.250s", o->fault) : p->reason,
        .next_action = o->fault ? "repair the script" : p->next_action,
        .next_on = o->fault ? s->today : p->action_on,
        .exception = o->fault || p->exception,
        .causes = o->fault ? exception_bit(EXCEPTION_FAULT) : p->causes,
        .open_minor = o->sums.open_minor,
        .overdue_minor = o->sums.overdue_minor,
        .open_base = o->open_base,
        .overdue_base = o->overdue_base,
        .not_due_minor = o->sums.bucket_minor[0],
        .b1_minor = o->sums.bucket_minor[1],
        .b2_minor = o->sums.bucket_minor[2],
        .b3_minor = o->sums.bucket_minor[3],
        .b4_minor = o->sums.bucket_minor[4],
        .unapplied_minor = o->sums.unapplied_minor,
        .disputed_minor = o->sums.disputed_minor,
        .promised_minor = o->sums.promised_minor,
        .items_n = (uint32_t)(s->instalments_n + s->credits_n),
        .oldest_due_on = o->sums.oldest_due_on,
        .days_late = o->sums.days_late,
        .broken_n = s->broken_promises,
        .tags = tags_text(a, s),
        .strategy = o->fault ? "" : p->strategy->name,
        .last_contact_on = s->last_contact_on,
        .evaluated_on = s->today,
    };
    memcpy(w->currency, s->currency, sizeof w->currency);
}

static void
add_state(struct apply_rows *r, struct arena *a, const struct apply_in *in,
    const struct case_outcome *o)
{
    const struct snapshot *s = &o->facts.snapshot;
    const struct plan *p = &o->plan;
    const struct zone *z = zone_find(s->division_time_zone);
    struct apply_case_state *st = &r->states[r->states_n++];

    *st = (struct apply_case_state){
        .id = s->case_id,
        .customer_id = s->customer_id,
        .division_id = s->division_id,
        .strategy_id = o->fault ? 0 : p->strategy->script_id,
        .strategy_why = o->fault ? NULL : p->strategy_why,
        .version_id = o->fault ? o->fault_version_id : p->strategy->version_id,
        .run_id = in->run_id,
        .evaluated_at = in->now_at,
        .evaluated_on = s->today,
        .next_at = o->fault ? zone_instant(z, s->today + 1, 0) : p->next_at,
        .next_step = o->fault || !p->next_step ? NULL : p->next_step->id,
        .next_step_on = o->fault ? DAY_NONE : p->next_on,
        .next_step_at = o->fault ? INSTANT_NONE : p->next_step_at,
        .fault = o->fault ? arena_fmt(a, "%.990s", o->fault) : NULL,
    };
    memcpy(st->currency, s->currency, sizeof st->currency);
}

static enum err
add_tags(struct apply_rows *r, struct arena *a, struct db *db,
    const struct apply_in *in, const struct case_outcome *o)
{
    const struct snapshot *s = &o->facts.snapshot;
    size_t before = r->tags_n + r->tag_ends_n;
    enum err e;

    for (size_t i = 0; i < o->tags_n; i++) {
        struct apply_tag_add *t = &r->tags[r->tags_n];

        if (!o->tags[i].is_new)
            continue;
        *t = (struct apply_tag_add){
            .customer_id = s->customer_id,
            .case_id = s->case_id,
            .tag = o->tags[i].tag,
            .script_version_id = o->tags[i].version_id,
            .reason =
                o->tags[i].reason ? arena_fmt(a, "%.480s", o->tags[i].reason) : NULL,
            .known_from = in->now_at,
        };
        if ((e = db_id(db, &t->id)))
            return e;
        r->tags_n++;
    }
    for (size_t i = 0; i < o->ended_tags_n; i++)
        r->tag_ends[r->tag_ends_n++] = (struct apply_tag_end){
            .known_to = in->now_at,
            .customer_id = s->customer_id,
            .case_id = s->case_id,
            .tag = o->ended_tags[i],
        };
    if (r->tags_n + r->tag_ends_n > before)
        r->siblings[r->siblings_n++] =
            (struct apply_touch_siblings){ s->customer_id, s->case_id };
    return OK;
}

static void
add_promises(struct apply_rows *r, const struct case_outcome *o)
{
    static const char *const NAMES[] = {
        [PROMISE_OPEN] = "open",
        [PROMISE_KEPT] = "kept",
        [PROMISE_PARTLY] = "partly",
        [PROMISE_BROKEN] = "broken",
        [PROMISE_CANCELLED] = "cancelled",
    };
    const struct snapshot *s = &o->facts.snapshot;

    for (size_t i = 0; i < s->promises_n; i++)
        if (s->promises[i].state != o->facts.before[i].state ||
            s->promises[i].kept_minor != o->facts.before[i].kept_minor)
            r->promises[r->promises_n++] = (struct apply_promise_state){
                .promise_id = s->promises[i].id,
                .case_id = s->case_id,
                .state = NAMES[s->promises[i].state],
                .kept_minor = s->promises[i].kept_minor,
                .as_of = s->today,
            };
}

static enum err
add_message(struct apply_rows *r, struct arena *a, struct db *db,
    const struct apply_in *in, const struct case_outcome *o,
    const struct plan_message *m, uint64_t decision_id, uint64_t *outbox_id)
{
    const struct snapshot *s = &o->facts.snapshot;
    const struct strategy *st = o->plan.strategy;
    struct apply_outbox *row = &r->outbox[r->outbox_n];
    enum err e = db_id(db, outbox_id);

    if (e)
        return e;
    *row = (struct apply_outbox){
        .id = *outbox_id,
        .case_id = s->case_id,
        .customer_id = s->customer_id,
        .run_id = in->run_id,
        .decision_id = decision_id,
        .kind = m->upcoming ? "upcoming" : "overdue",
        .channel = m->step->by_letter ? "letter" : "email",
        .template = m->step->template,
        .script_id = st->script_id,
        .step = m->step->id,
        .not_before = m->not_before_at,
        .total_minor = m->total_minor,
        .actor_id = arena_fmt(a, "%llu", (unsigned long long)st->version_id),
        .created_at = in->now_at,
    };
    memcpy(row->currency, s->currency, sizeof row->currency);
    r->outbox_n++;
    for (size_t i = 0; i < m->lines_n; i++)
        r->outbox_lines[r->outbox_lines_n++] = (struct apply_outbox_line){
            .instalment_id = s->instalments[m->lines[i].instalment].id,
            .script_id = st->script_id,
            .step = m->lines[i].step->id,
            .cycle = m->lines[i].cycle,
            .outbox_id = *outbox_id,
            .case_id = s->case_id,
            .level = m->lines[i].step->level,
        };
    return OK;
}

static uint64_t
open_task(const struct case_outcome *o, const char *key)
{
    for (size_t i = 0; key && i < o->facts.tasks_n; i++)
        if (!strcmp(o->facts.tasks[i].dedup_key, key))
            return o->facts.tasks[i].id;
    return 0;
}

/* A task that is open for the same cause takes the lines; else there is a new one. */
static enum err
add_task(struct apply_rows *r, struct arena *a, struct db *db,
    const struct apply_in *in, const struct case_outcome *o, const struct plan_task *t,
    uint64_t decision_id, uint64_t *task_id)
{
    const struct snapshot *s = &o->facts.snapshot;
    const char *version =
        arena_fmt(a, "%llu", (unsigned long long)o->plan.strategy->version_id);
    struct apply_activity *act;
    enum err e;

    *task_id = open_task(o, t->dedup_key);
    for (size_t i = 0; i < t->lines_n; i++)
        r->task_lines[r->task_lines_n++] = (struct apply_follow_up_line){
            .instalment_id = s->instalments[t->lines[i].instalment].id,
            .script_id = o->plan.strategy->script_id,
            .step = t->lines[i].step->id,
            .cycle = t->lines[i].cycle,
            .case_id = s->case_id,
            .taken_on = s->today,
            .level = t->lines[i].step->level,
        };
    if (!*task_id) {
        if ((e = db_id(db, task_id)))
            return e;
        r->tasks[r->tasks_n++] = (struct apply_follow_up){
            .id = *task_id,
            .customer_id = s->customer_id,
            .case_id = s->case_id,
            .kind = t->kind,
            .title = arena_fmt(a, "%.290s", t->title),
            .due_on = t->due_on,
            .priority = t->priority,
            .assignee_id = o->facts.assignee_id,
            .dedup_key = t->dedup_key,
            .origin_id = version,
            .decision_id = decision_id,
            .created_at = in->now_at,
        };
        act = &r->activities[r->activities_n++];
        *act = (struct apply_activity){
            .customer_id = s->customer_id,
            .case_id = s->case_id,
            .at = in->now_at,
            .kind = "follow_up",
            .actor_id = version,
            .ref_kind = "follow_up",
            .ref_id = *task_id,
            .title = arena_fmt(a, "%.290s", t->title),
        };
        if ((e = db_id(db, &act->id)))
            return e;
    }
    for (size_t i = 1; i <= t->lines_n; i++)
        r->task_lines[r->task_lines_n - i].follow_up_id = *task_id;
    return OK;
}

static enum err
add_decision(struct apply_rows *r, struct arena *a, struct db *db,
    const struct apply_in *in, const struct case_outcome *o)
{
    const struct snapshot *s = &o->facts.snapshot;
    const struct plan *p = &o->plan;
    struct apply_decision *d = &r->decisions[r->decisions_n++];
    uint64_t *outbox_ids = arena_new_n(a, p->messages_n + 1, uint64_t);
    uint64_t *task_ids = arena_new_n(a, p->tasks_n + 1, uint64_t);
    struct buf canonical;
    enum err e = db_id(db, &d->id);

    for (size_t i = 0; !e && i < p->messages_n; i++)
        e = add_message(r, a, db, in, o, &p->messages[i], d->id, &outbox_ids[i]);
    for (size_t i = 0; !e && i < p->tasks_n; i++)
        e = add_task(r, a, db, in, o, &p->tasks[i], d->id, &task_ids[i]);
    if (e)
        return e;
    buf_init(&canonical, a);
    snapshot_canonical(s, &canonical);
    d->run_id = in->run_id;
    d->case_id = s->case_id;
    d->customer_id = s->customer_id;
    d->decided_on = s->today;
    d->decided_at = in->now_at;
    d->script_version_id = p->strategy->version_id;
    memcpy(d->script_sha256, o->script_hash, sizeof d->script_sha256);
    sha_of(canonical.text, canonical.len, d->snapshot_sha256);
    d->snapshot = canonical.text;
    d->proposals = apply_proposals_json(a, o);
    d->guards = apply_guards_json(a, o);
    d->outcome = apply_outcome_json(a, o, outbox_ids, task_ids);
    return OK;
}

enum err
apply_rows_add(struct apply_rows *r, struct arena *a, struct db *db,
    const struct apply_in *in, const struct case_outcome *o, struct run_counts *counts)
{
    enum err e;

    add_state(r, a, in, o);
    add_worklist(r, a, o);
    add_promises(r, o);
    if ((e = add_tags(r, a, db, in, o)))
        return e;
    counts->cases++;
    if (o->fault) {
        counts->failed++;
        r->errors[r->errors_n++] = (struct apply_run_error){
            .run_id = in->run_id,
            .case_id = o->facts.snapshot.case_id,
            .customer_id = o->facts.snapshot.customer_id,
            .script_version_id = o->fault_version_id,
            .fault = arena_fmt(a, "%.1990s", o->fault),
        };
        return OK;
    }
    counts->held += o->plan.held_n > 0;
    if (!o->acts)
        return OK;
    counts->acted++;
    counts->messages += o->plan.messages_n;
    counts->tasks += o->plan.tasks_n;
    return add_decision(r, a, db, in, o);
}
