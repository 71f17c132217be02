#ifndef JOB_DAILY_H
#define JOB_DAILY_H

#include "job/evaluate.h"

/*
 * The evaluation round of a worker: everything whose time has come, after each local
 * midnight of a division and whenever an event touched a case.
 */
struct daily {
    struct evaluator *evaluator;
    struct db *db;
    atomic_bool stop;
    int64_t days; /* sum of the divisions' local days at the last round */
};

/* For job/loop.h: ctx is a struct daily. */
enum err daily_round(void *ctx, bool *more);

#endif
