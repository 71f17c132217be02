#include "service/ledger/map.h"

#include <string.h>

void
map_init(struct map *m, struct arena *a)
{
    *m = (struct map){ .arena = a, .size = 64 };
    m->slots = arena_new_n(a, m->size, struct map_slot);
}

static size_t
hash_of(const void *key, size_t len)
{
    const unsigned char *p = key;
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < len; i++)
        h = (h ^ p[i]) * UINT64_C(0x100000001b3);
    return (size_t)(h ^ (h >> 29));
}

static struct map_slot *
slot_of(struct map_slot *slots, size_t size, const void *key, size_t len)
{
    size_t i = hash_of(key, len) & (size - 1);

    while (
        slots[i].value && (slots[i].len != len || memcmp(slots[i].key, key, len) != 0))
        i = (i + 1) & (size - 1);
    return &slots[i];
}

void *
map_get(const struct map *m, const void *key, size_t len)
{
    return slot_of(m->slots, m->size, key, len)->value;
}

static void
grow(struct map *m)
{
    size_t size = m->size * 2;
    struct map_slot *slots = arena_new_n(m->arena, size, struct map_slot);

    for (size_t i = 0; i < m->size; i++)
        if (m->slots[i].value)
            *slot_of(slots, size, m->slots[i].key, m->slots[i].len) = m->slots[i];
    m->slots = slots;
    m->size = size;
}

void
map_put(struct map *m, const void *key, size_t len, void *value)
{
    struct map_slot *s;

    if (m->n * 2 >= m->size)
        grow(m);
    s = slot_of(m->slots, m->size, key, len);
    if (!s->value)
        m->n++;
    *s = (struct map_slot){ .key = key, .len = len, .value = value };
}

void *
map_text(const struct map *m, const char *key)
{
    return map_get(m, key, strlen(key));
}

void
map_put_text(struct map *m, const char *key, void *value)
{
    map_put(m, key, strlen(key), value);
}

void *
map_id(const struct map *m, uint64_t id)
{
    return map_get(m, &id, sizeof id);
}

void
map_put_id(struct map *m, uint64_t id, void *value)
{
    uint64_t *key = arena_new_of(m->arena, uint64_t);

    *key = id;
    map_put(m, key, sizeof *key, value);
}

void *
list_room(struct arena *a, void *at, size_t n, size_t *size, size_t each)
{
    size_t want;

    if (n < *size)
        return at;
    want = *size ? *size * 2 : 16;
    at = at ? arena_grow(a, at, n * each, want * each) : arena_alloc_n(a, want, each);
    *size = want;
    return at;
}
