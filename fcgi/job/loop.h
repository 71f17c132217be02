#ifndef JOB_LOOP_H
#define JOB_LOOP_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/err.h"

/*
 * What a worker does over and over: each task in a thread of its own, again at once
 * while it finds work, else after a pause. A task that fails is tried again with
 * growing pauses; it never ends the worker.
 */
struct loop_task {
    const char *name; /* for the log */
    int every_ms;     /* pause when there was nothing to do */
    /* one round; *more: there may be work left. Returns ERR_CONFLICT when stopped. */
    enum err (*round)(void *ctx, bool *more);
    void *ctx;
};

struct loop;

enum { LOOP_TASKS__MAX = 24 };

/* Starts a thread a task. Tasks are copied, their ctx is the caller's. *stop is set
 * by loop_stop: long rounds look at it to end early. */
struct loop *loop_start(const struct loop_task *tasks, unsigned n, atomic_bool *stop);

/* Wakes everybody, waits for the rounds under way, frees. */
void loop_stop(struct loop *l);

#endif
