#include "job/push.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "service/live.h"
#include "store/q_live.h"
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

/* -- customers on a screen ----------------------------------------------------- */

static enum err
tell_changed(struct pusher *p, struct arena *a, const struct live_marks *m)
{
    char *data = arena_fmt(a, "{\"customer_id\":\"%" PRIu64 "\"}", m->customer_id);
    struct live_watchers *w;
    uint64_t user_id;
    size_t n;
    enum err e = live_watchers(p->db, a, m->customer_id, clock_real_us(), &w, &n);

    for (size_t i = 0; i < n && !e; i++) {
        char *to = !text_eq(w[i].side, "staff")
                       ? live_customer_channel(a, m->customer_id, w[i].item_id)
                   : text_u64(w[i].reader, &user_id) ? NULL
                                                     : live_staff_channel(a, user_id);

        /* rows of one channel stand together, but for staff, each of whom has one */
        if (to && (!i || !text_eq(w[i].side, w[i - 1].side) ||
                      text_eq(w[i].side, "staff") || w[i].item_id != w[i - 1].item_id))
            e = push_send(p->push, to, "changed", data);
    }
    return e ? e : live_told(p->db, m->customer_id, m->mark, NULL);
}

enum err
live_round(void *ctx, bool *more)
{
    static const int64_t KEEP_US = (int64_t)3600 * 1000000;
    struct pusher *p = ctx;
    int64_t at = clock_real_us();
    struct live_marks *m;
    struct arena *a;
    size_t n;
    enum err e;

    *more = false;
    if (!p->push)
        return OK;
    a = arena_new();
    e = live_marks(p->db, a, 0, at, &m, &n);
    for (size_t i = 0; i < n && !e; i++)
        if (!m[i].told || !text_eq(m[i].told, m[i].mark))
            e = tell_changed(p, a, &m[i]);
    if (!e && at - p->swept_at > KEEP_US) {
        e = live_lapsed(p->db, at - KEEP_US, NULL);
        p->swept_at = at;
    }
    arena_free(a);
    return e;
}

/* -- notifications -------------------------------------------------------------- */

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
