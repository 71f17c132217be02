#include "job/deliver_rate.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"

enum { MS_PER_MINUTE = 60000 };

/* Counted in messages times MS_PER_MINUTE, so that nothing is rounded away. */
struct deliver_rate {
    pthread_mutex_t lock;
    int64_t per_minute, level, at_ms;
};

struct deliver_rate *
deliver_rate_new(int64_t per_minute)
{
    struct deliver_rate *r = calloc(1, sizeof *r);

    if (!r)
        abort();
    pthread_mutex_init(&r->lock, NULL);
    r->per_minute = per_minute;
    r->at_ms = clock_mono_ms();
    r->level = MS_PER_MINUTE;
    return r;
}

void
deliver_rate_free(struct deliver_rate *r)
{
    if (!r)
        return;
    pthread_mutex_destroy(&r->lock);
    free(r);
}

static void
fill(struct deliver_rate *r)
{
    int64_t now_ms = clock_mono_ms(), passed = now_ms - r->at_ms;
    int64_t most = (r->per_minute + 59) / 60;

    r->at_ms = now_ms;
    /* more than a minute fills it, whatever the rate: and nothing overflows */
    r->level += r->per_minute * (passed < MS_PER_MINUTE ? passed : MS_PER_MINUTE);
    if (r->level > most * MS_PER_MINUTE)
        r->level = most * MS_PER_MINUTE;
}

size_t
deliver_rate_take(struct deliver_rate *r, size_t want)
{
    size_t n;

    if (r->per_minute == 0)
        return want;
    pthread_mutex_lock(&r->lock);
    fill(r);
    n = (size_t)(r->level / MS_PER_MINUTE);
    if (n > want)
        n = want;
    r->level -= (int64_t)n * MS_PER_MINUTE;
    pthread_mutex_unlock(&r->lock);
    return n;
}

void
deliver_rate_give_back(struct deliver_rate *r, size_t n)
{
    if (r->per_minute == 0)
        return;
    pthread_mutex_lock(&r->lock);
    r->level += (int64_t)n * MS_PER_MINUTE;
    pthread_mutex_unlock(&r->lock);
}
