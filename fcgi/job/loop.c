#include "job/loop.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"

enum { PAUSE_FIRST_MS = 500, PAUSE_LAST_MS = 30000 };

struct strand {
    struct loop *loop;
    struct loop_task task;
    pthread_t thread;
};

struct loop {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool *stop;
    unsigned n;
    struct strand strands[LOOP_TASKS__MAX];
};

/* Sleeps so long, or until the loop is stopped; true when it is. */
static bool
rest(struct loop *l, int ms)
{
    struct timespec until;
    bool stop;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&l->lock);
    while (!*l->stop && !pthread_cond_timedwait(&l->wake, &l->lock, &until))
        continue;
    stop = *l->stop;
    pthread_mutex_unlock(&l->lock);
    return stop;
}

static void *
run(void *arg)
{
    struct strand *s = arg;
    int pause_ms = 0;
    bool more = false;

    while (!rest(s->loop, pause_ms)) {
        enum err e;

        more = false;
        e = s->task.round(s->task.ctx, &more);
        if (!e) {
            pause_ms = more ? 0 : s->task.every_ms;
            continue;
        }
        pause_ms = pause_ms < PAUSE_FIRST_MS ? PAUSE_FIRST_MS : pause_ms * 2;
        pause_ms = pause_ms > PAUSE_LAST_MS ? PAUSE_LAST_MS : pause_ms;
        if (!*s->loop->stop)
            log_warn("round_failed", kv("task", s->task.name), kv("err", err_name(e)),
                kv("again_in_ms", pause_ms));
    }
    return NULL;
}

struct loop *
loop_start(const struct loop_task *tasks, unsigned n, atomic_bool *stop)
{
    struct loop *l = calloc(1, sizeof *l);
    pthread_condattr_t clock;

    if (!l || n > LOOP_TASKS__MAX)
        abort();
    l->stop = stop;
    pthread_mutex_init(&l->lock, NULL);
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&l->wake, &clock);
    pthread_condattr_destroy(&clock);
    for (; l->n < n; l->n++) {
        struct strand *s = &l->strands[l->n];

        s->loop = l;
        s->task = tasks[l->n];
        if (pthread_create(&s->thread, NULL, run, s))
            abort();
    }
    return l;
}

void
loop_stop(struct loop *l)
{
    pthread_mutex_lock(&l->lock);
    *l->stop = true;
    pthread_cond_broadcast(&l->wake);
    pthread_mutex_unlock(&l->lock);
    for (unsigned i = 0; i < l->n; i++)
        pthread_join(l->strands[i].thread, NULL);
    pthread_cond_destroy(&l->wake);
    pthread_mutex_destroy(&l->lock);
    free(l);
}
