#include "handler/collector/worklist_owners.h"

#include <string.h>

enum { NOBODY = 0 };

struct owners {
    struct rq *rq;
    const struct worklist_filter *filter;
    bool down;
    struct worklist_one *row;
    size_t n;
};

static size_t
room(const struct owners *o)
{
    return o->rq->limit + 1 - o->n;
}

/* Those of one owner, after that case; 0: from the first on. */
static enum err
add_owner(struct owners *o, uint64_t owner, uint64_t after)
{
    struct rq *rq = o->rq;
    struct worklist_one *got;
    size_t n;
    enum err e;

#define IN(statement)                                                           \
    &(const struct statement##_in){ WORKLIST_FILTER(o->filter), .owner = owner, \
        .after_key = after, .after_id = after, .take = (uint32_t)room(o),       \
        .look = UINT32_MAX - 1 }
    e = o->down ? worklist_of_owner_desc(
                      rq->db, rq->arena, IN(worklist_of_owner_desc), &got, &n)
                : worklist_of_owner_asc(
                      rq->db, rq->arena, IN(worklist_of_owner_asc), &got, &n);
#undef IN
    if (e)
        return e;
    memcpy(o->row + o->n, got, n * sizeof *got);
    o->n += n;
    return OK;
}

enum err
worklist_by_owners(struct rq *rq, const struct worklist_filter *f, bool down,
    const struct rq_cursor *after, bool *done, struct worklist_one **row, size_t *n)
{
    struct owners o = { .rq = rq,
        .filter = f,
        .down = down,
        .row = arena_new_n(rq->arena, rq->limit + 1, struct worklist_one) };
    bool past_nobody = after->text && *after->text,
         in_nobody = after->text && !past_nobody;
    struct worklist_owners_asc *owner = NULL;
    size_t owners = 0;
    enum err e = OK;

    if (!(down && in_nobody))
        e = down ? worklist_owners_desc(rq->db, rq->arena, after->text, &owner, &owners)
                 : worklist_owners_asc(rq->db, rq->arena, after->text, &owner, &owners);
    for (size_t i = 0; !e && i < owners; i++)
        if (owner[i].twin)
            return OK;
    if (!e && !down && !past_nobody)
        e = add_owner(&o, NOBODY, after->id);
    for (size_t i = 0; !e && i < owners && room(&o); i++)
        e = add_owner(&o, owner[i].id, owner[i].same ? after->id : 0);
    if (!e && down && room(&o))
        e = add_owner(&o, NOBODY, in_nobody ? after->id : 0);
    *done = !e;
    *row = o.row;
    *n = o.n;
    return e;
}
