#include "service/live.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/text.h"
#include "store/q_live.h"

static const int64_t SECOND_US = 1000000;

char *
live_staff_channel(struct arena *a, uint64_t user_id)
{
    return arena_fmt(a, "staff-%" PRIu64, user_id);
}

char *
live_customer_channel(struct arena *a, uint64_t customer_id, uint64_t item_id)
{
    return item_id ? arena_fmt(a, "customer-%" PRIu64 "-%" PRIu64, customer_id, item_id)
                   : arena_fmt(a, "customer-%" PRIu64, customer_id);
}

static const char *
side(bool staff)
{
    return staff ? "staff" : "contact";
}

enum err
live_watch(struct db *db, struct arena *a, const struct live_page *p, const char **mark)
{
    int64_t at = clock_real_us(), until = at + LIVE_LEASE_S * SECOND_US;
    struct live_watching before;
    struct live_marks *m;
    size_t n;
    enum err e;

    if ((e = live_watching(db, a, p->customer_id, at, &before)) ||
        (e = live_watch_put(db,
             &(struct live_watch_put_in){ .customer_id = p->customer_id,
                 .item_id = p->item_id,
                 .side = side(p->staff),
                 .reader = p->reader,
                 .page = p->page,
                 .until = until,
                 .chat_until = p->chat ? until : INSTANT_NONE },
             NULL)) ||
        (e = live_marks(db, a, p->customer_id, at, &m, &n)))
        return e;
    *mark = n ? m[0].mark : "";
    if (!n) /* left again by a request of its own beside this one */
        return OK;
    /* nobody was told of what happened before the first page was opened */
    return before.n ? OK : live_told(db, p->customer_id, m[0].mark, NULL);
}

enum err
live_leave(struct db *db, const struct live_page *p)
{
    return live_left(
        db, p->customer_id, p->item_id, side(p->staff), p->reader, p->page, NULL);
}

enum err
live_here(struct db *db, struct arena *a, uint64_t customer_id, uint64_t item_id,
    bool staff, bool *here)
{
    struct live_watchers *w;
    size_t n;
    enum err e = live_watchers(db, a, customer_id, clock_real_us(), &w, &n);

    *here = false;
    for (size_t i = 0; i < n && !e; i++)
        if (w[i].chat && text_eq(w[i].side, side(staff)) &&
            (!w[i].item_id || !item_id || w[i].item_id == item_id))
            *here = true;
    return e;
}

enum err
live_channels(struct db *db, struct arena *a, uint64_t customer_id, uint64_t item_id,
    unsigned sides, const char ***out, size_t *n)
{
    struct live_watchers *w;
    uint64_t user_id;
    size_t w_n;
    enum err e = live_watchers(db, a, customer_id, clock_real_us(), &w, &w_n);

    *n = 0;
    if (e)
        return e;
    *out = arena_new_n(a, w_n + 2, const char *);
    if (sides & LIVE_CONTACTS)
        (*out)[(*n)++] = live_customer_channel(a, customer_id, 0);
    if ((sides & LIVE_CONTACTS) && item_id)
        (*out)[(*n)++] = live_customer_channel(a, customer_id, item_id);
    for (size_t i = 0; i < w_n; i++)
        if ((sides & LIVE_STAFF) && text_eq(w[i].side, "staff") &&
            !text_u64(w[i].reader, &user_id))
            (*out)[(*n)++] = live_staff_channel(a, user_id);
    return OK;
}
