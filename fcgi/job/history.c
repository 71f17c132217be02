#include "job/history.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "service/keep_history.h"
#include "service/report_aging.h"

enum { REST = 20 }; /* times what the work took */

enum err
history_round(void *ctx, bool *more)
{
    struct historian *h = ctx;
    int64_t began_at = clock_mono_us(), took;
    struct arena *a;
    uint64_t days = 0;
    int32_t today;
    enum err e;

    *more = false;
    if (began_at < h->rest_until)
        return OK;
    a = arena_new();
    if (!(e = report_today(h->db, a, &today)))
        e = keep_history(h->db, a, today, clock_now_us(), &days);
    arena_free(a);
    took = clock_mono_us() - began_at;
    if (!e && days) {
        log_info("history_kept", kv("days", days), kv("ms", took / 1000));
        h->rest_until = began_at + took * (1 + REST);
    }
    return e;
}
