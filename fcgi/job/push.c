#include "job/push.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"
#include "store/q_notification.h"

enum { TAKE = 500 };

static enum err
tell(struct pusher *p, uint64_t user_id, size_t n)
{
    char channel[40], data[40];

    snprintf(channel, sizeof channel, "staff-%" PRIu64, user_id);
    snprintf(data, sizeof data, "{\"n\":%zu}", n);
    return push_send(p->push, channel, "notification", data);
}

/* Rows of one user stand together. What is committed after they were read waits for the
 * next round, whatever its id. */
static enum err
tell_all(
    struct pusher *p, struct arena *a, const struct notification_to_push *row, size_t n)
{
    struct notification_pushed *done = arena_new_n(a, n, struct notification_pushed);
    size_t from = 0;
    enum err e;

    for (size_t i = 0; i < n; i++) {
        done[i].id = row[i].id;
        if (i + 1 < n && row[i + 1].user_id == row[i].user_id)
            continue;
        if ((e = tell(p, row[i].user_id, i + 1 - from)))
            return e;
        from = i + 1;
    }
    return notification_pushed(p->db, done, n, NULL);
}

enum err
push_round(void *ctx, bool *more)
{
    struct pusher *p = ctx;
    struct notification_to_push *row;
    struct arena *a;
    size_t n;
    enum err e;

    *more = false;
    if (!p->push)
        return OK;
    a = arena_new();
    e = notification_to_push(p->db, a, TAKE, &row, &n);
    if (!e && n)
        e = tell_all(p, a, row, n);
    *more = !e && n == TAKE;
    arena_free(a);
    return e;
}
