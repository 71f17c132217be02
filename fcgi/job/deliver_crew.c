#include "job/deliver_crew.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"

enum { HELPERS = 3, EXPIRE_EVERY_MS = 2000 };

/* Beside the lead's own. */
struct hand {
    const struct deliver_crew *crew;
    struct deliver *d; /* opened by the first backlog */
    pthread_t thread;
    enum err e;
};

struct deliver_crew {
    struct deliver *lead;
    struct hand hands[HELPERS];
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
    for (size_t k = 0; k < HELPERS; k++)
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

static bool
stopped(const struct deliver_crew *c)
{
    return c->stop && atomic_load(c->stop);
}

static enum err
work_off(const struct deliver_crew *c, struct deliver *d)
{
    size_t n = 1;
    enum err e = OK;

    while (n > 0 && !e && !stopped(c))
        if (!(e = deliver_claim(d, &n)))
            e = deliver_claimed(d);
    return e;
}

static enum err
open_hand(const struct deliver_crew *c, struct hand *h)
{
    enum err e;

    if (h->d)
        return OK;
    if ((e = deliver_open_hand(&h->d, c->conf, c->like, c->lead)))
        return e;
    deliver_stop_on(h->d, c->stop);
    return OK;
}

static void *
help(void *arg)
{
    struct hand *h = arg;

    if (!(h->e = open_hand(h->crew, h)))
        h->e = work_off(h->crew, h->d);
    return NULL;
}

/* The lead has claimed already; the others begin while it is at that. */
static enum err
work_off_together(struct deliver_crew *c)
{
    size_t begun = 0;
    enum err e;

    for (; begun < HELPERS; begun++) {
        struct hand *h = &c->hands[begun];

        h->crew = c;
        if (pthread_create(&h->thread, NULL, help, h))
            break;
    }
    if (!(e = deliver_claimed(c->lead)))
        e = work_off(c, c->lead);
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
    enum err e = deliver_claim(c->lead, n);

    *paced = deliver_throttled(c->lead);
    if (e)
        return e;
    return deliver_has_backlog(c->lead) ? work_off_together(c)
                                        : deliver_claimed(c->lead);
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

    for (size_t k = 0; k < HELPERS; k++)
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
