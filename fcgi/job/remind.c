#include "job/remind.h"

#include "base/arena.h"
#include "base/clock.h"
#include "service/chat_notice.h"
#include "service/send_digest.h"

enum err
remind_round(void *ctx, bool *more)
{
    struct reminder *r = ctx;
    struct arena *a = arena_new();
    int64_t now_at = clock_now_us();
    bool notices = false;
    enum err e = remind_due(r->db, a, now_at, more);

    /* the digest tells what fell due, so that comes first */
    if (!e && !*more)
        e = send_digests(r->db, a, now_at, r->public_url);
    if (!e && !(e = plan_chat_notices(r->db, a, now_at, &notices)))
        *more |= notices;
    arena_free(a);
    return e;
}
