#include "job/index.h"

#include "base/arena.h"
#include "service/index_search.h"

enum err
index_round(void *ctx, bool *more)
{
    struct arena *a = arena_new();
    enum err e = index_search(ctx, a, more);

    arena_free(a);
    return e;
}
