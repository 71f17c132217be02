#ifndef DOMAIN_PROPOSE_H
#define DOMAIN_PROPOSE_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/calendar.h"
#include "domain/snapshot.h"
#include "domain/strategy.h"

/*
 * What a strategy wants for one case today, before any guard.
 *
 * For each open instalment that is no fee: the steps whose day has come (on or
 * before today, never "equals"), minus those already taken under this script.
 * Catch-up `latest` takes the highest and logs the lower ones as skipped; `all`
 * the next one; `none` only a step whose day is today. A level never falls: what
 * was taken under another script counts by its level. An upcoming notice is due
 * until the due date, a message about arrears not before the day after it.
 *
 * An instalment takes one step a day at most.
 *
 * A step whose condition does not hold, or whose level carries too small a share
 * of the balance, makes way for the next lower one that is due and not yet taken.
 */

struct proposal {
    size_t instalment; /* index into the snapshot */
    const struct step *step;
    uint32_t cycle;
    int32_t day;      /* the day the step fell due */
    bool below_share; /* no level carries enough of the balance: GUARD_MINIMUM holds */
};

/* A step that was missed. */
struct skipped {
    size_t instalment;
    const struct step *step;
    int32_t day;
    size_t proposal; /* the one that passes it over */
};

struct proposals {
    struct proposal *list;
    size_t n;
    struct skipped *skipped; /* missed, and passed over by catch-up */
    size_t skipped_n;
    const struct step *next_step; /* the next one that can come of itself; NULL none */
    int32_t next_on;              /* its day, > today; DAY_NONE */
    int32_t
        next_overdue_on;   /* first day > today of a message about arrears; DAY_NONE */
    size_t exhausted_n;    /* overdue instalments for which no step is left */
    uint64_t exhausted_id; /* the newest of those whose last step was no task; 0 */
    bool exhausted; /* every step taken on something overdue: reported, not silent */
};

/* Asks the script. Return an error to fail the whole evaluation of the case. */
struct propose_asks {
    void *ctx;
    /* the step's own condition; called only where step->has_when */
    enum err (*when)(void *ctx, const struct step *step, size_t instalment, bool *yes);
};

/*
 * asks may be NULL where no step has a condition. The list is in the order of the
 * instalments, at most one each.
 */
enum err propose(const struct snapshot *s, const struct strategy *st,
    const struct calendar *cal, const struct propose_asks *asks, struct arena *a,
    struct proposals *out);

/*
 * The day a step falls due on an instalment, whether it was taken or not; DAY_NONE
 * when its anchor is absent. Grace days are added for what is about arrears.
 */
int32_t step_day(const struct snapshot *s, const struct strategy *st,
    const struct calendar *cal, const struct step *step,
    const struct open_instalment *i);

/* Where an instalment stands with a step. Cheap; no conditions asked. */
struct step_stand {
    enum {
        STEP_NEVER,  /* the anchor is absent */
        STEP_FUTURE, /* its day is to come */
        STEP_DUE,
        STEP_TAKEN,
        STEP_ON_ITS_WAY, /* planned or of unknown fate: holds its step */
        STEP_PASSED      /* a higher one was taken, or its time is over */
    } is;
    int32_t day;    /* when it fell or falls due; of the next cycle for a repeat */
    uint32_t cycle; /* the one `day` is of */
};
struct step_stand step_stand(const struct snapshot *s, const struct strategy *st,
    const struct calendar *cal, const struct step *step,
    const struct open_instalment *i);

#endif
