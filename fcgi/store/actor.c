#include "store/actor.h"

#include "base/text.h"

static const char *const KIND[ACTOR__MAX] = {
    [ACTOR_USER] = "user",
    [ACTOR_CLIENT] = "client",
    [ACTOR_CONTACT] = "contact",
    [ACTOR_SCRIPT] = "script",
    [ACTOR_SYSTEM] = "system",
};

const char *
actor_kind_name(enum actor_kind kind)
{
    return KIND[kind];
}

uint64_t
actor_user_id(const struct actor *a)
{
    uint64_t id = 0;

    if (a->kind != ACTOR_USER || text_u64(a->id, &id))
        return 0;
    return id;
}
