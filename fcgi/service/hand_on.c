#include "service/hand_on.h"

#include "db/tx.h"

struct work {
    const struct delivery *d;
    const struct hand_on *in;
    struct outgoing *out;
};

static enum err
go_on(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct hand_on *in = w->in;
    enum err e = mark_sent_inside(db, in->sent_arena, w->d, in->sent);

    return e ? e : last_look_inside(db, in->next_arena, w->d, in->next, w->out);
}

enum err
hand_on(struct db *db, const struct delivery *d, const struct hand_on *in,
    struct outgoing *out)
{
    struct work w = { d, in, out };

    return db_retry(db, go_on, &w);
}
