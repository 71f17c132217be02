#ifndef DOMAIN_PROPOSE_H
#define DOMAIN_PROPOSE_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/snapshot.h"
#include "domain/strategy.h"

/*
 * What a strategy wants for one case today, before any guard.
 *
 * For each open instalment that is no fee: the steps whose day has come (on or
 * before today, never "equals"), minus those already taken under this script.
 * Catch-up `latest` takes the highest and logs the lower ones as skipped; `all`
 * the next one; `none` only a step whose day is today. A level never falls.
 */

struct proposal {
    size_t instalment; /* index into the snapshot */
    const struct step *step;
    uint32_t cycle;
    int32_t day; /* the day the step fell due */
};

struct skipped {
    size_t instalment;
    const struct step *step;
    int32_t day;
};

struct proposals {
    struct proposal *list;
    size_t n;
    struct skipped *skipped; /* missed, and passed over by catch-up */
    size_t skipped_n;
    const struct step *next_step; /* the next one that can come of itself; NULL none */
    int32_t next_on;              /* its day, > today; DAY_NONE */
    bool exhausted;               /* every step taken on something overdue: reported, not silent */
};

/* Asks the script. Return an error to fail the whole evaluation of the case. */
struct propose_asks {
    void *ctx;
    /* the step's own condition; called only where step->has_when */
    enum err (*when)(void *ctx, const struct step *step, size_t instalment, bool *yes);
};

enum err propose(const struct snapshot *s, const struct strategy *st,
    const struct propose_asks *asks, struct arena *a, struct proposals *out);

/* The day a step falls due on an instalment; DAY_NONE when its anchor is absent. */
int32_t step_day(const struct snapshot *s, const struct strategy *st,
    const struct step *step, const struct open_instalment *i);

#endif
