#ifndef JOB_EVALUATE_H
#define JOB_EVALUATE_H

#include <stdatomic.h>

#include "base/arena.h"
#include "db/db.h"
#include "service/apply_outcomes.h"

/*
 * A run: every case whose time has come, in ranges, over threads. An evaluator keeps
 * connections, Lua states and compiled rules from one run to the next.
 */
struct evaluator;

/* threads: 1 or more. The first works in the thread that calls run. */
enum err evaluator_open(
    struct evaluator **out, const struct db *like, unsigned threads);
void evaluator_close(struct evaluator *ev); /* NULL is fine */

struct run_in {
    const char *kind;   /* daily | event | manual */
    int64_t now_at;     /* business instant */
    int32_t as_of;      /* DAY_NONE: today; another day goes with dry only */
    bool full;          /* every case with something open */
    bool dry;           /* writes nothing at all, not even the run */
    uint64_t case_id;   /* 0: all */
    bool quiet_if_none; /* no run record when there is nothing to do */
    /* called for each case of a dry run that would act or fails, one at a time, in no
     * fixed order; may be NULL */
    void (*see)(void *ctx, const struct case_outcome *o);
    /* called now and then: cases done, cases in all; may be NULL */
    void (*progress)(void *ctx, uint64_t done, uint64_t of);
    void *ctx;
    const atomic_bool *stop; /* set by another thread to end early; may be NULL */
};

struct run_out {
    uint64_t run_id; /* 0 in a dry run, or when there was nothing to do */
    uint64_t due;    /* cases whose time had come */
    struct run_counts counts;
    uint64_t ms;
};

/*
 * OK even when cases failed: counts.failed says how many, run_error which and why.
 * ERR_CONFLICT when asked to stop: what is done is whole, the rest is still due.
 */
enum err evaluator_run(
    struct evaluator *ev, const struct run_in *in, struct run_out *out);

/* The rules of the calling thread's evaluator, brought up to date by each run. */
struct rulebook *evaluator_rules(struct evaluator *ev);

#endif
