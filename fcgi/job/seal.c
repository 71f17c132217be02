#include "job/seal.h"

#include "base/clock.h"
#include "base/date.h"
#include "service/seal_audit.h"
#include "store/q_audit.h"

enum { FORGET_EVERY_H = 1, KEPT_H = 48 }; /* a look counts for a day at most */

#define HOUR_US (INT64_C(3600) * DATE_US_PER_S)

static enum err
forget_views(struct sealer *s)
{
    int64_t now_at = clock_now_us();

    if (now_at < s->forgot_at + FORGET_EVERY_H * HOUR_US)
        return OK;
    s->forgot_at = now_at;
    return audit_view_forget(s->db, now_at - KEPT_H * HOUR_US, NULL);
}

enum err
seal_round(void *ctx, bool *more)
{
    struct sealer *s = ctx;
    enum err e = seal_audit(s->db, s->key, more);

    return e ? e : forget_views(s);
}
