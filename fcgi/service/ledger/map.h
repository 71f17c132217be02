#ifndef SERVICE_LEDGER_MAP_H
#define SERVICE_LEDGER_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Finds by bytes. Keys are not copied: they live as long as the map's arena. */
struct map_slot {
    const void *key;
    size_t len;
    void *value; /* never NULL in use */
};

struct map {
    struct arena *arena;
    struct map_slot *slots;
    size_t n, size;
};

void map_init(struct map *m, struct arena *a);
void *map_get(const struct map *m, const void *key, size_t len);       /* NULL: none */
void map_put(struct map *m, const void *key, size_t len, void *value); /* or replaces */

void *map_text(const struct map *m, const char *key);
void map_put_text(struct map *m, const char *key, void *value);
void *map_id(const struct map *m, uint64_t id);
void map_put_id(struct map *m, uint64_t id, void *value); /* copies the id */

/* A list that grows in an arena: LIST(struct x) xs; *LIST_ADD(a, xs) = …; the
 * address of an element holds until the next LIST_ADD only. */
#define LIST(type)      \
    struct {            \
        type *at;       \
        size_t n, size; \
    }
#define LIST_ADD(a, l)                                                  \
    ((l).at = list_room((a), (l).at, (l).n, &(l).size, sizeof *(l).at), \
        &(l).at[(l).n++])
void *list_room(struct arena *a, void *at, size_t n, size_t *size, size_t each);

#endif
