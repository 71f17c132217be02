#include "job/messages.h"

#include <stdlib.h>

#include "service/send_many.h"

struct messenger {
    struct many_worker worker;
};

enum err
messenger_open(struct messenger **out, const struct conf *conf, const struct db *like,
    const atomic_bool *stop)
{
    struct messenger *m = calloc(1, sizeof *m);
    enum err e;

    if (!m)
        abort();
    m->worker = (struct many_worker){ .public_url = conf->public_url, .stop = stop };
    if ((e = db_open_like(&m->worker.db, like))) {
        messenger_close(m);
        m = NULL;
    }
    *out = m;
    return e;
}

void
messenger_close(struct messenger *m)
{
    if (!m)
        return;
    rulebook_close(m->worker.rules);
    db_close(m->worker.db);
    free(m);
}

enum err
messenger_round(void *ctx, bool *more)
{
    struct messenger *m = ctx;

    return send_many_next(&m->worker, more);
}
