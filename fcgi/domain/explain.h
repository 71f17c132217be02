#ifndef DOMAIN_EXPLAIN_H
#define DOMAIN_EXPLAIN_H

#include "domain/plan.h"

/*
 * Why something happened, or why nothing did: where every step stands with every
 * open instalment, and one sentence. Nothing of it is stored; it is recomputed from
 * the snapshot of the day.
 */

enum outcome {
    OUTCOME_TAKEN,   /* now, or on `day` */
    OUTCOME_SKIPPED, /* passed over by catch-up */
    OUTCOME_HELD,    /* by `guard`, until `until_on` */
    OUTCOME_PASSED,  /* a higher step was taken, or its time is over */
    OUTCOME_FUTURE,  /* due on `day` */
    OUTCOME_NOT_MET, /* its condition does not hold, or its anchor is absent */
    OUTCOME__MAX
};

const char *outcome_name(enum outcome o);

struct explain_line {
    size_t instalment;
    enum outcome outcome;
    int32_t day;        /* it fell due, was taken, or falls due; DAY_NONE */
    enum guard guard;   /* OUTCOME_HELD */
    const char *detail; /* a plain sentence; NULL where the outcome says it all */
    int32_t until_on;   /* OUTCOME_HELD; DAY_NONE unknown */
};

struct explain_step {
    const struct step *step;
    struct explain_line *lines; /* one per open instalment that is no fee, in order */
    size_t lines_n;
};

struct explanation {
    struct explain_step *steps;
    size_t steps_n;
    const struct held *first_guard; /* the first that held something; NULL none */
    const struct step *next_step;   /* NULL none */
    int32_t next_on;                /* DAY_NONE */
    const char *sentence;
};

/* `p` is the plan of `in`. */
void explain_plan(const struct plan_in *in, const struct plan *p, struct arena *a,
    struct explanation *out);

#endif
