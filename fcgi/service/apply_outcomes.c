#include "service/apply_outcomes.h"

#include <string.h>

#include "base/zone.h"
#include "db/tx.h"
#include "service/apply_rows.h"
#include "service/settle_planned.h"
#include "store/case.h"
#include "store/q_rulebook.h"

/* Locks the batch and tells which cases are still as they were read. */
static enum err
lock_batch(struct db *db, struct arena *a, const struct apply_in *in, bool *ours)
{
    uint64_t *ids = arena_new_n(a, in->n + 1, uint64_t);
    struct apply_lock *rows;
    struct rule_epoch now;
    size_t n, k = 0;
    enum err e;

    for (size_t i = 0; i < in->n; i++)
        ids[i] = in->outcomes[i].facts.snapshot.case_id;
    if ((e = apply_lock(db, a, case_ids_json(a, ids, in->n), &rows, &n)))
        return e;
    /* An activation that is not committed yet waits for our locks, and touches the
     * cases again after us. */
    if ((e = rule_epoch(db, NULL, &now)) || now.epoch != in->rules_epoch)
        return e;
    for (size_t i = 0; i < in->n; i++) {
        const struct case_facts *f = &in->outcomes[i].facts;

        while (k < n && rows[k].id < ids[i])
            k++;
        ours[i] = k < n && rows[k].id == ids[i] && rows[k].touch_seq == f->touch_seq &&
                  rows[k].run_id == f->run_id;
    }
    return OK;
}

static enum err
write_rows(struct db *db, const struct apply_rows *r)
{
    enum err e;

#define WRITE(statement, list)                                          \
    if (r->list##_n && (e = statement(db, r->list, r->list##_n, NULL))) \
    return e
    WRITE(apply_decision, decisions);
    WRITE(apply_outbox, outbox);
    WRITE(apply_outbox_line, outbox_lines);
    WRITE(apply_follow_up, tasks);
    WRITE(apply_follow_up_line, task_lines);
    WRITE(apply_promise_state, promises);
    WRITE(apply_tag_end, tag_ends);
    WRITE(apply_tag_add, tags);
    WRITE(apply_touch_siblings, siblings);
    WRITE(apply_activity, activities);
    WRITE(apply_run_error, errors);
    WRITE(apply_worklist_row, worklist);
    WRITE(apply_worklist_clear, clear);
    WRITE(apply_case_state, states);
#undef WRITE
    return OK;
}

static enum err
work(struct db *db, struct arena *a, const struct apply_in *in,
    struct run_counts *counts)
{
    bool *ours = arena_new_n(a, in->n + 1, bool);
    uint64_t *waiting = arena_new_n(a, in->n + 1, uint64_t);
    struct apply_rows rows;
    size_t waiting_n = 0;
    enum err e;

    if ((e = lock_batch(db, a, in, ours)))
        return e;
    apply_rows_make(&rows, a, in->outcomes, in->n);
    for (size_t i = 0; i < in->n; i++) {
        const struct snapshot *s = &in->outcomes[i].facts.snapshot;

        if (!ours[i])
            counts->claimed++;
        else if ((e = apply_rows_add(&rows, a, db, in, &in->outcomes[i], counts)))
            return e;
        else if (s->contact_pending)
            waiting[waiting_n++] = s->case_id;
    }
    /* what is taken back touches its case: after the state that this batch writes */
    e = write_rows(db, &rows);
    return e ? e : settle_planned(db, a, waiting, waiting_n, in->now_at);
}

enum err
apply_outcomes(struct db *db, struct arena *a, const struct apply_in *in,
    struct run_counts *counts)
{
    struct run_counts now = *counts;
    enum err e;

    if ((e = db_begin(db)))
        return e;
    if ((e = db_end(db, work(db, a, in, &now))))
        return e;
    *counts = now;
    return OK;
}

enum err
apply_failure(struct db *db, struct arena *a, const struct apply_in *batch,
    const struct case_facts *facts, const char *why)
{
    struct apply_in in = *batch;
    struct case_outcome *o = arena_new_of(a, struct case_outcome);
    struct run_counts counts = { 0 };

    o->facts = *facts;
    o->facts.snapshot.promises_n = 0;
    o->fault = why;
    snapshot_sums(&o->facts.snapshot, &o->sums);
    in.outcomes = o;
    in.n = 1;
    return apply_outcomes(db, a, &in, &counts);
}
