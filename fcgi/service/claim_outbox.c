#include "service/claim_outbox.h"

#include "db/tx.h"
#include "store/case.h"
#include "store/q_outbox.h"

struct work {
    struct arena *arena;
    const struct delivery *d;
    int64_t now_at;
    uint32_t take;
    uint64_t *ids;
    size_t n;
    bool paced;
};

static enum err
claim(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct sender_pace *pace = &w->d->pace;
    struct outbox_claimable *rows;
    struct sender_look look;
    enum err e = keep_pace_look(db, w->arena, pace, w->take, &look);

    w->n = 0;
    w->paced = !e && look.take == 0;
    if (e || w->paced)
        return e;
    if ((e = outbox_claimable(
             db, w->arena, w->now_at, look.real_at, look.take, &rows, &w->n)) ||
        w->n == 0 || (e = keep_pace_use(db, pace, &look, w->n)))
        return e;
    w->ids = arena_new_n(w->arena, w->n, uint64_t);
    for (size_t k = 0; k < w->n; k++)
        w->ids[k] = rows[k].id;
    return outbox_claim(db, case_ids_json(w->arena, w->ids, w->n),
        look.real_at + w->d->claim_lease_us, w->d->worker, NULL);
}

enum err
claim_outbox(struct db *db, struct arena *a, const struct delivery *d, int64_t now_at,
    uint32_t take, uint64_t **ids, size_t *n, bool *paced)
{
    struct work w = { .arena = a,
        .d = d,
        .now_at = now_at,
        .take = take < CLAIM__MAX ? take : CLAIM__MAX };
    enum err e = db_retry(db, claim, &w);

    *paced = w.paced;
    *ids = w.ids;
    *n = e ? 0 : w.n;
    return e;
}

enum err
unclaim_outbox(struct db *db, struct arena *a, const struct delivery *d,
    const uint64_t *ids, size_t n)
{
    if (n == 0)
        return OK;
    return outbox_unclaim(db, case_ids_json(a, ids, n), d->worker, NULL);
}
