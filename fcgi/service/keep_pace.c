#include "service/keep_pace.h"

#include "base/clock.h"
#include "store/q_sender_pace.h"

enum err
keep_pace_begin(struct db *db, const struct sender_pace *p)
{
    return p->pace.n ? sender_pace_begin(db, p->sender, clock_real_us(), NULL) : OK;
}

enum err
keep_pace_look(struct db *db, struct arena *a, const struct sender_pace *p,
    uint32_t want, struct sender_look *look)
{
    struct sender_pace_lock row = { 0 };
    enum err e;

    if (p->pace.n && (e = sender_pace_lock(db, a, p->sender, &row)))
        return e;
    look->used_to = row.used_to;
    look->real_at = clock_real_us();
    look->take = pace_free(&p->pace, row.used_to, look->real_at, p->whom, want);
    return OK;
}

enum err
keep_pace_use(struct db *db, const struct sender_pace *p,
    const struct sender_look *look, size_t n)
{
    if (p->pace.n == 0 || n == 0)
        return OK;
    return sender_pace_use(db, p->sender,
        pace_use(&p->pace, look->used_to, look->real_at, (uint32_t)n), NULL);
}
