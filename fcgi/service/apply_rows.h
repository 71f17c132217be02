#ifndef SERVICE_APPLY_ROWS_H
#define SERVICE_APPLY_ROWS_H

#include "service/apply_outcomes.h"
#include "store/q_apply.h"

/* The rows of one batch, table by table, as the bulk statements take them. */
struct apply_rows {
    struct apply_case_state *states;
    struct apply_worklist_row *worklist;
    struct apply_worklist_clear *clear;
    struct apply_decision *decisions;
    struct apply_outbox *outbox;
    struct apply_outbox_line *outbox_lines;
    struct apply_follow_up *tasks;
    struct apply_follow_up_line *task_lines;
    struct apply_promise_state *promises;
    struct apply_tag_add *tags;
    struct apply_tag_end *tag_ends;
    struct apply_touch_siblings *siblings;
    struct apply_activity *activities;
    struct apply_run_error *errors;
    size_t states_n, worklist_n, clear_n, decisions_n, outbox_n, outbox_lines_n,
        tasks_n, task_lines_n, promises_n, tags_n, tag_ends_n, siblings_n, activities_n,
        errors_n;
};

/* Room for all that n outcomes can need. */
void apply_rows_make(
    struct apply_rows *r, struct arena *a, const struct case_outcome *o, size_t n);

/* Adds what one outcome writes. Takes ids from db; sets counts. */
enum err apply_rows_add(struct apply_rows *r, struct arena *a, struct db *db,
    const struct apply_in *in, const struct case_outcome *o, struct run_counts *counts);

/* The decision in words a program can read (service/apply_json.c). */
const char *apply_proposals_json(struct arena *a, const struct case_outcome *o);
const char *apply_guards_json(struct arena *a, const struct case_outcome *o);
const char *apply_outcome_json(struct arena *a, const struct case_outcome *o,
    const uint64_t *outbox_ids, const uint64_t *task_ids);
const char *apply_contributions_json(struct arena *a, const struct case_outcome *o);

#endif
