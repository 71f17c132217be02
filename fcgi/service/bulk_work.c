#include "service/bulk_work.h"

#include "db/tx.h"

enum { GROUPS_A_TRANSACTION = 100 };

struct work {
    struct arena *arena;
    const struct actor *by;
    bulk_action *act;
    void *ctx;
    struct bulk_group *groups;
    size_t n;
};

static enum err
act_on(struct db *db, void *arg)
{
    const struct work *w = arg;
    enum err e = OK;

    for (size_t k = 0; !e && k < w->n; k++)
        e = w->act(db, w->arena, w->by, w->ctx, &w->groups[k]);
    return e;
}

enum err
bulk_work(struct db *db, struct arena *a, const struct actor *by, bulk_action *act,
    void *ctx, struct bulk_group *groups, size_t n)
{
    for (size_t k = 0; k < n; k += GROUPS_A_TRANSACTION) {
        size_t left = n - k;
        struct work w = { a, by, act, ctx, &groups[k],
            left < GROUPS_A_TRANSACTION ? left : GROUPS_A_TRANSACTION };
        enum err e = db_retry(db, act_on, &w);

        for (size_t i = 0; e && i < w.n; i++)
            w.groups[i].failed = e;
    }
    return OK;
}
