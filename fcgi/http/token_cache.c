#include "http/token_cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 4096 };

struct slot {
    uint8_t id[SHA_BYTES];
    int64_t until_s;
};

struct token_cache {
    pthread_mutex_t lock;
    struct slot slot[SLOTS];
};

struct token_cache *
token_cache_new(void)
{
    struct token_cache *c = calloc(1, sizeof *c);

    if (!c || pthread_mutex_init(&c->lock, NULL))
        abort();
    return c;
}

void
token_cache_free(struct token_cache *c)
{
    if (c)
        pthread_mutex_destroy(&c->lock);
    free(c);
}

static struct slot *
slot_of(struct token_cache *c, const uint8_t id[static SHA_BYTES])
{
    return &c->slot[(id[0] << 8 | id[1]) % SLOTS];
}

bool
token_cache_has(
    struct token_cache *c, const uint8_t id[static SHA_BYTES], int64_t now_s)
{
    const struct slot *s = slot_of(c, id);
    bool has;

    pthread_mutex_lock(&c->lock);
    has = now_s < s->until_s && !memcmp(s->id, id, SHA_BYTES);
    pthread_mutex_unlock(&c->lock);
    return has;
}

void
token_cache_put(
    struct token_cache *c, const uint8_t id[static SHA_BYTES], int64_t until_s)
{
    struct slot *s = slot_of(c, id);

    pthread_mutex_lock(&c->lock);
    memcpy(s->id, id, SHA_BYTES);
    s->until_s = until_s;
    pthread_mutex_unlock(&c->lock);
}
