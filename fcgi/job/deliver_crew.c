#include "job/deliver_crew.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"

enum { HANDS = 4, EXPIRE_EVERY_MS = 2000 };

struct hand {
    struct deliver *d;
    pthread_t thread;
    enum err e;
};

struct deliver_crew {
    struct deliver *lead;
    struct hand hands[HANDS]; /* opened by the first backlog */
    const struct conf *conf;
    const struct db *like;
    const atomic_bool *stop;
    int64_t expired_ms; /* when leases were last looked at */
};

enum err
deliver_crew_open(
    struct deliver_crew **out, const struct conf *conf, const struct db *like)
{
    struct deliver_crew *c = calloc(1, sizeof *c);
    enum err e;

    if (!c)
        abort();
    c->conf = conf;
    c->like = like;
    c->expired_ms = clock_mono_ms() - EXPIRE_EVERY_MS;
    if ((e = deliver_open(&c->lead, conf, like))) {
        deliver_crew_close(c);
        c = NULL;
    }
    *out = c;
    return e;
}

void
deliver_crew_close(struct deliver_crew *c)
{
    if (!c)
        return;
    for (size_t k = 0; k < HANDS; k++)
        deliver_close(c->hands[k].d);
    deliver_close(c->lead);
    free(c);
}

void
deliver_crew_stop_on(struct deliver_crew *c, const atomic_bool *stop)
{
    c->stop = stop;
    deliver_stop_on(c->lead, stop);
}

/* -- a backlog ----------------------------------------------------------------- */

static enum err
open_hands(struct deliver_crew *c)
{
    enum err e;

    for (size_t k = 0; k < HANDS; k++) {
        struct hand *h = &c->hands[k];

        if (h->d)
            continue;
        if ((e = deliver_open_hand(&h->d, c->conf, c->like, c->lead)))
            return e;
        deliver_stop_on(h->d, c->stop);
    }
    return OK;
}

static bool
stopped(const struct deliver_crew *c)
{
    return c->stop && atomic_load(c->stop);
}

struct shift {
    const struct deliver_crew *crew;
    struct hand *hand;
};

static void *
work(void *arg)
{
    struct shift *s = arg;
    size_t n = 1;

    while (n > 0 && !s->hand->e && !stopped(s->crew))
        s->hand->e = deliver_some(s->hand->d, &n);
    return NULL;
}

static enum err
work_off(struct deliver_crew *c)
{
    struct shift shifts[HANDS];
    enum err e = open_hands(c);
    size_t begun = 0;

    if (e)
        return e;
    for (; begun < HANDS; begun++) {
        struct hand *h = &c->hands[begun];

        h->e = OK;
        shifts[begun] = (struct shift){ c, h };
        if (pthread_create(&h->thread, NULL, work, &shifts[begun]))
            break;
    }
    for (size_t k = 0; k < begun; k++) {
        pthread_join(c->hands[k].thread, NULL);
        e = e ? e : c->hands[k].e;
    }
    return e;
}

/* -- what the worker and the command do ------------------------------------------ */

enum err
deliver_crew_some(struct deliver_crew *c, size_t *n, bool *paced)
{
    enum err e = deliver_some(c->lead, n);

    *paced = deliver_throttled(c->lead);
    if (e || !deliver_has_backlog(c->lead) || stopped(c))
        return e;
    return work_off(c);
}

static void
add(struct deliver_counts *sum, struct deliver_counts more)
{
    sum->handed_over += more.handed_over;
    sum->later += more.later;
    sum->failed += more.failed;
    sum->uncertain += more.uncertain;
    sum->cancelled += more.cancelled;
}

struct deliver_counts
deliver_crew_counts(const struct deliver_crew *c)
{
    struct deliver_counts sum = deliver_counts(c->lead);

    for (size_t k = 0; k < HANDS; k++)
        if (c->hands[k].d)
            add(&sum, deliver_counts(c->hands[k].d));
    return sum;
}

enum err
deliver_crew_expire(struct deliver_crew *c, size_t *n)
{
    return deliver_expire(c->lead, n);
}

enum err
deliver_crew_round(void *ctx, bool *more)
{
    struct deliver_crew *c = ctx;
    size_t n = 0, lapsed = 0;
    bool paced;
    enum err e;

    *more = false;
    if (clock_mono_ms() - c->expired_ms >= EXPIRE_EVERY_MS) {
        c->expired_ms = clock_mono_ms();
        if ((e = deliver_crew_expire(c, &lapsed)))
            return e;
    }
    if ((e = deliver_crew_some(c, &n, &paced)))
        return e;
    *more = n > 0;
    return stopped(c) ? ERR_CONFLICT : OK;
}
