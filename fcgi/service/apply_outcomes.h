#ifndef SERVICE_APPLY_OUTCOMES_H
#define SERVICE_APPLY_OUTCOMES_H

#include "service/evaluate_case.h"

/* What a run did so far. */
struct run_counts {
    uint64_t cases, acted, messages, tasks, held, failed;
    uint64_t claimed; /* another worker was first, or the case changed meanwhile */
};

struct apply_in {
    uint64_t run_id;
    int64_t now_at;
    uint64_t rules_epoch; /* of the rules that were asked: rulebook_epoch */
    const struct case_outcome *outcomes; /* in the order of case ids */
    size_t n;
};

/*
 * Writes a batch back in one transaction: worklist rows, case states, tags, promise
 * states, and of what acts the decision, messages and tasks. A case that changed since
 * it was read, that another run was faster with, or that was judged by rules no longer
 * in force, is left alone and counted as claimed: it is still due. Nothing is written
 * on an error; counts are added to only on OK.
 */
enum err apply_outcomes(struct db *db, struct arena *a, const struct apply_in *in,
    struct run_counts *counts);

/* The case could not be evaluated for a reason of ours: notes it, and looks again
 * tomorrow or when something changes. */
enum err apply_failure(struct db *db, struct arena *a, const struct apply_in *batch,
    const struct case_facts *facts, const char *why);

#endif
